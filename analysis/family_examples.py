"""Runs the examples of pattern files: those of subjects.yaml, indicators.yaml and trimmings.yaml here, the others
below."""
from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from civx.extractors.examples import parse_marked, run_example
from civx.extractors.pipeline import extract
from civx.patterns.load import load

from .audit.examples import run_audit_example
from .families import Families, families
from .indicators import Placed, placed
from .official import official


def run_any_example(text: str, rule: str, kind: str, positive: bool, extra: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with an example of ``rule`` (``"subjects.yaml#orphans"``) of any ``kind``; [] where it holds.

    ``extra`` are a user's pattern files.
    """
    runner = {
        "audit": run_audit_example, "subjects": _run_family, "indicators": _run_indicator, "trimmings": _run_trimming,
    }.get(kind)
    if runner is None:
        return run_example(text, rule, kind, positive, extra)
    try:
        return runner(text, rule.partition("#")[2], positive, extra)
    except ValueError as error:
        return [str(error)]


def _run_family(text: str, rule_id: str, positive: bool, extra: tuple[str, ...]) -> list[str]:
    """The marked facts must be of the family, or in a negative example must not."""
    return _run_marked(text, rule_id, positive, extra, lambda one: one.family.id if one.family else "")


def _run_indicator(text: str, rule_id: str, positive: bool, extra: tuple[str, ...]) -> list[str]:
    """The marked facts must be of the indicator, or in a negative example must not."""
    known = official(extra)

    def named(one: Placed) -> str:
        found = known.of(one.indicator)
        return found.id if found else ""

    return _run_marked(text, rule_id, positive, extra, named)


def _run_marked(
    text: str, rule_id: str, positive: bool, extra: tuple[str, ...], named: Callable[[Placed], str]
) -> list[str]:
    plain, marks = parse_marked(text)
    if not marks:
        return ["no fact stands in braces"]
    facts = extract(plain, patterns=extra).facts
    found = {(one.fact.start, one.fact.end): one for one in placed(facts, families(extra), "")}
    messages = []
    for mark in marks:
        one = found.get((mark.start, mark.end))
        if one is None:
            messages.append(f"[{mark.quote}] is not found")
        elif (named(one) == rule_id) is not positive:
            fact = one.fact
            what = f"{fact.subject} ({fact.programme}, {fact.measure}, {fact.unit})"
            messages.append(f"[{mark.quote}] is of {named(one) or 'no family'}: {what}")
    return messages


def _run_trimming(text: str, rule_id: str, positive: bool, extra: tuple[str, ...]) -> list[str]:
    """``before => after`` must hold, and in a positive example by this rule."""
    before, arrow, after = text.partition(" =>")
    if not arrow:
        raise ValueError(f"{text!r} has no ' => '")
    (rule,) = (rule for rule in load(extra).rules("trimmings") if rule["id"] == rule_id)
    of_title = "title" in rule or "stop" in rule

    def outcome(known: Families) -> str:
        if "money" in rule:
            return "money" if known.is_money(before) else "clear"
        if "monthly" in rule:
            return "monthly" if known.monthly(before) else "clear"
        if "entering" in rule:
            return "entering" if known.entering(before) else "clear"
        if "vague" in rule:
            return "vague" if known.vague(before) else "clear"
        return known.place(before) if of_title else known.trimmed(before)

    got = outcome(families(extra))
    if got != after.strip():
        return [f"{before!r} becomes {got!r}, not {after.strip()!r}"]
    used = outcome(_without(rule_id, extra)) != got
    if used is not positive:
        return ["a yes example that does not need its rule" if positive else "a no example that uses its rule"]
    return []


@lru_cache(maxsize=8)
def _without(rule_id: str, extra: tuple[str, ...]) -> Families:
    return Families(load(extra), without=rule_id)
