"""What the numbers of a table count: one name out of the words of row, column and lines above.

Every head is a thing (低保对象), a kind of things (城市, 集中供养, 新登记) or a measure (户数, 占比). Kinds stand
before the thing, measures behind it, and a measure that the thing itself says is left out (低保金 金额).
"""

from __future__ import annotations

from collections.abc import Sequence

from ..attribution.decision import Candidate
from ..attribution.nouns import Nouns
from ..attribution.phrases import clean
from ..attribution.topics import OTHER
from ..text.rows import Span
from .captions import Captions
from .head import Head
from .heads import HeadReader
from .model import NOWHERE, Column, Line, Placed, Table
from .names import Names, Pieces

_ROW_HEAD, _COLUMN_HEAD = "table.row", "table.column"
_OVERLAP = 2  # so many characters that one ends and the next begins with are said once
_KINDS = frozenset(("label", "act"))
_OPEN_LABELS = "nouns.yaml#labels"
_TIMES = "次"  # 人次, 户次
_NO_DEEDS = frozenset(("", "thing", "money", "event"))
_SORT = "类"  # 豆类 is a thing; A类 and 一类 are grades


class Subjects:
    """Names what the cells of one table count."""

    def __init__(self, table: Table, reader: HeadReader, words: Nouns, captions: Sequence[Placed],
                 parents: Sequence[int | None]) -> None:
        self._table = table
        self._reader = reader
        self._nouns = words
        self._about_all = Captions(table, reader, words, captions)
        self._parents = parents
        last = [column.heads[-1].words for column in table.columns if column.kind == "value" and column.heads]
        sides = {word for word in words.words["balance"] for one in last if one.endswith(word)}
        self._names = Names(reader, words, self._about_all, len(sides) > 1)
        self._topic = self._about_all.topic
        self._whole = self._about_all.whole

    def of(self, line: Line, number: int, column: Column) -> Candidate:
        """The subject of the row's cell in the column; ``number`` is the row's."""
        own = [(head, span) for head, span in line.placed if head.words and not (head.is_total and head.place)]
        below = self._placed(column)
        span = next((span for _, span in (*own, *below)), NOWHERE)
        row, over = self._pieces([head for head, _ in own]), self._pieces([head for head, _ in below])
        if (not row.things and row.kinds) or (not row.things and self._follows(line)):
            row = self._with_whole(row, line, number)
        named, where = "", NOWHERE
        if column.says("part") and over.kinds and not over.things:
            left = [c for c in self._table.columns[: column.number] if c.kind == "value" and not c.says("part")]
            things = self._pieces([head for head, _ in self._placed(left[-1])]).things if left else []
            over = over._replace(things=things)  # 公益性公墓 and 其中：新建
        if not row.things:
            named, where = self._about(line, bool(own), over, below, column)
        elif self._lacks_deed(row, over, line, column):
            row, where = Pieces(row.kinds, [*row.things, self._topic[0]], row.measures), self._topic[1]
        if named and any(map(self._names.of_people, (over.measures or over.things)[-1:])):
            named = self._about_all.without_act(named)  # 困难群众救助 of 年末人数
            said = self._reader.words.find("paid", named)
            spent = said is not None and self._reader.words.find("generic", named[said.start :]) is not None
            if said is not None and spent and self._reader.read(named[: said.start]).strong:
                named = named[: said.start]  # 低保资金 of 户数
        if over.measures and (sticking := [kind for kind in over.kinds if self._names.sticks(kind)]):
            over = Pieces([kind for kind in over.kinds if kind not in sticking], over.things,
                           ["".join([*sticking, over.measures[0]]), *over.measures[1:]])
        if line.code and row.things:  # 2080206 社会组织管理 is an account: its money needs no 本年支出
            over = over._replace(measures=[word for word in over.measures if not self._names.plain_money(word)])
        lowest = below[-1][0].words if below else ""
        row, over, apart = self._names.told_apart(row, over, [named] if named else [], lowest)
        kinds, measures, compose = [*over.kinds, *row.kinds], [*row.measures, *over.measures], self._names.compose
        if named and not (row.things or over.things):
            subject = compose(kinds, [named], measures)
        elif named:
            subject = compose(kinds, [named, *over.things], measures)
        elif row.things and not row.measures:
            subject = compose(kinds, [*row.things, *over.things], over.measures)
        else:
            subject = compose(kinds, [*over.things, *row.things], measures)
        if subject := (clean(subject) or subject) + apart:
            found = span if own or below else where
            return Candidate(subject, _ROW_HEAD if own else _COLUMN_HEAD, *found)
        last = next(((head.name, span) for head, span in reversed(column.placed) if head.name), ("", NOWHERE))
        return Candidate(last[0], _COLUMN_HEAD, *last[1])

    def _placed(self, column: Column) -> list[Placed]:
        """The heads of a column that name something; of one of changes that names nothing, of what it compares."""
        changed = column.says("change")  # 百分率 below 按月变动 names nothing
        below = [
            (head, span) for head, span in column.placed
            if head.words and not head.place and not (changed and self._only(head, "share"))
        ]
        if below or not column.says("change"):
            return below
        left = [
            other for other in self._table.columns[: column.number]
            if other.kind == "value" and not other.says("change")
        ]
        if not left:
            return below
        group = [column for column in left if column.group == left[-1].group and column.group]
        whole = next((column for column in group if column.says("total") or column.says("subtotal")), left[-1])
        return [(head, span) for head, span in whole.placed if head.words and not head.place]

    @staticmethod
    def _only(head: Head, role: str) -> bool:
        """Whether a head says nothing but the role."""
        said = head.roles.get(role)
        return said is not None and said.end - said.start == len(head.words)

    def _of_money(self, words: str) -> bool:
        return self._nouns.sort(words)[0] == "money" or "money" in self._reader.read(words).roles

    def _about(
        self, line: Line, own: bool, over: Pieces, below: Sequence[Placed], column: Column
    ) -> tuple[str, Span]:
        """What the title row or the lines above say that the row is about, where it names nothing itself."""
        only_kinds = bool(over.kinds) and not over.things  # 集中供养 is of the 特困人员 that the line above names
        complete = next((said for head, _ in below if (said := self._reader.words.find("complete", head.words))), None)
        if complete is not None and not line.is_total:
            self._about_all.used(complete.rule)
            return "", NOWHERE
        plain = not any(token[2].programme != OTHER for head, _ in below for token in head.strong)
        if line.is_total and not own and plain and over.things and self._of_money(over.things[-1]):
            sums = [other for other in self._table.columns if other is not column and other.kind == "value"]
            beside = next((p for other in sums if other.says("total") for p in other.placed if p[0].words), None)
            all_of = self._topic if self._topic[0] or beside is None else (beside[0].words, beside[1])
            same = all_of[0][-_OVERLAP:] == over.things[-1][-_OVERLAP:]  # both are spending
            if same and all_of[0] not in over.things[-1] and not line.heading:
                return all_of  # 基本支出 of 本年支出合计, or of what the line above names
        if not only_kinds and any(head.strong for head, _ in below):
            return "", NOWHERE
        heading = self._reader.read(line.heading)
        named, where = (heading.words, NOWHERE) if heading.strong and heading.words else self._topic
        whole = self._whole[0]
        said = self._reader.words.find("counted", whole)
        if said is not None and named == self._topic[0] and not named.endswith(whole[said.start :]):
            self._about_all.used(said.rule)  # 综援个案 of 年老, and not 综援
            named, where = whole if whole[: said.start] == named else whole[said.start :], self._whole[1]
        plain = all("generic" in self._reader.read(measure).roles for measure in over.measures)
        upper = (head for head, _ in below if head in column.heads[:-1])
        groups = [head for head in upper if "money" in head.roles and not head.strong]
        if line.is_total and not own and groups and self._form(groups[0]) != "thing":
            return groups[0].words, below[0][1]  # 收入 above 决算数
        known = all(self._whole[0].endswith(thing[:-1]) for thing in over.things)  # 安养机构 and 机构数
        bare = not own and (not over.things or (line.is_total and known)) and not heading.strong
        if bare and self._whole[0] and (line.is_total or not over.measures or (plain and not named)):
            named, where = self._whole
        if over.things and {self._nouns.sort(named)[0], self._nouns.sort(over.things[-1])[0]} == {"people"}:
            return "", NOWHERE  # 户籍老年人 in a table of 老年人口
        if over.things and self._narrows(named, over.things[-1], self._reader.read(over.things[-1])):
            return "", NOWHERE  # 伤病救助 in a table of 急难救助
        return named, where

    def _lacks_deed(self, row: Pieces, over: Pieces, line: Line, column: Column) -> bool:
        """Whether times are counted (人次) of what is no deed: 火灾等意外 in a table of 临时救助."""
        if over.things or not self._topic[0] or self._reader.read(self._topic[0]).zoned or line.is_total:
            return False
        names = [h.roles["measure"].unit for c in self._table.columns for h in c.heads[-1:] if "measure" in h.roles]
        unknown = self._nouns.sort(row.things[-1])[0] in _NO_DEEDS
        own = [head for head in line.heads if head.words == row.things[-1]]
        named = any(t[2].programme != OTHER for head in own for t in head.strong)
        named |= any(head.unit is not None for head in line.heads)
        return any(name.endswith(_TIMES) and len(name) > 1 for name in names) and unknown and not named

    # ---- heads apart

    def _pieces(self, heads: Sequence[Head]) -> Pieces:
        """The words of one axis, the outermost first, by what they are."""
        found = Pieces([], [], [])
        part = any("division" in head.roles for head in heads)
        for head in heads:
            words = head.words
            form = self._form(head)
            form = "kind" if part and form == "thing" and words.endswith(_SORT) else form
            if form == "thing" and len(heads) > 1:
                words = self._untallied(words)
            if form == "kind" or (found.things and "part" in head.roles and not self._nouns.sort(words)[0]):
                found.kinds.append(words)  # 涉外 below 结婚登记
            elif form == "measure":
                found.measures.append(words)
            elif form == "thing":
                money = self._nouns.sort(words)[0] == "money"
                if found.things and self._narrows(found.things[-1], words, head):
                    found.things.pop()
                elif found.measures and (found.measures[-1][-_OVERLAP:] == words[-_OVERLAP:] or (
                    money and self._nouns.sort(found.measures[-1])[0] == "money"
                )):
                    found.measures.pop()  # 基本支出 below 本年支出, 财政拨款 below 本年收入
                found.things.append(words)
        return found

    def _untallied(self, words: str) -> str:
        """The people that a head numbers: 孤儿数 above 集中养育."""
        said = self._reader.words.find("tally", words)
        if said is None or self._nouns.sort(words[: said.start])[0] != "people":
            return words
        self._about_all.used(said.rule)
        return words[: said.start]

    def _form(self, head: Head) -> str:
        words = head.words
        read = self._nouns.read(words)
        if read.form == "attribute" and read.rule in self._nouns.benefits:
            return "thing"  # 护理补贴
        if words in self._nouns.words["rest"]:
            return "kind"  # 其他
        paid = head.unit is not None and head.unit.measure == "amount"
        if read.form == "carry" and (paid or "share" in head.roles):
            return "measure"  # 占独居老人比率, 发放（万元）
        if "money" in head.roles and read.form in _KINDS and not head.strong:
            return "measure"  # 上年结余
        deed = read.form == "act" and len(words) > 2 * _OVERLAP - 1 and any(t[2].programme for t in head.tokens)
        if read.form in _KINDS and not (words.endswith(_SORT) and read.rule == _OPEN_LABELS):
            return "thing" if deed else "kind"  # 死亡救助
        if "generic" in head.roles or read.form == "attribute" or (head.roles.keys() & {"share", "measure"} and
                                                                   not head.strong and not read.sort):
            return "measure"
        return "" if read.form in ("carry", "empty") else "thing"

    def _narrows(self, outer: str, inner: str, head: Head) -> bool:
        """Whether the inner of two heads of one axis says all that the outer does: 养老床位 over 护理型床位."""
        if outer in inner or (len(outer) > _OVERLAP and inner.endswith(outer[-_OVERLAP:])):
            return True
        read = self._nouns.sort(outer)[0], self._nouns.sort(inner)[0]
        if read == ("people", "people") and not self._reader.read(outer).strong:
            return True  # 老年人 below 服务对象
        return bool(head.strong) and read[0] in ("", read[1])

    def _with_whole(self, row: Pieces, line: Line, number: int) -> Pieces:
        """The row with the thing of the row that it is a part or a rate of: 其中：女性; 占比（%） below 低保对象."""
        above = self._parents[number]
        if above is None and self._follows(line):
            above = next((i for i in range(number - 1, -1, -1) if not self._follows(self._table.lines[i])), None)
            if above is not None and self._table.lines[above].place:
                above = None
        if above is None:
            return row
        whole = self._table.lines[above]
        things = self._pieces([head for head in whole.heads if head.words and not head.is_total])
        own = {self._nouns.read(kind).rule for kind in row.kinds}
        kinds = [kind for kind in things.kinds if self._nouns.read(kind).rule not in own]  # 65岁以上 of 60岁以上
        named = [self._about_all.cut(thing, "of-area") if row.kinds else thing for thing in things.things]
        return Pieces([*row.kinds, *kinds], named, row.measures)

    @staticmethod
    def _follows(line: Line) -> bool:
        """Whether a row tells a rate or a change of the row above it and says nothing of what: 占比（%）, 同比增长."""
        if line.place or not line.heads:
            return False
        said = line.heads[-1].roles
        share = said.get("share")
        return ("change" in said and not line.heads[-1].words) or (
            share is not None and share.end - share.start == len(line.heads[-1].words)
        )
