"""What opens the parts of a total in a sentence, and how far it reaches: 其中, brackets, colons, 档案中，, 按性别分."""

from __future__ import annotations

from decimal import Decimal

from civx.patterns.kept import compiled

from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from .context import Context
from .part_words import PartWords
from .signs import COLONS, COMMAS

_PART, _DEEDS = mask("part"), mask("cut", "head", "verb", "spend", "change")
_OPENER = mask("opener", "done")
_BRACKET = compiled("[（(]|[)）]")
_ASIDE = compiled(r"[（(][^（()）\d]{1,8}[)）]")
_PAUSE = compiled("[，,。；;：:（()）、]")
_LAST_PAUSE = compiled(r"(?s:.*)[，,。；;：:]")
_NO_VERBS: frozenset[str] = frozenset()
_WIDE = (*COMMAS, *COLONS)
_BESIDE = ("", "、", *COMMAS)
_WINDOW = 16  # numbers before that may be the total
_RATES = frozenset({"rate", "standard"})
_OF_CHANGE = frozenset({"previous", "change"})

Path = tuple[int, ...]


class Frame:
    """One opening: the numbers that may be the total, and what has been told of its parts so far."""

    __slots__ = (
        "count", "deeds", "end", "first", "kind", "leads", "parallel", "path", "phrase", "rule", "start", "walls",
        "wholes", "wide",
    )  # fmt: skip

    def __init__(self, kind: str, wholes: list[Quantity], path: Path, rule: str, start: int, end: int) -> None:
        self.kind = kind
        self.wholes = wholes
        self.path = path  # the brackets it stands in
        self.rule, self.start, self.end = rule, start, end
        self.phrase = ""  # what is named before 中
        self.count = 0
        self.first: Quantity | None = None
        self.walls = 0
        self.parallel = False
        self.deeds = _NO_VERBS
        self.wide = False  # 其中，…；…：the pause behind the word lets it reach over semicolons
        self.leads = False  # it opens the sentence, which is about parts from end to end


