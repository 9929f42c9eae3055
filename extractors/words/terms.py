"""A known word with its roles, as bits that are tested at once: what ``lexicon`` finds in a text."""

from __future__ import annotations

ROLES = (
    "cut", "head", "verb", "stop", "tail", "opener", "part", "rest", "noun", "subgroup", "person", "money",
    "standard", "each", "respective", "one-verb", "serve", "spend", "agent", "preposition", "yardstick", "forward",
    "entry", "purpose", "served", "new", "in-all", "ratio", "change", "reach", "compare", "baseline", "plan",
    "weak-plan", "wish", "done", "norm", "change-compared", "change-object", "copula", "that-is", "compare-behind",
    "gap", "yardstick-word", "earlier", "plan-behind", "seek", "actually", "goal", "towards", "target",
    "target-behind", "budget", "result", "norm-bound", "norm-by", "limit", "ceiling", "receive", "allowance",
    "monthly", "place", "deed", "then",
)  # fmt: skip
BIT = {role: 1 << number for number, role in enumerate(ROLES)}


def mask(*roles: str) -> int:
    """Bits of ``roles``, to test against ``Term.bits`` and ``Term.free``."""
    bits = 0
    for role in roles:
        bits |= BIT[role]
    return bits


class Term:
    """One word and everything the patterns say of it.

    ``bits`` holds all its roles; ``free`` the same, but none where the word is also known as a noun that must not be
    taken apart.
    """

    __slots__ = (
        "also",
        "area",
        "area_rule",
        "bits",
        "each",
        "free",
        "group",
        "period",
        "period_rule",
        "programme",
        "programme_rule",
        "roles",
        "rules",
        "text",
        "weak",
        "when",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.bits = 0
        self.free = 0
        self.rules: dict[str, str] = {}
        self.programme = ""
        self.programme_rule = ""
        self.also: tuple[str, ...] = ()
        self.when: tuple[str, ...] = ()
        self.weak = False
        self.group = False
        self.area: str | None = None
        self.area_rule = ""
        self.period = ""
        self.period_rule = ""
        self.each = ""

    def __repr__(self) -> str:
        return f"Term({self.text!r}, {sorted(self.rules)}, {self.programme!r})"


Token = tuple[int, int, Term]
