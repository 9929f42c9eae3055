"""The columns of both layouts, what each holds, and the facts as typed rows of them.

Formats, the JSON Schema, the data package and the checks of ``--columns`` all go by these lists.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from civx.cli.language.names import FIELDS, in_chinese, in_script

if TYPE_CHECKING:
    from civx.extractors.model import Extraction, Fact, Reason

    from .shape import Shape

# A row's values are str, Decimal, int, tuple[str, ...], tuple[int, ...] or None, as the columns' kinds say.
Row = tuple[object, ...]


class Column(NamedTuple):
    """One column: its name, what a cell holds (``text``, ``number``, ``integer``, ``texts``, ``integers``, ``json``),
    its Chinese header and what it means."""

    name: str
    kind: str
    zh: str
    meaning: str


_SHARED = {
    column.name: column
    for column in (
        Column("source", "text", "来源文件", "the file as the user named it; - for standard input"),
        Column("report", "text", "报告", "title of the report inside the file"),
        Column("section", "texts", "章节", "headings from the outermost in"),
        Column("programme", "text", "业务", "the civil-affairs programme that the number is about"),
        Column("place", "text", "地区", "the place that the number is for"),
        Column("area", "text", "城乡", "urban, rural, both, or empty where the words do not say"),
        Column("status", "text", "状态", "actual, previous, change, planned or norm"),
        Column("direction", "text", "方向", "of a change: up or down, else empty; the value is as written"),
        Column("period", "text", "时期", "the time that the number covers, ISO 8601"),
    )
}
_PAGE = "页码"

LONG = (
    Column("id", "text", "编号", "the same input gives the same id"),
    _SHARED["source"],
    _SHARED["report"],
    _SHARED["section"],
    _SHARED["programme"],
    Column("subject", "text", "对象", "what is counted or paid"),
    _SHARED["place"],
    _SHARED["area"],
    Column("measure", "text", "指标", "kind of quantity"),
    Column("value", "number", "数值", "in the base unit; null for a range"),
    Column("min", "number", "下限", "lower end of a range"),
    Column("max", "number", "上限", "upper end of a range"),
    Column("unit", "text", "单位", "canonical unit"),
    Column("per_month", "number", "月标准", "a standard as 元 a month"),
    Column("bound", "text", "界限", "exact, about, over, under, at_least, at_most or range"),
    _SHARED["status"],
    _SHARED["direction"],
    _SHARED["period"],
    Column("part_of", "text", "所属总数", "id of the total that it is a stated part of"),
    Column("quote", "text", "原文", "number and unit as the source has them"),
    Column("start", "integer", "起点", "where the quote begins, in characters of the source"),
    Column("end", "integer", "终点", "one past the quote's last character"),
    Column("line", "integer", "行号", "line of the source, the first is 1"),
    Column("sentence", "text", "句子", "the sentence that holds the quote"),
    Column("rule", "text", "规则", "the rule that found it"),
    Column("page", "integer", _PAGE, "page of a PDF, the first is 1"),
)

REVIEWED = Column("reviewed", "text", "审核", "what a reader did to it: confirmed, corrected or added")
BECAUSE = Column("because", "json", "依据", "by field the rule that gave it, and where the words stand that did")

INDICATORS = {
    "long": (
        Column("indicator", "text", "指标编号", "id of the ministry's indicator that the number is, else empty"),
        Column("indicator_name", "text", "统计指标", "what the ministry's statistics call it"),
    ),
    "wide": (
        Column("indicator", "texts", "指标编号", "ids of the ministry's indicators in the row"),
        Column("indicator_name", "texts", "统计指标", "what the ministry's statistics call them"),
    ),
}

WIDE = (  # what matters first: who reads it sees the first columns
    _SHARED["programme"],
    Column("subject", "texts", "对象", "what is counted or paid, in the order of the facts"),
    _SHARED["place"],
    _SHARED["area"],
    _SHARED["period"],
    Column("households", "number", "户数", "households (户)"),
    Column("persons", "number", "人数", "people (人)"),
    Column("person_times", "number", "人次", "people, each time counted (人次)"),
    Column("household_times", "number", "户次", "households, each time counted (户次)"),
    Column("amount", "number", "金额", "a sum of money, in amount_unit"),
    Column("amount_unit", "text", "金额单位", "万元, or 元 with --money yuan; a foreign currency as it is"),
    Column("standard_month", "number", "月标准", "a standard as 元 a month, where it has a monthly form"),
    Column("standard", "number", "标准", "the standard as written, in standard_unit"),
    Column("standard_unit", "text", "标准单位", "unit of standard: 元/人/月, 元/人次 …"),
    Column("rate", "number", "比率", "a percentage or ratio, in rate_unit"),
    Column("rate_unit", "text", "比率单位", "unit of rate: %, 倍 …"),
    Column("count", "number", "数量", "anything else that is counted or measured, in count_unit"),
    Column("count_unit", "text", "数量单位", "unit of count: 个, 家, 平方米 …"),
    _SHARED["status"],
    _SHARED["direction"],
    Column("notes", "texts", "备注", "numbers that are not exact or another subject's, and ranges, which fill no cell"),
    _SHARED["section"],
    _SHARED["report"],
    _SHARED["source"],
    Column("lines", "integers", "行号", "lines of the source that the row was read from"),
    Column("ids", "texts", "编号", "ids of the facts in the row"),
    Column("page", "integers", _PAGE, "pages of a PDF that the row was read from"),
)

_LAYOUTS = {"long": LONG, "wide": WIDE}
_SEPARATORS = {"section": " > "}
_SEPARATOR = "; "


def columns_of(
    layout: str, because: bool = False, reviewed: bool = False, indicators: bool = False
) -> tuple[Column, ...]:
    """All columns of the layout ``long`` or ``wide``, with ``page`` as the last; ``because``, ``reviewed`` (the long
    layout has them) and those of ``indicators`` if asked for."""
    columns = _LAYOUTS[layout]
    more = (
        *(INDICATORS[layout] if indicators else ()), *([BECAUSE] if because else []),
        *([REVIEWED] if reviewed and layout == "long" else []),
    )
    return (*columns[:-1], *more, columns[-1])


def chosen(shape: Shape, *, page: bool | None = None) -> tuple[Column, ...]:
    """The columns that ``shape`` asks for, in order; ``page`` overrides whether all of them include the page."""
    columns = columns_of(shape.layout, shape.because, shape.reviewed, shape.indicators)
    if shape.columns:
        by_name = {column.name: column for column in columns}
        return tuple(by_name[name] for name in shape.columns)
    return columns if (shape.paged if page is None else page) else columns[:-1]


def headers(columns: Iterable[Column], language: str) -> list[str]:
    """The columns' names in ``en``, ``zh`` or ``zh-Hant``."""
    return [column.name if language == "en" else in_script(column.zh, language) for column in columns]


