"""One head of a table: what its words, unit and time are, and the roles that patterns/tables.yaml gives it."""

from __future__ import annotations

from ..attribution.periods import fill
from ..words.terms import Token
from .words import Said, Unit

_DAY = len("{Y}-01-01")
_NAMING = ("label", "place", "time", "unit")
STATUSES = ("change", "previous", "planned", "actual")


class Head:
    """One head, row's or column's, taken apart.

    ``numbering`` is what it is numbered with, ``code`` that of an account. ``name`` is ``text`` without them and unit,
    ``words`` what is left of it without the time and the words of its roles: what is counted. ``scale`` is one that
    stands without its unit, as in 人数（万）, ``per`` for whom and how long: 限额（每人每年）. ``first`` and ``last``
    are the ISO points of the time it names ("" for none, with {Y} where it names no year), ``as_of`` says that it is
    a stock up to then, ``compares`` that it is what a change is told against. ``roles`` holds what the table words
    say, by role. ``suits`` are units that it is counted in, ``tallies`` says that it numbers things and no money.
    """

    __slots__ = (
        "as_of",
        "code",
        "compares",
        "first",
        "grouping",
        "last",
        "name",
        "numbering",
        "per",
        "place",
        "planned",
        "roles",
        "scale",
        "suits",
        "tallies",
        "text",
        "tokens",
        "unit",
        "unit_rule",
        "words",
        "year",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = self.name = self.numbering = self.code = ""
        self.scale = self.per = ""
        self.unit: Unit | None = None
        self.unit_rule = ""
        self.first = self.last = ""
        self.year: int | None = None
        self.as_of = self.compares = self.tallies = False
        self.roles: dict[str, Said] = {}
        self.tokens: list[Token] = []
        self.suits: dict[str, str] = {}  # units that what it names is counted in, with the rules that say so
        self.place = False
        self.planned = False
        self.grouping = False

    @property
    def status(self) -> str:
        """The status that the head gives its numbers, "" for none."""
        return next((role for role in STATUSES if role in self.roles), "planned" if self.planned else "")

    @property
    def strong(self) -> list[Token]:
        """The words of the head that name a programme outright."""
        return [token for token in self.tokens if token[2].programme and not token[2].weak]

    @property
    def zoned(self) -> bool:
        """Whether the head says urban or rural: such a row is no place."""
        return any(token[2].area for token in self.tokens)

    @property
    def of_zone(self) -> bool:
        """Whether it is no place among places, as it begins with urban or rural: 农村, and not 北城区."""
        return any(token[2].area and token[0] == 0 for token in self.tokens)

    @property
    def names_rows(self) -> bool:
        """Whether a column below the head holds what names or numbers its rows."""
        return bool(self.roles.keys() & {*_NAMING, "number"})

    @property
    def is_total(self) -> bool:
        """Whether the head is that of a total or subtotal."""
        return "total" in self.roles or "subtotal" in self.roles

    @property
    def dated(self) -> bool:
        """Whether the time it names is a day, such as the day of issue."""
        return len(self.first) >= _DAY and not self.as_of

    @property
    def timed(self) -> bool:
        """Whether the head names a time."""
        return bool(self.last)


def period(head: Head, year: int | None) -> str:
    """ISO period of the time that a head names, in a table about ``year``; "" where a year is needed and unknown."""
    first, last = fill(head.first, year), fill(head.last, year)
    if not last:
        return ""
    if head.as_of:
        return f"../{last}"
    return first if first == last else f"{first}/{last}"
