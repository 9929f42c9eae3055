"""What the values of fields and options are called in Chinese, and the way back: 人数 is persons.

``--headers zh`` writes these words, all options take them beside their own, and every command that reads facts takes
them for what they stand for.
"""
from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from . import CHINESE, ENGLISH, TRADITIONAL, current

MEASURES = {
    "households": "户数", "persons": "人数", "person_times": "人次", "household_times": "户次", "amount": "金额",
    "standard": "标准", "rate": "比率", "count": "数量",
}
STATUSES = {"actual": "实际", "previous": "上期", "change": "增减", "planned": "计划", "norm": "规定"}
DIRECTIONS = {"up": "增", "down": "减"}
AREAS = {"urban": "城市", "rural": "农村", "both": "城乡"}
BOUNDS = {
    "exact": "准确", "about": "约", "over": "超过", "under": "不足", "at_least": "不少于", "at_most": "不超过",
    "range": "区间",
}
REVIEWS = {"confirmed": "已确认", "corrected": "已更正", "added": "补录"}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "measure": MEASURES, "status": STATUSES, "direction": DIRECTIONS, "area": AREAS, "bound": BOUNDS,
    "reviewed": REVIEWS,
}
SEVERITIES = {"error": "错误", "warning": "警告", "note": "提示", "right": "相符", "never": "从不"}
KINDS = {
    "sum": "合计", "rate": "比例", "average": "平均", "multiple": "倍数", "change": "增减", "repeat": "重复",
    "unit": "单位", "shape": "常理", "product": "乘积", "standard": "标准", "balance": "收支",
    "date": "时间", "last-year": "上年",
}
HEADERS = {
    "id": "编号", "source": "来源文件", "report": "报告", "section": "章节", "programme": "业务", "subject": "对象",
    "place": "地区", "area": "城乡", "measure": "指标", "value": "数值", "min": "下限",
    "max": "上限", "unit": "单位", "per_month": "月标准", "bound": "界限", "status": "状态", "direction": "方向",
    "period": "时期", "part_of": "所属总数", "line": "行号",
}
# What people are told: beside the fields' values what audits and the heads of tables call things.
NAMES: Mapping[str, Mapping[str, str]] = {**FIELDS, "severity": SEVERITIES, "kind": KINDS, "field": HEADERS}
# Of options: whatever any of them may be called. A word stands for one thing among the choices of an option.
_OPTIONS = (
    MEASURES, STATUSES, DIRECTIONS, AREAS, BOUNDS, SEVERITIES, KINDS,
    {
        "table": "表格", "text": "文本", "tree": "树形", "long": "长表", "wide": "宽表", "yuan": "元", "wan": "万元",
        "zh": "中文", "en": "英文", "zh-Hant": "繁体", "accepted": "修订后", "original": "修订前", "subjects": "对象",
        "programmes": "业务", "units": "单位",
    },
)


def in_script(word: str, language: str) -> str:
    """A Chinese word as ``zh`` or ``zh-Hant`` writes it."""
    if language != TRADITIONAL:
        return word
    from .catalogue import messages_of

    return messages_of(TRADITIONAL).get(word, word)


@cache
def in_chinese(field: str, value: object, language: str = CHINESE) -> object:
    """The value of a fact's field as ``--headers zh`` writes it; what has no Chinese name stays as it is."""
    name = FIELDS[field].get(str(value)) if field in FIELDS else None
    return value if name is None else in_script(name, language)


def from_chinese(field: str, value: str) -> str:
    """The way back, from either script; any other word stays as it is."""
    return value if value.isascii() or field not in FIELDS else _back(field).get(value, value)


def field_of(header: str) -> str:
    """The field that a Chinese column name stands for in Traditional characters; any other name stays as it is."""
    return header if header.isascii() else _simplified().get(header, header)


@cache
def _back(field: str) -> dict[str, str]:
    names = FIELDS[field]
    return {in_script(word, language): name for name, word in names.items() for language in (TRADITIONAL, CHINESE)}


@cache
def _simplified() -> dict[str, str]:
    """Words in Traditional characters, by which columns may be called, and the same in Simplified ones."""
    from civx.cli.formats.columns import LONG, REVIEWED, WIDE

    return {in_script(column.zh, TRADITIONAL): column.zh for column in (*LONG, *WIDE, REVIEWED)}


def among(word: str, choices: tuple[str, ...]) -> str:
    """The one of ``choices`` that ``word`` is called, or ``word`` itself where that is none."""
    if word in choices or word.isascii():
        return word
    from civx.extractors.text.normalize import normalize  # 人數 will do as well

    word = normalize(word).text
    found = {name for names in _OPTIONS for name, chinese in names.items() if chinese == word and name in choices}
    return next(iter(found)) if len(found) == 1 else word


def both(name: str) -> str:
    """A choice as a message in the current language lists it: ``persons``, ``persons（人数）``."""
    if current() == ENGLISH:
        return name
    word = next((names[name] for names in _OPTIONS if name in names), "")
    return f"{name}（{in_script(word, current())}）" if word else name
