"""Parts that extraction gave another whole than theirs, by the figures: 男531人、女705人 are 1236人, and not 1050人.

Which of several numbers before them a run of parts divides, the words leave open (按性别分, 其中). Extraction takes the
nearest. Where the parts make another one to the last digit, or miss it by little and the nearest by much, it is that.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from .interval import total
from .parts import adds_up, close, in_order, is_counted, of_their_own
from .reading import Line, Mention
from .sums import divisions
from .wholes import has_share
from .words import Words

_LITTLE = Decimal("0.05")  # of the whole: what may be a slip in it
_NEAR = Decimal("0.1")  # of the whole: what parts of a wrong figure miss it by
_FAR = Decimal("0.2")  # what they miss a whole by that is none of theirs
_FEW = 6  # parts
_VIEWED = 3  # sentences before 按年龄分 in which its whole may stand
_LEAST = 30  # smaller numbers agree by chance
_OTHER = Decimal("0.25")  # what parts miss a number of another sentence by that is none of theirs
_MOST = 8  # numbers that are tried


def relink(lines: Iterable[Line], words: Words) -> None:
    """Give parts in prose the whole that they make."""
    for line in lines:
        if line.row or len(line.mentions) < 2:
            continue
        by_whole: dict[int, list[Mention]] = {}
        for mention in line.mentions:
            if mention.whole is not None:
                by_whole.setdefault(id(mention.whole), []).append(mention)
        for parts in by_whole.values():
            whole = parts[0].whole
            if len(parts) > 1 and whole is not None and not whole.line.row:
                for run in divisions(parts, words):
                    _relink(whole, run, words)
        for run in _runs(line.mentions):
            _link(run, words)


def _runs(mentions: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Numbers counted alike that nothing joins to a whole, beside each other or with only shares between them."""
    run: list[Mention] = []
    for mention in mentions:
        if mention.fact.measure == "rate":
            continue
        plain = mention.whole is None and not mention.parts and is_counted(mention) and not mention.fact.direction
        if run and not (plain and mention.like(run[0]) and mention.fact.status == run[0].fact.status):
            if len(run) > 1:
                yield run
            run = []
        if plain:
            run.append(mention)
    if len(run) > 1:
        yield run


def _link(run: list[Mention], words: Words) -> None:
    """Join numbers to the one before them that they make, or that they nearly make where words or shares join them."""
    before = [m for m in run[0].before() if m not in run][:_MOST]
    pairs = [(whole, run) for whole in before]
    # 320万元，每站20万元；来源为…128万元、…192万元: of the numbers of the run, the first may be the whole
    pairs += [(run[0], run[start:]) for start in range(1, len(run) - 1)]
    for whole, parts in pairs:
        if _may_be_whole(whole, parts) and (_meets(whole, parts) or _joined(whole, parts, words)):
            _join(whole, parts)
            return


def _may_be_whole(whole: Mention, parts: Sequence[Mention]) -> bool:
    first = parts[0]
    fits = whole.like(first) and is_counted(whole) and whole.fact.status == first.fact.status and whole.whole is None
    return fits and whole.value >= _LEAST and whole.value > max(part.value for part in parts)


def _joined(whole: Mention, parts: Sequence[Mention], words: Words) -> bool:
    """Whether parts that miss a whole by little are its own: numbered classes, what it consists of, all with shares."""
    if in_order(parts):
        return close(whole, parts)
    gap = parts[0].gap
    opened = len(parts) > 2 and (words.of("consists").within(gap) or words.of("view").within(gap))
    return _missed(whole, parts) <= _NEAR and (opened or all(has_share(part) for part in parts))


def _join(whole: Mention, parts: Sequence[Mention]) -> None:
    for part in parts:
        if part.whole is not None:
            part.whole.parts.remove(part)
        part.whole = whole
        whole.parts.append(part)
    whole.parts.sort(key=lambda part: part.seq)


def _relink(whole: Mention, parts: Sequence[Mention], words: Words) -> None:
    if len(parts) < 2 or not all(part.like(parts[0]) and part.printed is not None for part in parts):
        return
    own = _missed(whole, parts)
    if own < _LITTLE or _meets(whole, parts):
        return
    best = _best(parts, whole, words)
    if best is None or not (_meets(best, parts) or (own >= _FAR and _nearly(best, parts, words))):
        elsewhere = parts[0].line is not whole.line and not words.of("among").within(parts[0].gap)
        if own >= _OTHER and (elsewhere or of_their_own(whole, parts)):  # of a number that the report does not state
            for part in parts:
                whole.parts.remove(part)
                part.whole = None
        return
    _join(best, parts)


def _best(parts: Sequence[Mention], whole: Mention, words: Words) -> Mention | None:
    """Of the numbers before the parts, or adding them up behind, the one that they make or come nearest to."""
    first = parts[0]
    largest = max(part.value for part in parts)
    behind = [m for m in first.line.mentions[parts[-1].at + 1 :][:2] if adds_up(m, words)]
    found = [
        m for m in (*behind, *first.before(), *first.earlier())
        if m is not whole and m not in parts and m.like(first) and is_counted(m) and m.value > largest
        and m.fact.status == first.fact.status and not m.line.row
    ][:_MOST]
    met = next((m for m in found if _meets(m, parts)), None)
    return met if met is not None else min(found, key=lambda m: _missed(m, parts), default=None)


def _meets(whole: Mention, parts: Sequence[Mention]) -> bool:
    return whole.printed is not None and total(part.printed for part in parts if part.printed).meets(whole.printed)


def _nearly(whole: Mention, parts: Sequence[Mention], words: Words) -> bool:
    opened = words.of("view-open").within(parts[0].line.mentions[0].gap) or words.of("view").within(parts[0].gap)
    close_by = parts[0].line.number - whole.line.number <= (_VIEWED if opened else 1) and len(parts) <= _FEW
    return close_by and _missed(whole, parts) <= _NEAR


def _missed(whole: Mention, parts: Sequence[Mention]) -> Decimal:
    """By which share of a whole its parts miss it."""
    return abs(sum(part.value for part in parts) - whole.value) / whole.value if whole.value else Decimal(1)

