"""What the numbers of a table are about: subject, programme, area, place, status, period."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from civx.patterns.load import load

from ..attribution.decision import Candidate, decide
from ..attribution.nouns import Nouns, nouns
from ..attribution.topics import Topics
from ..quantities.quantity import Quantity, Scan
from ..words.terms import mask
from .going_on import run_on, settle_together
from .head import Head, period
from .heads import HeadReader, head_reader
from .levels import parents_of
from .model import NOWHERE, Column, Line, Placed, Table
from .programmes import Programmes
from .subjects import Subjects
from .times import Site, Times

_EACH, _STANDARD, _CHANGE = mask("each"), mask("standard"), mask("change")
_STANDARD_WORD = "标准"
_CAPTION_TIME = "table.caption"


class TableLinker:
    """Decides the fields of the quantities of one table."""

    def __init__(self, table: Table, site: Site, reader: HeadReader, topics: Topics, words: Nouns) -> None:
        self._table = table
        self._site = site
        self._reader = reader
        self._topics = topics
        self._nouns = words
        self._captions: list[Placed] = [
            (reader.read(caption), span) for caption, span in zip(table.captions, table.caption_spans, strict=True)
        ]
        find = reader.words.find
        plans = ((find("plan-table", head.text), span) for head, span in self._captions)
        plan = next((Candidate("planned", said.rule, *span) for said, span in plans if said is not None), None)
        self._plan = plan
        self._planned = site.planned is True or plan is not None
        timed = next((placed for placed in self._captions if placed[0].timed and not placed[0].dated), None)
        self._year = site.periods.anchor(site.start, bool(site.planned)).year
        self._own: Candidate | None = None
        if timed is not None:
            self._year = timed[0].year or self._year
            self._own = Candidate(period(timed[0], self._year), _CAPTION_TIME, *timed[1])

    @property
    def table(self) -> Table:
        """The table whose quantities are decided."""
        return self._table

    def name(self) -> None:
        """Decides what each of the table's quantities is by its own heads: all but whole, programme and area."""
        parents = parents_of(self._table)
        times = Times(self._table, self._site, self._year, self._own)
        subjects = Subjects(self._table, self._reader, self._nouns, self._captions, parents)
        for cell in self._table.cells:
            quantity, column, line = cell.quantity, cell.column, self._table.lines[cell.line]
            heads = (*line.heads, *column.heads)
            decide(quantity, "subject", [subjects.of(line, cell.line, column)])
            decide(quantity, "place", [self._place(cell.line, column, parents)])
            _settle_measure(quantity, heads)
            status = self._status(line, column)
            when = times.of(str(status.value), line, column)
            of_plan = self._site.planned and status.value == "planned"
            if of_plan and not self._still_planned(str(when.value), line, column):
                status = Candidate("actual", "table.past-year", when.start, when.end)
            decide(quantity, "status", [status])
            decide(quantity, "direction", [self._direction(quantity, status, heads)])
            decide(quantity, "period", [when])
            quantity.trace += [said.rule for head in heads for said in head.roles.values()]
            quantity.trace += self._table.label_rules
            quantity.trace += line.dittoed
            if self._plan is not None:
                quantity.trace.append(self._plan.rule)

    def place(self) -> None:
        """Decides programme and area, which go by what is a part of what."""
        Programmes(
            self._table, self._reader, self._topics, self._site.section, self._site.report, self._captions
        ).decide()

    @property
    def quantities(self) -> list[Quantity]:
        """The numbers in the table's cells, in text order."""
        return [cell.quantity for cell in self._table.cells]

    def planned_texts(self) -> list[tuple[int, int]]:
        """The cells of words in columns of plans, and in tables of plans all but those of what was done."""
        found = []
        for start, end, column in self._table.texts:
            said = next((head.status for head in reversed(column.heads) if head.status), "")
            if said == "planned" or (self._planned and not said):
                found.append((start, end))
        return found

    def _place(self, number: int, column: Column, parents: list[int | None]) -> Candidate:
        line: Line = self._table.lines[number]
        above = parents[number] if line.says("part") else None
        if not line.place and above is not None:
            line = self._table.lines[above]  # 其中：… below 红岩镇
        if line.place:
            return Candidate((line.place,), self._reader.places.rule, *line.place_span)
        named = next(((head.words, span) for head, span in column.placed if head.place), None)
        if named is not None:
            return Candidate((named[0],), self._reader.places.rule, *named[1])
        return Candidate((), "none")

    def _status(self, line: Line, column: Column) -> Candidate:
        placed = (*reversed(column.placed), *reversed(line.placed))
        said = [(head, span) for head, span in placed if head.status]
        head, span = next((p for p in said if p[0].status == "change"), said[0] if said else (None, NOWHERE))
        if head is not None:
            rule = head.roles[head.status].rule if head.status in head.roles else "status.yaml#plan"
            return Candidate(head.status, rule, *span)
        if self._plan is not None:
            return self._plan
        return Candidate("planned", "plan-heading") if self._planned else Candidate("actual", "default")

    def _direction(self, quantity: Quantity, status: Candidate, heads: tuple[Head, ...]) -> Candidate:
        """Of a change: down where a head says so (降幅, 减少数), else by its sign (同比增长, 增减)."""
        if status.value != "change" or not quantity.value:
            return Candidate("", "none")
        words = self._reader.lexicon
        tokens = [t for head in heads if head.status == "change" for t in words.scan(head.text, 0, len(head.text))]
        said = [words.cues[t[2].rules["change"]] for t in tokens if t[2].bits & _CHANGE]
        if said and all(cue.direction == "down" for cue in said):  # 降幅: what rose stands there with a minus
            return Candidate("down" if quantity.value > 0 else "up", said[0].rule, status.start, status.end)
        return Candidate("up" if quantity.value > 0 else "down", "sign", quantity.start, quantity.end)

    def _still_planned(self, when: str, line: Line, column: Column) -> bool:
        """Whether a number in a section of plans is one: not where its own year is before the plan's."""
        year = when.removeprefix("../")[:4]
        said = column.says("planned") or line.says("planned")
        return bool(said) or not year or self._site.plan_year is None or int(year) >= self._site.plan_year


