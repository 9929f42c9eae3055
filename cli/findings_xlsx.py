"""The findings of an audit as a workbook: a row a finding, and one for each fact that takes part."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .formats.extra_sheets import FINDING_KINDS, FINDING_WIDTHS, FINDINGS, finding_cells
from .formats.sheets import Head, Sheet, written
from .language import current
from .language.names import in_script

if TYPE_CHECKING:
    from .findings import Audited

_FACTS = {
    "en": ("finding", "source", "line", "programme", "subject", "quote", "period", "sentence", "id"),
    "zh": ("问题序号", "来源文件", "行号", "业务", "对象", "原文", "时期", "句子", "编号"),
}
_WIDTHS = (9, 26, 8, 12, 22, 16, 16, 80, 16)
_KINDS = ("text", "text", "text", "text", "wrap", "text", "text", "wrap", "text")


def write(audited: Sequence[Audited], output: str | None) -> None:
    """Write them. Raises FileProblem where the system refuses."""
    language = current()
    own = language[:2]
    found = [finding for one in audited for finding in one.written]
    with written(output) as workbook:
        names = [in_script(name, language) for name in FINDINGS[own]]
        title, details = (in_script(name, language) for name in (("findings", "facts"), ("问题", "数据"))[own == "zh"])
        sheet = Sheet(workbook, title, list(map(Head, names, FINDING_WIDTHS, FINDING_KINDS)))
        facts = Sheet(workbook, details, [
            Head(in_script(name, language), width, kind)
            for name, width, kind in zip(_FACTS[own], _WIDTHS, _KINDS, strict=True)
        ])
        row = 2
        for number, finding in enumerate(found, 1):
            sheet.write(finding_cells(finding, language), {1: f"internal:'{details}'!A{row}"})
            for fact in finding.facts:
                facts.write((
                    number, fact.source, fact.line, fact.programme, fact.subject, fact.quote, fact.period,
                    fact.sentence, fact.id,
                ))
            row += len(finding.facts)
        sheet.finish()
        facts.finish()
