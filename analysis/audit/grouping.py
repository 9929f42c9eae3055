"""Which figure is likelier wrong, and which findings one wrong figure explains."""
from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from civx.extractors.model import Fact

from .finding import Finding


def grouped(broken: Sequence[Finding], right: Sequence[Finding]) -> list[Finding]:
    """The findings with ``likely`` and ``group``: a figure in several of them, and in no relation that holds, is it."""
    sound = {fact.id for one in right for fact in one.facts}
    often = Counter(fact.id for one in broken for fact in one.facts)
    numbers: dict[str, int] = {}
    found: list[Finding] = []
    for one in broken:
        likely = _likely(one, sound, often)
        group = 0
        if likely is not None and often[likely.id] > 1:
            group = numbers.setdefault(likely.id, len(numbers) + 1)
        slip = next((slip for slip in one.slips if likely is not None and slip.fact.id == likely.id), None)
        agrees, how = (slip.value, slip.how) if slip is not None else ("", "")
        found.append(one._replace(likely=likely, group=group, agrees=agrees, how=how))
    return found


def _likely(one: Finding, sound: set[str], often: Counter[str]) -> Fact | None:
    """The figure of a finding that is likelier wrong than the others; None where none stands out."""
    shared = [fact for fact in one.facts if often[fact.id] > 1 and fact.id not in sound]
    most = max((often[fact.id] for fact in shared), default=0)
    top = [fact for fact in shared if often[fact.id] == most]
    if len(top) == 1:
        return top[0]
    slips = [slip for slip in one.slips if slip.fact.id not in sound] or list(one.slips)
    if not slips:
        return None
    best = slips[0]
    rivals = [slip for slip in slips[1:] if slip.how == best.how]
    return best.fact if not rivals else None
