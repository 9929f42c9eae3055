"""Words with a numeral in them that a number would be read from: ``python benchmarks/jieba_numerals.py [LEAST]``.

Goes through the dictionary that jieba ships and prints the words, counted ``LEAST`` times or more (default 3), that the
extractor reads a quantity in, with their part of speech. What is a name or a saying among them belongs into the rule
``dictionary`` of patterns/names.yaml; words that are numbers (三个月) are left out by their part of speech.
"""
from __future__ import annotations

import re
import sys
from pathlib import Path

import jieba

from civx.extractors.quantities.grammar import grammar
from civx.extractors.quantities.scan import scan

_NUMERAL = re.compile("[一二两三四五六七八九十百千万半几]")
_NUMBERS = frozenset(("m", "mq", "t", "q"))  # jieba's tags of numbers, numbers with their unit, times
_AROUND = (("有", "，"), ("有", "38户"), ("了", "的"))  # what a word may stand between


def read_as_quantity(word: str) -> str:
    """What the extractor reads in the word, as value and unit; empty for nothing."""
    for before, behind in _AROUND:
        found = scan(before + word + behind, [], grammar())
        for quantity in found.quantities:
            if quantity.end <= len(before + word):
                return f"{quantity.value}{quantity.unit}"
    return ""


def main(least: int) -> None:
    """Prints the words, the most frequent first."""
    rows: list[tuple[int, str, str, str]] = []
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split()
        if int(count) < least or len(word) < 3 or tag in _NUMBERS or tag.startswith("nr"):
            continue
        if _NUMERAL.search(word) is not None and (read := read_as_quantity(word)):
            rows.append((int(count), word, tag, read))
    for count, word, tag, read in sorted(rows, reverse=True):
        print(f"{word}\t{tag}\t{count}\t{read}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
