"""The rules as they are written: where each stands and its lines, for ``civx patterns list`` and ``show``."""
from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import yaml

from .load import Patterns, stem_of
from .values import line_of

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Source(NamedTuple):
    """A rule as written: ``name`` is ``quantities.yaml#households``, ``text`` its YAML lines, without their indent."""

    name: str
    kind: str
    path: str
    line: int
    text: str


def rule_sources(paths: Iterable[str], patterns: Patterns) -> Iterator[Source]:
    """The rules of pattern files (which must be valid) that are in force in ``patterns``, in file order."""
    for path in paths:
        with open(path, encoding="utf-8-sig") as stream:
            text = stream.read()
        root: Any = yaml.compose(text, _LOADER)
        top = {key.value: value for key, value in root.value}
        kind = top["kind"].value
        stem = patterns.stem(kind, stem_of(path))
        lines = text.splitlines()
        nodes = top["rules"].value
        if not nodes:
            continue
        ends = [line_of(node) - 1 for node in nodes[1:]] + [len(lines)]
        for node, end in zip(nodes, ends, strict=True):
            rule_id = next(value.value for key, value in node.value if key.value == "id")
            if patterns.origin(stem, rule_id) != path:
                continue
            line = line_of(node)
            while end > line and (not lines[end - 1].strip() or not lines[end - 1].startswith(" ")):
                end -= 1  # blank lines, and keys of the file that stand behind its rules
            body = textwrap.dedent("\n".join(lines[line - 1 : end]).replace("-", " ", 1))
            yield Source(f"{stem}.yaml#{rule_id}", kind, path, line, body)
