"""Tables in marked-up text: what is marked must be found as marked, and nothing else.

``table_rows/*.txt`` hold cases that each begin with a line ``=== what it shows``; ``⇥`` stands for a tab. The markup is
that of ``civx.extractors.examples``. ``read.txt`` is about what tables say, ``left.txt`` about what must be left alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import civx
from civx.extractors.examples import mismatches, parse_marked

FOLDER = Path(__file__).parent / "table_rows"
LEAST = 60


def cases(name: str) -> list[tuple[str, str]]:
    """What each case of a file shows, and its text."""
    found = []
    for case in (FOLDER / name).read_text(encoding="utf-8").split("=== ")[1:]:
        title, _, body = case.partition("\n")
        found.append((title, body.replace("⇥", "\t")))
    return found


CASES = [*cases("read.txt"), *cases("left.txt")]


@pytest.mark.parametrize("marked", [pytest.param(body, id=title) for title, body in CASES])
def test_table(marked: str) -> None:
    plain, marks = parse_marked(marked)
    problems = mismatches(plain, marks, civx.extract(plain).facts)
    assert not problems, "\n".join([plain, *problems])


@pytest.mark.parametrize("marked", [pytest.param(body, id=title) for title, body in cases("read.txt")])
def test_line_ends_of_windows_change_nothing(marked: str) -> None:
    plain, marks = parse_marked(marked.replace("\n", "\r\n"))
    problems = mismatches(plain, marks, civx.extract(plain).facts)
    assert not problems, "\n".join([plain, *problems])


def test_there_are_many_and_half_of_them_are_tricky() -> None:
    assert len(CASES) >= LEAST
    assert len({title for title, _ in CASES}) == len(CASES)
    assert len(cases("left.txt")) * 2 >= len(CASES) - 10
