"""What the numbers of a table are about: subject, programme, area, place, status, period."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from ..attribution.periods import Periods
from ..attribution.subjects import clean
from ..attribution.topics import OTHER, Topics, joined
from ..quantities.quantity import Quantity, Scan
from ..words.lexicon import Token, mask
from .heads import Head, HeadReader, head_reader, period
from .model import Cell, Column, Line, Table
from .parts import settle_parts

_EACH, _STANDARD = mask("each"), mask("standard")
_KINDS = frozenset(("measure", "money", "share"))
_STANDARD_WORD = "标准"
_MONTH = len("2023-01")


class Site:
    """Where a table stands: its report and section, the report's periods, and whether the section is about plans."""

    __slots__ = ("periods", "plan_year", "planned", "report", "section")

    def __init__(
        self, periods: Periods, plan_year: int | None, planned: bool | None, report: int, section: int | None
    ) -> None:
        self.periods = periods
        self.plan_year = plan_year
        self.planned = planned
        self.report = report
        self.section = section


class TableLinker:
    """Links the quantities of one table."""

    def __init__(self, table: Table, site: Site, reader: HeadReader, topics: Topics) -> None:
        self._table = table
        self._site = site
        self._reader = reader
        self._topics = topics
        self._captions = [reader.read(caption) for caption in table.captions]
        self._labels = [head for column in table.columns if column.kind == "label" for head in column.heads]
        find = reader.words.find
        plan = next((said for head in self._captions if (said := find("plan-table", head.text)) is not None), None)
        self._plan_rule = plan.rule if plan is not None else ""
        self._planned = site.planned is True or plan is not None
        timed = next((head for head in self._captions if head.timed and not head.dated), None)
        self._year = site.plan_year if site.planned else site.periods.year
        if timed is not None:
            self._year = timed.year or self._year
        self._own = period(timed, self._year) if timed is not None else ""
        month = self._own.removeprefix("../").rpartition("/")[2]  # in a table about 1—6月 the month is the last
        self._month = month if len(month) == _MONTH else ""

    def link(self) -> None:
        """Sets the fields of all the table's quantities."""
        for cell in self._table.cells:
            quantity, column, line = cell.quantity, cell.column, self._table.lines[cell.line]
            heads = (*line.heads, *column.heads)
            quantity.subject = self._subject(line, column)
            self._places(quantity, line, column)
            _settle_measure(quantity, heads)
            quantity.status = self._status(line, column)
            quantity.period = self._period(quantity, line, column)
            if self._site.planned and quantity.status == "planned" and not self._still_planned(quantity, line, column):
                quantity.status = "actual"
            quantity.trace += [said.rule for head in heads for said in head.roles.values()]
            quantity.trace += [*self._table.label_rules, self._plan_rule]
        settle_parts(self._table)
        unsaid = [cell.quantity for cell in self._table.cells if not self._programme(cell)]
        while self._totals():
            pass
        self._by_columns(unsaid)

    def planned_texts(self) -> list[tuple[int, int]]:
        """The cells of words in columns of plans, and in tables of plans all but those of what was done."""
        found = []
        for start, end, column in self._table.texts:
            said = next((head.status for head in reversed(column.heads) if head.status), "")
            if said == "planned" or (self._planned and not said):
                found.append((start, end))
        return found

    def _subject(self, line: Line, column: Column) -> str:
        """The row's own words and the column's; where the row is a place or a total, what the caption names first."""
        own = [head.words for head in line.heads if not head.is_total]
        below = [head.words for head in column.heads if not head.place and not head.is_total]
        parts = [words for words in own if words]
        parts += [words for words in below if words and not any(words in part for part in parts)]
        if any(own):
            if any(head.roles.keys() & _KINDS and not head.strong for head in line.heads):
                parts.sort(key=lambda words: words in own)  # 户数 under 低保: 低保户数
            return clean("".join(parts))
        named = "" if any(head.strong for head in column.heads) else self._topic_words()
        if parts and named.endswith(parts[0]):
            named = named.removesuffix(parts[0])
        return clean(named + "".join(parts)) or next((head.name for head in reversed(column.heads)), "")

    def _topic_words(self) -> str:
        """The programme that a caption names, in its words, with the area before it: 农村低保."""
        for head in self._captions:
            for token in reversed(head.strong):
                before = [t for t in head.tokens if t[1] == token[0] and t[2].area]
                return head.words[before[0][0] if before else token[0] : token[1]]
        return ""

    def _places(self, quantity: Quantity, line: Line, column: Column) -> None:
        named = line.place or next((head.words for head in column.heads if head.place), "")
        if named:
            quantity.place = (named,)
            quantity.trace.append(self._reader.places.rule)

    def _status(self, line: Line, column: Column) -> str:
        said = [head.status for head in (*reversed(column.heads), *reversed(line.heads)) if head.status]
        if "change" in said:
            return "change"
        return said[0] if said else "planned" if self._planned else "actual"

    def _still_planned(self, quantity: Quantity, line: Line, column: Column) -> bool:
        """Whether a number in a section of plans is one: not where its own year is before the plan's."""
        year = quantity.period.removeprefix("../")[:4]
        said = column.says("planned") or line.says("planned")
        return bool(said) or not year or self._site.plan_year is None or int(year) >= self._site.plan_year

    def _period(self, quantity: Quantity, line: Line, column: Column) -> str:
        year = line.time.year if line.time is not None and line.time.year else self._year
        timed = next((head for head in reversed(column.heads) if head.timed), None)
        if timed is None and quantity.status == "change":
            timed = self._latest(column)
        if timed is not None:
            return period(timed, year)
        if line.time is not None:
            return period(line.time, year)
        if column.says("month"):
            return self._month
        if column.says("sum") and self._month:
            return f"{self._month[:4]}-01/{self._month}"
        if quantity.status == "previous":
            return ""
        in_plan = self._site.planned is True or (quantity.status == "planned" and not self._site.periods.year)
        return self._own or self._site.periods.default(in_plan)

    def _latest(self, column: Column) -> Head | None:
        """The latest time that a column to the left names, for a column of changes."""
        times = [head for other in self._table.columns[: column.number] for head in other.heads if head.timed]
        return max(times, key=lambda head: (head.year or 0, head.last), default=None)

    def _programme(self, cell: Cell) -> bool:
        """Programme and area: the row's own, the column's, the total's, those of what stands above, the section's.

        False where no word says the programme.
        """
        quantity, line = cell.quantity, self._table.lines[cell.line]
        whole = quantity.part_of or cell.above
        heads = [*reversed(line.heads), *reversed(cell.column.heads)]
        around = [*([self._reader.read(line.heading)] if line.heading else []), *self._labels, *self._captions]
        self._area(quantity, heads, around, whole)
        found = next((head for head in heads if any(not token[2].group for token in head.strong)), None)
        if found is None and whole is not None and whole.programme:
            quantity.programme = whole.programme
            quantity.trace.append("part")
            return True
        found = found or next((head for head in (*heads, *around) if head.strong), None)
        if found is not None:
            quantity.programme, rule = joined(found.words, found.strong, self._reader.lexicon)
            quantity.trace.append(rule)
            return True
        quantity.programme, rule = self._topics.fallback(self._site.section, self._site.report)
        tokens = [token[2] for head in (*heads, *around) for token in head.tokens if token[2].programme]
        if quantity.programme == OTHER and tokens:
            quantity.programme, rule = tokens[0].programme, tokens[0].programme_rule
        quantity.trace.append(rule)
        return bool(tokens) or quantity.programme != OTHER

    def _by_columns(self, unsaid: list[Quantity]) -> None:
        """Gives what no word names the one programme that the columns' heads do: 高龄津贴人数 beside 发放金额."""
        heads = [head for column in self._table.columns if column.kind == "value" for head in column.heads]
        named = [joined(head.words, head.strong, self._reader.lexicon) for head in heads if head.strong]
        if len({programme for programme, _ in named}) == 1:
            for quantity in unsaid:
                if quantity.programme == OTHER:
                    quantity.programme = named[0][0]
                    quantity.trace.append(named[0][1])

    def _totals(self) -> bool:
        """Gives totals of which nothing says the programme that of their parts; whether there were any."""
        settled = False
        parts: dict[int, set[str]] = {}
        for cell in self._table.cells:
            if (whole := cell.quantity.part_of) is not None and whole.programme == OTHER != cell.quantity.programme:
                parts.setdefault(id(whole), set()).add(cell.quantity.programme)
        for cell in self._table.cells:
            names = parts.get(id(cell.quantity), set())
            together = self._reader.lexicon.together.get(frozenset(names))
            if len(names) == 1 or together:
                cell.quantity.programme = together or next(iter(names))
                cell.quantity.trace.append("parts")
                settled = True
        return settled

    @staticmethod
    def _area(quantity: Quantity, heads: list[Head], around: list[Head], whole: Quantity | None) -> None:
        token = next(_areas(heads), None)
        if token is None and whole is not None and whole.programme:  # a total that stands below is not known yet
            quantity.area = whole.area
            return
        token = token or next(_areas(around), None)
        if token is not None:
            quantity.area = token[2].area or ""
            quantity.trace.append(token[2].area_rule)


