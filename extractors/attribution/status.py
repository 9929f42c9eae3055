"""Whether a number is a result, an old value, a change, a plan or a rule, and of a change which way it goes.

The words of patterns/status.yaml make the candidates: those right before the number (``direction.near``), comparisons
and constructions of old and new values, scopes of planning (``scopes``), rules and limits. The scores rank them.
"""

from __future__ import annotations

from ..model import Reference
from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from .context import Context
from .counted import BOUNDS
from .decision import Candidate, decide
from .direction import Shift, near, shift, signed
from .formerly import Formerly
from .norms import RULING, norms, right_behind
from .scopes import Scopes
from .signs import JOINTS

_REACH, _COPULA, _RESULT = mask("reach"), mask("copula"), mask("result")
_PLAN, _PLAN_BEHIND = mask("plan"), mask("plan-behind")
_TARGETS, _TARGET_BEHIND, _BUDGET = mask("target"), mask("target-behind"), mask("budget")
_DONE, _PART, _THAT_IS, _IN_ALL = mask("done"), mask("part"), mask("that-is"), mask("in-all")
_NEW_START = mask(
    "change", "change-compared", "reach", "cut", "verb", "head", "compare", "part", "rest", "done", "spend", "plan",
    "stop", "target", "earlier",
)  # fmt: skip
_BOUNDED = frozenset({"at_least", "at_most"})
_OF_CHANGE = frozenset({"previous", "change"})
_JOINTS = JOINTS | {"", "以及"}
_OPEN = frozenset("(（")
_OF, _SHARE = "的", "占"
_THINGS = frozenset(("件", "项", "大项"))
_NOUN = 10  # characters of what such things are called, with the sentence's end
_NOTICE = "notice"
_OF_PLAN = "plan.part"
_LISTED = frozenset({"list", "status.yaml#that-is"})
_SECTION_RULE = "plan-heading"


_ACTUAL, _NO_WAY = Candidate("actual", "default"), Candidate("", "default")


