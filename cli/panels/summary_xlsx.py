"""Key figures as a workbook: what the sheet of indicators of ``civx extract`` has."""
from __future__ import annotations

from collections.abc import Iterable

from civx.analysis.summary import Summary
from civx.cli.formats.matters import HEADS, KINDS, PROGRAMME, WIDTHS, matters
from civx.cli.formats.sheets import Head, Sheet, written
from civx.cli.language import current
from civx.cli.language.names import in_script


def write(found: Iterable[Summary], output: str | None) -> None:
    """Write them, grouped by programme. Raises FileProblem where the system refuses."""
    language = current()
    own = language[:2]
    with written(output) as workbook:
        names = [in_script(name, language) for name in HEADS[own]]
        sheet = Sheet(workbook, "summary" if own == "en" else in_script("指标", language), list(
            map(Head, names, WIDTHS, KINDS)
        ))
        for one in found:
            last = None
            for row in matters(one):
                if row.programme != last:
                    last = row.programme
                    rest = [None] * (len(names) - PROGRAMME - 1)
                    sheet.write([*row.cells[:PROGRAMME], last, *rest], bold=True)
                sheet.write(row.cells, level=1)
        sheet.finish()
