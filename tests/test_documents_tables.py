"""Tables in web pages, Word documents and PDF files, from the file to the facts: none lost, none made up."""
from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from document_cases import cases, harder_cases

from civx.cli.reading import read_source
from civx.extractors.model import Fact
from civx.extractors.pipeline import extract

from document_builders import Case


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
