"""YAML as pattern files have it, read into plain dictionaries.

Values are built straight from the parser's events, which takes less than half the time of ``yaml.load``. It also keeps
YAML's surprises out: keys are always strings (``yes:`` and ``no:`` are not booleans), and of plain values only whole
numbers, ``true``, ``false`` and ``null`` become something else than text: ``0.1`` stays the text ``0.1`` (no binary
floats), ``2023-10-01`` and ``on`` stay text too.
"""
from __future__ import annotations

from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DIGITS = 18  # of a whole number; what is longer is none that a rule needs
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


def parse_yaml(text: str) -> Any:
    """The value of a YAML text's first document, as described above.

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
        if text.isdigit() and (text == "0" or text[0] != "0") and len(text) <= _DIGITS:
            return int(text)
        return _WORDS.get(text, text)
    return text


def _value(event: Any, next_event: Any) -> Any:
    kind = event.__class__
    if kind is not yaml.AliasEvent and (event.anchor or event.tag):
        problem = "anchors (&name) and tags (!name) are not used in pattern files"
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
    if kind is yaml.ScalarEvent:
        return plain_value(event.value) if event.implicit[0] else event.value
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
