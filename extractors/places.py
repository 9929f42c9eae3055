"""The place a number is for, where the words right before it name one (甲镇50户)."""
from __future__ import annotations

import re

from .context import Context
from .quantities import Quantity

_NAME = re.compile(r"[一-龥]{1,6}?(?:省|市|县|区|镇|乡|街道|村|社区)$")


def place_of(context: Context, quantity: Quantity) -> str:
    """Name of the place that stands right before the number, "" where none does."""
    return ""
