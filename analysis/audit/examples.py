"""Runs the examples of patterns/audit.yaml: ``TEXT => KIND``, or ``KIND/SEVERITY``."""
from __future__ import annotations

from civx.extractors.pipeline import extract

from . import audit
from .finding import KINDS
from .words import Words, words, words_without


def run_audit_example(text: str, rule_id: str, positive: bool, extra: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with an example of the rule; empty where it holds.

    The audit of the text must give findings of the kinds named, or none for ``nothing``. Without the rule a positive
    example must give something else, a negative one the same. Raises ValueError for an example of another form.
    """
    plain, arrow, wanted = text.rpartition(" => ")
    kinds = [] if wanted == "nothing" else wanted.split()
    if not arrow or any(kind.partition("/")[0] not in KINDS for kind in kinds):
        raise ValueError(f"{text!r} does not end in ' => ' and nothing or kinds of findings ({', '.join(KINDS)})")
    facts = extract(plain, patterns=extra).facts

    def given(known: Words) -> list[str]:
        return sorted({f"{finding.kind}/{finding.severity}" for finding in audit(facts, known=known)})

    got = given(words(extra))
    if len(got) != len(kinds) or not all(
        kind == name or kind == name.partition("/")[0] for kind, name in zip(sorted(kinds), got, strict=True)
    ):
        return [f"gives {' '.join(got) or 'nothing'}, not {wanted}"]
    if (given(words_without(rule_id, extra)) != got) is not positive:
        return ["a yes example that does not need its rule" if positive else "a no example that uses its rule"]
    return []
