"""How much a number speaks of: all there are, or some of a whole only."""
from __future__ import annotations

from .reading import Mention
from .words import Words

_LIST = 6  # numbers that 全县现有 may speak for


def subject_of(mention: Mention, words: Words) -> str:
    """What is counted; 新建 goes with the number before in 新建幸福院20所，总数达到106所."""
    subject = words.core(mention.fact)
    return words.of("gain").without(words.of("limit").without(subject)) if words.reached(mention.gap) else subject


def only_some(mention: Mention, words: Words, of_parts: bool = False) -> bool:
    """Whether the words say that a number is some of a whole only, or of those who came or went.

    ``of_parts``: that it is a part of another number does not count.
    """
    label = f"{mention.gap[-16:]} {subject_of(mention, words)} {mention.tail}"
    if of_parts:
        label = words.of("among").without(label)
    return any(words.of(role).within(label) for role in ("limit", "gain", "loss", "unpaid"))


def of_all(mention: Mention, words: Words) -> bool:
    """Whether the words say that it is all there are: 全县共有…, and what such a number goes on with."""
    if words.reached(mention.gap):  # 由4家增加到7家, 总数达到7家
        return True
    for _ in range(_LIST):  # 全县现有低保对象412户726人，特困人员58人
        if not mention.at or mention.whole is not None or words.of("limit").within(mention.tail):
            break
        last = mention.line.mentions[mention.at - 1]
        between = mention.gap.strip("、，, ")
        paired = last.fact.measure == "households" and last.fact.subject == mention.fact.subject and not between
        if between != mention.fact.subject and not (paired and mention.fact.measure == "persons"):
            break
        mention = last
    before = mention.gap[-16:]
    if words.of("whole").within(before) or words.of("whole").within(mention.fact.subject):
        return not words.of("limit").within(f"{before} {mention.fact.subject} {mention.tail}")
    return False
