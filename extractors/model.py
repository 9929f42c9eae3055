"""What comes out of a report: facts, the reports and headings that hold them.

The names, their order and their meaning are a promise to users; see docs/labels.md.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .text.normalize import Normalized

FIELDS = (
    "id", "source", "report", "section", "programme", "subject", "place", "area", "measure",
    "value", "min", "max", "unit", "per_month", "bound", "status", "direction", "period", "part_of", "quote",
    "start", "end", "line", "sentence", "rule",
)


class Reason(NamedTuple):
    """What gave a field: ``rule`` is ``file.yaml#id`` or the plain name of a mechanism (``inherited``); [start, end)
    the source's characters that gave it, both None for a default."""

    rule: str
    start: int | None
    end: int | None


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
    because: dict[str, Reason] | None = field(default=None, hash=False)  # by field; None where it was not asked for
    reviewed: str = ""  # what a reader did to it: confirmed, corrected or added
    box: tuple[float, float, float, float] | None = None  # of a scan: where the quote stands on its page
    doubtful: bool = False  # of a scan: whether a character of the quote may be another

    def to_dict(self) -> dict[str, object]:
        """The fact as a dictionary, keys in the promised order, ``section`` a list; ``because`` (a dictionary of
        dictionaries) only where it was asked for, ``page`` and ``reviewed`` only if it has one, ``box`` and
        ``doubtful`` only of what was recognised in a picture."""
        record = {name: list(self.section) if name == "section" else getattr(self, name) for name in FIELDS}
        if self.because is not None:
            record["because"] = {name: reason._asdict() for name, reason in self.because.items()}
        if self.page is not None:
            record["page"] = self.page
        if self.reviewed:
            record["reviewed"] = self.reviewed
        if self.box is not None:
            record["box"] = list(self.box)
            record["doubtful"] = self.doubtful
        return record


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


class Reference(NamedTuple):
    """The time that a report, a section or a run of paragraphs speaks of, and how that is known.

    ``first`` and ``last`` are ISO points (a year, a month), equal for a single one, "" where it is not known; ``rule``
    names what said it and [start, end) are its words in the normalised text, -1 and -1 where there are none.
    """

    first: str = ""
    last: str = ""
    rule: str = ""
    start: int = -1
    end: int = -1

    @property
    def period(self) -> str:
        """ISO 8601: ``2023``, ``2023-01/2023-06``, ``2021/2025``, "" where it is not known."""
        return self.first if self.first == self.last else f"{self.first}/{self.last}"

    @property
    def year(self) -> int | None:
        """The year it ends in, or begins in where it has no end."""
        last = self.first if self.last == ".." else self.last
        return int(last[:4]) if last else None

    @property
    def double(self) -> bool:
        """Whether it is a year of two calendar ones, as a school's or a budget's: 2022/2023."""
        return len(self.first) == len(self.last) == 4 and int(self.last) == int(self.first) + 1


class Evidence(NamedTuple):
    """One reason to think that a report looks back on ``year``: the feature, its weight, the words that are it."""

    feature: str
    year: int
    weight: int
    start: int
    end: int


class Stretch(NamedTuple):
    """A run of paragraphs [start, end) that speaks of a time of its own: 五年来，…; an item of news under its own date.

    ``now`` is the year in which an item was written, None where the stretch does not change it, ``month`` its month and
    ``genre`` its kind.
    """

    start: int
    end: int
    reference: Reference
    now: int | None = None
    month: str = ""
    genre: str = ""


class Report(NamedTuple):
    """One report inside a file: its title (Simplified, "" where there is none) and its stretch [start, end).

    ``year`` is the year the report looks back on and ``plan_year`` the one it plans for; None where nothing says so.
    ``review`` and ``plan`` are the same as times, finer or longer where the report is (2023-01/2023-06, 2021/2025).
    ``genre`` is what kind of document it is (patterns/genres.yaml), ``now`` the year in which it was written, ``month``
    the month it speaks of ("" for none), ``evidence`` why ``year`` is what it is, the weightiest first.
    """

    title: str
    start: int
    end: int
    year: int | None
    plan_year: int | None
    genre: str = ""
    review: Reference = Reference()
    plan: Reference = Reference()
    now: int | None = None
    month: str = ""
    evidence: tuple[Evidence, ...] = ()


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
    """The normalised text's structure: reports, headings, sentences, each in text order.

    ``times`` holds for each section the time that its own heading names, None where it names none; ``items`` and
    ``stretches`` the runs of paragraphs under a date or behind an opener of their own, each in text order.
    """

    reports: tuple[Report, ...]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    times: tuple[Reference | None, ...] = ()
    items: tuple[Stretch, ...] = ()
    stretches: tuple[Stretch, ...] = ()

    def path(self, section: int | None) -> tuple[str, ...]:
        """Titles from the outermost heading in to ``section``."""
        titles: list[str] = []
        while section is not None:
            titles.append(self.sections[section].title)
            section = self.sections[section].parent
        return tuple(reversed(titles))


class Sheet(NamedTuple):
    """Where a text stands that was taken out of a workbook.

    ``cells`` are the offsets at which cells begin, ascending, each with what is put behind the source's name for what
    stands in it (``!B7``). ``above`` is what the cells around the text say of it, as lines that would stand above it (a
    date, a title), each ended by a newline; ``place`` the place that they name, for facts whose own words name none.
    """

    cells: tuple[tuple[int, str], ...] = ()
    above: str = ""
    place: str = ""


NO_SHEET = Sheet()


class Unread(NamedTuple):
    """A table of which numbers were left out, since nothing says what they count: the source's line at which it begins,
    how many numbers, the heads of their columns, and whether nothing else of it was read either."""

    line: int
    numbers: int
    columns: tuple[str, ...]
    wholly: bool


@dataclass(frozen=True, slots=True)
class Extraction:
    """What :func:`civx.extract` returns.

    ``text`` is the source text as given, ``script`` "traditional" or "simplified"; ``document`` speaks in
    offsets of ``normalized.text``; ``unread`` are the tables that could not be read, wholly or in part.
    """

    source: str
    text: str
    script: str
    facts: tuple[Fact, ...]
    document: Document
    normalized: Normalized
    unread: tuple[Unread, ...] = ()

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports inside the file, in text order."""
        return self.document.reports
