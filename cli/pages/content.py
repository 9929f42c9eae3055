"""What a page holds of reports, as JSON for its scripts: numbers as text, so that they stay exact."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from civx.analysis.corrections import text_hash
from civx.cli.formats.shown import plain
from civx.cli.language.catalogue import translated

if TYPE_CHECKING:
    from decimal import Decimal

    from civx.analysis.audit import Examined, Finding
    from civx.analysis.evidence import Evidence
    from civx.extractors.model import Fact

# What a row of facts holds, in this order; the page's scripts know them by these names.
COLUMNS = (
    "id", "programme", "subject", "place", "area", "measure", "value", "min", "max", "unit", "per_month", "bound",
    "status", "direction", "period", "start", "end", "line", "page", "rule", "section", "report", "whole", "sentence",
    "because", "reviewed",
)
_TEXTS = ("programme", "subject", "place", "area", "measure", "unit", "bound", "status", "direction", "period")


def source_data(evidence: Evidence, examined: Examined) -> dict[str, Any]:
    """One source with all that a page shows of it."""
    extraction = evidence.extraction
    numbers = {fact.id: number for number, fact in enumerate(extraction.facts)}
    sections: dict[tuple[str, ...], int] = {}
    reports: dict[str, int] = {}
    rows = [
        _row(fact, sentence, numbers, sections, reports)
        for fact, sentence in zip(extraction.facts, evidence.sentences, strict=True)
    ]
    return {
        "source": extraction.source,
        "sha256": text_hash(extraction.text),
        "script": extraction.script,
        "text": extraction.text,
        "blocks": [[b.kind, b.start, b.end, b.page, b.cells, int(b.opens)] for b in evidence.blocks],
        "sections": list(sections),
        "reports": list(reports),
        "facts": rows,
        "rejected": [[start, end, rule, _in_both(why)] for start, end, rule, why in evidence.rejected],
        "findings": [_finding(one, numbers) for one in examined.findings],
        "relations": len(examined.right) + len(examined.findings),
        "covered": examined.covered,
    }


def _row(
    fact: Fact,
    sentence: tuple[int, int],
    numbers: dict[str, int],
    sections: dict[tuple[str, ...], int],
    reports: dict[str, int],
) -> list[Any]:
    values: dict[str, Any] = {name: getattr(fact, name) for name in _TEXTS}
    values |= {name: _number(getattr(fact, name)) for name in ("value", "min", "max", "per_month")}
    values |= {name: getattr(fact, name) for name in ("id", "start", "end", "line", "rule")}
    values["page"] = fact.page or 0
    values["section"] = sections.setdefault(fact.section, len(sections))
    values["report"] = reports.setdefault(fact.report, len(reports))
    values["whole"] = numbers.get(fact.part_of or "", -1)
    values["sentence"] = sentence
    values["because"] = {name: list(reason) for name, reason in (fact.because or {}).items()}
    values["reviewed"] = fact.reviewed
    return [values[name] for name in COLUMNS]


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _finding(one: Finding, numbers: dict[str, int]) -> list[Any]:
    facts = [numbers[fact.id] for fact in one.facts if fact.id in numbers]
    likely = numbers.get(one.likely.id, -1) if one.likely is not None else -1
    return [one.kind, one.severity, _in_both(one.message), _in_both(one.why), facts, likely, one.agrees]


def _in_both(message: str) -> dict[str, str]:
    """A message by the languages between which a reader of the page can change."""
    return {"en": message, "zh": translated(message, "zh")}


def page_data(sources: Sequence[dict[str, Any]], folds: dict[str, str], version: str, lang: str) -> dict[str, Any]:
    """All that the page's scripts read; ``folds`` are the Traditional characters by what they become."""
    return {
        "version": version,
        "lang": lang,
        "folds": ["".join(folds), "".join(folds.values())],
        "columns": COLUMNS,
        "sources": list(sources),
    }
