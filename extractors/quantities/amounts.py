"""Values that are more than a plain numeral: shares, ranges, bankers' numerals, 三成五; and the units of standards."""

from __future__ import annotations

from decimal import Decimal

from civx.patterns.kept import compiled

from .decimals import PRECISE
from .numerals import LONGEST
from .parsing import parse_number

_WHO = (
    "人次|户次|人|户|次|床位|床|穴|餐|张|具|例|名|位|小时|平方米|亩|件|对|个|份|套|生|村|社区|所|家|车|台|吨|公里|宗|班|课时|斤"
)
_TIME = "学年|学期|季度|月|年|天|日"
PER = compiled(
    rf"(?:[ ]?/[ ]?|[·.]|每)(?:{_TIME}|{_WHO})(?:(?:[/·.、]?每|[/·.]|、(?={_TIME}))(?:{_TIME}|{_WHO}))*"
    r"(?:(?<=[人户床])[月年]|(?<=/[月年])人|(?<=/ [月年])人)?"
    rf"|[/每]?[（(](?:每?(?:人|户|床|名|生)[/·.、]?)?每?(?:{_TIME})[)）]"
    rf"|[/每]?[（(]每?(?:{_TIME})[/·.、]?每?(?:人|户|床|名|生)[)）]"
)
PER_WORD = compiled(
    rf"{_TIME}|{_WHO}"
)
_PER_TIME = {
    "月": "月",
    "年": "年",
    "学年": "年",
    "天": "天",
    "日": "天",
    "季度": "季度",
    "学期": "学期",
    "小时": "小时",
}
_PER_WHO = {"名": "人", "位": "人", "生": "人", "张": "床", "床位": "床"}
_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
_FINANCIAL_RUN = compiled("[0-9]*[壹贰叁肆伍陆柒捌玖拾佰仟零〇一二两三四五六七八九十百千万亿]{1,}")
_SCALE = compiled("[拾佰仟十百千万亿]")
_BIG = compiled("[万亿兆]")
_FRACTION = compiled("([二三四五六七八九十百千两\\d]+)分之([一二三四五六七八九十百\\d]+)")
# 三四百, 十七八, 一百二三十, 两三千万: a number of scales, two neighbours, the scales of both
_NEIGHBOURS = compiled(
    r"((?:[一二三四五六七八九两]?[千百十])*)(一二|二三|两三|三四|三五|四五|五六|六七|七八|八九)([十百千]?)([万亿]{0,2})"
)
_TAIL = compiled("半|[一二三四五六七八九](?![十百千万亿个家所名])")  # 三成五, 一倍半
_SCALES = {
    "十": Decimal(10),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "兆": Decimal(1_000_000_000_000),
    "千": Decimal(1000),
    "百": Decimal(100),
    "仟": Decimal(1000),
    "佰": Decimal(100),
    "k": Decimal(1000),
    "K": Decimal(1000),
    "w": Decimal(10_000),
    "W": Decimal(10_000),
}


def financial(text: str, at: int) -> tuple[int, Decimal] | None:
    """Where the banker's numeral at ``at`` ends, and its value: 壹拾贰万叁仟."""
    run = _FINANCIAL_RUN.match(text, at)
    if run is None or len(run.group()) < 2 or _SCALE.search(run.group()) is None:
        return None
    try:
        value = parse_number(run.group())
        return (run.end(), value) if value.adjusted() < LONGEST else None
    except ValueError:
        return None


def fraction(text: str, at: int) -> tuple[int, Decimal | None] | None:
    """The fraction at ``at``: its end, and its value in per cent (None where it has none).

    四分之三 is 75; what does not come out even is rounded half-even to two places.
    """
    found = _FRACTION.match(text, at)
    if found is None:
        return None
    try:
        below, above = parse_number(found[1]), parse_number(found[2])
    except ValueError:
        return found.end(), None
    if not below:
        return found.end(), None
    return found.end(), _share(above, below)


def _share(above: Decimal, below: Decimal) -> Decimal:
    """What per cent the one is of the other, half-even to two places."""
    percent = PRECISE.divide(PRECISE.multiply(above, _HUNDRED), below)
    return percent.quantize(_CENT, context=PRECISE).normalize(PRECISE) + 0


def tail(text: str, at: int) -> Decimal | None:
    """What a single character behind 成 or 倍 adds: 三成五, 一倍半."""
    found = _TAIL.match(text, at)
    if found is None:
        return None
    return Decimal("0.5") if found[0] == "半" else Decimal("零一二三四五六七八九".index(found[0])) / 10


def rough(text: str, at: int, end: int) -> tuple[Decimal, Decimal] | None:
    """The range that two neighbouring figures at [at, end) mean: 三四百 is 300 to 400, 一百二三十 is 120 to 130."""
    found = _NEIGHBOURS.match(text, at)
    if found is None or found.end() != end:
        return None
    head, pair, scale, big = found.groups()
    unit = _SCALES.get(scale, Decimal(1))
    if head and unit * 10 > _SCALES[head[-1]]:
        return None  # 十七八十
    try:
        whole = parse_number(head) if head else Decimal(0)
    except ValueError:
        return None
    for sign in big:
        unit, whole = unit * _SCALES[sign], whole * _SCALES[sign]
    low, high = ("零一二三四五六七八九".index("二" if sign == "两" else sign) for sign in pair)
    return whole + low * unit, whole + high * unit


def shared_scale(text: str, at: int, end: int, value: Decimal, end2: int, value2: Decimal) -> tuple[Decimal, Decimal]:
    """Both ends of a range in the base unit: the scale behind the second number counts for both where that leaves the
    first, the number [at, end), the smaller (80—100万, 两到三万, 一百二十到一百五十万; but 8000—1万)."""
    scale = _SCALES.get(text[end2 - 1])
    big = text[end2 - 1] in "万亿" and not text[at].isdigit() and not _BIG.search(text, at, end)  # 一千到两千万
    if text[end2 - 1] == "十" or (text[end - 1] in _SCALES and not big):
        return value, value2
    if text[end2 - 2 : end2 - 1] in _SCALES and scale is not None and text[end2 - 3 : end2 - 2].isdigit():
        scale *= _SCALES[text[end2 - 2]]  # 3—5百万
    if scale is not None and value * scale < value2:
        return value * scale, value2
    return value, value2


def per_unit(money: str, per: str) -> str:
    """Canonical unit of a standard: money / who / time (``/月/人`` and ``每人每月`` give 元/人/月)."""
    who = time = ""
    for word in PER_WORD.findall(per):
        if word in _PER_TIME:
            time = time or _PER_TIME[word]
        else:
            who = who or _PER_WHO.get(word, word)
    return "/".join(part for part in (money, who, time) if part)
