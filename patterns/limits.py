"""Regular expressions of pattern files: what makes one unusable, and a user's run under a time limit."""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from .load import PatternError

SECONDS = 0.5
_PROBES = tuple(text * 200 + "终" for text in ("1", "一", "1,", "救助", " ", "a", "。"))

T = TypeVar("T")


class LimitedPattern:
    """A user's regular expression, macros expanded: a run over a text that takes too long ends with a PatternError.

    ``where`` (``file:line``, see Patterns.where) is what that error names. Matches are ``regex.Match`` objects, which
    have the methods of ``re.Match``.
    """

    __slots__ = ("_pattern", "_where")

    def __init__(self, source: str, where: str) -> None:
        import regex  # only here: its import costs 25 ms, and only it can stop a match

        self._pattern = regex.compile(source)
        self._where = where

    def match(self, text: str, position: int = 0) -> re.Match[str] | None:
        """The match that begins at ``position``. Raises PatternError when that takes too long."""
        found: re.Match[str] | None = self._limited(lambda: self._pattern.match(text, position, timeout=SECONDS), text)
        return found

    def findall(self, text: str) -> list[re.Match[str]]:
        """All matches in ``text``, in text order. Raises PatternError when that takes too long."""
        return self._limited(lambda: list(self._pattern.finditer(text, timeout=SECONDS)), text)

    def _limited(self, run: Callable[[], T], text: str) -> T:
        try:
            return run()
        except TimeoutError:
            message = f"the expression needs more than {SECONDS} s for a text of {len(text):,} characters"
            raise PatternError(f"{self._where}: {message} (avoid repeats inside repeats)") from None


def expression_fault(source: str) -> tuple[str, str] | None:
    """What is wrong with a regular expression and how to put it right; None where nothing is.

    It must compile, hold no capturing group (expressions are joined into larger ones, which count their own groups),
    not match the empty text, and not run for long on long repetitive texts.
    """
    import regex

    try:
        groups = re.compile(source).groups
        pattern: Any = regex.compile(source)
    except (re.error, regex.error, OverflowError, RecursionError) as error:
        return f"is no regular expression: {error}", "correct it, or use terms:"
    if groups:
        return "holds a capturing group", "write (?:…) instead of (…)"
    if pattern.match(""):
        return "matches the empty text", "make it need at least one character"
    try:
        for probe in _PROBES:
            for _ in pattern.finditer(probe, timeout=SECONDS):
                pass
    except TimeoutError:
        return f"needs more than {SECONDS} s for a text of {len(probe)} characters", "avoid repeats inside repeats"
    return None
