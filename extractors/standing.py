"""Whether a number is a result, an old value, a change, a plan or a rule, and which total it is a part of."""
from __future__ import annotations

from .context import Context
from .quantities import Quantity
from .subjects import Left

_AFTER = 8


def status_of(context: Context, quantity: Quantity, left: Left, previous: Quantity | None, planned: bool | None) -> str:
    """``actual``, ``previous``, ``change``, ``planned`` or ``norm``; the rule goes on the quantity's trace."""
    text = context.text
    for token in left.tails:
        roles = token[2].roles
        if "change" in roles:
            quantity.trace.append(token[2].rules["change"])
            return "change"
        if "reach" in roles:
            break
        if "change-compared" in roles and any("compare" in t[2].roles for t in context.between(max(context.start, token[0] - 12), token[0])):
            quantity.trace.append(token[2].rules["change-compared"])
            return "change"
        if "baseline" in roles and _reaches(context, quantity):
            quantity.trace.append(token[2].rules["baseline"])
            return "previous"
    if _compared(context, quantity, left):
        quantity.trace.append("status.yaml#comparison")
        return "previous"
    if previous is not None and previous.end == quantity.left and previous.status in ("previous", "change"):
        return previous.status
    if previous is not None and text[previous.end:quantity.left] in ("、", "和", "及", "与") and previous.status in ("previous", "change"):
        return previous.status
    norm = _norm(context, quantity, planned)
    if norm:
        quantity.trace.append(norm)
        return "norm"
    plan = _plan(context, quantity, planned)
    if plan:
        quantity.trace.append(plan)
        return "planned"
    return "actual"


def _reaches(context: Context, quantity: Quantity) -> bool:
    """Whether a new value follows: 由1000元提高至3000元."""
    for start, _, term in context.between(quantity.end, min(context.end, quantity.end + 30)):
        if "reach" in term.roles or term.text in ("到", "至"):
            return True
        if context.text[start] in "，,；;。":
            break
    return False


def _compared(context: Context, quantity: Quantity, left: Left) -> bool:
    """较去年101户 with no word of change between: the number is the old value."""
    clause_start, _ = context.clause(quantity.start)
    start = max([clause_start, *(q.end for q in context.quantities if q.end <= quantity.start)])
    tokens = context.between(start, quantity.left)
    compare = [t for t in tokens if "compare" in t[2].roles and "noun" not in t[2].roles]
    if not compare:
        return False
    after = [t for t in tokens if t[0] >= compare[-1][1]]
    if any(t[2].roles & {"change", "reach", "cut", "verb"} and "noun" not in t[2].roles for t in after):
        return False
    times = [t for t in context.times if t.start >= compare[-1][1] and t.end <= quantity.left]
    return bool(times) or any(t[2].text in ("原来", "原") for t in after)


def _norm(context: Context, quantity: Quantity, planned: bool | None) -> str:
    """The rule by which a requirement or limit is known."""
    clause_start, clause_end = context.clause(quantity.start)
    for start, _, term in context.between(quantity.end, min(clause_end, quantity.end + _AFTER)):
        if "norm" in term.roles and start - quantity.end <= 3 and (quantity.bound != "exact" or not term.text.endswith(("标准", "比例", "原则"))):
            return term.rules["norm"]
    for _, _, term in context.between(clause_start, quantity.left):
        if "norm" in term.roles and not term.text.startswith("的") and term.text != "任务":
            return term.rules["norm"]
        if "limit" in term.roles and not planned and not term.text.startswith(("至", "最")):
            return term.rules["limit"]
    return ""


