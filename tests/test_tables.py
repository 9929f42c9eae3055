"""Tables of marked-up sentences: what is marked must be found as marked, and nothing else.

A line of ``tables/*.txt`` is a sentence or short passage in the markup of ``civx.extractors.examples``; ``⏎`` stands
for a line break, ``#`` opens a comment. A line without a mark is a negative: nothing may be found in it.
"""
from __future__ import annotations

from pathlib import Path

import pytest

import civx
from civx.extractors.examples import mismatches, parse_marked

TABLES = sorted((Path(__file__).parent / "tables").glob("*.txt"))
OPEN = "known_failures.txt"  # lines that are right and still fail: strictly, so that a mended one is noticed
LEAST = 400  # lines in all, a third of them negative


def cases() -> list[tuple[str, str]]:
    """Every line of every table with where it stands (``numerals.txt:12``)."""
    return [
        (f"{path.name}:{number}", line.replace("⏎", "\n"))
        for path in TABLES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]


CASES = cases()


def marks_of(where: str) -> tuple[pytest.MarkDecorator, ...]:
    return (pytest.mark.xfail(strict=True, reason="not read right yet"),) if where.startswith(OPEN) else ()


@pytest.mark.parametrize("marked", [pytest.param(line, id=where, marks=marks_of(where)) for where, line in CASES])
def test_line(marked: str) -> None:
    plain, marks = parse_marked(marked)
    facts = civx.extract(plain).facts
    problems = mismatches(plain, marks, facts)
    assert not problems, "\n".join([plain, *problems])


def test_the_tables_are_large_and_a_third_is_negative() -> None:
    negative = sum(not parse_marked(line)[1] for _, line in CASES)
    assert len(CASES) >= LEAST
    assert negative * 3 >= len(CASES)


def test_no_line_stands_twice() -> None:
    seen: dict[str, str] = {}
    for where, line in CASES:
        assert line not in seen, f"{where} repeats {seen[line]}"
        seen[line] = where
