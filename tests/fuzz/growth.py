"""Whether reading a text takes time that grows with its length, and not with the square of it."""
from __future__ import annotations

import time

import civx

# Four times the text would take sixteen times as long where cost grows with the square.
_TIMES, _MOST, _SLACK = 4, 9.0, 0.15
SIZE = 3000  # characters of the shorter text


def _taken(text: str) -> float:
    start = time.process_time()
    civx.extract(text)
    return time.process_time() - start


def grows_too_fast(unit: str, size: int = SIZE) -> str:
    """What is wrong with the cost of ``unit`` repeated; "" where nothing is. What seems wrong is looked at again."""
    times = max(1, size // len(unit))
    for end in ("户", "人"):  # what is kept of one reading is of no use to the next
        short = _taken(unit * times + end)
        long = _taken(unit * (times * _TIMES) + end)
        if long <= _MOST * short + _SLACK:
            return ""
    return f"{unit!r} × {times}: {short:.2f} s, × {times * _TIMES}: {long:.2f} s"
