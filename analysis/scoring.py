"""Compares extracted facts with labels made by hand; docs/scoring.md says how such labels are made.

A label and a fact meet where the fact's span holds the label's start. Labels marked "o" count neither way.

    detect    F1 of finding the facts at all
    quantity  F1 of those with the right value (or min and max), unit, measure and bound
    fact      F1 of those that also have the right programme and status
    full      F1 of those that also have the right subject, area, period, part_of and (where labelled) place, direction
"""
from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

Row = Mapping[str, Any]

QUANTITY = ("value", "unit", "measure", "bound")
FACT = (*QUANTITY, "programme", "status")
REQUIRED = (*FACT, "subject", "area", "period", "part_of")
FULL = (*REQUIRED, "place", "direction")  # the last two are compared only where the label has them
LEVELS = {"quantity": QUANTITY, "fact": FACT, "full": FULL}
FIGURES = ("precision", "recall", "detect", *LEVELS, *(f"field.{field}" for field in FULL))
MISSED, SPURIOUS = "missed", "spurious"
_MARKS = ("y", "n", "o")


class Disagreement(NamedTuple):
    """Where labels and facts differ: ``kind`` is a field's name, "missed" (no fact for a label) or "spurious" (no label
    for a fact); ``start`` the label's start in the text, a spurious fact's its own; ``text`` and ``subject`` what is
    counted there; ``wanted`` the label's value and ``got`` the fact's."""

    kind: str
    start: int
    text: str
    subject: str
    wanted: str = ""
    got: str = ""

    def __str__(self) -> str:
        if self.kind in (MISSED, SPURIOUS):
            return f"{self.start}: {self.text!r} {self.subject}: {self.kind}"
        return f"{self.start}: {self.text!r} {self.subject}: {self.kind} is {self.got!r}, not {self.wanted!r}"


class Score(NamedTuple):
    """``figures`` by name, each between 0 and 1 (``field.unit`` is the share of the found facts whose unit is right);
    what went wrong; how many facts were labelled, and how many found."""

    figures: dict[str, float]
    errors: list[Disagreement]
    gold: int
    predicted: int

    def confusion(self, field: str) -> list[tuple[str, str, int]]:
        """The wrong values of ``field`` as (wanted, got, how often), the most frequent first."""
        pairs = Counter((error.wanted, error.got) for error in self.errors if error.kind == field)
        return [(*pair, count) for pair, count in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))]


def parse_rows(text: str) -> list[dict[str, Any]]:
    """The objects of a JSON array or of JSON Lines, numbers as exact decimals.

    Raises ValueError that names the line where the text is neither.
    """
    if text.lstrip().startswith("["):
        try:
            rows = json.loads(text, parse_float=Decimal)
        except json.JSONDecodeError as error:
            raise ValueError(f"line {error.lineno}: no valid JSON: {error.msg}") from None
        numbered = [(1, row) for row in rows]
    else:
        numbered = []
        for line, content in enumerate(text.split("\n"), 1):
            if content.strip():
                try:
                    numbered.append((line, json.loads(content, parse_float=Decimal)))
                except json.JSONDecodeError as error:
                    raise ValueError(f"line {line}: no valid JSON: {error.msg}") from None
    for line, row in numbered:
        if not isinstance(row, dict) or type(row.get("start")) is not int:
            raise ValueError(f"line {line}: no object with a whole number as its start")
    return [row for _, row in numbered]


def label_faults(labels: Sequence[Row], text: str | None = None) -> list[str]:
    """What is wrong with labels, one line each, rows counted from 1; with ``text`` also whether they fit it."""
    faults = []
    last = -1
    for number, label in enumerate(labels, 1):
        if label.get("fact") not in _MARKS:
            faults.append(f"row {number}: fact is {label.get('fact')!r} (write y, n or o)")
            continue
        if missing := [field for field in REQUIRED if label["fact"] == "y" and field not in label]:
            faults.append(f"row {number}: has no {', '.join(missing)}")
        if label["start"] < last:
            faults.append(f"row {number}: stands before the row above it (sort the rows by start)")
        last = label["start"]
        there = None if text is None else text[label["start"] : label["start"] + len(str(label.get("text", "")))]
        if there is not None and there != label.get("text", ""):
            faults.append(f"row {number}: the report has {there!r} at {label['start']}, not {label.get('text')!r}")
    return faults


