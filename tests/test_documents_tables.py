"""Tables in web pages, Word documents and PDF files, from the file to the facts: none lost, none made up."""
from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from document_cases import cases, harder_cases

from civx.cli.fact_tables import known_columns
from civx.cli.reading import extracted, read_source
from civx.extractors.model import Fact
from civx.extractors.pipeline import extract

from document_builders import Case, word


def facts_of(case: Case, folder: Path) -> list[Fact]:
    path = folder / case.name
    path.write_bytes(case.data)
    source = read_source(str(path), None)
    return list(extract(source.text, source=case.name, pages=source.pages).facts)


def compared(wanted: str, facts: list[Fact]) -> list[str]:
    """What is wrong: facts that are missing, made up, or have a field wrong."""
    totals = {fact.id: str(fact.value) for fact in facts}
    left = list(facts)
    problems = []
    for line in filter(None, map(str.split, wanted.splitlines())):
        same = [fact for fact in left if fact.value == Decimal(line[0]) and fact.unit == line[1]]
        if not same:
            problems.append(f"missing: {' '.join(line)}")
            continue
        best = min(same, key=lambda fact: len(_wrong(fact, line, totals)))
        left.remove(best)
        problems += [f"{' '.join(line[:4])}: {wrong}" for wrong in _wrong(best, line, totals)]
    return problems + [f"made up: {fact.quote} {fact.subject} {fact.unit} ({fact.sentence[:40]})" for fact in left]


def _wrong(fact: Fact, line: list[str], totals: dict[str, str]) -> list[str]:
    _, _, programme, subject, *more = line
    got = {name: getattr(fact, name) for name in ("place", "area", "period", "status")}
    got |= {"of": totals.get(fact.part_of or "", ""), "programme": fact.programme}
    fields = dict(field.split("=") for field in more) | ({"programme": programme} if programme != "-" else {})
    wrong = [f"{name} is {got[name]!r}" for name, text in fields.items() if got[name] != text]
    return wrong + ([f"subject is {fact.subject!r}"] if subject != "-" and subject not in fact.subject else [])


CASES = [*cases(), *harder_cases()]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_tables_of_documents(case: Case, tmp_path: Path) -> None:
    problems = compared(case.facts, facts_of(case, tmp_path))
    assert not problems, "\n".join(problems)


def test_rows_in_one_cell_are_parted(tmp_path: Path) -> None:
    """A converter wrote all rows below the header into one: names in one cell, figures in another over two columns."""
    grid = [["机构类别", "机构（个）", "床位（张）"], ["公办\n民办\n合计", "12 840\n9 516\n21 1356", ""]]
    path = tmp_path / "homes.docx"
    path.write_bytes(word("2021年养老机构情况", (grid, ((1, 1, 1, 2),))))
    facts = extracted(read_source(str(path))).facts
    found = [(fact.value, fact.unit) for fact in facts]
    assert found == [(12, "个"), (840, "张"), (9, "个"), (516, "张"), (21, "个"), (1356, "张")]
    assert facts[0].part_of == facts[4].id


def test_lines_of_one_cell_are_its_text(tmp_path: Path) -> None:
    """Where the cells of a row hold unlike numbers of lines, it is one row."""
    path = tmp_path / "homes.docx"
    grid = [["机构类别", "机构（个）"], ["公办\n和民办\n机构", "12"], ["其他", "9"]]
    path.write_bytes(word("2021年养老机构情况", (grid, ())))
    assert [fact.quote for fact in extracted(read_source(str(path))).facts] == ["12", "9"]


def test_bytes_that_are_no_text_are_no_table() -> None:
    """The first bytes of a Word file are no header of a table, whatever line breaks are among them."""
    assert known_columns("PK\x03\rid,subject") == 0
