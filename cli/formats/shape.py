"""What of the facts is written and how it is laid out: one picklable object for all formats and all workers."""
from __future__ import annotations

from typing import NamedTuple


class Shape(NamedTuple):
    """How facts are written, whatever the format.

    ``layout`` is ``long`` (one fact a row) or ``wide`` (docs/formats.md); ``columns`` the columns wanted, in order,
    or () for all of the layout; ``money`` the unit of amounts, ``yuan`` (元) or ``wan`` (万元); ``headers`` the
    language of column names and of values that have one: ``en``, ``zh`` or ``zh-Hant``; ``raw`` leaves cells
    alone that a spreadsheet would run as a formula; ``bom`` puts a byte-order mark before delimited text; ``paged``
    adds the column ``page``, ``because`` that of the reasons, ``reviewed`` what readers did (of the long layout),
    ``indicators`` those of the ministry's indicators, for which ``patterns`` are the user's pattern files.
    """

    layout: str = "long"
    columns: tuple[str, ...] = ()
    money: str = "yuan"
    headers: str = "en"
    raw: bool = False
    bom: bool = False
    paged: bool = False
    because: bool = False
    reviewed: bool = False
    indicators: bool = False
    patterns: tuple[str, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether a row is a fact with all its fields as they are: the formats have a fast path for that."""
        return self.layout == "long" and not self.columns and not self.indicators and self.headers == "en"
