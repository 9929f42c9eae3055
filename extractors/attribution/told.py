"""What was named before a number, and how much speaks for its being what the number is about."""

from __future__ import annotations

from typing import NamedTuple

from ..quantities.quantity import Quantity
from .context import Context
from .names import Name


class Told(NamedTuple):
    """Something named before a number: in words, taken apart, with its sort and where it stands."""

    name: Name
    sort: str
    start: int
    end: int
    quantity: Quantity | None = None
    colon: bool = False
    bracket: bool = False
    part: bool = False
    labelled: bool = False
    framed: bool = False
    opened: bool = False  # a title whose verb is off


class Rival(NamedTuple):
    """A thing that a number may lean on, with what speaks for it."""

    told: Told
    score: int


def same_bracket(context: Context, one: int, other: int) -> bool:
    """Whether no bracket closes between the two."""
    text = context.text
    return text.find(")", one, other) < 0 and text.find("）", one, other) < 0