class Frames:
    """The openings that the numbers of one sentence stand in, followed number by number."""

    def __init__(self, context: Context, words: PartWords, outer: list[Quantity], above: list[Quantity]) -> None:
        self._context = context
        self._words = words
        self._outer = outer
        self._above = above
        self._seen: list[Quantity] = []
        self._open: list[Frame] = []
        self._paths = _paths(context) if context.brackets else {}
        told = context.text[context.start : context.end]  # what the sentence lacks need not be looked for
        self._divides = words.division(told) is not None
        self._among = words.inside.search(told) is not None
        self._deed: bool | None = False  # None where it is not known yet
        self._gap: tuple[list[Token], int, int] = ([], 0, 0)  # the words before the number, and from where to where
        self.opened_now = False
        self.restated = False  # the number itself stands before 中: 208547宗个案中，…

    @property
    def top(self) -> Frame | None:
        """The innermost opening around the number."""
        return self._open[-1] if self._open else None

    @property
    def deed(self) -> bool:
        """Whether a verb of its own stands before the number."""
        if self._deed is None:
            self._deed = bool(self._verbs(*self._gap))
        return self._deed

    def path(self, quantity: Quantity) -> Path:
        """The brackets that the number stands in, by where they begin."""
        return self._paths.get(quantity.start, ())

    def levels(self) -> list[list[Quantity]]:
        """The numbers of each level of brackets; those in a bracket led by the ones it stands right behind."""
        quantities = self._context.quantities
        if not self._paths:
            return [quantities]
        groups: dict[Path, list[Quantity]] = {}
        for number, quantity in enumerate(quantities):
            path = self.path(quantity)
            if path and path not in groups:
                groups[path] = self._leads(number, path[-1])
            groups.setdefault(path, []).append(quantity)
        return list(groups.values())

    def _leads(self, number: int, bracket: int) -> list[Quantity]:
        """The number, or the two side by side, right before a bracket."""
        found: list[Quantity] = []
        at = bracket
        if self._context.text[at - 1] in COMMAS:
            at -= 1
        for quantity in reversed(self._context.quantities[:number]):
            between = _ASIDE.sub("", self._context.text[quantity.end : at])  # 2292个村(居)（村…
            if len(found) == 2 or _PAUSE.search(between) is not None:
                break
            if found and quantity.end != at:
                break
            found.insert(0, quantity)
            at = quantity.left
        return found

    def totals(self) -> dict[int, tuple[str, int, int]]:
        """By the ``id`` of numbers that 合计 makes totals of what stands before: the rule and its words."""
        text, words = self._context.text, self._words
        if words.total.search(text, self._context.start, self._context.end) is None:
            return {}
        found = {}
        for quantity in self._context.quantities:
            match = words.total.search(text, quantity.own, quantity.left)
            before = quantity.previous
            if match is not None:
                found[id(quantity)] = (words.rule("total", match.group()), match.start(), match.end())
            elif before is not None and id(before) in found and text[before.end : quantity.left] in _BESIDE:
                found[id(quantity)] = found[id(before)]  # 合计34个、102人
        return found

    def advance(self, quantity: Quantity, before: Quantity | None, gap: list[Token]) -> None:
        """Moves on to ``quantity``: closes what ends before it, opens what its words open."""
        text, context = self._context.text, self._context
        at = before.end if before is not None else context.start
        between = text[at : quantity.left]
        path = self.path(quantity)
        self.opened_now = False
        while self._open and self._open[-1].path != path[: len(self._open[-1].path)]:
            self._open.pop()
        self._gap, self._deed = (gap, at, quantity.left), None
        walls = between.count("；") + between.count(";") if self._open else 0
        verbs = self._verbs(*self._gap) if walls else _NO_VERBS
        for frame in self._open if walls else ():
            if frame.path == path:
                frame.walls += walls
                alike_first = frame.first is not None and frame.first.unit == quantity.unit
                said = text[frame.first.clause_start : frame.first.left] if frame.first is not None else ""
                frame.parallel = frame.wide and alike_first and all(v in said for v in verbs - frame.deeds)
        if before is not None and len(path) > len(self.path(before)) and (leads := self._leads_of(quantity, path)):
            self._put(Frame("bracket", leads, path, "bracket", path[-1], path[-1] + 1), keep=True)
        opener = None
        if context.bits & _PART:
            openers = [t for t in reversed(gap) if t[2].bits & _PART]
            # not that of a bracket that closed before: …（含实物），个人1万元
            opener = next((t for t in openers if not _closed(text, t[1], quantity.left)), None)
        wholes = self._seen[-_WINDOW:] or self._outer
        if opener is not None and wholes:
            frame = Frame("opener", wholes, path, opener[2].rules["part"], opener[0], opener[1])
            frame.wide = text[opener[1] : opener[1] + 1] in _WIDE
            frame.leads = not text[context.start : opener[0]].strip()
            self._put(frame)
        elif not (self._divides or self._among or between.startswith(COLONS)):
            pass
        elif wholes or (self._above and self._words.division(between) is not None):
            wholes = wholes or self._above  # （一）按性别分：
            self._other(quantity, before, between, at, wholes, path)
        self.restated = False
        if self._among:
            after = quantity.following
            close = min(quantity.clause_end + 1, after.start if after is not None else context.end)
            self.restated = self._words.among.search(text, quantity.end, close) is not None
        if self._open:
            verbs, top = verbs if walls else self._verbs(*self._gap), self._open[-1]
            self._deed = bool(verbs - top.deeds) if top.count else bool(verbs)
            if not top.count:
                top.deeds = verbs

    def _other(
        self, quantity: Quantity, before: Quantity | None, between: str, at: int, wholes: list[Quantity], path: Path
    ) -> None:
        """Openings without 其中: 档案中，, 按性别分, a colon behind the total."""
        text = self._context.text
        division = self._words.division(between)
        named = self._named(between, at, wholes, path)
        among = self._words.among.search(between)
        if division is not None:
            rule, start, end = division
            frame = Frame("division", wholes, path, rule, at + start, at + end)
            frame.wide = text[at + end - 1] in _WIDE  # 分县区看，…；…
            self._put(frame)
        elif named is not None:
            self._put(named)
        elif among is not None:
            start = max((m.end() for m in _PAUSE.finditer(between, 0, among.start())), default=0)
            phrase = between[start : among.start()]
            back = self._words.back.search(phrase)
            rule = self._words.rule("back", back.group()) if back else self._words.rule("among", among["word"])
            counted = before is not None and start == 0
            frame = Frame("among", wholes[-1:] if counted else wholes, path, rule, at + start, at + among.end())
            frame.phrase = "" if counted else phrase
            if counted or back is not None or any(self._words.names(phrase, w.subject) for w in wholes):
                self._put(frame)
        elif before is not None and between.startswith(COLONS) and before.unit == quantity.unit:
            start = text.index(between[0], at)
            self._put(Frame("colon", wholes, path, "colon", start, start + 1))

    def _named(self, between: str, at: int, wholes: list[Quantity], path: Path) -> Frame | None:
        """社区正职中持有证书的121名: a number's own name before 中, also without a pause behind it."""
        for match in self._words.inside.finditer(between):
            for whole in reversed(wholes):
                subject, end = whole.subject, match.start()
                if len(subject) > 1 and between.endswith(subject, 0, end):
                    rule = self._words.rule("among", match.group())
                    return Frame("among", [whole], path, rule, at + end - len(subject), at + match.end())
        return None

    def _put(self, frame: Frame, keep: bool = False) -> None:
        """Opens ``frame`` in place of the one on its level."""
        while self._open and not keep and self._open[-1].path == frame.path and self._open[-1].kind != "bracket":
            self._open.pop()
        self._open.append(frame)
        self.opened_now = True

    def _leads_of(self, quantity: Quantity, path: Path) -> list[Quantity]:
        return self._leads(self._context.quantities.index(quantity), path[-1])

    def _verbs(self, gap: list[Token], at: int, end: int) -> frozenset[str]:
        """The verb that opens the number's own clause."""
        last = _LAST_PAUSE.match(self._context.text, at, end) if gap else None
        if last is None:
            return _NO_VERBS
        pause = last.end()
        for start, stop, term in gap:
            if start >= pause:
                if start == pause and term.bits & _DEEDS and not term.programme:
                    return frozenset((term.text,))
                if start > pause or not term.bits & _OPENER:
                    break
                pause = stop
        return _NO_VERBS

    def passed(self, quantity: Quantity) -> None:
        """Notes that ``quantity`` is decided."""
        self._seen.append(quantity)
        for frame in self._open:
            frame.count += 1
            if frame.first is None:
                frame.first = quantity

    @property
    def seen(self) -> list[Quantity]:
        """The numbers of the sentence before this one."""
        return self._seen