def _areas(heads: list[Head]) -> Iterator[Token]:
    return (token for head in heads for token in reversed(head.tokens) if token[2].area)


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


def link_tables(
    tables: Sequence[Table], site: Callable[[int], Site], found: Scan, topics: Topics, patterns: tuple[str, ...]
) -> None:
    """Links the quantities of ``tables`` and puts them into ``found`` in text order.

    ``site`` says of an offset where it stands.
    """
    reader = head_reader(patterns)
    cells: list[Quantity] = []
    plans: list[tuple[int, int]] = []
    for table in tables:
        linker = TableLinker(table, site(table.start), reader, topics)
        linker.link()
        plans += linker.planned_texts()
        cells += [cell.quantity for cell in table.cells]
    _plan(found.quantities, plans)
    starts = [quantity.start for quantity in cells]

    def free(quantity: Quantity) -> bool:
        """Whether a quantity of the text stands in no cell: one in quotes may reach over several."""
        at = bisect_left(starts, quantity.end)
        return at == 0 or cells[at - 1].end <= quantity.start

    found.quantities = sorted([q for q in found.quantities if free(q)] + cells, key=lambda q: q.start)
    found.rejected = [number for number in found.rejected if number[2]]


def _plan(quantities: list[Quantity], cells: list[tuple[int, int]]) -> None:
    """Makes what is said in ``cells``, both in text order, plans where the words themselves do not say otherwise."""
    at = 0
    for start, end in cells:
        while at < len(quantities) and quantities[at].start < start:
            at += 1
        while at < len(quantities) and quantities[at].end <= end:
            if quantities[at].status == "actual":
                quantities[at].status = "planned"
            at += 1
