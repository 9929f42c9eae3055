"""What comes out of a report: facts, the reports and headings that hold them.

The names, their order and their meaning are a promise to users; see docs/labels.md.
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .text.normalize import Normalized

FIELDS = (
    "id", "source", "report", "section", "programme", "subject", "place", "area", "measure",
    "value", "min", "max", "unit", "per_month", "bound", "status", "direction", "period", "part_of", "quote",
    "start", "end", "line", "sentence", "rule",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of a report with everything that says what it is.

    ``value``, ``min``, ``max`` and ``per_month`` are exact decimals in the base unit (元, 人, 户);
    ``start`` and ``end`` are half-open code-point offsets into the decoded source text, so that
    ``source_text[start:end] == quote``.
    """

    id: str
    source: str
    report: str
    section: tuple[str, ...]
    programme: str
    subject: str
    place: str
    area: str
    measure: str
    value: Decimal | None
    min: Decimal | None
    max: Decimal | None
    unit: str
    per_month: Decimal | None
    bound: str
    status: str
    direction: str
    period: str
    part_of: str | None
    quote: str
    start: int
    end: int
    line: int
    sentence: str
    rule: str
    page: int | None = None  # of a PDF, the first is 1; None where the source has no pages

    def to_dict(self) -> dict[str, object]:
        """The fact as a dictionary, keys in the promised order, ``section`` a list, ``page`` only if it has one."""
        record = {name: list(self.section) if name == "section" else getattr(self, name) for name in FIELDS}
        return record if self.page is None else {**record, "page": self.page}


class Section(NamedTuple):
    """One heading and the stretch of normalised text that it governs.

    ``title`` is the heading with its label, Simplified (``(一)养老服务``); ``start`` is where the heading
    begins, ``body`` where its text begins, ``end`` where the next heading of its level or above begins,
    all in offsets of the normalised text. ``run_in`` is true where heading and text share a line.
    ``parent`` is an index into ``Document.sections`` or None.
    """

    title: str
    label: str
    level: int
    parent: int | None
    start: int
    body: int
    end: int
    report: int
    run_in: bool


class Report(NamedTuple):
    """One report inside a file: its title (Simplified, "" where there is none) and its stretch [start, end).

    ``year`` is the year the report looks back on and ``plan_year`` the one it plans for, read from the
    title or, failing that, from the first lines; None where nothing says so.
    """

    title: str
    start: int
    end: int
    year: int | None
    plan_year: int | None


class Sentence(NamedTuple):
    """A sentence of the normalised text: [start, end), its section (an index or None), report and paragraph number;
    ``row`` says that it is a row of a table, or a part of one."""

    start: int
    end: int
    section: int | None
    report: int
    paragraph: int
    row: bool = False


class Document(NamedTuple):
    """The normalised text's structure: reports, headings, sentences, each in text order."""

    reports: tuple[Report, ...]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]

    def path(self, section: int | None) -> tuple[str, ...]:
        """Titles from the outermost heading in to ``section``."""
        titles: list[str] = []
        while section is not None:
            titles.append(self.sections[section].title)
            section = self.sections[section].parent
        return tuple(reversed(titles))


@dataclass(frozen=True, slots=True)
class Extraction:
    """What :func:`civx.extract` returns.

    ``text`` is the source text as given, ``script`` "traditional" or "simplified"; ``document`` speaks in
    offsets of ``normalized.text``.
    """

    source: str
    text: str
    script: str
    facts: tuple[Fact, ...]
    document: Document
    normalized: Normalized

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports inside the file, in text order."""
        return self.document.reports
