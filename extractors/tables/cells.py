"""The number in a cell of a table, with the unit of its row or column: 1,234.5, 约120, 3-5, 12.5%, ↓2.1."""

from __future__ import annotations

from decimal import Decimal

from civx.patterns.kept import compiled

from ..quantities.decimals import shift
from ..quantities.quantity import Quantity
from ..quantities.scan import CANDIDATE
from ..text.normalize import normalize
from ..text.rows import Span
from ..words.times import BARE_YEAR
from .words import FISCAL_YEAR, TableWords, Unit

_PLAIN = compiled(r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?:，\d{3})+|(?: \d{3})+)(?:\.\d+)?|\d+(?:\.\d+)?")
_SIGNED = compiled(r"([-+↑↓])\s*(?=\d)")
_DAMAGE = frozenset(" ,，。·")
_FALLING = ("-", "↓")
_GAPS = str.maketrans("", "", ",， ")
_NUMBER = compiled(r"[-+↑↓≥≤<>]?\d[\d,，. ]*(?:[-—~～至][\d,，. ]+)?[%‰]?")
_HAN_SCALE = frozenset("十百千万亿")
_LONGEST = 24
_BRACKETED = compiled(r"[(（]\s*(\d[\d,，. ]*%?)\s*[)）]")
_INNER = compiled(r"[(（]\s*([-+−]?\s*\d[\d,，. ]*%?)\s*[)）]")
_ENDS = frozenset("0123456789%")


def told(text: str, span: Span, words: TableWords) -> tuple[Span, int, str]:
    """The number in a cell of changes, its sign, and the rule of the words that say it: 增3.2, 减少2%, 3.2↓, (3.2)."""
    start, end = span
    cell = text[start:end]
    if _SIGNED.match(cell) is not None:
        return span, 0, ""  # the number's own sign
    if (bracket := _BRACKETED.fullmatch(cell)) is not None:
        return (start + bracket.start(1), start + bracket.end(1)), -1, "sign"
    for role, sign in (("rise", 1), ("fall", -1)):
        said = words.find(role, cell)
        if said is not None and cell[said.end :].lstrip()[:1].isdigit():
            return (end - len(cell[said.end :].lstrip()), end), sign, said.rule
        tail = words.find(role, cell[-1:])
        if tail is not None and cell[:-1].strip()[-1:] in _ENDS:
            return (start, start + len(cell[:-1].rstrip())), sign, tail.rule
    return span, 0, ""


def unbracketed(text: str, span: Span) -> Span:
    """The number inside the brackets of a cell, where those say nothing: (-0.4%)."""
    inner = _INNER.fullmatch(text, *span)
    return inner.span(1) if inner is not None else span


def numeric(text: str) -> bool:
    """Whether a cell is a bare number or a per cent, and no year."""
    return (
        _NUMBER.fullmatch(text) is not None
        and BARE_YEAR.fullmatch(text) is None
        and FISCAL_YEAR.fullmatch(text) is None
    )


def read_cell(text: str, cell: Span, unit: Unit | None, rule: str, words: TableWords) -> Quantity | None:
    """The quantity that the cell consists of: with a unit of its own, else with ``unit``, which ``rule`` found.

    None where the cell holds no number, or anything beside it, or no unit is known.
    """
    start, end = cell
    if start == end or end - start > _LONGEST:
        return None
    written = text[start:end]
    signed = _SIGNED.match(written)
    number = written[signed.end() :] if signed is not None else written
    sign = signed[1] if signed is not None else ""
    if _PLAIN.fullmatch(number) is not None:
        if unit is None:
            return None
        return _quantity(start, end, _scaled(Decimal(number.translate(_GAPS)), unit.scale), unit, rule, sign)
    copy = _mended(number)
    own = words.quantity(copy)
    if own is not None:
        return _placed(own, cell, written, sign, len(copy) - own.end, [own.rule, rule] if rule else [own.rule])
    if unit is None or (unit.scale != 1 and not _HAN_SCALE.isdisjoint(number)):
        return None  # 1.2万 in a column of 万元 might be either
    copy = _mended(number + unit.form)
    lent = words.quantity(copy)
    if lent is None or lent.unit != unit.name or lent.end != len(copy):
        return None
    return _placed(lent, cell, written, sign, 0, [rule, unit.rule])


def _scaled(value: Decimal, scale: Decimal) -> Decimal:
    """842.5 of 10000 is 8425000, without a decimal point; what is not scaled stays as it is written."""
    power = scale.adjusted()
    return shift(value, power) if scale == Decimal(1).scaleb(power) else value * scale


def _mended(text: str) -> str:
    return text if _DAMAGE.isdisjoint(text) else normalize(text).text


def _quantity(start: int, end: int, value: Decimal, unit: Unit, rule: str, sign: str) -> Quantity:
    value = -value if sign in _FALLING and value else value
    scaled = unit.scale != 1
    trace = [rule, unit.rule]
    return Quantity(
        start, end, end, value, None, None, "exact", unit.measure, unit.name, unit.form, rule, start, scaled, trace
    )


def _placed(found: Quantity, cell: Span, written: str, sign: str, tail: int, trace: list[str]) -> Quantity | None:
    """``found``, read in a copy of the cell, put where it stands: without ``tail`` characters of bound behind it."""
    if sign:
        if found.value is None:
            return None
        found.value = -found.value if sign in _FALLING and found.value else found.value
        found.start = cell[0]
    else:
        figure = CANDIDATE.search(written, found.start)
        found.start = cell[0] + (figure.start() if figure is not None else 0)
    found.left, found.end, found.number_end = found.start, cell[1] - tail, cell[1] - tail
    found.rule = trace[0]
    found.trace += trace
    return found
