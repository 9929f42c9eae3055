"""Units and other words behind numbers, for ``repairs.py``: tables rather than large expressions."""
from __future__ import annotations

import re
from functools import lru_cache

from civx.patterns.kept import compiled
from civx.patterns.load import load

NARROW = "\u2009\u202f"  # narrow blanks: they group thousands
_BEFORE_UNIT = compiled("[余多]?([百千万亿兆]*)[余多]?")


class Words:
    """The words of ``patterns/numerals.yaml``, as what finds them fastest to make: tables, and one expression."""

    __slots__ = ("averages", "inside", "kinds", "label_ends", "labels", "longest", "moved", "others", "site")

    def __init__(self, terms: dict[str, list[str]]) -> None:
        self.kinds = {term: kind for kind in ("calendar", "counters", "measures") for term in terms[kind]}
        self.longest = max(map(len, self.kinds))
        self.averages = terms["averages"]
        self.moved = tuple(terms["moved"])
        self.labels = frozenset(terms["labels"])
        self.label_ends = frozenset(terms["label-ends"])
        self.others: dict[str, tuple[str, ...]] = {}
        for word in terms["other-words"]:
            self.others[word[0]] = (*self.others.get(word[0], ()), word)
        self.inside = frozenset("".join(self.kinds)) | frozenset("余多") | frozenset(terms["scales"])
        inside = "".join(sorted(map(re.escape, self.inside)))
        # a digit with something behind it that may be damage
        self.site = compiled(
            rf"[0-9](?:[。·,，][0-9]|\.?[ \t\r\n{NARROW}]|[{inside}]{{1,6}}[ \r\n{NARROW}]\n? ?[{inside}])"
        )

    def is_other(self, text: str, pos: int) -> bool:
        """Whether a word that only looks like a unit begins at ``pos``."""
        words = self.others.get(text[pos : pos + 1])
        return words is not None and text.startswith(words, pos)

    def unit(self, text: str, pos: int) -> tuple[str, int] | None:
        """The kind and the end of the unit that begins at ``pos``, with bound and scale before it.

        The kind is that of the rule in numerals.yaml; ``measures`` also for a scale that takes decimals by itself.
        """
        match = _BEFORE_UNIT.match(text, pos)
        scales = match.group(1) if match else ""
        begin = match.end() if match else pos
        takes_decimals = "万" in scales or "亿" in scales
        for length in range(self.longest, 0, -1):
            kind = self.kinds.get(text[begin : begin + length])
            if kind is not None:
                if kind == "measures" and scales and not takes_decimals and text[begin] != "元":
                    kind = "counters"
                return "measures" if takes_decimals else kind, begin + length
        return ("measures" if takes_decimals else "counters", begin) if scales else None


@lru_cache(maxsize=1)
def repair_words() -> Words:
    """The words, made once."""
    patterns = load()
    terms = {rule["id"]: rule["terms"] for rule in patterns.rules("numerals")}
    known = {form for kind in ("calendar", "counters", "measures") for form in terms[kind]}
    forms = (form for rule in patterns.rules("quantities") if rule["measure"] == "count" for form in rule["forms"])
    return Words(terms | {"counters": [*terms["counters"], *(form for form in forms if form not in known)]})
