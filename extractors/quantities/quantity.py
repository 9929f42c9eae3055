"""A number with its unit, and what one pass over a text finds."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ..words.terms import Token
from ..words.times import Time

if TYPE_CHECKING:
    from ..attribution.constructions import Deal
    from ..attribution.decision import Decision


# The rule that gave a value, and the stretch of the normalised text whose words did; an empty one where none did.
Ground = tuple[str, int, int]


class Quantity:
    """A number with its unit, and what ``link`` finds out about it. Offsets are of the normalised text.

    ``left`` is where the number begins with the bound before it. The context sets the site: the clause, the stretch
    [own, left) that belongs to this number alone with its known words, where the stretch behind it ends (``right``),
    and the numbers before and after it in the sentence. No dataclass: many are made, and quickly.
    """

    __slots__ = (
        "area",
        "bits",
        "bound",
        "clause_end",
        "clause_start",
        "deal",
        "decisions",
        "direction",
        "end",
        "floor",
        "following",
        "form",
        "grounds",
        "high",
        "in_plan_cell",
        "item",
        "label",
        "left",
        "lent_by",
        "low",
        "measure",
        "named",
        "number_end",
        "old_of",
        "outline",
        "own",
        "part_of",
        "period",
        "place",
        "previous",
        "programme",
        "right",
        "row",
        "rule",
        "scaled",
        "shares",
        "start",
        "status",
        "subject",
        "subject_start",
        "tokens",
        "trace",
        "unit",
        "value",
        "within",
    )

    def __init__(
        self,
        start: int,
        end: int,
        number_end: int,
        value: Decimal | None,
        low: Decimal | None,
        high: Decimal | None,
        bound: str,
        measure: str,
        unit: str,
        form: str,
        rule: str,
        left: int,
        scaled: bool,
        trace: list[str],
    ) -> None:
        self.start = start
        self.end = end
        self.number_end = number_end
        self.value = value
        self.low = low
        self.high = high
        self.bound = bound
        self.measure = measure
        self.unit = unit
        self.form = form
        self.rule = rule
        self.left = left
        self.scaled = scaled
        self.trace = trace
        self.clause_start = self.own = start
        self.lent_by: Quantity | None = None  # the total before its brackets that gave it its unit
        self.floor = 0  # a limit before it ends here: what it counts stands behind (1000万元以上的企业6家)
        self.clause_end = self.right = end
        self.tokens: list[Token] = []
        self.bits = 0  # the roles of ``tokens``: what is not there need not be looked for
        self.previous: Quantity | None = None
        self.following: Quantity | None = None
        self.programme = self.subject = self.area = self.status = self.direction = self.period = ""
        self.place: tuple[str, ...] = ()  # the places it is for, a fact for each
        self.decisions: dict[str, Decision] = {}  # by field: what attribution.decision.decide wrote
        self.grounds: dict[str, Ground] = {}  # of unit and bound, where words beside the number gave them
        self.part_of: Quantity | None = None  # the total it is a part of
        self.outline: Quantity | None = None  # the total that it and the other items of its section add up to
        self.within: Quantity | None = None  # the number whose parts are being told, also where it is of another kind
        self.subject_start = -1
        # What attribution.constructions saw, before any field is known:
        self.item: tuple[int, int] | None = None  # the words of the item of a list that is dealt to it (分别, 各)
        self.deal: Deal | None = None  # the whole list, with what its items share
        self.old_of: Quantity | None = None  # of an old value: the new one
        self.shares: Quantity | None = None  # the number that it is about the same thing as: its old value, what grew
        self.in_plan_cell = False  # whether it stands in a table's cell of words whose column is about plans
        self.label: tuple[int, int] | None = None  # a table row's label
        self.named = ""  # what a fixed form says that it is (第一产业比重, of a ratio)
        self.row: tuple[int, int] | None = None  # the table's row that it is a cell of

    def let_go(self) -> None:
        """Forgets the other numbers: they would hold each other, and take the collector to be rid of."""
        self.previous = self.following = self.part_of = self.within = self.outline = None
        self.old_of = self.shares = self.lent_by = None
        self.decisions.clear()


class Scan:
    """What one pass over a text found, each list in text order; ``rejected`` holds (start, end, rule)."""

    __slots__ = ("quantities", "rejected", "times")

    def __init__(self) -> None:
        self.quantities: list[Quantity] = []
        self.times: list[Time] = []
        self.rejected: list[tuple[int, int, str]] = []
