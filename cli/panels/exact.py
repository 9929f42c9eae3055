"""JSON with exact decimals, which ``json.dumps`` cannot write."""
from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from civx.cli.formats.shown import plain


def exact(value: Any) -> str:
    """The value as JSON on one line: dictionaries, lists, tuples, texts, numbers, booleans and None."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{exact(name)}: {exact(member)}" for name, member in value.items()) + "}"
    return "[" + ", ".join(map(exact, value)) + "]"
