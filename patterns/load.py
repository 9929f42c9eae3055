"""Reads the YAML files of this folder, and a user's own, into plain dictionaries.

Start-up time counts here, so nothing is validated on the way (``civx patterns check`` does that; a user's
files are always validated), and what was read is kept (see ``kept``).
"""
from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

from .errors import CivxError
from .kept import content, keep_content

FOLDER = os.path.dirname(os.path.abspath(__file__))
SUFFIXES = (".yaml", ".yml")
# Kinds, and stems of their files, that most extractions do without: they are read when they are asked for.
LATER = ("audit", "dictionary", "indicators", "subjects", "tables", "trimmings")


class PatternError(CivxError, ValueError):
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
    path = os.path.join(FOLDER, stem + ".yaml")
    with open(path, "rb") as stream:
        data = stream.read()
    found: dict[str, Any] | None = content(stem, data)
    if found is None:
        from .parsing import parse_yaml  # YAML's parser takes 15 ms to import

        found = parse_yaml(data.decode("utf-8"))
        keep_content(stem, data, found)
    return found


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
