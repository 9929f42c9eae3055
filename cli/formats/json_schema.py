"""The JSON Schema of what ``--format json`` and ``jsonl`` print: one record, a fact or a wide row."""
from __future__ import annotations

from civx.patterns.schema import AREAS, BOUNDS, DIRECTIONS, MEASURES, PROGRAMMES, STATUSES

from .columns import Column, chosen
from .shape import Shape

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
PERIOD = rf"^$|^{_DATE}$|^({_DATE}|\.\.)/({_DATE}|\.\.)$"
ENUMS = {
    "measure": MEASURES, "bound": BOUNDS, "status": STATUSES, "direction": ("", *DIRECTIONS), "area": ("", *AREAS),
}
_FROM = {"start": 0}  # the other integers count from 1
_NULLABLE = ("part_of",)
_SEEN: dict[str, dict[str, object]] = {
    "box": {
        "description": "of a scan: left, top, right and bottom of the quote, from the page's upper left corner, in "
        "points of a PDF or pixels of a picture",
        "type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4,
    },
    "doubtful": {"description": "of a scan: whether a character of the quote may be another", "type": "boolean"},
}
_KINDS: dict[str, dict[str, object]] = {
    "text": {"type": "string"},
    "number": {"type": ["number", "null"]},
    "integer": {"type": "integer", "minimum": 1},
    "texts": {"type": "array", "items": {"type": "string"}},
    "integers": {"type": "array", "items": {"type": "integer", "minimum": 1}},
    "json": {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "properties": {
                "rule": {"type": "string", "description": "file.yaml#id, or the name of a mechanism"},
                "start": {"type": ["integer", "null"], "minimum": 0, "description": "null for a default"},
                "end": {"type": ["integer", "null"], "minimum": 1},
            },
            "required": ["rule", "start", "end"],
            "additionalProperties": False,
        },
    },
}


def json_schema(shape: Shape) -> dict[str, object]:
    """The schema of one record in ``shape``; ``page``, ``reviewed``, ``box`` and ``doubtful`` may be absent, every
    other key is always there; ``because`` only where the shape asks for it."""
    columns = chosen(shape._replace(reviewed=True), page=True)
    return {
        "$schema": _DIALECT,
        "title": "civx fact" if shape.layout == "long" else "civx wide row",
        "description": "A line of --format jsonl, and an item of the array of --format json.",
        "type": "object",
        "properties": {
            **{column.name: _property(column, shape) for column in columns},
            **(_SEEN if shape.layout == "long" else {}),
        },
        "required": [column.name for column in columns if column.name not in ("page", "reviewed")],
        "additionalProperties": False,
    }


def _property(column: Column, shape: Shape) -> dict[str, object]:
    found: dict[str, object] = {"description": column.meaning, **_KINDS[column.kind]}
    if column.name in ENUMS:
        found["enum"] = list(ENUMS[column.name])
    elif column.name == "programme":  # pattern files of the user's own may name others
        found["examples"] = list(PROGRAMMES)
    elif column.name == "period":
        found["pattern"] = PERIOD
    elif column.name in _FROM:
        found["minimum"] = _FROM[column.name]
    elif column.name in _NULLABLE:
        found["type"] = [found["type"], "null"]
    elif column.name in ("lines", "ids", "subject") and shape.layout == "wide":
        found["minItems"] = 1  # a row holds at least one fact
    return found
