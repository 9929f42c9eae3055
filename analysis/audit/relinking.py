"""Parts that extraction gave another whole than theirs, by the figures: 男531人、女705人 are 1236人, and not 1050人.

Which of several numbers before them a run of parts divides, the words leave open (按性别分, 其中). Extraction takes the
nearest. Where the parts make another one to the last digit, or miss it by little and the nearest by much, it is that.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from .belonging import together
from .interval import total
from .parts import adds_up, close, in_order, is_counted, is_rest, of_their_own
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
_LINES = 4  # sentences before in which the whole of a list may stand
_CERTAIN = 100  # smaller numbers make others by chance, where nothing but the numbers joins them
_HUNDRED, _ABOUT = 100, 12  # per cent, which shares are together but for a slip
_NAME = 4  # characters of a name that is no chance


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
            if whole is not None and whole.line is line and whole.at < parts[0].at:
                _part(whole, parts, words)
                parts = [part for part in parts if part.whole is whole]
                if not parts:
                    continue
            if len(parts) > 1 and whole is not None and not whole.line.row:
                for run in divisions(parts, words):
                    _relink(whole, run, words)
        for run in _runs(line.mentions, words):
            if not _link(run, words):
                _link_back(run, words)


def _part(whole: Mention, parts: Sequence[Mention], words: Words) -> None:
    """Free what is no part: 社会保障支出21436万元，占96.5%；卫生健康支出286万元，占1.3% are of one whole."""
    for part in parts:
        apart = whole.parted(part) and has_share(whole) and has_share(part)
        if apart and not words.of("among").within(whole.up_to(part)):
            whole.parts.remove(part)
            part.whole = None


def _runs(mentions: Sequence[Mention], words: Words) -> Iterator[list[Mention]]:
    """Numbers counted alike that nothing joins to a whole, beside each other or with only shares between them."""
    run: list[Mention] = []
    for mention in mentions:
        if mention.fact.measure == "rate":
            continue
        plain = mention.whole is None and not mention.parts and is_counted(mention) and not mention.fact.direction
        plain = plain and not words.of("each").within(mention.clause)  # 每站20万元
        if run and not (plain and mention.like(run[0]) and mention.fact.status == run[0].fact.status):
            if len(run) > 1:
                yield run
            run = []
        if plain:
            run.append(mention)
    if len(run) > 1:
        yield run


def _link(run: list[Mention], words: Words) -> bool:
    """Join numbers to the one before them that they make, or that they nearly make where words or shares join them."""
    before = [m for m in run[0].before() if m not in run][:_MOST]
    pairs = [(whole, run) for whole in before]
    # 320万元，每站20万元；来源为…128万元、…192万元: of the numbers of the run, the first may be the whole
    pairs += [(run[0], run[start:]) for start in range(1, len(run) - 1)]
    for whole, parts in pairs:
        if _may_be_whole(whole, parts) and (_meets(whole, parts) or _joined(whole, parts, words)):
            _join(whole, parts)
            return True
    return False


def _link_back(run: list[Mention], words: Words) -> None:
    """Join numbers to one of the sentences before that they make, or nearly make where they are all of something."""
    if any(part.fact.bound != "exact" for part in run):
        return  # 100万元以上 is anything
    pieces = [run]
    cuts = [at for at in range(1, len(run)) if run[at - 1].parted(run[at])]
    if cuts:  # 女性2146人、男性1554人；以东区1240人居冠
        pieces += [run[first:last] for first, last in pairwise([0, *cuts, len(run)]) if last - first > 1]
    for parts in pieces:
        wholes = [m for m in _back(parts) if _may_be_whole(m, parts)]
        wholes = [m for m in wholes if _missed(m, parts) <= _NEAR or _meets(m, parts)]
        evident = bool(wholes) and _all_there_is(parts, words)
        for whole in wholes:
            if of_their_own(whole, parts):
                continue
            named = _names(parts[0], whole, words)
            if not named and not together(whole, parts[0]):
                continue
            exact = _meets(whole, parts) and whole.value >= _CERTAIN and (evident or named or len(parts) > 2)
            nearly = (evident or named) and _missed(whole, parts) <= _NEAR
            if exact or (nearly and not (len(parts) == 2 and is_rest(parts[-1], words))):
                _join(whole, parts)
                return


def _back(parts: Sequence[Mention]) -> list[Mention]:
    """The numbers of the sentences before that may be the whole of a run, the nearest sentence's first one first."""
    line = parts[0].line
    found: list[Mention] = []
    for other in reversed(line.report.lines[max(0, line.number - _LINES) : line.number]):
        if not other.row:
            found += [m for m in other.mentions if m.like(parts[0]) and m.fact.place == parts[0].fact.place]
    met = [m for m in found if _meets(m, parts)]
    return met or found[:_MOST]


def _all_there_is(parts: Sequence[Mention], words: Words) -> bool:
    """Whether parts are all of something by themselves: with shares, numbered, complete sorts, or with a rest."""
    if all(has_share(part) for part in parts):
        given = sum((part.line.mentions[part.at + 1].value for part in parts), Decimal(0))
        return abs(given - _HUNDRED) <= _ABOUT
    if in_order(parts) or is_rest(parts[-1], words):
        return True
    for family in words.families:
        sides = [family.side(f"{part.clause} {part.tail}") for part in parts]
        plain = family.complete and family.of is None and family.measure in ("", parts[0].fact.measure)
        known = {side for side in sides if side is not None}
        if plain and len(known) == len(sides) and set(range(family.needed)) <= known:
            return True
    return False


def _names(first: Mention, whole: Mention, words: Words) -> bool:
    """Whether the words before a list name what it divides: 市级留成资金用于老年人福利3208万元、…."""
    if first.at:
        return False
    name = words.of("generic").without(whole.fact.subject)[-_NAME:]
    return len(name) == _NAME and name in first.gap


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

