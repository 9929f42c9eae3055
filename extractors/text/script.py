"""Traditional to Simplified Chinese, character for character, so that offsets survive.

The data is t2s of opencc-python-reimplemented, read straight from its files (its own ``convert()`` is fifteen times
slower), with the entries of ``patterns/characters.yaml`` on top. It is loaded on the first text that needs it.
"""
from __future__ import annotations

import os
from collections.abc import Callable, Set
from functools import lru_cache
from importlib import import_module
from importlib.machinery import PathFinder
from typing import NamedTuple
from unicodedata import normalize

from civx.patterns.kept import content, keep_content
from civx.patterns.load import load

_MISSING = (
    "converting Traditional Chinese needs the data of opencc-python-reimplemented: "
    "pip install --force-reinstall opencc-python-reimplemented"
)


# Kangxi radicals and compatibility ideographs, which copies from PDF files give instead of ideographs (⼾ ⾦ 年)
_COMPATIBILITY = frozenset(map(chr, (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E), *range(0xFA70, 0xFADA))))


# So many signs are sooner replaced one after the other than a text is translated character by character.
_FEW = 30


class Phrase(NamedTuple):
    """An entry of several characters; ``characters`` are those of ``source``."""

    source: str
    target: str
    characters: frozenset[str]


class Converter(NamedTuple):
    """What conversion needs: single characters, phrases, and the first step where OpenCC itself must do it."""

    characters: dict[str, str]
    phrases: tuple[Phrase, ...]
    before: Callable[[str], str] | None


def is_traditional_script(characters: Set[str]) -> bool:
    """Whether a text of these characters holds any that only Traditional text has, and so is to be converted."""
    return not _character_set("traditional").isdisjoint(characters)


def script_name(characters: Set[str]) -> str:
    """``traditional`` or ``simplified``: the script of which ``characters`` hold more that the other lacks."""
    traditional = len(_character_set("traditional") & characters)
    return "traditional" if traditional > len(_character_set("simplified") & characters) else "simplified"


@lru_cache(maxsize=1)
def signs() -> dict[str, str]:
    """Full-width letters, digits and signs and odd blanks, with what they become in every text."""
    table = {chr(code + 0xFEE0): chr(code) for code in range(33, 127) if chr(code).isalnum()}
    # all blanks but the narrow ones (U+2009, U+202F), which group thousands
    table |= dict.fromkeys("\u00a0\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u200a\u205f", " ")
    return table | _rules("signs")


def foldings() -> dict[str, str]:
    """Traditional characters, each with the Simplified one it becomes; a search in either script goes by them."""
    return {char: target for char, target in _converter().characters.items() if char > "⺀" and char != target}


def to_simplified(text: str, characters: Set[str] | None = None) -> str:
    """``text`` in Simplified characters and with :func:`signs` replaced, of the same length.

    ``characters`` is ``set(text)`` where the caller has it. A text without Traditional characters only has its signs
    replaced. Raises ImportError, saying what to install, where OpenCC's data is missing.
    """
    characters = set(text) if characters is None else characters
    if not _COMPATIBILITY.isdisjoint(characters):
        text = text.translate({ord(char): normalize("NFKC", char) for char in characters & _COMPATIBILITY})
        characters = set(text)
    table = signs()
    phrases: list[tuple[int, Phrase]] = []
    if is_traditional_script(characters):
        converter = _converter()
        if converter.before:
            text = converter.before(text)
            characters = set(text)
        phrases = _find_phrases(text, converter.phrases, characters)
        table = converter.characters
    else:
        met = table.keys() & characters
        if not met:
            return text
        if len(met) <= _FEW and met.isdisjoint([table[char] for char in met]):
            for char in met:
                text = text.replace(char, table[char])
            return text
    # every character of the text gets an entry: str.translate is slow on those that have none
    result = text.translate({ord(char): table.get(char, char) for char in characters})
    if not phrases:
        return result
    pieces: list[str] = []
    position = 0
    for start, phrase in phrases:
        pieces += result[position:start], phrase.target
        position = start + len(phrase.target)
    pieces.append(result[position:])
    return "".join(pieces)


