"""JSON: one array, one object a line."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from civx.extractors.model import Extraction

from .records import record


def write(out: TextIO, extractions: Iterable[Extraction]) -> None:
    """An array of all facts; ``[]`` where there are none."""
    separator = "[\n"
    for extraction in extractions:
        if extraction.facts:
            out.write(separator + ",\n".join(map(record, extraction.facts)))
            separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")