def _settle_measure(quantity: Quantity, heads: tuple[Head, ...]) -> None:
    """Tells standards from amounts by the heads' words: 低保标准（元）, 月人均补助（元）."""
    if quantity.measure != "amount" or quantity.unit != "元":
        return
    terms = [token[2] for head in heads for token in head.tokens]
    each = next((term for term in terms if term.bits & _EACH), None)
    if each is not None:
        quantity.measure, quantity.unit = "standard", each.each
        quantity.trace.append(each.rules["each"])
    elif any(term.bits & _STANDARD or term.text.endswith(_STANDARD_WORD) for term in terms) and not quantity.scaled:
        quantity.measure = "standard"


def table_linkers(
    tables: Sequence[Table], site: Callable[[int], Site], topics: Topics, patterns: tuple[str, ...]
) -> list[TableLinker]:
    """A linker for each of ``tables``; ``site`` says of an offset where it stands."""
    reader, words = head_reader(patterns), nouns(load(patterns))
    return [TableLinker(table, site(table.start), reader, topics, words) for table in tables]


def link_tables(linkers: Sequence[TableLinker], found: Scan) -> None:
    """Links the quantities of tables and puts them into ``found`` in text order."""
    cells: list[Quantity] = []
    for linker in linkers:
        linker.name()
        cells += linker.quantities
    for tables in run_on([linker.table for linker in linkers]):
        settle_together(tables)
    for linker in linkers:
        linker.place()
    starts = [quantity.start for quantity in cells]

    def free(quantity: Quantity) -> bool:
        """Whether a quantity of the text stands in no cell: one in quotes may reach over several."""
        at = bisect_left(starts, quantity.end)
        return at == 0 or cells[at - 1].end <= quantity.start

    found.quantities = sorted([q for q in found.quantities if free(q)] + cells, key=lambda q: q.start)
    found.rejected = [number for number in found.rejected if number[2]]
