"""What the headings above a number name, and the report's title."""

from __future__ import annotations

from civx.patterns.kept import compiled

from ..model import Document
from .context import Context
from .names import take_apart
from .nouns import Nouns
from .phrases import clean
from .told import Told

_FROM_TITLE = compiled("[，,；;、“”\"]")


class Titles:
    """The headings of a document as things that a number may be about."""

    def __init__(self, document: Document, nouns: Nouns) -> None:
        self._document, self._nouns = document, nouns
        self._titles: dict[int, Told | None] = {}

    def above(self, context: Context) -> list[Told]:
        """What the headings above name, the nearest first, and the report's title."""
        found: list[Told] = []
        at = context.section
        while at is not None:
            title = self._title(at)
            if title is not None:
                found.append(title)
            at = self._document.sections[at].parent
        return found

    def _title(self, section: int) -> Told | None:
        if section not in self._titles:
            head = self._document.sections[section]
            title = head.title[len(head.label) :] if head.title.startswith(head.label) else head.title
            words = clean(title)
            told: Told | None = None
            if 2 <= len(words) <= 24 and not _FROM_TITLE.search(words):
                whole = len(words)
                words = words[: self._nouns.unframed(words, 0, len(words))]
                words = words[self._nouns.lead(words, 0, len(words)) :]
                words = words[len(self._nouns.gain_of(words)) :]
                framed = len(words) < whole
                noun = self._nouns.past_verb(words)
                opened, words = noun != words, noun
                sort = self._nouns.sort(words)[0]
                if sort or len(words) <= 6:
                    start = head.start + len(head.label)
                    name = take_apart(words, self._nouns)
                    told = Told(name, sort, start, start + len(title), framed=framed, opened=opened)
            self._titles[section] = told
        return self._titles[section]
