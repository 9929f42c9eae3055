"""What a workbook has beside its facts: indicators side by side, the findings of an audit, a legend."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from civx.cli.language import CHINESE, ENGLISH
from civx.cli.language.names import FIELDS, NAMES, in_script

from .columns import Column
from .legend import lines_of
from .matters import HEADS, KINDS, PROGRAMME, WIDTHS, matters
from .sheets import Head, Sheet

if TYPE_CHECKING:
    from civx.analysis.audit import Finding
    from civx.extractors.model import Extraction

    from .shape import Shape

NAMES_OF_SHEETS = {
    "en": ("facts", "indicators", "findings", "sources", "legend"), "zh": ("数据", "指标", "问题", "来源", "说明"),
}
FINDINGS = {
    "en": ("source", "line", "severity", "kind", "finding", "why", "facts"),
    "zh": ("来源文件", "行号", "程度", "类型", "问题", "依据", "原文"),
}
FINDING_WIDTHS = (26, 8, 10, 10, 70, 40, 40)
FINDING_KINDS = ("text", "text", "text", "text", "wrap", "wrap", "wrap")
_LINE = HEADS["en"].index("line")
Place = tuple[str, int]  # a sheet and the number of a row


class Extra(NamedTuple):
    """What one file adds: rows of indicators with their programme, and of findings, each with its fact's row among the
    file's rows, None where it has none there."""

    matters: list[tuple[tuple[object, ...], str, int | None]]
    findings: list[tuple[tuple[object, ...], int | None]]


def extras(extraction: Extraction, shape: Shape, rows: Mapping[str, int]) -> Extra:
    """The indicators and findings of a file; ``rows`` are the rows of its facts, by id."""
    from civx.analysis.accounts import accounts
    from civx.analysis.audit import examine
    from civx.analysis.audit.words import words
    from civx.analysis.families import families
    from civx.analysis.summary import summary

    known = families(shape.patterns)
    reports = accounts([(extraction.source, extraction.facts)], extra=shape.patterns)
    found = [row for report in reports for row in matters(summary(report, known))]
    findings = [
        (finding_cells(one, shape.headers), rows.get(one.at.id))
        for one in examine(extraction.facts, known=words(shape.patterns)).findings
    ]
    return Extra([(one.cells, one.programme, rows.get(one.fact)) for one in found], findings)


def finding_cells(one: Finding, language: str) -> tuple[object, ...]:
    """The cells of a finding as :data:`FINDINGS` has them."""
    from civx.cli.language.catalogue import translated

    severity, kind = one.severity, one.kind
    if language != ENGLISH:
        severity, kind = (
            in_script(NAMES[name].get(value, value), language)
            for name, value in (("severity", severity), ("kind", kind))
        )
    message, why = (
        text if language == ENGLISH or not text else translated(text, language) for text in (one.message, one.why)
    )
    quotes = "; ".join(fact.quote for fact in one.facts)
    return one.at.source, str(one.at.line), severity, kind, message, why, quotes


class ExtraSheets:
    """The sheets of indicators and findings, in this order."""

    def __init__(self, workbook: Any, language: str) -> None:
        own = language[:2]
        names = [in_script(name, language) for name in NAMES_OF_SHEETS[own]]
        heads = [in_script(name, language) for name in HEADS[own]]
        self._matters = Sheet(workbook, names[1], list(map(Head, heads, WIDTHS, KINDS)))
        heads = [in_script(name, language) for name in FINDINGS[own]]
        self._findings = Sheet(workbook, names[2], list(map(Head, heads, FINDING_WIDTHS, FINDING_KINDS)))

    def add(self, extra: Extra, places: Sequence[Place]) -> None:
        """Write the rows of one file; ``places`` are where its rows of facts stand."""
        last = None
        for cells, programme, row in extra.matters:
            if programme != last:
                head = [*cells[:PROGRAMME], programme, *[None] * (len(cells) - PROGRAMME - 1)]
                self._matters.write(head, bold=True)
                last = programme
            self._matters.write(cells, _link(_LINE, row, places), level=1)
        for cells, row in extra.findings:
            self._findings.write(cells, _link(1, row, places))

    def finish(self) -> None:
        """Set what is known only at the end."""
        self._matters.finish()
        self._findings.finish()


def write_legend(workbook: Any, columns: Sequence[Column], language: str) -> None:
    """The last sheet: what each column holds, and what the labels in them stand for."""
    own = language[:2]
    name = in_script(NAMES_OF_SHEETS[own][-1], language)
    heads = ("column", "中文", "what it holds") if own == ENGLISH else ("列", "英文", "含义")
    sheet = Sheet(workbook, name, [
        Head(in_script(heads[0], language), 20), Head(in_script(heads[1], language), 18),
        Head(in_script(heads[2], language), 90, "wrap"),
    ])
    for row in lines_of(columns, own):
        sheet.write([in_script(cell, language) if own == CHINESE else cell for cell in row])
    for field, labels in FIELDS.items():
        if any(column.name == field for column in columns):
            for label, word in labels.items():
                row = (f"{field}: {label}", word, "") if own == ENGLISH else (in_script(word, language), label, "")
                sheet.write(row)
    sheet.finish()


def _link(at: int, row: int | None, places: Sequence[Place]) -> dict[int, str]:
    """The link of the cell in column ``at`` to the row of its fact."""
    if row is None or row >= len(places):
        return {}
    sheet, number = places[row]
    return {at: f"internal:'{sheet}'!A{number}"}
