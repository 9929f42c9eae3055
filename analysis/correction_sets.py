"""Corrections of several readers as one set, what they say in numbers, and as labels to score by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from .corrections import FIELDS, Correction


class Merged(NamedTuple):
    """The corrections on which all agree, in the order of source and place, and the pairs that differ."""

    agreed: list[Correction]
    conflicts: list[tuple[Correction, Correction]]


class Counts(NamedTuple):
    """How many corrections of each kind; by field how often it was changed, and from what to what."""

    actions: Counter[str]
    fields: Counter[str]
    changes: Counter[tuple[str, str, str]]
    programmes: Counter[str]


def merge(corrections: Iterable[Correction], newer: bool = False) -> Merged:
    """One correction for each number. Two that say different things are a conflict, unless the ``newer`` one counts."""
    found: dict[tuple[str, int, int], Correction] = {}
    conflicts = []
    for one in corrections:
        other = found.get(one.place)
        if other is None or (other.action == "confirmed" and one.action == "confirmed"):
            found.setdefault(one.place, one)
        elif said(one) == said(other):
            continue
        elif newer:
            found[one.place] = max(other, one, key=lambda entry: entry.when)
        else:
            conflicts.append((other, one))
    apart = {pair[0].place for pair in conflicts}
    agreed = [one for place, one in found.items() if place not in apart]
    return Merged(sorted(agreed, key=lambda one: (one.source, one.sha256, one.start, one.end)), conflicts)


def said(one: Correction) -> tuple[object, ...]:
    """What a correction says, whoever said it and when."""
    fields = one.fields
    return (fields is None, tuple(sorted((name, text) for name, text in (fields or {}).items() if text)))


def changed(one: Correction) -> dict[str, tuple[str, str]]:
    """The fields that a correction changes, each from what to what."""
    if one.before is None or one.after is None:
        return {}
    return {
        name: (one.before.get(name, ""), one.after[name])
        for name in FIELDS
        if name in one.after and one.after[name] != one.before.get(name, "")
    }


def counts(corrections: Iterable[Correction]) -> Counts:
    """What was done how often, and which fields were changed from what to what."""
    found = Counts(Counter(), Counter(), Counter(), Counter())
    for one in corrections:
        found.actions[one.action] += 1
        for name, (old, new) in changed(one).items():
            found.fields[name] += 1
            if name not in ("value", "min", "max"):
                found.changes[name, old, new] += 1
        fields = one.before or one.after or {}
        if one.action != "confirmed":
            found.programmes[fields.get("programme", "")] += 1
    return found


def labels(corrections: Sequence[Correction], facts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The corrections as labels of the numbers that were reviewed.

    What was not reviewed counts neither way: totals, and fields that a correction does not name, are those of the fact
    that was found.
    """
    ordered = sorted(corrections, key=lambda entry: (entry.start, entry.end))
    reviewed = reviewed_only(facts, [{"start": one.start, "end": one.end} for one in ordered])
    starts = {fact["id"]: fact["start"] for fact in reviewed}
    rows = []
    for one in ordered:
        at = {"start": one.start, "end": one.end, "text": one.quote}
        fields = one.fields
        if fields is None:
            rows.append({**at, "fact": "n"})
            continue
        own = next((fact for fact in reviewed if fact["start"] < one.end and fact["end"] > one.start), {})
        values = {name: fields.get(name, own.get(name, "")) for name in FIELDS}
        rows.append({**at, "fact": "y", **values, "part_of": str(starts.get(own.get("part_of"), ""))})
    return rows


def reviewed_only(facts: Iterable[dict[str, Any]], rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The facts that a label is of; the others nobody looked at."""
    return [fact for fact in facts if any(fact["start"] < row["end"] and fact["end"] > row["start"] for row in rows)]
