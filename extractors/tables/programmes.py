"""The programme and area of a table's numbers: by the row's words, the column's, the total's, the caption's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..attribution.decision import Candidate, decide
from ..attribution.naming import joined
from ..attribution.topics import OTHER, Topics
from ..quantities.quantity import Quantity
from ..text.rows import Span
from ..words.terms import Token
from .head import Head
from .heads import HeadReader
from .model import NOWHERE, Cell, Placed, Table

_NAMES = "名称"
_ECONOMIC = ("30", "31", "39")  # of the economic classification of spending


class Programmes:
    """Decides programme and area of one table's cells; needs their ``part_of``."""

    def __init__(
        self,
        table: Table,
        reader: HeadReader,
        topics: Topics,
        section: int | None,
        report: int,
        captions: list[Placed],
    ) -> None:
        self._table = table
        self._reader = reader
        self._topics = topics
        self._section, self._report = section, report
        self._captions = captions
        self._labels = [
            placed
            for column in table.columns
            if column.kind == "label" and not column.says("place")
            for placed in column.placed
        ]
        # the rows are institutions by name: what is told of each says more
        self._named = any(head.text.endswith(_NAMES) and len(head.text) > len(_NAMES) for head, _ in self._labels)
        self._chosen: dict[int, Candidate] = {}
        # what the headings say for a total that no word names: its parts come first
        self._pending: dict[int, Candidate] = {}

    def decide(self) -> None:
        """Writes ``programme`` and ``area`` of every cell."""
        cells = self._table.cells
        unsaid = [cell for cell in cells if not self._programme(cell)]
        while self._totals():
            pass
        self._by_columns(unsaid)
        lines = {id(cell.quantity): cell.line for cell in cells}
        sums = {cell.line: self._chosen[id(cell.quantity)] for cell in cells if not self._open(cell)}
        for key, around in self._pending.items():
            if self._chosen[key].value == OTHER:
                self._chosen[key] = sums.get(lines[key], around)  # 100 % is of what stands beside it
        for cell in cells:
            decide(cell.quantity, "programme", [self._chosen[id(cell.quantity)]])
            decide(cell.quantity, "area", [self._area(cell)])

    def _open(self, cell: Cell) -> bool:
        return self._chosen[id(cell.quantity)].value == OTHER

    def _around(self, cell: Cell) -> list[Placed]:
        line = self._table.lines[cell.line]
        heading: list[Placed] = [(self._reader.read(line.heading), NOWHERE)] if line.heading else []
        return [*heading, *self._labels, *self._captions]

    def _programme(self, cell: Cell) -> bool:
        """Chooses the programme; False where no word says it."""
        line = self._table.lines[cell.line]
        if line.code[:2] in _ECONOMIC:  # 30308 助学金: what an office pays for, not a line of work
            self._chosen[id(cell.quantity)] = Candidate(OTHER, "economic-code")
            return True
        heads = [*reversed(line.placed), *reversed(cell.column.placed)]
        tells = self._named and any(t[2].programme != OTHER for head in cell.column.heads for t in head.strong)
        if cell.column.says("part") or tells:  # 其中：特困人员 of an old people's home
            heads = [*reversed(cell.column.placed), *reversed(line.placed)]
        whole = cell.quantity.part_of or cell.above
        around = self._around(cell)
        found = next((p for p in heads if any(not token[2].group for token in p[0].strong)), None)
        chosen = self._chosen.get(id(whole)) if whole is not None else None
        keeps = self._reader.words.find("keeps", str(chosen.value)) if chosen is not None else None
        if found is not None and keeps is None:
            chosen = None
        if chosen is not None:
            rule = "part" if keeps is None or found is None else keeps.rule
            self._chosen[id(cell.quantity)] = chosen._replace(rule=rule)
            return True
        found = found or next((placed for placed in (*heads, *around) if placed[0].strong), None)
        if found is not None and not any(token[2].programme != OTHER for token in found[0].strong):
            named = self._reader.read(str(cell.quantity.decisions["subject"].winner.value))
            if (last := named.strong[-1:]) and last[0][2].programme != OTHER:  # 交通事故 in a table of 临时救助
                self._chosen[id(cell.quantity)] = Candidate(
                    last[0][2].programme, last[0][2].programme_rule, *found[1]
                )
                return True
        if found is not None and (other := self._by_noun(found)) is not None:
            self._chosen[id(cell.quantity)] = other
            return True
        if found is not None:
            programme, rule = joined(found[0].words, found[0].strong, self._reader.lexicon)
            self._chosen[id(cell.quantity)] = Candidate(programme, rule, *found[1])
            return True
        rows = self._table.rows
        programme, rule = self._topics.fallback(self._section, self._report, (rows[0].start, rows[-1].end))
        candidate = Candidate(programme, rule)
        weak = next(((t[2], span) for head, span in (*heads, *around) for t in head.tokens if t[2].programme), None)
        if programme == OTHER and weak is not None:
            candidate = Candidate(weak[0].programme, weak[0].programme_rule, *weak[1])
        if line.says("total") or line.says("subtotal"):
            self._pending[id(cell.quantity)] = candidate
            candidate = Candidate(OTHER, "default")
        self._chosen[id(cell.quantity)] = candidate
        return weak is not None or candidate.value != OTHER

    def _by_noun(self, found: Placed) -> Candidate | None:
        """The programme of the people that a head names, though what tells them apart has another: 计划生育家庭老人."""
        head, span = found
        last = head.tokens[-1] if head.tokens else None
        if last is None or last[1] < len(head.words) or not last[2].programme or not last[2].weak:
            return None
        if last[2].programme == OTHER or any(token[2].programme != OTHER for token in head.strong):
            return None
        return Candidate(last[2].programme, last[2].programme_rule, *span)

    def _totals(self) -> bool:
        """Gives totals of which nothing says the programme that of their parts; whether there were any."""
        parts: dict[int, set[str]] = {}
        sums: dict[int, Decimal] = {}
        wholes: dict[int, Quantity] = {}
        for cell in self._table.cells:
            whole, own = cell.quantity.part_of, self._chosen[id(cell.quantity)]
            chosen = self._chosen.get(id(whole))  # none for the total of a table that this one goes on with
            if whole is not None and chosen is not None and chosen.value == OTHER:
                parts.setdefault(id(whole), set()).add(str(own.value))
                sums[id(whole)] = sums.get(id(whole), Decimal(0)) + (cell.quantity.value or 0)
                wholes[id(whole)] = whole
        settled = False
        for key, names in parts.items():
            if OTHER in names or (len(names) == 1 and 2 * sums[key] < (wholes[key].value or 0)):
                continue  # 社会保障和就业支出 is more than the 低保 among it
            together = self._reader.lexicon.programmes.together(names)
            if len(names) == 1 or together:
                self._chosen[key] = Candidate(together or next(iter(names)), "parts")
                settled = True
        return settled

    def _by_columns(self, unsaid: list[Cell]) -> None:
        """Gives what no word names the one programme that the columns' heads do: 高龄津贴人数 beside 发放金额."""
        heads = [p for column in self._table.columns if column.kind == "value" for p in column.placed if p[0].strong]
        named = [(*joined(head.words, head.strong, self._reader.lexicon), span) for head, span in heads]
        if len({programme for programme, _, _ in named}) == 1:
            for cell in unsaid:
                if self._chosen[id(cell.quantity)].value == OTHER:
                    programme, rule, span = named[0]
                    self._chosen[id(cell.quantity)] = Candidate(programme, rule, *span)

    @staticmethod
    def _outside(head: Head) -> bool:
        """Whether a head names what is outside the lines of work, and so not what a line above is about: 事业费."""
        return all(token[2].programme in (OTHER, "") for token in head.tokens) and any(
            token[2].programme == OTHER for token in head.strong
        )

    def _area(self, cell: Cell) -> Candidate:
        line = self._table.lines[cell.line]
        outside = any(head.tokens and self._outside(head) for head in (*line.heads, *cell.column.heads))
        found = next(_areas([*reversed(line.placed), *reversed(cell.column.placed)]), None)
        whole: Quantity | None = cell.quantity.part_of or cell.above
        if found is None and whole is not None and "area" in whole.decisions:  # a total below is not known yet
            return whole.decisions["area"].winner._replace(rule="part")
        found = found or (None if outside else next(_areas(self._around(cell)), None))
        if found is None:
            return Candidate("", "none")
        token, span = found
        return Candidate(token[2].area or "", token[2].area_rule, *span)


def _areas(heads: list[Placed]) -> Iterator[tuple[Token, Span]]:
    """The words of areas, the nearest first; none of a head that names both of them apart: 农村占城市比例."""
    for head, span in heads:
        said = [token for token in reversed(head.tokens) if token[2].area]
        if len({token[2].area for token in said}) < 2 or "share" not in head.roles:
            yield from ((token, span) for token in said)
