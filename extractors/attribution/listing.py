"""Lists of words: where the items are, and what stands outside them and belongs to all (城市、农村低保标准)."""

from __future__ import annotations

from .constructions import Deal, Shapes
from .context import Context
from .nouns import Nouns
from .phrases import Phrase, clean
from .places import Places

_JOINED = "0123456789-—/"
_BRACKETS = {"(": ")", "（": "）", "“": "”", "《": "》", "「": "」"}


def split_items(context: Context, shapes: Shapes, phrase: Phrase) -> list[Phrase]:
    """The items of a list: at joints that stand in no word, no bracket and no quotation."""
    text, (start, end) = context.text, phrase
    items: list[Phrase] = []
    held = [(t[0], t[1]) for t in context.between(start, end) if not t[2].area and _holds(t[2].text, shapes)]
    at = low = start
    while at < end:
        close = _BRACKETS.get(text[at])
        if close is not None:
            stop = text.find(close, at, end)
            at = stop + 1 if stop >= 0 else at + 1
            continue
        joint = shapes.joint.match(text, at, end)
        if joint is None or any(s <= at < e for s, e in held):
            at += 1
            continue
        if at > low:
            items.append((low, at))
        at = low = joint.end()
    if low < end:
        items.append((low, end))
    return [item for item in items if clean(text[item[0] : item[1]])]


def _holds(word: str, shapes: Shapes) -> bool:
    """Whether a known word holds what would join the items of a list: 和谐, 及时."""
    joint = shapes.joint.search(word)
    return joint is not None and "、" not in word and joint.group() != word


def cut_tail(context: Context, shapes: Shapes, known: Places, items: list[Phrase], count: int) -> Deal:
    """The last ``count`` of ``items`` as a deal, the words that belong to all of them told from the last item."""
    text = context.text
    items = items[-count:]
    first, last = items[0], items[-1]
    end, at, role = _end_of_last(context, shapes, known, items)
    tail = (at, last[1]) if at < last[1] and clean(text[at : last[1]]) else None
    head = _head(context, shapes, items, (last[0], end)) if tail is not None or end < last[1] else None
    if head is None and len(items) > 1 and not any("的" in text[s:e] for s, e in items[1:-1]):
        particle = text.rfind("的", *first)
        if particle >= 0 and "的" not in text[last[0] : end] and particle + 1 < first[1]:
            head = (first[0], particle + 1)  # 符合条件的孤儿、弃婴
    if head is not None:
        items[0] = (head[1], first[1])
        if context.nouns is not None and text.endswith(context.nouns.words["by"], *head):
            head = (head[0], head[1] - 1)  # 护理标准按全自理、半护理、全护理三档
    while items[0][0] > context.start and text[items[0][0] - 1] in _JOINED:
        items[0] = (items[0][0] - 1, items[0][1])  # 2020-21, 2021-22
    items[-1] = (last[0], end)
    rules = (shapes.rules["joint"], shapes.rules[role]) if role else (shapes.rules["joint"],)
    return Deal(tuple(items), tuple(clean(text[s:e]) for s, e in items), head, tail, None, rules)


def _end_of_last(context: Context, shapes: Shapes, known: Places, items: list[Phrase]) -> tuple[int, int, str]:
    """Where the last item ends, where what is shared begins, and the role of the words that tell."""
    text = context.text
    start, end = items[-1]
    if len(items) < 2:
        return end, end, ""
    first = text[items[0][0] : items[0][1]]
    if context.nouns is not None and (cut := _by_label(context.nouns, text, items)) is not None:
        closer = shapes.closer.match(text, cut, end)
        return cut, closer.end() if closer is not None else cut, "joint"
    if text[start].isnumeric() and all(text[s:e].isnumeric() for s, e in items[:-1]):
        cut = start + 1
        while cut < end and text[cut].isnumeric():
            cut += 1
        return cut, cut, "joint"  # 100、90、80岁以上老年人
    closer = shapes.closer.search(text, start + 1, end)
    if closer is not None:
        return closer.start(), closer.end(), "closer"
    if all(known.name(text[s:e]) for s, e in items[:-1]):
        size = _place(text[start:end], first, known)
        if size:
            return start + size, start + size, ""
    if (kin := shapes.kin.search(first)) is not None:
        found = text.find(kin[1], start + 1, min(end, start + len(first) + 4))
        if found >= 0:
            stop = found + len(kin[1])
            if stop < end:
                return stop, stop, "kin"
    particle = text.rfind("的", start + 1, end - 1)
    if particle > 0 and not any("的" in text[s:e] for s, e in items[:-1]):
        return particle, particle + 1, ""
    stop = _by_kind(context, items)
    if stop == end and context.nouns is not None:
        stop = _before_attribute(context.nouns, shapes, text, items)
        return stop, stop, "rating" if text.endswith(shapes.rating, stop, end) and stop < end else ""
    return stop, stop, ""


