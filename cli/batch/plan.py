"""What a run has to do: a task for each input that does not have its output yet."""
from __future__ import annotations

import os
from collections.abc import Sequence

from civx.cli.reading import Item

from .targets import outside, sweep, targets
from .work import Task


def plan(
    items: Sequence[Item], output: str | None, format_name: str, folder: bool, skip_existing: bool
) -> tuple[list[Task], int]:
    """The tasks of a run, and how many inputs are left out since their output is there (``skip_existing``).

    Where ``output`` is a ``folder`` each task has an output file of its own in it, and the drafts that a killed run
    left there are removed.
    """
    if not folder or output is None:
        done = skip_existing and output is not None and os.path.exists(output)
        return ([], len(items)) if done else ([Task(item, None) for item in items], 0)
    sweep(output)
    own = outside(items, output)
    tasks = [
        Task(item, os.path.join(output, *target.split("/")))
        for item, target in zip(own, targets(own, format_name), strict=True)
    ]
    left = [task for task in tasks if not (skip_existing and os.path.exists(str(task.target)))]
    return left, len(tasks) - len(left)
