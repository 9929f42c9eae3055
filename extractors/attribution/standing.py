"""Whether a number is a result, an old value, a change, a plan or a rule."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.lexicon import Token, mask
from .context import Context
from .subjects import Left

_COMPARED = 24  # characters between 比 and 多: 比2017年的18,205对多
_AFTER = 8
_VERB = 2
_CHANGE, _REACH, _BASELINE, _COMPARE, _NORM = (mask(r) for r in ("change", "reach", "baseline", "compare", "norm"))
_CHANGE_COMPARED, _PLAN, _WEAK_PLAN, _DONE = (mask(r) for r in ("change-compared", "plan", "weak-plan", "done"))
_FUTURE, _LIMIT = mask("future"), mask("limit")
_NOT_OLD = mask("change", "reach", "cut", "verb")
_SPEAKS = mask("verb", "cut", "head", "forward")
_MEASURED = frozenset({"amount", "standard", "rate"})
_NO_PLAN = tuple("每了，,。；;、：:”」）)》的书内")  # 根据年度检查计划，…: a plan that is only named
_WISH = mask("wish")
_PLANNING = _WISH | _PLAN | _WEAK_PLAN | _DONE | _FUTURE
_RULING = _NORM | _LIMIT
_OF_CHANGE = frozenset({"previous", "change"})


class Statuses:
    """Gives the quantities of one sentence their status, in text order."""

    def __init__(self, context: Context, planned: bool | None, year: int | None) -> None:
        self._context = context
        self._year = year
        self._done_at = -1
        self._planned = planned
        self._state = "section" if planned else ""  # why what follows is planned
        self._wished = ""
        self._since = 0
        self._next = 0

    def read(self, quantity: Quantity, left: Left) -> str:
        """``actual``, ``previous``, ``change``, ``planned`` or ``norm``; the rule goes on the quantity's trace."""
        if self._context.bits & _PLANNING:
            self._advance(quantity.start)
            if self._state and not self._planned and self._since < self._context.segment(quantity.start):
                self._state = ""  # outside a plan section a plan ends at the semicolon
            if self._planned and not self._state and 0 <= self._done_at < quantity.clause_start:
                self._state = "section"  # in a plan 已 goes no further than its clause
        found = self._changed(quantity, left)
        if found is None:
            before = quantity.previous
            if (
                before is not None
                and before.status in _OF_CHANGE
                and self._context.text[before.end : quantity.left] in ("", "、", "和", "及", "与")
            ):
                return before.status
            if self._context.bits & _RULING and (rule := self._norm(quantity)):
                found = "norm", rule
            elif rule := self._plan(quantity):
                found = "planned", rule
            else:
                return "actual"
        status, rule = found
        if rule:
            quantity.trace.append(rule)
        return status

    def _changed(self, quantity: Quantity, left: Left) -> tuple[str, str] | None:
        """Change or old value, by the words right before the number; ("actual", "") is settled, None is open."""
        context = self._context
        reached = ""
        for start, _, term in left.tails:
            if term.text in ("到", "至", "为"):
                reached = term.text
            if term.bits & _CHANGE:
                if reached and (reached != "为" or term.text[-1] not in "幅速率"):
                    break
                return "change", term.rules["change"]
            if term.bits & _REACH:
                break
            if term.bits & _CHANGE_COMPARED and any(
                t[2].bits & _COMPARE for t in context.between(max(context.start, start - _COMPARED), start)
            ):
                return "change", term.rules["change-compared"]
            if term.bits & _BASELINE and self._reaches(quantity):
                return "previous", term.rules["baseline"]
        if context.bits & _COMPARE:
            if (more := self._more(quantity)) is not None:
                return "change", more
            if self._compared(quantity):
                return "previous", "status.yaml#comparison"
        if self._year_before(quantity):
            return "previous", "periods.yaml#last-year"
        return None

    def _more(self, quantity: Quantity) -> str | None:
        """比上年多募12万元: the verb may stand between 多 and the number."""
        compared = False
        for _, end, term in quantity.tokens:
            compared = compared or term.free & _COMPARE != 0
            if compared and term.bits & _CHANGE_COMPARED and 0 < quantity.left - end <= _VERB:
                return term.rules["change-compared"]
        return None

    def _year_before(self, quantity: Quantity) -> bool:
        """上年为47万元, 去年同期12件, 2021年同期为156起: an old value named for comparison."""
        text = self._context.text
        for time in self._context.times_in(quantity.own, quantity.left):
            last = time.first == "{Y-1}"
            if not last and not text.startswith("同期", time.end):
                continue
            if "同期" in text[time.start : time.end + 2] or text[time.end : quantity.left].strip() in ("为", "是", ""):
                return True
        return False

    def _reaches(self, quantity: Quantity) -> bool:
        """Whether a new value follows: 由800元提高到1500元."""
        context = self._context
        for start, _, term in context.between(quantity.end, min(context.end, quantity.end + 30)):
            if term.bits & _REACH or term.text in ("到", "至"):
                return True
            if context.text[start] in "，,；;。":
                break
        return False

    def _compared(self, quantity: Quantity) -> bool:
        """较去年230户 with no word of change between: the number is the old value."""
        compare: Token | None = None
        old = False
        for token in quantity.tokens:
            if token[2].free & _COMPARE:
                compare, old = token, False
            elif compare is not None:
                if token[2].free & _NOT_OLD:
                    return False
                old = old or token[2].bits & _BASELINE != 0
        if compare is None:
            return False
        beside = compare[1] == quantity.left and quantity.measure != "rate"  # 同比2208对
        return old or beside or bool(self._context.times_in(compare[1], quantity.left))

    def _norm(self, quantity: Quantity) -> str:
        """The rule by which a requirement or limit is known."""
        context = self._context
        for start, _, term in context.between(quantity.end, min(quantity.clause_end, quantity.end + _AFTER)):
            if (
                term.bits & _NORM
                and start - quantity.end <= (0 if term.text == "任务" else 3)
                and (quantity.bound != "exact" or not term.text.endswith(("标准", "比例", "原则")))
            ):
                return term.rules["norm"]
        if quantity.measure == "rate" and quantity.unit == "%" and quantity.bound == "exact":
            return ""
        start = quantity.clause_start
        if start > context.start and context.text[start - 1] in "(（":
            start, _ = context.clause(start - 1)
        for _, _, term in context.between(start, quantity.start):
            if (
                term.bits & _NORM
                and quantity.measure in _MEASURED
                and not term.text.startswith("的")
                and term.text != "任务"
            ):
                return term.rules["norm"]
            if term.bits & _LIMIT and not self._planned and not self._state and not term.text.startswith(("至", "最")):
                return term.rules["limit"]
        return ""

    def _advance(self, end: int) -> None:
        """Follows the words of planning and of completion up to ``end``."""
        tokens, text, at = self._context.tokens, self._context.text, self._next
        while at < len(tokens) and tokens[at][1] <= end:
            _, stop, term = tokens[at]
            at += 1
            if term.free & _PLAN:
                if not text.startswith(_NO_PLAN, stop):
                    self._state, self._since = term.rules["plan"], stop
            elif term.free & _WEAK_PLAN and self._planned and not self._state:
                self._state = term.rules["weak-plan"]
            elif term.free & _WISH and not text.startswith("了", stop):
                self._wished, self._since = term.rules["wish"], stop
            elif term.bits & _DONE:
                self._state = self._wished = ""
                self._done_at = stop
            elif term.free & _FUTURE and at < len(tokens) and tokens[at][0] == stop and tokens[at][2].bits & _SPEAKS:
                self._state, self._since = "status.yaml#plan", stop
        self._next = at

    def _target(self, quantity: Quantity) -> bool:
        """到2025年，护理型床位占比达到60%: a year still to come, seen from the report's own."""
        text = self._context.text
        for time in self._context.times_in(self._context.start, quantity.left):
            if time.grain != "year" or time.year is None or not text.startswith("到", time.start - 1):
                continue
            if text[time.start - 2 : time.start - 1] not in ("截", "止", "至"):
                return self._year is None or time.year > self._year
        return False

    def _plan(self, quantity: Quantity) -> str:
        """The rule by which a number is planned, "" where it is a result."""
        bounded = quantity.bound in ("at_least", "at_most")
        if not self._state and self._wished and (bounded or self._since >= quantity.clause_start):
            return self._wished  # 确保持证率达到90%以上, 确保年底前完成150户
        if not self._state and self._target(quantity):
            return "status.yaml#plan"
        if self._state != "section":
            return self._state
        behind = self._context.between(quantity.end, quantity.clause_end)
        return "" if any(t[2].bits & _DONE and t[2].text.startswith("已") for t in behind) else "headings.yaml#plan"
