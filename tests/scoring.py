"""Scores extracted facts against hand-made labels; docs/labels.md says what each field means.

    python tests/scoring.py LABELS.gold.jsonl FACTS.jsonl [--errors]

A label and a fact meet where the fact's span holds the label's start. Labels marked "o" count neither way.

    detect    F1 of finding the facts at all
    quantity  F1 of those with the right value (or min and max), unit, measure and bound
    fact      F1 of those that also have the right programme and status
    full      F1 of those that also have the right subject, area, period and part_of
"""
from __future__ import annotations

import json
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

Row = dict[str, Any]

QUANTITY = ("value", "unit", "measure", "bound")
FACT = (*QUANTITY, "programme", "status")
FULL = (*FACT, "subject", "area", "period", "part_of")


class Score(NamedTuple):
    """``figures`` by name (``field.unit`` is the share of the found facts whose unit is right), and what went wrong."""

    figures: dict[str, float]
    errors: list[str]


def read_rows(path: Path) -> list[Row]:
    """The objects of a JSON Lines file, numbers as exact decimals."""
    return [json.loads(line, parse_float=Decimal) for line in path.read_text(encoding="utf-8").splitlines() if line]


def score(labels: list[Row], facts: list[Row]) -> Score:
    """Compare the labels of a report (all its numbers) with the facts found in it."""
    by_id = {fact["id"]: fact for fact in facts}
    met: dict[int, list[Row]] = defaultdict(list)
    errors = []
    spurious = 0
    for fact in facts:
        label = _label_of(fact, labels)
        if label is None:
            spurious += 1
            errors.append(f"{fact['start']}: {fact['quote']!r} is no fact")
        else:
            met[label["start"]].append(fact)
    wanted = [label for label in labels if label["fact"] == "y"]
    right = dict.fromkeys(FULL, 0)
    hits = {"detect": 0, "quantity": 0, "fact": 0, "full": 0}
    for label in wanted:
        if label["start"] not in met:
            errors.append(f"{label['start']}: {label['text']!r} {label['subject']} not found")
            continue
        candidates = met[label["start"]]
        verdicts = [(fact, {field: _agrees(field, label, fact, by_id) for field in FULL}) for fact in candidates]
        fact, verdict = max(verdicts, key=lambda pair: sum(pair[1].values()))
        for field, agrees in verdict.items():
            right[field] += agrees
            if not agrees:
                errors.append(
                    f"{label['start']}: {label['text']!r} {field} is {fact[field]!r}, not {_wanted(field, label)!r}"
                )
        hits["detect"] += 1
        for level, fields in (("quantity", QUANTITY), ("fact", FACT), ("full", FULL)):
            hits[level] += all(verdict[field] for field in fields)
    found = hits["detect"]
    figures = {level: _ratio(2 * hit, found + spurious + len(wanted)) for level, hit in hits.items()}
    figures |= {"precision": _ratio(found, found + spurious), "recall": _ratio(found, len(wanted))}
    figures |= {f"field.{field}": _ratio(count, found) for field, count in right.items()}
    return Score(figures, errors)


def _label_of(fact: Row, labels: list[Row]) -> Row | None:
    inside = [label for label in labels if label["fact"] in "yo" and fact["start"] <= label["start"] < fact["end"]]
    return min(inside, key=lambda label: label["fact"] != "y", default=None)


def _agrees(field: str, label: Row, fact: Row, by_id: dict[str, Row]) -> bool:
    if field == "value":
        names = ("value",) if label["value"] else ("min", "max")
        return all(_decimal(label[name]) == _decimal(fact[name]) for name in names)
    if field == "part_of":
        total = by_id.get(fact["part_of"])
        if label["part_of"] == "" or total is None:
            return label["part_of"] == "" and total is None
        return bool(total["start"] <= int(label["part_of"]) < total["end"])
    allowed = [choice.strip() for choice in label[field].split("|")]
    if field == "subject":
        return any(_same_subject(choice, fact["subject"]) for choice in allowed)
    return fact[field] in allowed


def _same_subject(wanted: str, got: str) -> bool:
    """Equal, one inside the other, or three fifths of the longer one's characters in both."""
    if not wanted or not got:
        return wanted == got
    if len(got) >= 2 and (wanted in got or got in wanted):
        return True
    a, b = ({character for character in text if character.isalnum()} for text in (wanted, got))
    return bool(a and b) and len(a & b) / max(len(a), len(b)) >= 0.6


def _decimal(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(value)


def _wanted(field: str, label: Row) -> str:
    return f"{label['min']}-{label['max']}" if field == "value" and not label["value"] else label[field]


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def main() -> None:
    names = [argument for argument in sys.argv[1:] if argument != "--errors"]
    result = score(*(read_rows(Path(name)) for name in names))
    for name, figure in result.figures.items():
        print(f"{name:18} {figure:.3f}")
    if "--errors" in sys.argv:
        print(*result.errors, sep="\n")


if __name__ == "__main__":
    main()