def _by_label(nouns: Nouns, text: str, items: list[Phrase]) -> int | None:
    """孤儿集中养育、社会散居基本生活费标准: the last item is a label, as the first one ends in one."""
    start, end = items[-1]
    label = nouns.label_prefix(text[start:end])
    if not label or len(label) > end - start - 2:
        return None
    if any(text[s:e] == label for s, e in items[:-1]):
        return None  # 工业、制造业、工业技改投资
    _, rule = nouns.label_suffix(text[items[0][0] : items[0][1]])
    return start + len(label) if rule and rule == nouns.dimension(label) else None


def _before_attribute(nouns: Nouns, shapes: Shapes, text: str, items: list[Phrase]) -> int:
    """养老机构、护理站覆盖率: an attribute of all items, where only the last one shows it and both are of one sort."""
    start, end = items[-1]
    first, last = clean(text[slice(*items[0])]), text[start:end]
    attribute = nouns.attribute_of(last)
    size = len(last) - len(attribute)
    if not attribute or size < 2 or nouns.attribute_of(first) or nouns.read(first).form != "noun":
        return end
    sort = nouns.sort(first)[0]
    alike = sort and (sort == nouns.sort(last[:size])[0] or attribute.endswith(shapes.rating))
    return start + size if alike else end


def _place(last: str, first: str, known: Places) -> int:
    """How long the name of the place is that the last item begins with."""
    sizes = [size for size in range(2, min(len(last), 12) + 1) if known.name(last[:size])]
    alike = [size for size in sizes if last[size - 1] == first[-1] and not last.startswith(known.followed, size)]
    free = [size for size in sizes if not last.startswith(known.followed, size)]
    return alike[0] if alike else free[-1] if free else 0


def _by_kind(context: Context, items: list[Phrase]) -> int:
    """The last item ends where the word ends that is of the kind the first one ends in: an area, a programme."""
    start, end = items[-1]
    terms = context.lexicon.terms
    first = terms.get(context.text[items[0][0] : items[0][1]])
    if first is not None and first.area and not first.programme:
        for size in range(min(6, end - start - 1), 1, -1):
            term = terms.get(context.text[start : start + size])
            if term is not None and term.area and not term.programme:
                return start + size
    model = context.between(*items[0])
    tokens = context.between(start, end)
    if not tokens or [(t[0], t[1]) for t in model] != [items[0]] or tokens[0][0] > start:
        return end
    kind, other = model[0][2], tokens[0][2]
    alike = (kind.area and other.area) or (kind.programme and other.programme and not other.weak)
    return tokens[0][1] if alike and tokens[0][1] < end - 1 else end


def _head(context: Context, shapes: Shapes, items: list[Phrase], last: Phrase) -> Phrase | None:
    """孤儿集中养育、社会散居…: the noun before the first label."""
    text = context.text
    start, end = items[0]
    nouns = context.nouns
    label = nouns.label_suffix(text[start:end])[0] if nouns is not None else ""
    if nouns is not None and label and nouns.read(text[slice(*last)]).form == "label":
        return (start, end - len(label)) if 0 < len(label) < end - start else None
    size = last[1] - last[0]
    if end - start <= size or shapes.kin.search(text[start:end]) is None:
        return None
    for token in context.between(start, end):
        if token[0] == start and token[2].programme and token[1] < end and not token[2].area:
            other = context.between(*last)
            if not any(t[2].programme and t[0] == last[0] for t in other):
                return start, token[1]
    return None
