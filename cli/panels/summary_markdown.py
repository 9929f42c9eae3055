"""Key figures as Markdown: a heading, a table and a line for each report."""
from __future__ import annotations

from collections.abc import Iterable

from civx.analysis.summary import Summary
from civx.cli.language import told
from civx.cli.writing import opened

from .summary_rows import HEADINGS, footing, heading, text_rows

# What Markdown would take for markup.
_ESCAPED = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#"})


def write(found: Iterable[Summary], output: str | None) -> None:
    """Write them. Raises FileProblem where the system refuses."""
    with opened(output) as out:
        for number, one in enumerate(found):
            out.write(("\n" if number else "") + f"## {_plain(heading(one))}\n\n")
            if one.lines:
                out.write(_row(tuple(map(told, HEADINGS))) + _row(("---", *["---:"] * (len(HEADINGS) - 2), "---")))
                for row in text_rows(one):
                    name, *cells = map(_plain, row.cells)
                    out.write(_row((f"· {name}" if row.under else name, *cells)))
                out.write("\n")
            if text := footing(one):
                out.write(f"{_plain(text)}\n")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _plain(text: str) -> str:
    return text.translate(_ESCAPED)
