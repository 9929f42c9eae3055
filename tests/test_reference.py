"""The kind of a document and the time it speaks of, by made-up beginnings of documents of every kind.

A line of ``beginnings.txt`` is a text (``⏎`` for a line break), ``=>``, its genre, the time it looks back on and the
one it plans for (``-`` for what nothing says). All must come out the same when every year in the text is moved.
"""
from __future__ import annotations

import re
from pathlib import Path

import pytest

from civx.extractors.document.headings import headings
from civx.extractors.document.segment import segment
from civx.extractors.model import Report
from civx.extractors.text.normalize import normalize

CASES = [
    tuple(part.strip() for part in line.rsplit(" => ", 1))
    for line in (Path(__file__).parent / "beginnings.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
LEAST = 45

_CHINESE = "〇一二三四五六七八九"
_YEAR = re.compile(rf"(?<![\d.])(?:19|20)\d\d(?!\d)|(?<![\d])1[01]\d(?=年)|二〇[{_CHINESE}]{{2}}(?=年)")


def read(text: str) -> Report:
    return segment(normalize(text.replace("⏎", "\n")).text, headings()).reports[0]


def moved(text: str, by: int) -> str:
    """The text with every year moved, also those in Chinese numerals."""

    def later(found: re.Match[str]) -> str:
        year = found.group()
        if year.isascii():
            return str(int(year) + by)
        number = int("".join(str(_CHINESE.index(char)) for char in year)) + by
        return "".join(_CHINESE[int(digit)] for digit in str(number))

    return _YEAR.sub(later, text)


def names(text: str) -> str:
    return text.split("⏎")[0][:24]


def said(report: Report) -> str:
    return " ".join(part or "-" for part in (report.genre, report.review.period, report.plan.period))


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[names(case[0]) for case in CASES])
def test_reading(text: str, wanted: str) -> None:
    report = read(text)
    assert said(report) == wanted, report.evidence


@pytest.mark.parametrize("by", [-3, 2])
@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[names(case[0]) for case in CASES])
def test_all_years_moved(text: str, wanted: str, by: int) -> None:
    if "五”" in text or text.startswith("23-"):
        return  # a five-year plan does not move with its years, nor does a date that was cut
    assert said(read(moved(text, by))) == moved(wanted, by)


def test_there_are_many() -> None:
    assert len(CASES) >= LEAST


def test_evidence_stands_where_it_says() -> None:
    text = "临溪县民政局2022年工作总结\n\n发布时间：2023-01-06\n\n2022年，全县民政工作稳步推进。"
    report = read(text)
    assert [(piece.feature, text[piece.start : piece.end]) for piece in report.evidence] == [
        ("title-review", "2022年"), ("opener-year", "2022年"), ("page-date-early", "2023-01-06"),
    ]
    assert (report.review.rule, text[report.review.start : report.review.end]) == ("reference.title-review", "2022年")
