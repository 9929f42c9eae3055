"""Records of ``civx extract``, as JSON or in rows of a table, back to facts; each fault says its place and the fix."""
from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from operator import itemgetter
from typing import Any, NoReturn

from civx.extractors.model import FIELDS, Fact

from .errors import FileProblem
from .formats.money import yuan

LATER = {"direction": ""}  # what outputs of older versions lack, and what it then is: not said
_SAID = 60  # characters of a value that an error shows
_PLACES = 100  # of the longest number; extraction takes none of more than 60
NUMBERS = ("value", "min", "max", "per_month")
_AGAIN = "extract it again, in the long layout and without --columns"
_ALL = itemgetter(*FIELDS)


def missing(names: Iterable[str]) -> str:
    """What is wrong with an output that lacks the columns ``names``, and what to do about it."""
    lacking = sorted(names, key=FIELDS.index)
    shown = ", ".join(lacking[:4]) + (f" and {len(lacking) - 4} more" if len(lacking) > 4 else "")
    return f"no facts as civx extract prints them, for want of {shown}: {_AGAIN}"


def from_json(text: str) -> Iterator[Fact]:
    """The facts of JSON (one array) or JSON Lines. Raises FileProblem naming the place of what cannot be read."""
    decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_number)
    halves = "\\ud" in text or "\\uD" in text
    if text.lstrip().startswith("["):
        for number, row in enumerate(_decoded(decoder, text, 1), 1):
            yield fact_of(row, f"object {number}", halves)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line and not line.isspace():
            yield fact_of(_decoded(decoder, line, number), f"line {number}", halves)


def fact_of(row: Any, where: str, halves: bool = False) -> Fact:
    """The fact of one record whose numbers are exact (int or Decimal); money in 万元 becomes 元.

    ``halves`` looks for halves of characters in it, which no output can hold. Raises FileProblem, beginning with
    ``where``, for anything else than a record of a fact.
    """
    if not isinstance(row, dict):
        raise FileProblem(f"{where}: no object, so no fact: one JSON object for each fact is wanted")
    try:
        if row["unit"].startswith("万元"):
            row = _in_yuan(row)
        if set(map(type, _TEXTS(row))) != _ARE_TEXTS:  # all at once: these are nearly all of a record
            raise TypeError
        values = list(_ALL(row))
        for at, convert in _CONVERT:
            values[at] = convert(values[at])
        page = row.get("page")
        values += (None if page is None else _whole(page), None, _text(row.get("reviewed", "")))
        box = row.get("box")
        values += (None if box is None else _box(box), bool(row.get("doubtful", False)))
        fact = Fact(*values)
    except KeyError:
        lacking = [name for name in FIELDS if name not in row]
        if LATER.keys() >= set(lacking):
            return fact_of({**LATER, **row}, where, halves)
        raise FileProblem(f"{where}: {missing(lacking)}") from None
    except (TypeError, AttributeError, ValueError):
        raise FileProblem(f"{where}: {_wrong(row)}: {_AGAIN}") from None
    if halves:
        _refuse_halves(row, where)
    return fact


def _box(value: Any) -> tuple[float, float, float, float]:
    left, top, right, bottom = map(float, value)
    return left, top, right, bottom


def _decoded(decoder: json.JSONDecoder, text: str, line: int) -> Any:
    try:
        return decoder.decode(text)
    except json.JSONDecodeError as error:
        line += error.lineno - 1
        problem = f"line {line}, column {error.colno}: no JSON ({error.msg})"
    except (ValueError, RecursionError) as error:
        problem = f"line {line}: no JSON of facts ({error})"
    raise FileProblem(f"{problem}: was it cut off, or changed by hand? extract it again")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _in_yuan(row: Mapping[str, Any]) -> dict[str, Any]:
    """The record in 元; 万元 is how ``--money wan`` writes money."""
    scaled = {name: None if row[name] is None else yuan(_number(row[name])) for name in NUMBERS}
    return {**row, **scaled, "unit": row["unit"].removeprefix("万")}


def _text(value: Any) -> str:
    if type(value) is str:
        return value
    raise TypeError


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _titles(value: Any) -> tuple[str, ...]:
    if type(value) is list:
        return tuple(map(_text, value))
    raise TypeError


def _number(value: Any) -> Decimal:
    if type(value) is int:
        value = Decimal(value)
    if type(value) is Decimal and is_sane(value):
        return value
    raise TypeError


def is_sane(value: Decimal) -> bool:
    """Whether civx may have written a number: 1e999999999 would fill all memory where it is reckoned with."""
    return value.is_finite() and abs(value.adjusted()) < _PLACES and len(value.as_tuple().digits) < _PLACES


def _number_or_none(value: Any) -> Decimal | None:
    return None if value is None else _number(value)


def _whole(value: Any) -> int:
    if type(value) is int:
        return value
    raise TypeError


_KINDS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "section": (_titles, "list of texts"), "part_of": (_text_or_none, "text"),
    **dict.fromkeys(NUMBERS, (_number_or_none, "number")),
    **dict.fromkeys(("start", "end", "line"), (_whole, "whole number")),
}
_TEXT = (_text, "text")
_CONVERT = tuple((FIELDS.index(name), convert) for name, (convert, _) in _KINDS.items())
_TEXTS = itemgetter(*(name for name in FIELDS if name not in _KINDS))
_ARE_TEXTS = {str}


def _wrong(row: Mapping[str, Any]) -> str:
    """The first field of a record that is not of its type, and what it is."""
    for name in (*FIELDS, "page"):
        convert, kind = _KINDS.get(name, _TEXT) if name in FIELDS else (_number_or_none, "whole number")
        try:
            convert(row.get(name))
        except (TypeError, AttributeError):
            return f"{name} is {repr(row.get(name))[:_SAID]}, no {kind}"
    return "no fact"


def _refuse_halves(row: Mapping[str, Any], where: str) -> None:
    try:
        json.dumps(row, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        raise FileProblem(f"{where}: half a character in it, which no output can hold: extract it again") from None
