"""JSON Lines: one object a line."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from civx.extractors.model import Extraction

from .records import record


def write(out: TextIO, extractions: Iterable[Extraction]) -> None:
    """One line for each fact; nothing where there are none."""
    for extraction in extractions:
        out.write("".join([record(fact) + "\n" for fact in extraction.facts]))
