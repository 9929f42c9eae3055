"""A fact or a row as one JSON object. ``json.dumps`` cannot print a Decimal exactly, hence by hand."""
from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from civx.extractors.model import FIELDS, Fact

from .shape import Shape

try:
    from _json import encode_basestring as quoted  # what json.encoder uses, without importing json
except ImportError:
    from json.encoder import encode_basestring as quoted

if TYPE_CHECKING:
    from civx.extractors.model import Extraction


def _number(value: Decimal | None) -> str:
    return "null" if value is None else format(value, "f")


def _strings(values: tuple[str, ...]) -> str:
    return f"[{', '.join(map(quoted, values))}]"


def _string_or_null(value: str | None) -> str:
    return "null" if value is None else quoted(value)


def _integers(values: tuple[int, ...]) -> str:
    return f"[{', '.join(map(str, values))}]"


_ENCODERS: dict[str, Callable[[Any], str]] = {
    "section": _strings,
    "value": _number, "min": _number, "max": _number, "per_month": _number,
    "part_of": _string_or_null,
    "start": str, "end": str, "line": str,
}
_VALUES = attrgetter(*FIELDS)
_PARTS = tuple((f'"{name}": ', _ENCODERS.get(name, quoted)) for name in FIELDS)
_KINDS: dict[str, Callable[[Any], str]] = {
    "text": _string_or_null, "number": _number, "integer": str, "texts": _strings, "integers": _integers,
    "json": str,
}


def record(fact: Fact) -> str:
    """The fact as a JSON object on one line, keys in the promised order, numbers as exact decimals."""
    members = [key + encode(value) for (key, encode), value in zip(_PARTS, _VALUES(fact), strict=True)]
    if fact.because is not None:
        from .columns import reasons

        members.append(f'"because": {reasons(fact.because)}')
    if fact.reviewed:
        members.append(f'"reviewed": {quoted(fact.reviewed)}')
    if fact.page is not None:
        members.append(f'"page": {fact.page}')
    if fact.box is not None:
        members.append(f'"box": [{", ".join(map(str, fact.box))}], "doubtful": {str(fact.doubtful).lower()}')
    return "{" + ", ".join(members) + "}"


def records(extraction: Extraction, shape: Shape) -> list[str]:
    """Each row of the extraction as a JSON object on one line; ``page`` only where the row has one."""
    if shape.plain:
        return [record(fact) for fact in extraction.facts]
    from .columns import chosen, rows

    columns = chosen(shape, page=True)
    parts = [(f'"{column.name}": ', _KINDS[column.kind], column.name in ("page", "reviewed")) for column in columns]
    lines = []
    for row in rows(extraction, shape, columns):
        members = [
            key + encode(value)
            for (key, encode, only_if_any), value in zip(parts, row, strict=True)
            if value or not only_if_any
        ]
        lines.append("{" + ", ".join(members) + "}")
    return lines