class Statuses:
    """Gives the quantities of one sentence their status and direction, in text order."""

    def __init__(
        self, context: Context, planned: bool | None, review: Reference, plan: Reference, genre: str = ""
    ) -> None:
        """``planned`` says whether the section is a plan; ``review`` and ``plan`` are the report's own times.

        ``genre`` is the document's kind: in a notice a limit is a rule.
        """
        self._ruling = genre == _NOTICE
        self._context = context
        self._planned = bool(planned)
        self._ranks = context.lexicon.ranks
        ahead = int(plan.first[:4]) if self._planned and plan.first[:4].isdigit() else None
        self._formerly = Formerly(context, ahead or review.year, ahead is not None)
        self._scopes = Scopes(context, review, plan)

    def read(self, quantity: Quantity) -> None:
        """Decides status and direction of a number whose measure and bound are known."""
        words = near(self._context, quantity)
        shifted = shift(self._context, quantity, words)
        found: list[Candidate] = []
        self._formerly.read(quantity, words, shifted is not None, found)
        if shifted is not None:
            found.append(Candidate("change", shifted.rule, shifted.start, shifted.end, self._ranks["shifted"]))
        if self._context.bits & (_TARGETS | _TARGET_BEHIND):
            self._target(quantity, words, found)
        if self._context.bits & _BUDGET:
            self._budgeted(quantity, words, found)
        self._plan(quantity, words, shifted, found)
        raised = self._planned and quantity.previous is not None and quantity.previous.old_of is quantity
        ruling = self._ruling or (quantity.bound in _BOUNDED and quantity.measure == "standard")
        if (self._context.bits & RULING or ruling) and not raised:  # 限额由2000元放宽到3000元, as planned
            norms(self._context, quantity, self._planned, found, self._ruling)
        continued = self._continued(quantity, words, found)
        if continued is not None:
            found.append(continued)
        for token in words if self._context.bits & _REACH else ():
            if token[2].bits & _REACH:
                found.append(Candidate("actual", token[2].rules["reach"], token[0], token[1], self._ranks["new"]))
        found.append(_ACTUAL)
        winner = decide(quantity, "status", found)
        self._direction(quantity, shifted, winner)
        if "#" in winner.rule and winner.rule not in quantity.trace:
            quantity.trace.append(winner.rule)

    def _direction(self, quantity: Quantity, shifted: Shift | None, status: Candidate) -> None:
        """The way a change goes, also a planned one; a list's next number goes the way of the one before."""
        before = quantity.previous
        way = _NO_WAY
        if status.value in ("change", "planned") and shifted is not None:
            way = Candidate(shifted.direction, shifted.rule, shifted.start, shifted.end, 1)
        elif status.rule in _LISTED and before is not None and "direction" in before.decisions:
            said = before.decisions["direction"].winner
            way = Candidate(signed(self._context, quantity) or said.value, said.rule, said.start, said.end, 1)
        decide(quantity, "direction", [way])

    def _continued(self, quantity: Quantity, words: list[Token], found: list[Candidate]) -> Candidate | None:
        """The next number of a list: 分别增长5%、3%; 净增企业12家、个体户30户; 较上年1917户4637人."""
        before = quantity.previous
        if before is None or any(one.value in _OF_CHANGE for one in found):
            return None
        same = next((token for token in words if token[2].bits & _THAT_IS), None)
        if before.status == "planned":
            way = before.decisions["direction"].winner.value
            if same is not None and way and quantity.measure == "rate":  # 增加82億元，即8.4%
                return Candidate("planned", same[2].rules["that-is"], same[0], same[1], self._ranks["planned"])
            if quantity.measure == "rate" and self._between(before, quantity).lstrip("，, ").startswith(_SHARE):
                said = before.decisions["status"].winner  # 预算为1274亿元，占总开支22%
                return Candidate("planned", "share", said.start, said.end, said.score - 1)
            return self._part_of_plan(before, quantity)
        if before.status not in _OF_CHANGE:
            gap = self._between(before, quantity).strip()
            said = before.decisions["status"].winner
            listed = before.status == "norm" and gap in _JOINTS and gap
            return Candidate("norm", "list", said.start, said.end, said.score - 1) if listed else None
        if same is not None and before.status == "change":
            return Candidate("change", same[2].rules["that-is"], same[0], same[1], self._ranks["shifted"])
        gap = self._between(before, quantity)
        if before.status == "change" and quantity.measure == "rate" and gap in _OPEN:  # 减少112户（3.1%）
            said = before.decisions["status"].winner
            return Candidate("change", "list", said.start, said.end, said.score - 1)
        if gap.strip() not in _JOINTS and not (words and gap[:1] in _JOINTS and self._only_each(before, quantity)):
            if before.status != "change" or gap[:1] not in _JOINTS:
                return None
            if any(token[2].free & _NEW_START for token in quantity.tokens):
                return None
            if before.decisions["direction"].winner.rule.partition("#")[2] not in _OBJECT_RULES:
                return None
        said = before.decisions["status"].winner
        return Candidate(said.value, "list", said.start, said.end, said.score - 1)

    def _between(self, before: Quantity, quantity: Quantity) -> str:
        """The words between two numbers, without a bound behind the first: 7%左右和8%左右."""
        text, start = self._context.text, before.end
        bound = next((word for word in BOUNDS if text.startswith(word, start)), "")
        return text[start + len(bound) : quantity.left]

    def _part_of_plan(self, before: Quantity, quantity: Quantity) -> Candidate | None:
        """计划投资300万元，其中省级补助120万元、自筹180万元: what a plan is made of is planned, too."""
        context = self._context
        gap = context.between(before.end, quantity.left)
        said = before.decisions["status"].winner
        if context.holds(_DONE, before.end, quantity.left):
            return None
        opener = next((token for token in gap if token[2].bits & _PART), None)
        if opener is not None:
            return Candidate("planned", _OF_PLAN, opener[0], opener[1], self._ranks["limited"])
        listed = said.rule == _OF_PLAN and not any(token[2].free & _NEW_START for token in gap)
        return Candidate("planned", _OF_PLAN, said.start, said.end, self._ranks["limited"]) if listed else None

    def _only_each(self, before: Quantity, quantity: Quantity) -> bool:
        return all(t[2].each for t in self._context.between(before.end, quantity.left))

    def _target(self, quantity: Quantity, words: list[Token], found: list[Candidate]) -> None:
        """任务200张, 60个的任务."""
        context = self._context
        cues, text = context.lexicon.cues, context.text
        for token in words:
            if token[2].bits & _TARGETS:
                cue = cues[token[2].rules["target"]]
                share = text.startswith(_OF, quantity.end)  # 完成目标9000人的103%
                done = any(t[2].free & _RESULT for t in context.between(quantity.own, token[0]))  # 完成建设任务8处
                named = done or not cue.governs(text, context.start, token[0], token[1])
                if cue.counts(quantity.measure) and (share or not named):
                    found.append(Candidate("planned", cue.rule, token[0], token[1], self._ranks["target"]))
                break
            if not token[2].bits & _COPULA and not token[2].each:
                break
        if text[quantity.left - 1] in _OPEN:
            self._target_in_bracket(quantity, found)
        for token in context.between(quantity.end, quantity.clause_end):
            if token[2].bits & _TARGET_BEHIND and (right_behind(context, quantity, token)):
                cue = cues[token[2].rules["target-behind"]]
                if cue.counts(quantity.measure):
                    found.append(Candidate("planned", cue.rule, token[0], token[1], self._ranks["target"]))

    def _target_in_bracket(self, quantity: Quantity, found: list[Candidate]) -> None:
        """完成年度任务（8.2亿元）的23%: the bracket behind a target says how much it is."""
        context, end = self._context, quantity.left - 1
        cues = context.lexicon.cues
        for token in context.between(max(context.start, end - _NOUN), end):
            if token[1] == end and token[2].bits & _TARGETS:
                cue = cues[token[2].rules["target"]]
                if cue.counts(quantity.measure):
                    found.append(Candidate("planned", cue.rule, token[0], token[1], self._ranks["target"]))

    def _budgeted(self, quantity: Quantity, words: list[Token], found: list[Candidate]) -> None:
        """为预算9万元的76%: a budget that what was spent is a share of, whatever its year."""
        behind = quantity.following
        if behind is None or behind.measure != "rate" or self._between(quantity, behind) != _OF:
            return
        for token in words:
            if token[2].bits & _BUDGET and token[1] == quantity.left:
                rule = token[2].rules["budget"]
                found.append(Candidate("planned", rule, token[0], token[1], self._ranks["target"]))

    def _plan(self, quantity: Quantity, words: list[Token], shifted: Shift | None, found: list[Candidate]) -> None:
        over = self._scopes.over(quantity)
        if over and self._settled_behind(quantity):
            over = []
        for scope in over:
            role = scope.cue.role
            if role == "weak-plan" and not self._planned:
                continue
            if role == "seek" and not self._planned and not self._sought(quantity, words, shifted):
                continue
            if role == "wish" and scope.stop < quantity.clause_start and quantity.bound not in _BOUNDED:
                continue  # 确保 reaches further only for what is bounded: 确保持证率达到90%以上
            found.append(Candidate("planned", scope.cue.rule, scope.start, scope.stop, self._ranks["planned"]))
        for token in words:
            if token[2].period and token[2].bits & _PLAN:  # 增至下年度的11亿元
                found.append(Candidate("planned", token[2].rules["plan"], token[0], token[1], self._ranks["planned"]))
        ended = self._scopes.cut_off(quantity)
        if ended is not None:
            found.append(Candidate("actual", ended[2], ended[0], ended[1], self._ranks["new"]))
        if self._context.bits & _PLAN_BEHIND:
            for start, end, term in self._context.between(quantity.end, quantity.right):
                cue = self._context.lexicon.cues[term.rules["plan-behind"]] if term.free & _PLAN_BEHIND else None
                if cue is not None and cue.governs(self._context.text, quantity.end, start, end):
                    found.append(Candidate("planned", cue.rule, start, end, self._ranks["planned"]))
        if quantity.in_plan_cell:
            found.append(Candidate("planned", "tables.yaml#planned", -1, -1, self._ranks["cell"]))
        if not self._planned:
            return
        settled = self._scopes.settled(quantity)
        if settled is None:
            found.append(Candidate("planned", _SECTION_RULE, -1, -1, self._ranks["section"]))
        else:
            found.append(Candidate("actual", settled[2], settled[0], settled[1], self._ranks["new"]))

    def _settled_behind(self, quantity: Quantity) -> bool:
        """Whether the number is told as done by what stands right at it: 6.84万元已上缴, 到去年的9875人."""
        context = self._context
        if context.bits & _DONE:
            for start, _, term in context.between(quantity.end, quantity.clause_end)[:1]:
                if start == quantity.end and term.bits & _DONE and not term.bits & _IN_ALL:
                    return True
        times = context.times_in(quantity.clause_start, quantity.left) if context.times else []
        at = times[-1] if times else None
        leads = at is not None and at.end + 1 == quantity.left and context.text[at.end] == _OF
        return leads and at is not None and self._scopes.over_by(at)

    @staticmethod
    def _sought(quantity: Quantity, words: list[Token], shifted: Shift | None) -> bool:
        """争取…达到60%: outside plans, only what shall be reached or change is one; 争取补助300万元 was done."""
        if quantity.measure == "amount":
            return False
        return (
            quantity.measure == "rate"
            or shifted is not None
            or quantity.bound in _BOUNDED
            or any(token[2].bits & _REACH for token in words)
        )


def parts_lead(context: Context) -> bool:
    """Whether a sentence opens with a word for the parts of what the one before tells: 其中，…列支621万元."""
    if not context.bits & _PART:
        return False
    first = next(iter(context.tokens), None)
    return first is not None and first[2].bits & _PART != 0 and not context.text[context.start : first[0]].strip()


def announces(context: Context) -> bool:
    """Whether a sentence ends in how many things are planned that those behind it tell: 再办好15件民生实事。一是…"""
    last = context.quantities[-1] if context.quantities else None
    if last is None or last.status != "planned" or last.form not in _THINGS or last.measure != "count":
        return False
    return context.end - last.end <= _NOUN and context.clause(last.end)[1] >= context.end - 1


_OBJECT_RULES = frozenset({"change-with-object", "change-with-object-down"})
