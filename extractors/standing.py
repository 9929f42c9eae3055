"""Whether a number is a result, an old value, a change, a plan or a rule, and which total it is a part of."""
from __future__ import annotations

from .context import Context
from .lexicon import Token
from .quantities import Quantity
from .subjects import Left

_AFTER = 8


def status_of(context: Context, quantity: Quantity, left: Left, previous: Quantity | None, planned: bool | None) -> str:
    """``actual``, ``previous``, ``change``, ``planned`` or ``norm``; the rule goes on the quantity's trace."""
    text = context.text
    reached = False
    for token in left.tails:
        roles = token[2].roles
        if token[2].text in ("到", "至"):
            reached = True
        if "change" in roles and reached:
            break
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


def text_before(context: Context, position: int) -> str:
    """The character before ``position``, a blank at the sentence's start."""
    return context.text[position - 1] if position > context.start else " "


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
    if text_before(context, clause_start) in "(（":
        clause_start, _ = context.clause(clause_start - 1)
    for start, _, term in context.between(quantity.end, min(clause_end, quantity.end + _AFTER)):
        if "norm" in term.roles and start - quantity.end <= (0 if term.text == "任务" else 3) and (quantity.bound != "exact" or not term.text.endswith(("标准", "比例", "原则"))):
            return term.rules["norm"]
    if quantity.measure == "rate" and quantity.unit == "%" and quantity.bound == "exact":
        return ""
    for _, _, term in context.between(clause_start, quantity.start):
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
    if tokens and tokens[0][0] == at and tokens[0][2].text in ("联合", "继续", "积极", "全面", "持续", "全力", "深入", "着力", "重点"):
        return True
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
        modes: list[tuple[str, list[Quantity]]] = []  # how parts were opened, innermost last, and their wholes
        seen: list[Quantity] = []
        at = context.start
        for quantity in context.quantities:
            gap = context.between(at, quantity.left)
            between = text[at:quantity.left]
            if ")" in between or "）" in between:
                while modes and modes[-1][0] == "bracket":
                    modes.pop()
            if modes and modes[-1][0] == "part" and ("；" in between or ";" in between):
                modes.pop()
            opener = next((t for t in reversed(gap) if "part" in t[2].roles), None)
            if seen and _opens_bracket(between) and (opener is not None or seen[-1].unit == quantity.unit):
                modes.append(("bracket", seen[:]))
            elif opener is not None:
                if modes and modes[-1][0] != "bracket":
                    modes.pop()
                modes.append(("colon" if text[opener[1]:opener[1] + 1] in (":", "：") else "part", seen[:] or self._last))
            if modes:
                self._attach(quantity, modes[-1][1], loose=True)
            elif any("rest" in t[2].roles for t in gap):
                self._attach(quantity, [seen[-1].part_of] if seen and seen[-1].part_of else [])
            elif seen and (self._elliptical(context, quantity, lefts) or self._done(quantity, seen[-1], gap)):
                self._attach(quantity, seen[-1:])
            elif any(t[2].text == "纳入" for t in gap):
                low, _ = context.segment(quantity.start)
                self._attach(quantity, [q for q in seen if q.start >= low and q.part_of is None])
            elif seen and quantity.left == seen[-1].end and seen[-1].part_of is not None:
                low, _ = context.segment(quantity.start)
                self._attach(quantity, [q for q in seen if q.start >= low and q.part_of is None])
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
    def _done(quantity: Quantity, last: Quantity, gap: list[Token]) -> bool:
        """隐患65处，已整改61处: what of the number right before is done."""
        return quantity.left - last.end <= 6 and quantity.measure in ("count", "households", "persons") and any(
            t[2].text in ("已", "现已", "已经", "已完成", "目前已") for t in gap)

    @staticmethod
    def _attach(quantity: Quantity, wholes: list[Quantity], loose: bool = False) -> None:
        """Makes the nearest whole of the same unit the total; of counts, failing that, the nearest count."""
        if quantity.measure in ("rate", "standard") or quantity.status in ("change", "previous"):
            return
        same = [w for w in wholes if w.unit == quantity.unit and w.measure == quantity.measure and w.status not in ("change", "previous")]
        if not same and loose and quantity.measure in ("count", "households") and wholes and wholes[-1].measure == "count":
            same = wholes[-1:]
        if same:
            big = same[-1].value if same[-1].value is not None else same[-1].high
            small = quantity.value if quantity.value is not None else quantity.high
            if big is None or small is None or small <= big:
                quantity.part_of = same[-1]


def _opens_bracket(between: str) -> bool:
    return max(between.rfind("("), between.rfind("（")) > max(between.rfind(")"), between.rfind("）"))