def score(labels: Iterable[Row], facts: Iterable[Row]) -> Score:
    """Compare the labels of a report (all its numbers) with the facts found in it, both as in their files."""
    labels, facts = list(labels), list(facts)
    by_id = {fact["id"]: fact for fact in facts if fact.get("id")}
    met, errors = _meet(labels, facts)
    spurious = len(errors)
    wanted = [label for label in labels if label["fact"] == "y"]
    right = dict.fromkeys(FULL, 0)
    hits = {"detect": 0, **dict.fromkeys(LEVELS, 0)}
    for label in wanted:
        start, text, subject = label["start"], str(label.get("text", "")), str(label.get("subject", ""))
        if start not in met:
            errors.append(Disagreement(MISSED, start, text, subject))
            continue
        verdicts = [(fact, {field: _agrees(field, label, fact, by_id) for field in FULL}) for fact in met[start]]
        fact, verdict = max(verdicts, key=lambda pair: sum(pair[1].values()))
        for field, agrees in verdict.items():
            right[field] += agrees
            if not agrees:
                errors.append(Disagreement(field, start, text, subject, *_values(field, label, fact, by_id)))
        hits["detect"] += 1
        for level, fields in LEVELS.items():
            hits[level] += all(verdict[field] for field in fields)
    found = hits["detect"]
    figures = {"precision": _ratio(found, found + spurious), "recall": _ratio(found, len(wanted))}
    figures |= {level: _ratio(2 * hit, found + spurious + len(wanted)) for level, hit in hits.items()}
    figures |= {f"field.{field}": _ratio(count, found) for field, count in right.items()}
    errors.sort(key=lambda error: error.start)
    return Score(figures, errors, len(wanted), found + spurious)


def _meet(labels: list[Row], facts: list[Row]) -> tuple[dict[int, list[Row]], list[Disagreement]]:
    """The facts at each label's start, and those that are no facts."""
    scored = [label for label in labels if label["fact"] in "yo"]
    met: dict[int, list[Row]] = defaultdict(list)
    spurious = []
    for fact in facts:
        inside = [label for label in scored if fact["start"] <= label["start"] < fact["end"]]
        label = min(inside, key=lambda label: label["fact"] != "y", default=None)
        if label is None:
            quote, subject = str(fact.get("quote", "")), str(fact.get("subject") or "")
            spurious.append(Disagreement(SPURIOUS, fact["start"], quote, subject))
        else:
            met[label["start"]].append(fact)
    return met, spurious


def _agrees(field: str, label: Row, fact: Row, by_id: Mapping[str, Row]) -> bool:
    if field == "value":
        names = ("min", "max") if _decimal(label.get("value")) is None else ("value",)
        return all(_decimal(label.get(name)) == _decimal(fact.get(name)) for name in names)
    allowed, got = _choices(label.get(field)), str(fact.get(field) or "")
    if field == "part_of":
        total = by_id.get(got)
        return any(_is_total(choice, total) for choice in allowed)
    if field == "subject":
        return any(_same_subject(choice, got) for choice in allowed)
    if field == "place":
        return field not in label or any(_same_place(choice, got) for choice in allowed)
    if field == "direction":
        return field not in label or got == label[field]
    return got in allowed


def _choices(label: object) -> list[str]:
    return [choice.strip() for choice in str(label or "").split("|")]


def _is_total(start: str, total: Row | None) -> bool:
    if start == "" or total is None:
        return start == "" and total is None
    return bool(total["start"] <= int(start) < total["end"])


def _same_subject(wanted: str, got: str) -> bool:
    """One holds the other and is at least half as long, or three fifths of the longer one's characters are in both."""
    if not wanted and not got:
        return True
    a, b = ({character for character in text if character.isalnum()} for text in (wanted, got))
    if len(got) >= 2 and (wanted in got or got in wanted) and 2 * min(len(a), len(b)) >= max(len(a), len(b)):
        return True
    return bool(a and b) and len(a & b) / max(len(a), len(b)) >= 0.6


def _same_place(wanted: str, got: str) -> bool:
    return wanted == got or (bool(wanted and got) and (wanted in got or got in wanted))


def _decimal(value: Any) -> Decimal | None:
    try:
        return None if value in (None, "") else Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return None


def _values(field: str, label: Row, fact: Row, by_id: Mapping[str, Row]) -> tuple[str, str]:
    """What the label wants and what the fact has, as texts."""
    if field == "part_of":
        total = by_id.get(fact.get("part_of") or "")
        return str(label.get("part_of") or ""), "" if total is None else str(total["start"])
    texts = []
    for row in (label, fact):
        value = row.get(field)
        if field == "value" and value in (None, ""):
            value = f"{row.get('min') or ''}-{row.get('max') or ''}"
        texts.append("" if value is None else str(value))
    return texts[0], texts[1]


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