def _find_phrases(text: str, phrases: tuple[Phrase, ...], characters: Set[str]) -> list[tuple[int, Phrase]]:
    """The phrases in ``text`` in text order; of overlapping ones the longest, then the leftmost, as OpenCC does it."""
    found: list[tuple[int, int, Phrase]] = []
    for phrase in phrases:
        if phrase.characters <= characters:
            start = text.find(phrase.source)
            while start >= 0:
                found.append((-len(phrase.source), start, phrase))
                start = text.find(phrase.source, start + 1)
    found.sort()
    taken: set[int] = set()
    chosen = []
    for length, start, phrase in found:
        if start not in taken and start - length - 1 not in taken:  # a taken phrase is no shorter: its ends suffice
            taken.update(range(start, start - length))
            chosen.append((start, phrase))
    chosen.sort()
    return chosen


@lru_cache(maxsize=2)
def _character_set(rule: str) -> frozenset[str]:
    for entry in load().rules("characters"):
        if entry["id"] == rule:
            return frozenset(entry["chars"]) - {" "}
    raise KeyError(rule)


def _rules(only: str = "") -> dict[str, str]:
    """The entries of the rule ``only``, or of all rules but the signs."""
    entries: dict[str, str] = {}
    for rule in load().rules("characters"):
        if rule["id"] == only if only else rule["id"] != "signs":
            entries |= rule.get("map", {})
    return entries


@lru_cache(maxsize=1)
def _converter() -> Converter:
    own = _rules()
    folder = _dictionary_folder()
    entries: dict[str, str] = {}
    if folder:
        entries = _read(folder, "TSCharacters.txt") | _read(folder, "TSPhrases.txt")
    entries |= own
    singles = {source: target for source, target in entries.items() if len(source) == 1}
    phrases = {source: target for source, target in entries.items() if len(source) > 1}
    for source, target in own.items():
        if len(source) > 1:  # a phrase in a text that is part Simplified already
            half = "".join(char if char in own else singles.get(char, char) for char in source)
            phrases.setdefault(half, target)
    before = None if folder else _official_convert()
    known = tuple(Phrase(source, target, frozenset(source)) for source, target in phrases.items())
    return Converter(singles | signs(), known, before)


def _dictionary_folder() -> str:
    """The folder of opencc-python-reimplemented's dictionaries; "" where another package is called opencc."""
    spec = PathFinder.find_spec("opencc")
    if spec is None:
        raise ImportError(_MISSING)
    for place in spec.submodule_search_locations or ():
        folder = os.path.join(place, "dictionary")
        if os.path.isfile(os.path.join(folder, "TSCharacters.txt")):
            return folder
    return ""


def _read(folder: str, name: str) -> dict[str, str]:
    """A dictionary of OpenCC: ``from<TAB>to to…`` a line; the first ``to`` counts."""
    with open(os.path.join(folder, name), "rb") as stream:
        data = stream.read()
    entries: dict[str, str] | None = content(name, data)
    if entries is not None:
        return entries
    entries = {}
    for line in data.decode("utf-8").splitlines():
        source, _, targets = line.partition("\t")
        target = targets if len(targets) == len(source) else targets.split(" ")[0]
        if source and len(target) == len(source):
            entries[source] = target
    keep_content(name, data, entries)
    return entries


def _official_convert() -> Callable[[str], str]:
    """Conversion by the ``opencc`` package (C++), whose data cannot be read as text."""
    try:
        convert = import_module("opencc").OpenCC("t2s").convert
    except (ImportError, AttributeError, OSError, RuntimeError, ValueError) as error:
        raise ImportError(_MISSING) from error

    def same_length(text: str) -> str:
        converted = str(convert(text))
        if len(converted) != len(text):
            raise ImportError(_MISSING)
        return converted

    return same_length
