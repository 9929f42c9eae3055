"""What text from documents has in common: clean lines, and tables as lines of cells."""
from __future__ import annotations

import re
from collections.abc import Iterable

_BREAKS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_NEVER = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TRAILING = re.compile(r"[^\S\n\t]+(?=\n|\Z)")
_GAPS = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """``text`` with its line ends as newlines, and without controls, halves of characters and blanks that do nothing.

    A tab stays: it parts the cells of a table.
    """
    text = _NEVER.sub("", _BREAKS.sub("\n", text))
    return _GAPS.sub("\n\n", _TRAILING.sub("", text)).strip("\n\ufeff") + "\n"


def row(cells: Iterable[str]) -> str:
    """The cells of a table's row as one line, a tab between them."""
    return "\t".join(" ".join(cell.split()) for cell in cells)
