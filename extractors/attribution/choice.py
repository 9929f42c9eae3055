"""Chooses the period of one number among the times in force."""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from ..document.stretches import IN_FORCE
from ..model import Report
from ..quantities.quantity import Quantity
from ..words.terms import mask
from .decision import Candidate, decide, new
from .ends import beyond, made_at, same_end, up_to_end
from .inforce import InForce
from .lent import a_share, changed_from, in_bracket
from .oldvalues import earlier
from .reaches import YEARS_BACK
from .signs import JOINTS
from .sources import Source
from .timelists import Share
from .yearspan import YEAR, last_year, several, within

_FLOWS = frozenset(("person_times", "household_times"))
_PEOPLE, _DONE = frozenset(("households", "persons")), mask("verb", "head", "deed", "done", "cut")
_LEVELS = frozenset(("standard", "rate", "amount"))
_YEAR_END = "periods.yaml#year-end"
_THIS_YEAR, _MONTH = frozenset(("periods.yaml#whole-year", "periods.yaml#this-year")), len("2023-01")
_YEARS_END = "-12"
_BACK = frozenset((YEARS_BACK, "opener"))
_NOW = "periods.yaml#up-to-now"
_SUM_ALONE = len("累计")
_JOINED = JOINTS | {""}


class Choice:
    """Chooses for the numbers of one sentence, in text order."""

    def __init__(self, now: InForce, weights: Mapping[str, int], report: Report) -> None:
        self._now, self._weights, self._report = now, weights, report
        self._last: tuple[str, int] | None = None  # what won the number before
        self._sample: Source | None = None  # when the audit was made whose sample the number before is of
        self._settled: tuple[int, int] = (-1, -1)  # the times in force when the last number was given its period

    def decide(self, quantity: Quantity, share: Share | None) -> None:
        """Writes the quantity's period: its ``share`` of a list, what the number before lends it, or the best."""
        self._choose(quantity, share)
        self._settled = (self._now.count, quantity.end)

    def _choose(self, quantity: Quantity, share: Share | None) -> None:
        if share is not None:
            decide(quantity, "period", [Candidate(share[0], "dealt", share[1], share[2])])
            return
        if (lent := self._lent(quantity)) is not None:
            decide(quantity, "period", [lent])
            return
        ranked = self._candidates(quantity)
        if quantity.status == "planned":
            ranked += self._behind(quantity)
        if quantity.status == "previous":
            ranked = [*earlier(self._now, quantity, ranked, self._report), *ranked]
        decide(quantity, "period", ranked or [Candidate("", "reference.unknown")])

    def _behind(self, quantity: Quantity) -> list[Candidate]:
        """The time that a plan names behind its number: 其余8户将于12月底前清理到位."""
        now = self._now
        for time in now.context.times_in(quantity.end, min(quantity.right, quantity.clause_end)):
            scope = now.scopes.read(now.context, time, quantity, time.year or now.year, now.anchor)
            if scope is not None and scope.reach in ("clause", "sentence"):
                score = self._weights["clause"]
                value = scope.value
                if value.startswith("../") and value.endswith(_YEARS_END):
                    value = value[len("../") : -len(_YEARS_END)]
                return [Candidate(value, time.rule or "time", time.start, time.end, score)]
        return []

    def _lent(self, quantity: Quantity) -> Candidate | None:
        """The period of the number before, or of the total, where this one is told along with it and no time since."""
        before, text = quantity.previous, self._now.context.text
        if before is None or not self._since(before) or "period" not in before.decisions:
            return None
        if in_bracket(self._now.context, before, quantity):
            return None  # (2013年为78元), a time that only the bracket speaks of
        gap = text[before.end : quantity.left].strip(" \t　") if before.end <= quantity.left else ""
        source: Quantity | None = None
        tallied = self._tallied(before, quantity) if quantity.status == before.status else ""
        if tallied or (quantity.status == before.status and gap in _JOINED):
            source = before
        elif quantity.status == "change":
            source = changed_from(before)
        elif quantity.status != "previous" and (
            quantity.form == "倍" or (quantity.measure == "rate" and a_share(text, before, quantity))
        ):
            source = before if before.status != "previous" else None
        elif (
            (whole := quantity.part_of) is not None
            and quantity.status == "actual" == whole.status
            and "period" in whole.decisions
            and whole.start >= self._now.context.start
            and not self._told(quantity)
        ):
            source = whole
        if source is None:
            return None
        winner = source.decisions["period"].winner
        return Candidate(winner.value, tallied or "inherited", winner.start, winner.end)

    def _since(self, before: Quantity) -> bool:
        """Whether no time stands between ``before`` and what is read now."""
        return self._settled == (self._now.count, before.end)

    def _tallied(self, before: Quantity, quantity: Quantity) -> str:
        """The rule by which the number only says in money what the one before told: 10月发放620人，计31万元."""
        own = self._now.context.text[before.end : quantity.left].strip("，, ") if quantity.measure == "amount" else ""
        return self._now.scopes.words.tallies.get(own, "")

    def _told(self, quantity: Quantity) -> dict[str, str]:
        return self._now.scopes.words.told(self._now.context.text, quantity.own, quantity.left)

    def _candidates(self, quantity: Quantity) -> list[Candidate]:
        """The sources with their scores, the values as they are for this number."""
        told = self._told(quantity)
        weights = self._weights
        sources = self._now.at(quantity.start)
        if quantity.measure == "standard" and (set_from := self._now.memory.since) is not None:
            sources = [set_from, *sources]  # 自4月起，标准为…。补贴每人每月…
        planned = quantity.status == "planned"
        first_planned = self._first_planned() if planned else None
        goal = planned and "goal" in told  # 完成全年任务40所的80%: the goal is the year's
        stock = "stock" in told or self._only_named(quantity, told)
        over = self._now.flow
        dated = over is not None and over.newer > 0 and over.rule == "time"
        old = quantity.status == "previous" and over is not None and several(over.value)
        closing = self._now.stock is not None and self._now.stock.value[8:] in ("12", "12-31")
        both = same_end(self._now)
        flows = "flow" in told or quantity.measure in _FLOWS or (both and quantity.measure == "amount" and not stock)
        to_now = up_to_end(self._now)
        flow = (closing or both or to_now) and flows and "sum" not in told
        earlier_end = to_now and not stock and self._now.stock is not None and self._now.stock.newer <= 0
        flow = flow or (earlier_end and (quantity.measure == "amount" or flows))
        before = quantity.previous
        last = self._last if before is not None and self._since(before) else None
        listed = self._sample is not None and last is not None and before is not None and (
            before.clause_start == quantity.clause_start  # 抽查了6个乡镇、42户
        )
        made = self._sample if listed else made_at(self._now, sources) if "audited" in told else None
        self._sample = made
        if made is not None and made not in sources:
            sources = [made, *sources]
        chosen: dict[int, Source] = {}
        found: list[Candidate] = []
        own, clause, changed = quantity.own, quantity.clause_start, quantity.status == "change"
        levels = quantity.measure in _LEVELS
        ended = self._now.stock
        elsewhen = flow and closing and ended is not None and not any(
            not one.stock and last_year(one.value) == last_year(ended.value) for one in sources
        )
        for source in sources:
            value, level, rule, start, end, newer = source
            if elsewhen and source is ended and (year := last_year(value)) is not None:
                # 截至2016年底，有殡仪馆9个；火化遗体800具, told in 2017
                source, value = source._replace(value=str(year)), str(year)
            if rule == IN_FORCE and quantity.measure != "standard":
                continue
            score = weights[level] + 10 * newer
            if start >= own:
                score += weights["own"]
            if stock and source.stock and (newer > 0 or both or (closing and not dated)):
                score += weights["fits-stock"]
            elif flow and not source.stock:
                score += weights["fits-flow"]
            # A bare 年末 says nothing of changes, nor of the standards, shares and sums of later clauses.
            bare_end = rule == _YEAR_END and (changed or (levels and end <= clause))
            if (flow and source is self._now.stock) or bare_end:
                score += weights["misfits"]
            if first_planned is not None and (year := last_year(value)) is not None and year < first_planned:
                # But 而2020年底，只有38%: what was up to the end that the sentence itself names right before.
                told_of = source.stock and newer > 0 and self._next_to(end, quantity)
                score += 0 if told_of else weights["before-plan"]
            gone = planned and rule in _BACK and quantity.measure != "rate" and several(value)
            gone = gone and not self._ahead(value, False)
            score += weights["before-plan"] if gone else 0  # 过去五年，…。预计每年涉款2400万元
            if old and closing and source is self._now.stock:
                score += weights["misfits"]  # “十二五”时期，…。2015年底，…。社会组织由980家发展到1756家
            if not planned and level == "heading" and beyond(self._now, value):
                score += weights["before-plan"]  # 四、存在的问题和四季度安排: only what is planned is of the heading's
            if source is made:
                score += weights["audited"]
            if last is not None and start == last[1] and value == last[0]:
                score += weights["as-before"]
            if value.endswith(_YEARS_END) and value.startswith("../") and self._ahead(value, planned):
                value = value[len("../") : -len(_YEARS_END)]  # 到2025年底达到60%: the plan is for the year
            elif "sum" in told and (since := self._to_date(value, rule, end, quantity)):
                value = since
            if goal and not several(value) and (year := last_year(value)) is not None:
                value = str(year)
            if rule == _NOW and several(value) and (year := last_year(value)) is not None:
                value = str(year)  # 十年来，…。目前有床位4.7万张: at the end of them
            if several(value):
                if not gone and self._of_all(quantity, told):
                    score += weights["yearly"]
                if changed and self._since_base(value):
                    score += weights["since-base"]
                figures = rule == "time"
                reached = self._level(quantity, told, figures)
                value = within(value, quantity.status, reached, figures, self._now.anchor.now)
            candidate = new(Candidate, (value, rule, start, end, score))
            chosen[id(candidate)] = source
            found.append(candidate)
        if changed and "yearly" in told and (since_year := self._since_year(found)) is not None:
            found.append(since_year)
        if found:
            time_won = chosen.get(id(found[0] if len(found) == 1 else max(found, key=_score)))
            self._last = (time_won.value, time_won.start) if time_won is not None else None
        return found

    def _first_planned(self) -> int | None:
        """The first year that the section plans for, of a plan over years its first; None where it plans nothing."""
        year, ahead = self._now.anchor.year, self._report.plan
        if not self._now.planned or year is None or not several(ahead.period):
            return year if self._now.planned else None
        return min(year, int(ahead.first[:YEAR]))

    def _ahead(self, value: str, planned: bool) -> bool:
        """Whether the year is yet to come when the text is written, or to end where something is planned."""
        year, now = last_year(value), self._now.anchor.now
        return year is not None and (planned if now is None else year > now or (planned and year == now))

    def _to_date(self, value: str, rule: str, end: int, quantity: Quantity) -> str:
        """From the year's first month to the last one reported on: 当月支出8万元，年内累计90万元; "" for others."""
        own = self._now.anchor.own
        last = own.rpartition("/")[2]
        if len(last) != _MONTH or own.startswith(".."):
            return ""
        before = quantity.previous
        beside = before is not None and before.unit == quantity.unit and end <= before.end
        if not ((value == last[:YEAR] and rule in _THIS_YEAR) or (value == own and beside)):
            return ""
        return f"{last[:YEAR]}-01/{last}" if not last.endswith("-01") else last

    def _only_named(self, quantity: Quantity, told: dict[str, str]) -> bool:
        """Whether people are counted by their name alone: 截至6月底，…，1—6月发放90万元；城市低保23户."""
        if quantity.measure not in _PEOPLE or told or not same_end(self._now):
            return False
        context = self._now.context
        if context.segment(quantity.start) != quantity.clause_start or quantity.own != quantity.clause_start:
            return False
        return not quantity.bits & _DONE and bool(context.text[quantity.own : quantity.left].strip())

    @staticmethod
    def _next_to(position: int, quantity: Quantity) -> bool:
        """Whether no other number stands between ``position`` and this one."""
        before = quantity.previous
        return before is None or before.end <= position

    def _since_year(self, found: list[Candidate]) -> Candidate | None:
        """The years since the one compared with: 与2000年相比，…，年均增长9.8%."""
        base, best = self._now.memory.base, max(found, key=_score, default=None)
        if base is None or best is None or several(str(best.value)):
            return None
        first, last = last_year(base[0]), last_year(str(best.value))
        if first is None or last is None or last - first < 2:
            return None
        return Candidate(f"{first + 1}/{last}", base[1].rule or "time", base[1].start, base[1].end, best.score + 1)

    @staticmethod
    def _of_all(quantity: Quantity, told: dict[str, str]) -> bool:
        """Whether it is over all the years of a stretch: 年均增长5%; 到2030年累计建成50所, as planned."""
        if quantity.status == "planned" and "sum" in told:
            return True
        return "yearly" in told and quantity.status in ("change", "planned") and quantity.measure != "standard"

    def _since_base(self, period: str) -> bool:
        """Whether the change is one since the year before a stretch of years: 与2000年相比 and 2001/2005."""
        base = self._now.memory.base
        if base is None:
            return False
        year = last_year(base[0])
        return year is not None and year == int(period[:YEAR]) - 1

    def _passed(self, quantity: Quantity) -> bool:
        """Whether a level is told to have been passed: 营收规模突破5000亿元."""
        words, text = self._now.scopes.words, self._now.context.text
        return quantity.left < quantity.start and "level" in words.told(text, quantity.left, quantity.start)

    def _level(self, quantity: Quantity, told: dict[str, str], figures: bool) -> bool:
        """Whether the number is a level that was reached, and not a sum over the years: 达到1.3万元, 覆盖面93%."""
        if "kept" in told or "yearly" in told:
            return quantity.measure == "standard"
        if "sum" in told and quantity.measure == "amount":
            return False  # 累计支出达186亿元
        if "level" in told or quantity.measure == "standard":
            return True
        if not told and self._passed(quantity):
            return True
        own = self._now.context.text[quantity.own : quantity.left]
        if set(told) == {"sum"} and len(own.strip("、，, ")) == _SUM_ALONE:
            return True  # 新增206公里、累计390公里
        if figures:  # 2020年至2022年，有58人…: of all those years
            return False
        if quantity.measure == "rate":
            return quantity.form != "倍" and not self._now.context.text.startswith("的", quantity.end)
        return "stock" in told


_score = itemgetter(Candidate._fields.index("score"))