def _paths(context: Context) -> dict[int, Path]:
    """The brackets that each number stands in."""
    found: dict[int, Path] = {}
    stack: list[int] = []
    signs = list(_BRACKET.finditer(context.text, context.start, context.end))
    number = 0
    for quantity in context.quantities:
        while number < len(signs) and signs[number].start() < quantity.start:
            if signs[number].group() in "（(":
                stack.append(signs[number].start())
            elif stack:
                stack.pop()
            number += 1
        found[quantity.start] = tuple(stack)
    return found


def _closed(text: str, start: int, end: int) -> bool:
    """Whether a bracket that stands open at ``start`` is closed before ``end``."""
    depth = 0
    for sign in _BRACKET.finditer(text, start, end):
        depth += 1 if sign.group() in "（(" else -1
        if depth < 0:
            return True
    return False


def size(quantity: Quantity) -> Decimal | None:
    """Its value, of a range the upper end."""
    return quantity.value if quantity.value is not None else quantity.high


def alike(part: Quantity, whole: Quantity) -> bool:
    """Whether both count the same kind of thing."""
    return part.unit == whole.unit and part.measure == whole.measure and part.measure not in _RATES


def fits(part: Quantity, whole: Quantity, loose: bool = False) -> bool:
    """Whether kind, size and status allow ``whole`` to be the total of ``part``."""
    if part is whole or whole.part_of is part or whole.status in _OF_CHANGE or whole.status not in ("", part.status):
        return False
    if not (alike(part, whole) or loose):
        return False
    big, small = size(whole), size(part)
    return big is None or small is None or small <= big
