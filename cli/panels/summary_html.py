"""Key figures as a page without scripts."""
from __future__ import annotations

from collections.abc import Sequence

from civx.analysis.summary import Summary
from civx.cli.pages.still import summary_page
from civx.cli.writing import opened


def write(found: Sequence[Summary], output: str | None) -> None:
    """Write them. Raises FileProblem where the system refuses, or a library is missing."""
    text = summary_page(found)
    with opened(output) as out:
        out.write(text)
