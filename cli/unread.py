"""What is said of a text beside its facts: tables that could not be read, and numbers of a scan that are doubtful."""
from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from .language import told

if TYPE_CHECKING:
    from civx.extractors.model import Extraction, Fact, Unread

_NAMED = 4  # columns that a note names


def notes_of(extraction: Extraction, pages: tuple[int, ...] = (), part: str = "") -> tuple[str, ...]:
    """A line for each table of which numbers were left out, and one for what is doubtful; ``pages`` says where those of
    a PDF begin in the text, ``part`` what of a file it is.
    """
    doubtful = [fact for fact in extraction.facts if fact.doubtful]
    unsure = (_unsure(doubtful, part),) if doubtful else ()
    if not extraction.unread:
        return unsure
    starts = [0, *(at + 1 for at, sign in enumerate(extraction.text) if sign == "\n")] if pages else []
    at = [bisect_right(pages, starts[table.line - 1]) if pages else 0 for table in extraction.unread]
    return (*unsure, *(_note(table, page, part) for table, page in zip(extraction.unread, at, strict=True)))


def _unsure(facts: list[Fact], part: str) -> str:
    quotes = ", ".join(fact.quote for fact in facts[:_NAMED]) + (" …" if len(facts) > _NAMED else "")
    at = f" {part}: " if part else ""
    said = told(f"the recognition of {len(facts)} numbers is doubtful, compare them with the picture")
    return f"{at}{facts[0].line}: {said}: {quotes}"


def _note(table: Unread, page: int, part: str) -> str:
    what = told("the table was not read" if table.wholly else "a part of the table was not read")
    heads = ", ".join(table.columns[:_NAMED]) + (" …" if len(table.columns) > _NAMED else "")
    where = told(f" of {heads}") if heads else ""
    at = f" {part}: " if part else ""
    on = told(f"page {page}: ") if page else ""
    unsaid = told(f"nothing says what its {table.numbers} numbers{where} are counted in (civx tables)")
    return f"{at}{table.line}: {on}{what}: {unsaid}"
