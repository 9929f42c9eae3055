"""What the types of keys in ``schema.py`` mean: is a YAML node of a type, and if not, what is wrong with it."""
from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .parsing import plain_value
from .schema import PROGRAMMES

_POWERS = 20  # of ten, that a number may be large or small by
_DATE = r"(?:\d{4}|\{[YNEPMDQRSAFL](?:[+-][\dBC])?\})(?:-\d\d){0,2}"
_PERIOD = re.compile(rf"{_DATE}|(?:{_DATE}|\.\.)/{_DATE}|{_DATE}/\.\.")


def line_of(node: Node) -> int:
    """The 1-based line that ``node`` begins in."""
    line: int = node.start_mark.line
    return line + 1


def value_of(node: Node) -> str | int | bool | None:
    """What a scalar stands for, as ``load`` reads it; None for lists and mappings too."""
    if not isinstance(node, ScalarNode):
        return None
    value: str = node.value
    return value if node.style else plain_value(value)  # plain: None, and "" from the C parser


def items_of(node: Node | None) -> list[ScalarNode]:
    """The texts of a list; empty for anything else."""
    return [item for item in node.value if isinstance(item, ScalarNode)] if isinstance(node, SequenceNode) else []


def _no_text(node: Node) -> str | None:
    return _no_words(node) or (None if node.value.strip() == node.value != "" else "is empty or has blanks around it")


def _no_words(node: Node) -> str | None:
    return None if isinstance(value_of(node), str) else "is no text"


def _no_terms(node: Node) -> str | None:
    return _no_list(node, _no_text)


def _no_texts(node: Node) -> str | None:
    return _no_list(node, _no_words)


def _no_list(node: Node, wrong: Callable[[Node], str | None]) -> str | None:
    if not isinstance(node, SequenceNode) or not node.value:
        return "is no list of texts"
    item = next((item for item in node.value if wrong(item)), None)
    if item is None:
        return None
    return f"holds {item.value!r} (line {line_of(item)}), which {wrong(item)}"


def _no_number(node: Node) -> str | None:
    try:
        number = Decimal(node.value) if isinstance(node, ScalarNode) else Decimal("NaN")
    except InvalidOperation:
        return "is no decimal number"
    if not number.is_finite():
        return "is no decimal number"
    return None if number > 0 and -_POWERS < number.adjusted() < _POWERS else "is not above 0, or out of all measure"


def _no_flag(node: Node) -> str | None:
    return None if type(value_of(node)) is bool else "is neither true nor false"


def _no_conversion(node: Node) -> str | None:
    if not isinstance(node, MappingNode) or not node.value:
        return "is no mapping of texts"
    seen = set()
    for key, value in node.value:
        if not isinstance(value, ScalarNode) or len(key.value) != len(value.value):
            return f"takes {key.value!r} (line {line_of(key)}) to something that is not as long"
        if key.value in seen:
            return f"has {key.value!r} twice (line {line_of(key)})"
        seen.add(key.value)
    return None


def _no_period(node: Node) -> str | None:
    return None if isinstance(node, ScalarNode) and _PERIOD.fullmatch(node.value) else "is no period"


def _no_together(node: Node) -> str | None:
    for item in node.value if isinstance(node, SequenceNode) else [node]:
        pair = item.value if isinstance(item, SequenceNode) else []
        if len(pair) != 2:
            return f"(line {line_of(item)}) is no pair [[programme, programme], programme]"
        for name in [*items_of(pair[0]), pair[1]]:
            if name.value not in PROGRAMMES:
                return f"names {name.value!r} (line {line_of(name)}), which is no programme"
    return None


def _no_weights(node: Node) -> str | None:
    pairs = node.value if isinstance(node, MappingNode) else [(node, node)]
    wrong = next((key.value for key, value in pairs if type(value_of(value)) is not int and not _negative(value)), None)
    return None if wrong is None else f"has no whole number for {wrong!r}"


def _negative(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value.startswith("-") and node.value[1:].isdigit()


# For each type what is wrong with a node (None where nothing is), and how to write it.
TYPES: dict[str, tuple[Callable[[Node], str | None], str]] = {
    "text": (_no_text, "a text"),
    "words": (_no_words, 'a text ("" for none)'),
    "terms": (_no_terms, "a list [one, two]"),
    "texts": (_no_texts, 'a list ["…", "…"]'),
    "regex": (_no_text, "a regular expression"),
    "lookbehind": (_no_text, "a regular expression of one length"),
    "number": (_no_number, "a number such as 10000 or 0.1"),
    "flag": (_no_flag, "true or false"),
    "conversion": (_no_conversion, "a mapping of texts, both sides equally long"),
    "period": (_no_period, 'an ISO 8601 period such as "{Y}", "{Y-1}-12" or "{Y}-01/{Y}-06"'),
    "weights": (_no_weights, "a mapping of names to whole numbers"),
    "together": (_no_together, "a list of [[programme, programme], programme]"),
    "any": (lambda node: None, "its value"),
}
