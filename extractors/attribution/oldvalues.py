"""The time of an old value: 由2021年底的51%提高到58%, 去年同期12件, 从7月1日起由180元提高到200元."""

from __future__ import annotations

from ..model import Report
from ..quantities.quantity import Quantity
from ..words.anchors import fill, shifted
from .decision import Candidate
from .inforce import InForce
from .yearspan import YEAR, day_before, last_year

_TOP = 10_000  # what the words say of an old value stands above all that governs the new one


def earlier(now: InForce, quantity: Quantity, ranked: list[Candidate], report: Report) -> list[Candidate]:
    """The time of an old value: of the comparison, else before the time of the new one."""
    context, words = now.context, now.scopes.words
    main = max(ranked, key=lambda c: c.score, default=None)
    value = str(main.value) if main is not None else ""
    anchor = now.leaning(now.year, value)
    for time in reversed(context.times_in(quantity.clause_start, quantity.start)):
        same_time = context.text.startswith(words.same_time, time.end)
        near = context.text.startswith("的", time.end) or quantity.left - time.end <= 2
        if near or now.scopes.compared(context, time) or same_time:
            if main is not None and main.start == time.start:
                return []
            year = time.year or last_year(value) or now.year
            old = fill(time.last if time.grain != "years" else time.first, year, anchor)
            if time.grain == "range":
                old = f"{fill(time.first, year, anchor)}/{old}" if old else ""
            if old.startswith("../") and time.rule:
                old = old[len("../") :]  # 由上年末的51%提高到58%: as 由2021年底的51%
            if same_time and time.year is not None and (year_now := last_year(value)):
                old = shifted(value, time.year - year_now)
            if old:
                return [Candidate(old, time.rule or "time", time.start, time.end, _TOP)]
    if value.endswith("/..") and len(value) == YEAR + 3:  # 1999年起，由617人增加到…
        return [Candidate(value[:YEAR], main.rule, main.start, main.end, _TOP)] if main else []
    if value.endswith("/.."):
        return [Candidate(f"../{day_before(value[:-3])}", main.rule, main.start, main.end, _TOP)] if main else []
    if value and now.flow is not None and (new := last_year(value)) is not None:
        since = last_year(now.flow.value)
        if now.flow.newer > 0 and since is not None and since < new:  # 2002年，实施…，至2007年，由1687人增加到…
            return [Candidate(now.flow.value, now.flow.rule, now.flow.start, now.flow.end, _TOP)]
    base = now.memory.base
    wide = base is not None and context.text.startswith(words.compared, base[1].end)  # 与2000年相比，…；…
    if base is not None and (context.start if wide else context.segment(quantity.start)) <= base[1].start:
        said, time = base
        return [Candidate(said, time.rule or "time", time.start, time.end, _TOP)]
    if now.planned and (plan := now.anchor.plan) is not None and (last_year(value) or 0) >= plan:
        # A plan starts from what its report looks back on, or from the year before it.
        old = report.review.period if report.review.last else str(plan - 1)
        return [Candidate(old, "reference.before-plan", report.review.start, report.review.end, _TOP)]
    return []