def rows(extraction: Extraction, shape: Shape, columns: tuple[Column, ...]) -> Iterator[Row]:
    """The extraction in ``shape``'s layout, a tuple of typed values for ``columns`` a row.

    Where ``shape`` has Chinese headers, values that have Chinese names are called by them.
    """
    if shape.headers == "en":
        return _rows(extraction, shape, columns)
    worded = [column.name in FIELDS for column in columns]
    return (
        tuple([
            in_chinese(column.name, value, shape.headers) if named else value
            for column, named, value in zip(columns, worded, row, strict=True)
        ])
        for row in _rows(extraction, shape, columns)
    )


def _rows(extraction: Extraction, shape: Shape, columns: tuple[Column, ...]) -> Iterator[Row]:
    names = _indicators(extraction, shape)
    if shape.layout == "long":
        for fact in extraction.facts:
            yield tuple([_value(fact, column, names) for column in columns])
        return
    from .wide import wide_rows

    for row in wide_rows(extraction, shape.money):
        if names:
            ids: tuple[str, ...] = row["ids"]  # type: ignore[assignment]
            known = list(dict.fromkeys(names[one] for one in ids if names[one][0]))
            row["indicator"], row["indicator_name"] = (tuple(one[at] for one in known) for at in range(2))
        yield tuple([row[column.name] for column in columns])


def _indicators(extraction: Extraction, shape: Shape) -> dict[str, tuple[str, str]]:
    """By the facts' ids the id and name of the indicators; nothing where they were not asked for."""
    if not shape.indicators:
        return {}
    from civx.analysis.official import of_facts

    found = of_facts(extraction.source, extraction.facts, shape.patterns)
    return {
        fact.id: (one.id, one.name) if one is not None else ("", "")
        for fact, one in zip(extraction.facts, found, strict=True)
    }


def _value(fact: Fact, column: Column, names: dict[str, tuple[str, str]]) -> object:
    if column is BECAUSE:
        return reasons(fact.because)
    if column in INDICATORS["long"]:
        return names[fact.id][column.name == "indicator_name"]
    return getattr(fact, column.name)


def reasons(because: dict[str, Reason] | None) -> str:
    """The reasons of a fact's fields as a JSON object."""
    return json.dumps({name: reason._asdict() for name, reason in (because or {}).items()}, ensure_ascii=False)


def flat_rows(extraction: Extraction, shape: Shape, columns: tuple[Column, ...]) -> Iterator[list[object]]:
    """Like :func:`rows`, lists joined to text as delimited files have them: headings by `` > ``, others by ``; ``."""
    separators = [_SEPARATORS.get(column.name, _SEPARATOR) for column in columns]
    for row in rows(extraction, shape, columns):
        yield [
            separator.join(map(str, value)) if value.__class__ is tuple else value
            for value, separator in zip(row, separators, strict=True)
        ]
