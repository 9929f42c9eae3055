"""What a number counts or pays."""

from __future__ import annotations

from .phrases import Left, Phrase, attributive, clean, left_phrase, right_phrase, spent_on

__all__ = ["Left", "Phrase", "attributive", "clean", "left_phrase", "right_phrase", "spent_on"]
