"""Tables labelled cell by cell, written in every form: each gives the facts of the labels, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import table_grids as grids
import table_pdfs

from civx.cli.reading import extracted, read_source

FORMS: dict[str, Callable[[grids.Case], str | bytes]] = {
    "spaced.txt": grids.as_spaced,
    "tabs.txt": grids.as_text,
    "blanks.txt": grids.as_blank_text,
    "pipes.md": grids.as_markdown,
    "bars.txt": grids.as_bars,
    "commas.csv": grids.as_csv,
    "page.html": grids.as_html,
    "markup.md": grids.as_html_in_text,
    "word.docx": grids.as_docx,
    "stacked.txt": grids.as_stacked,
    "book.xlsx": grids.as_xlsx,
    **{f"{rules}.pdf": partial(table_pdfs.as_pdf, rules=rules) for rules in table_pdfs.RULES},
}
# those of blind.txt and blind2.txt were made by one who had not seen the rules
CASES = [case for name in ("grids.txt", "later.txt", "blind.txt", "blind2.txt") for case in grids.cases(name)]
NOT_YET = {tuple(line.split("\t")) for line in (grids.FOLDER / "not_yet.tsv").read_text("utf-8").splitlines()}


def test_there_are_enough() -> None:
    assert len(CASES) >= 24
    assert sum(len(case.labels) for case in CASES) >= 200
    assert len({case.title for case in CASES}) == len(CASES)


def params() -> list[Any]:
    """Every case in every form; those that are not read right yet must go on being wrong, or leave the list."""
    wrong = pytest.mark.xfail(reason="not read right yet", strict=True)
    return [
        pytest.param(case, form, id=f"{case.title}-{form}", marks=[wrong] if (form, case.title) in NOT_YET else [])
        for case in CASES for form in FORMS
    ]


@pytest.mark.parametrize(("case", "form"), params())
def test_every_cell(case: grids.Case, form: str, tmp_path: Path) -> None:
    if form == "spaced.txt" and not grids.may_be_blanks(case):
        pytest.skip("blanks alone cannot hold its cells apart")
    if form == "stacked.txt" and not grids.may_be_stacked(case):
        pytest.skip("lines of one cell each cannot show its rows")
    written = FORMS[form](case)
    path = tmp_path / form
    path.write_bytes(written if isinstance(written, bytes) else written.encode())
    wrong = grids.wrong(case, list(extracted(read_source(str(path))).facts))
    assert not wrong, "\n".join(f"{place}: {'; '.join(what)}" for place, what in sorted(wrong.items()))