def _plan(context: Context, quantity: Quantity, planned: bool | None) -> str:
    """The rule by which a number is planned, "" where it is a result."""
    state = "section" if planned else ""
    text = context.text
    for start, end, term in context.between(context.start, quantity.start):
        roles = term.roles
        if "noun" in roles and not roles & {"plan", "done"}:
            continue
        if "plan" in roles and "noun" not in roles and not text.startswith("了", end):
            state = term.rules["plan"]
        elif "weak-plan" in roles and "noun" not in roles and planned and state == "":
            state = term.rules["weak-plan"]
        elif "done" in roles:
            state = ""
        elif term.text == "将" and _future(context, end):
            state = "status.yaml#plan"
        elif text[start] in "。；;" and not planned:
            state = ""
    if state == "section":
        _, clause_end = context.clause(quantity.start)
        if any("done" in t[2].roles and t[2].text.startswith("已") for t in context.between(quantity.end, clause_end)):
            return ""
        return "headings.yaml#plan"
    return state


def _future(context: Context, at: int) -> bool:
    """将 before a verb speaks of the future; before a noun it only moves the object."""
    tokens = context.between(at, min(context.end, at + 6))
    return bool(tokens) and tokens[0][0] == at and bool(tokens[0][2].roles & {"verb", "cut", "head"}) and "noun" not in tokens[0][2].roles


class Parts:
    """Follows totals and their parts through the sentences of a paragraph."""

    def __init__(self) -> None:
        self._key: tuple[int, int | None] | None = None
        self._last: list[Quantity] = []

    def read(self, context: Context, lefts: dict[int, Left]) -> None:
        """Sets ``part_of`` of the sentence's quantities; their units and statuses must be known."""
        key = (context.sentence.paragraph, context.section)
        if key != self._key:
            self._key, self._last = key, []
        text = context.text
        wholes: list[Quantity] = []
        mode = ""
        seen: list[Quantity] = []
        at = context.start
        for quantity in context.quantities:
            gap = context.between(at, quantity.left)
            between = text[at:quantity.left]
            if mode == "part" and ("；" in between or ";" in between):
                mode = ""
            if mode == "bracket" and (")" in between or "）" in between):
                mode = ""
            opener = next((t for t in reversed(gap) if "part" in t[2].roles), None)
            if opener is not None:
                wholes = seen[:] or self._last
                mode = "colon" if text[opener[1]:opener[1] + 1] in (":", "：") else "part"
            elif seen and mode == "" and _opens_bracket(between) and seen[-1].unit == quantity.unit:
                wholes, mode = seen[:], "bracket"
            if mode:
                self._attach(quantity, wholes)
            elif any("rest" in t[2].roles for t in gap) or self._elliptical(context, quantity, lefts):
                self._attach(quantity, seen or self._last)
            elif any(t[2].text == "纳入" for t in gap) or seen and quantity.left == seen[-1].end and seen[-1].part_of is not None:
                low, _ = context.segment(quantity.start)
                self._attach(quantity, [q for q in seen if q.start >= low and q.part_of is None and q is not seen[-1] or q.start >= low and any(t[2].text == "纳入" for t in gap)])
            seen.append(quantity)
            at = quantity.end
        self._last = seen or self._last

    @staticmethod
    def _elliptical(context: Context, quantity: Quantity, lefts: dict[int, Left]) -> bool:
        """目前2所已建成 after 新建4所敬老院: a number with no noun of its own and a verb behind it."""
        left = lefts.get(quantity.start)
        if left is None or left.phrase is not None or quantity.measure != "count":
            return False
        return context.text.startswith(("已", "正在", "均已", "完成"), quantity.end)

    @staticmethod
    def _attach(quantity: Quantity, wholes: list[Quantity]) -> None:
        if quantity.measure in ("rate", "standard") or quantity.status in ("change", "previous"):
            return
        for whole in reversed(wholes):
            if whole.part_of is None and whole.unit == quantity.unit and whole.measure == quantity.measure and whole.status not in ("change", "previous"):
                big, small = whole.value or whole.high, quantity.value or quantity.high
                if big is None or small is None or small <= big:
                    quantity.part_of = whole
                    return
        return


def _opens_bracket(between: str) -> bool:
    return max(between.rfind("("), between.rfind("（")) > max(between.rfind(")"), between.rfind("）"))
