"""Regular expressions of pattern files: what makes one unusable, and a user's run under a time limit."""
from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any, TypeVar

from .load import PatternError

SECONDS = 0.5  # for one match; a whole text may take as long again for each so many characters
_CHARACTERS = 20_000
_PROBES = tuple(text * 200 + "终" for text in ("1", "一", "1,", "救助", " ", "a", "。"))

_MOST_STEPS = 20_000  # of an expression whose repeats are written out, as the engine does

T = TypeVar("T")
Found = re.Match[str] | None


class LimitedPattern:
    """A user's regular expression, macros expanded: where it takes too long, over a match or over a whole text, it ends
    with a PatternError.

    ``where`` (``file:line``, see Patterns.where) is what that error names. The methods are those of ``re.Pattern``;
    matches are ``regex.Match`` objects, which have the methods of ``re.Match``.
    """

    __slots__ = ("_pattern", "_spent", "_text", "_where")

    def __init__(self, source: str, where: str) -> None:
        import regex  # only here: its import costs 25 ms, and only it can stop a match

        self._pattern: Any = regex.compile(source)
        self._where = where
        self._text = ""
        self._spent = 0.0

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> Found:
        """The match that begins at ``start``. Raises PatternError when that takes too long, like all methods."""
        found: Found = self._limited(lambda: self._pattern.match(text, start, end, timeout=SECONDS), text)
        return found

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> Found:
        """The match that is the whole of ``text[start:end]``."""
        found: Found = self._limited(lambda: self._pattern.fullmatch(text, start, end, timeout=SECONDS), text)
        return found

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> Found:
        """The first match in ``text[start:end]``."""
        found: Found = self._limited(lambda: self._pattern.search(text, start, end, timeout=SECONDS), text)
        return found

    def findall(self, text: str, start: int = 0, end: int = sys.maxsize) -> list[re.Match[str]]:
        """All matches in ``text[start:end]``, in text order."""
        return self._limited(lambda: list(self._pattern.finditer(text, start, end, timeout=SECONDS)), text)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """The same as an iterator, for callers that also take a ``re.Pattern``."""
        return iter(self.findall(text, start, end))

    def _limited(self, run: Callable[[], T], text: str) -> T:
        if text is not self._text:
            self._text, self._spent = text, 0.0
        begun = perf_counter()
        try:
            result = run()
        except TimeoutError:
            raise self._error(SECONDS, text) from None
        self._spent += perf_counter() - begun
        limit = SECONDS * (1 + len(text) / _CHARACTERS)
        if self._spent > limit:
            raise self._error(limit, text)
        return result

    def _error(self, seconds: float, text: str) -> PatternError:
        message = f"the expression needs more than {seconds:.1f} s for a text of {len(text):,} characters"
        return PatternError(f"{self._where}: {message} (avoid repeats inside repeats)")


def expression_fault(source: str) -> tuple[str, str] | None:
    """What is wrong with a regular expression and how to put it right; None where nothing is.

    It must compile, hold no capturing group (expressions are joined into larger ones, which count their own groups),
    not match the empty text, and not run for long on long repetitive texts.
    """
    import regex

    try:
        groups = re.compile(source).groups
        if _unrolled(source) > _MOST_STEPS:
            return f"repeats things more than {_MOST_STEPS:,} times, one repeat inside another", "write smaller numbers"
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


def _unrolled(source: str) -> int:
    """How many steps an expression has when each repeat is written out as often as its largest number says."""
    try:
        from re import _constants, _parser  # type: ignore[attr-defined]
    except ImportError:  # another Python than CPython
        return 0
    repeats = _constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT

    def steps(part: Any) -> int:
        if isinstance(part, _parser.SubPattern):
            return sum(map(steps, part.data))
        if not isinstance(part, (tuple, list)):
            return 1
        if len(part) == 2 and part[0] in repeats:
            low, high, inner = part[1]
            return int(low if high == _constants.MAXREPEAT else high) * steps(inner)
        return max(1, sum(steps(inner) for inner in part if isinstance(inner, (tuple, list, _parser.SubPattern))))

    return steps(_parser.parse(source))
