"""Puts the words of row and column together to one name, the kinds before the thing and the measures behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..attribution.nouns import Nouns
from .captions import Captions
from .heads import HeadReader

_OVERLAP = 2  # so many characters that one ends and the next begins with are said once
_WHOLE_SEX = {"男": "男性", "女": "女性"}


class Pieces(NamedTuple):
    """The words of one axis by what they are, the outermost first."""

    kinds: list[str]
    things: list[str]
    measures: list[str]


class Names:
    """Composes the names of one table; ``both_sides`` says that it gives 收入 and 支出, which then stay in them."""

    def __init__(self, reader: HeadReader, words: Nouns, captions: Captions, both_sides: bool) -> None:
        self._reader = reader
        self._nouns = words
        self._used = captions.used
        self._is_apart = captions.is_apart
        self._both_sides = both_sides

    def compose(self, kinds: Sequence[str], things: Sequence[str], measures: Sequence[str]) -> str:
        """The name: things joined, measures behind them that they do not say themselves, kinds before them."""
        name = ""
        for thing in things:
            name = self._joined(name, thing)
        for measure in measures:
            act, plain = self._parted(measure)
            if name and self._said(name, plain):
                kinds = [*kinds, act] if act else kinds  # 新增人数 of 特困人员
                continue
            name = self._joined(name, measure)
        for kind in reversed(list(dict.fromkeys(kinds))):
            if kind in name:
                continue
            both = self._reader.words.find("both-areas", name)
            if both is not None and self._reader.read(kind).zoned:
                name = name[both.end :]
                self._used(both.rule)
            name = kind + name
        return name

    def _parted(self, measure: str) -> tuple[str, str]:
        """A measure without the deed before it: 新增 and 人数."""
        said = self._reader.words.find("generic", measure)
        for at in range(_OVERLAP, len(measure) - 1) if said is None else ():
            whole = self._reader.words.find("generic", measure[at:])
            if whole is not None and measure[:at] in self._nouns.words["gained"]:
                return measure[:at], measure[at:]
        return "", measure

    def _said(self, name: str, measure: str) -> bool:
        """Whether the name itself says what the measure does: 低保对象 人数, 高龄津贴 发放金额."""
        if "generic" not in self._reader.read(measure).roles:
            return False
        side = next((word for word in self._nouns.words["balance"] if measure.endswith(word)), "")
        if side and self._both_sides and not name.endswith(side):
            return False  # 低保资金 本年收入, 本年支出
        sort, of = self._nouns.sort(name)[0], self._nouns.sort(measure)[0]
        if name.endswith(measure):
            return True
        if of == "household":
            return sort in ("people", "household") and len(name) > _OVERLAP
        if of == "money":
            return sort == "money" and self._reader.words.find("paid", name) is not None
        return bool(sort) and sort != "money" and len(name) > _OVERLAP

    def _joined(self, first: str, second: str) -> str:
        if not first or first in second:
            return second
        tally = self._reader.words.find("tally", second)
        if tally is not None and second[: tally.start] and first.endswith(second[: tally.start]):
            self._used(tally.rule)
            return first  # 安养机构 机构数
        if second in first and first.endswith(second):
            return first
        for size in range(min(len(first), len(second)), _OVERLAP - 1, -1):
            if first.endswith(second[:size]):
                return first + second[size:]
        return first + second

    def told_apart(
        self, row: Pieces, over: Pieces, named: Sequence[str], last: str
    ) -> tuple[Pieces, Pieces, str]:
        """Sexes and ages in the form that the thing wants: 男性特困人员, but 护理补贴男 and, last, 核发人次 and 男.

        ``named`` is what the lines above name, ``last`` the column's lowest head.
        """
        mine = [kind for kind in row.kinds if self._is_apart(kind)]
        others = [kind for kind in over.kinds if self._is_apart(kind)]
        thing = next(iter((*reversed(over.things if named else row.things or over.things), *named)), "")
        if not (mine or others) or not thing:
            return row, over, ""
        if self._nouns.sort(thing)[0] == "people":
            whole = {kind: _WHOLE_SEX.get(kind, kind) for kind in (*mine, *others)}
            return (row._replace(kinds=[whole.get(kind, kind) for kind in row.kinds]),
                    over._replace(kinds=[whole.get(kind, kind) for kind in over.kinds]), "")
        row = row._replace(kinds=[kind for kind in row.kinds if kind not in mine])
        over = over._replace(kinds=[kind for kind in over.kinds if kind not in others])
        ends = others if last in others else []
        rest = [*mine, *(kind for kind in others if kind not in ends)]
        return row._replace(measures=["".join(rest), *row.measures] if rest else row.measures), over, "".join(ends)

    def plain_money(self, measure: str) -> bool:
        """Whether a measure only says that money is counted: 本年支出."""
        return "generic" in self._reader.read(measure).roles and self._nouns.sort(measure)[0] == "money"

    def of_people(self, measure: str) -> bool:
        """Whether a measure numbers people or households."""
        said = self._reader.words.find("measure", self._parted(measure)[1])
        unit = self._reader.words.unit(said.unit) if said is not None else None
        return unit is not None and unit.measure in ("persons", "households")

    def sticks(self, kind: str) -> bool:
        """Whether a kind stands at what is counted in a house, and not at the house: (安养机构)公费进住人数."""
        return self._nouns.read(kind).close
