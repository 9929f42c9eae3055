"""Reads the YAML files of this folder, and a user's own, into plain dictionaries.

Start-up time counts here, so nothing is validated on the way (``civx patterns check`` does that; a user's
files are always validated) and values are built straight from the parser's events, which takes less than half the
time of ``yaml.load``. It also keeps YAML's surprises out: keys are always strings (``yes:`` and ``no:`` are
not booleans), and of plain values only whole numbers, ``true``, ``false`` and ``null`` become something else than
text: ``0.1`` stays the text ``0.1`` (no binary floats), ``2023-10-01`` and ``on`` stay text too.
"""
from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

import yaml

FOLDER = os.path.dirname(os.path.abspath(__file__))
SUFFIXES = (".yaml", ".yml")
# Kinds, and stems of their files, that most extractions do without: they are read when they are asked for.
LATER = ("audit", "dictionary", "subjects", "tables", "trimmings")

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class PatternError(ValueError):
    """Pattern files that cannot be used: one ``file:line: message`` a line."""


class Patterns:
    """All pattern files, merged. Treat what it hands out as read-only: it is cached.

    ``files`` maps a file's stem (``quantities``) to its content as in the YAML; those of LATER only once asked for.
    """

    __slots__ = ("_origins", "files")

    def __init__(self, files: dict[str, dict[str, Any]], origins: dict[tuple[str, str], tuple[str, int]]) -> None:
        self.files = files
        self._origins = origins

    def get(self, stem: str) -> dict[str, Any]:
        """The content of ``<stem>.yaml``; KeyError where there is no such file."""
        if stem in LATER and stem not in self.files:
            self.files[stem] = _own(stem)
        return self.files[stem]

    def rules(self, stem: str) -> list[dict[str, Any]]:
        """The rules of ``<stem>.yaml`` in file order; KeyError where there is no such file."""
        rules: list[dict[str, Any]] = self.get(stem)["rules"]
        return rules

    def stem(self, kind: str, otherwise: str) -> str:
        """The stem of the first file of that ``kind``: a user's rules of the kind are merged into it."""
        return kind if kind in LATER else _stem_for(self.files, kind, otherwise)

    def origin(self, stem: str, rule_id: str) -> str:
        """Path of the file that rule ``rule_id`` of ``stem`` was read from: this folder's, or a user's."""
        path, _ = self._origins.get((stem, rule_id), (os.path.join(FOLDER, stem + ".yaml"), 0))
        return path

    def is_user(self, stem: str, rule_id: str) -> bool:
        """Whether the rule comes from a user's file: then run its expression as a ``limits.LimitedPattern``."""
        return (stem, rule_id) in self._origins

    def where(self, stem: str, rule_id: str) -> str:
        """``path:line`` of a user's rule, the path alone of civx's own (whose lines are not kept: time)."""
        path, line = self._origins.get((stem, rule_id), (os.path.join(FOLDER, stem + ".yaml"), 0))
        return f"{path}:{line}" if line else path


def parse_yaml(text: str) -> Any:
    """The value of a YAML text's first document, as described at the top of this module.

    Raises yaml.YAMLError for a text that is no YAML and for anchors, aliases and tags, which rules do without.
    """
    loader = _LOADER(text)
    next_event = loader.get_event
    try:
        next_event()  # stream start
        if isinstance(next_event(), yaml.StreamEndEvent):
            return None
        return _value(next_event(), next_event)
    finally:
        loader.dispose()


def plain_value(text: str) -> str | int | bool | None:
    """What an unquoted scalar stands for: an int, a bool, None, or else its own text."""
    if text.isascii():
        if text.isdigit() and (text == "0" or text[0] != "0"):
            return int(text)
        return _WORDS.get(text, text)
    return text


def _value(event: Any, next_event: Any) -> Any:
    kind = event.__class__
    if kind is yaml.ScalarEvent:
        return plain_value(event.value) if event.implicit[0] and not event.anchor else event.value
    if kind is yaml.SequenceStartEvent:
        items = []
        while (event := next_event()).__class__ is not yaml.SequenceEndEvent:
            items.append(_value(event, next_event))
        return items
    if kind is yaml.MappingStartEvent:
        mapping = {}
        while (event := next_event()).__class__ is not yaml.MappingEndEvent:
            if event.__class__ is not yaml.ScalarEvent:
                raise yaml.MarkedYAMLError(problem="a key must be a plain word", problem_mark=event.start_mark)
            mapping[event.value] = _value(next_event(), next_event)
        return mapping
    raise yaml.MarkedYAMLError(problem="aliases (*name) are not used in pattern files", problem_mark=event.start_mark)


def own_files() -> list[str]:
    """Paths of the pattern files that come with civx, sorted."""
    return [os.path.join(FOLDER, name) for name in sorted(os.listdir(FOLDER)) if name.endswith(SUFFIXES)]


def user_files(paths: tuple[str, ...]) -> list[str]:
    """The YAML files that ``paths`` name, folders opened, in the given order (later ones win)."""
    found: list[str] = []
    for path in paths:
        if os.path.isdir(path):
            names = [name for name in sorted(os.listdir(path)) if name.endswith(SUFFIXES)]
            if not names:
                raise PatternError(f"{path}:1: this folder holds no .yaml file (name a file or another folder)")
            found += [os.path.join(path, name) for name in names]
        else:
            found.append(path)
    return found


def load(extra: tuple[str, ...] = ()) -> Patterns:
    """All rules: civx's own, then those of ``extra`` (files or folders) on top, later ones winning.

    A user's rule goes to the file of its ``kind``; one with an id that is there already takes that rule's place,
    another is appended. Raises PatternError for a user's file that cannot be used, naming file and line.
    """
    return _load(extra)  # one cache entry for load() and load(())


@lru_cache(maxsize=8)
def _load(extra: tuple[str, ...]) -> Patterns:
    files: dict[str, dict[str, Any]] = {}
    for path in own_files():
        stem = stem_of(path)
        if stem not in LATER:
            files[stem] = _own(stem)
    origins: dict[tuple[str, str], tuple[str, int]] = {}
    if extra:
        from .check import read_user_file  # validation is slow to import and only needed here

        for path in user_files(extra):
            _merge(files, origins, path, *read_user_file(path))
    return Patterns(files, origins)


def _own(stem: str) -> dict[str, Any]:
    with open(os.path.join(FOLDER, stem + ".yaml"), encoding="utf-8") as stream:
        content: dict[str, Any] = parse_yaml(stream.read())
    return content


def stem_of(path: str) -> str:
    """The file's name without folder and suffix."""
    return os.path.splitext(os.path.basename(path))[0]


def _stem_for(files: dict[str, dict[str, Any]], kind: str, otherwise: str) -> str:
    return next((stem for stem, content in files.items() if content["kind"] == kind), otherwise)


def _merge(
    files: dict[str, dict[str, Any]],
    origins: dict[tuple[str, str], tuple[str, int]],
    path: str,
    content: dict[str, Any],
    lines: dict[str, int],
) -> None:
    kind = content["kind"]
    if kind in LATER and kind not in files:
        files[kind] = _own(kind)
    stem = _stem_for(files, kind, stem_of(path))
    rules = {rule["id"]: rule for rule in files[stem]["rules"]} if stem in files else {}
    for rule in content["rules"]:
        rules[rule["id"]] = rule
        origins[stem, rule["id"]] = (path, lines[rule["id"]])
    files[stem] = {**files.get(stem, {}), **content, "rules": list(rules.values())}
