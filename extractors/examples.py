"""Marked-up sentences: the examples of the pattern files, and the tables of the tests.

``全乡纳入低保{1203户|measure=households value=1203}。`` says that the sentence holds one fact, where it stands and what
some of its fields are. Fields are ``name=value``, separated by blanks; a value goes on to the next blank. A
mention that gives several facts has one ``|`` part for each: ``甲镇、乙镇各{25户|place=甲镇|place=乙镇}``.
Outside a mark ``{{`` and ``}}`` are literal braces.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from .model import FIELDS, Fact

_OF_REPORTS = frozenset(("stretches",))  # what only the examples of headings.yaml say
_NUMBERS = frozenset(("value", "min", "max", "per_month"))


class Mark(NamedTuple):
    """One expected fact: its place in the plain text, its quote and the fields that matter."""

    start: int
    end: int
    quote: str
    fields: Mapping[str, str]


def parse_marked(text: str) -> tuple[str, list[Mark]]:
    """The plain text of a marked-up one, and its marks in text order.

    Raises ValueError for a brace that is not closed, an empty mark, a field without ``=`` or with an unknown name,
    and a number that is none.
    """
    plain: list[str] = []
    marks: list[Mark] = []
    position = length = 0
    while position < len(text):
        char = text[position]
        if char in "{}":
            if text[position : position + 2] == char * 2:
                position += 1
            elif char == "{":
                close = text.find("}", position)
                if close < 0:
                    raise ValueError(f"the brace before {text[position + 1 : position + 9]!r} is not closed")
                quote, _, rest = text[position + 1 : close].partition("|")
                if not quote:
                    raise ValueError(f"an empty mark {text[position : close + 1]}")
                for part in rest.split("|"):
                    marks.append(Mark(length, length + len(quote), quote, _fields(part)))
                plain.append(quote)
                length += len(quote)
                position = close + 1
                continue
        plain.append(char)
        length += 1
        position += 1
    return "".join(plain), marks


def mismatches(plain: str, marks: Sequence[Mark], facts: Sequence[Fact]) -> list[str]:
    """How ``facts`` differ from what the marks of ``plain`` say, one line each; empty where they agree."""
    quotes = {fact.id: fact.quote for fact in facts}
    spare = list(facts)
    messages: list[str] = []
    for mark in marks:
        there = [fact for fact in spare if (fact.start, fact.end) == (mark.start, mark.end)]
        if not there:
            messages.append(f"{_at(plain, mark.start, mark.end)} is not found")
            continue
        best = min(there, key=lambda fact: len(_differences(mark, fact, quotes)))
        spare.remove(best)
        messages += [f"{_at(plain, mark.start, mark.end)}: {line}" for line in _differences(mark, best, quotes)]
    messages += [
        f"{_at(plain, fact.start, fact.end)} is found ({fact.measure}, {fact.rule}) but not marked" for fact in spare
    ]
    return messages


def run_example(text: str, rule: str, kind: str, positive: bool, extra: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with an example of ``rule`` (``"quantities.yaml#households"``); empty where it holds.

    All that is marked and nothing else must be extracted; a positive example must use the rule, a negative one
    must not. Examples of the kinds headings and characters are read as their files' headers say. ``extra`` are a
    user's pattern files.
    """
    try:
        return _RUNNERS.get(kind, _run_facts)(text, rule, positive, extra)
    except ValueError as error:
        return [str(error)]


def _run_facts(text: str, rule: str, positive: bool, extra: tuple[str, ...]) -> list[str]:
    from .pipeline import trace

    plain, marks = parse_marked(text)
    account = trace(plain, patterns=extra)
    messages = mismatches(plain, marks, account.extraction.facts)
    used = account.used
    if positive and rule not in used:
        messages.append(f"a yes example that does not use its rule (used: {', '.join(sorted(used)) or 'none'})")
    elif not positive and rule in used:
        messages.append("a no example that uses its rule")
    return messages


def _run_characters(text: str, rule: str, positive: bool, extra: tuple[str, ...]) -> list[str]:
    from .text.normalize import normalize

    before, arrow, after = text.partition(" => ")
    if not arrow:
        raise ValueError(f"{text!r} has no ' => '")
    result = normalize(before).text
    if (result == after) is positive:
        return []
    return [f"{before!r} becomes {result!r}" + (f", not {after!r}" if positive else "")]


def _run_headings(text: str, rule: str, positive: bool, extra: tuple[str, ...]) -> list[str]:
    from .heading_examples import run_heading_example

    return run_heading_example(text, rule, positive, extra)


def _run_genres(text: str, rule: str, positive: bool, extra: tuple[str, ...]) -> list[str]:
    from civx.patterns.load import load

    from .document.headings import headings
    from .document.segment import segment

    before, arrow, after = text.partition(" => ")
    if not arrow:
        raise ValueError(f"{text!r} has no ' => '")
    genre = segment(before.replace("⏎", "\n"), headings(extra), extra).reports[0].genre
    own = next(one["genre"] for one in load(extra).rules("genres") if one["id"] == rule.partition("#")[2])
    messages = [] if genre == after else [f"{before!r} is {genre or 'of no kind'}, not {after}"]
    if (genre == own) is not positive:
        messages.append("a yes example of another genre" if positive else "a no example of the rule's genre")
    return messages


_RUNNERS = {"characters": _run_characters, "genres": _run_genres, "headings": _run_headings}


def _fields(part: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for item in part.split():
        name, equals, value = item.partition("=")
        if not equals:
            raise ValueError(f"{item!r} is no field (write name=value)")
        if name not in FIELDS and name not in _OF_REPORTS:
            raise ValueError(f"{name!r} is no field of a fact")
        if name in fields:
            raise ValueError(f"{name!r} is given twice")
        if name in _NUMBERS and value:
            try:
                Decimal(value)
            except InvalidOperation:
                raise ValueError(f"{item!r}: {value!r} is no number") from None
        fields[name] = value
    return fields


def _differences(mark: Mark, fact: Fact, quotes: Mapping[str, str]) -> list[str]:
    lines = []
    for name, wanted in mark.fields.items():
        given = _text(fact, name, quotes)
        numeric = name in _NUMBERS and wanted and given
        if Decimal(wanted) != Decimal(given) if numeric else wanted != given:
            lines.append(f"{name} is {given or 'empty'}, not {wanted or 'empty'}")
    return lines


def _text(fact: Fact, name: str, quotes: Mapping[str, str]) -> str:
    if name == "part_of":
        return "" if fact.part_of is None else quotes[fact.part_of]
    if name == "section":
        return ">".join(fact.section)
    value = getattr(fact, name)
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def _at(plain: str, start: int, end: int) -> str:
    return f"{plain[max(0, start - 4) : start]}[{plain[start:end]}]"

