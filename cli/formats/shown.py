"""Numbers and texts as they are printed."""
from __future__ import annotations

from decimal import Decimal

from civx.cli.language import named, told

# What stands before a number that is not exact.
SIGNS = {"about": "≈ ", "over": "> ", "under": "< ", "at_least": "≥ ", "at_most": "≤ "}
_ARROWS = {"up": "↑", "down": "↓"}
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)], " ")


def plain(number: Decimal) -> str:
    """The number's digits, without an exponent: ``12303500``, ``0.1``."""
    return format(number, "f")


def grouped(number: Decimal | None) -> str:
    """The number with its thousands parted by commas, without zeros at the end."""
    if number is None:
        return ""
    text = format(number, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def clean(text: str) -> str:
    """``text`` with blanks for the control characters, which would reach the terminal."""
    return text.translate(_CONTROLS)


def standing(status: str, direction: str, headers: str = "") -> str:
    """The status, of a change with its direction: ``change ↑``."""
    name = named("status", status, language=headers)
    return f"{name} {_ARROWS[direction]}" if direction else name


def counted(number: int, thing: str) -> str:
    """``1 file``, ``2 files``."""
    return told(f"{number} {thing}" if number == 1 else f"{number} {thing}s")  # no message
