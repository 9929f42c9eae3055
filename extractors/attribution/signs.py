"""The signs and small words between what stands side by side, in one place for all who look for them."""

from __future__ import annotations

COMMAS = ("，", ",")
COLONS = ("：", ":")
JOINTS = frozenset("、和及与")  # between the items of a list
LISTED = JOINTS.union(COMMAS)
MARKS = " \t\r\n　、，,；;：:。“”\"'（(）)—-·"  # what may stand around a name
