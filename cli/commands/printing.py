"""What the commands share that print one text for each file."""
from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

import click

from civx.cli.errors import FileProblem, Run
from civx.cli.reading import Item
from civx.cli.writing import opened


def print_each(ctx: click.Context, run: Run, found: list[Item], work: Callable[[Item], str]) -> None:
    """Print what ``work`` makes of each file, and exit with the run's code."""
    try:
        with opened(None) as out:
            for text in run.each(found, work, named=attrgetter("name")):
                out.write(text)
    except FileProblem as problem:
        run.fail_output(None, problem)
    ctx.exit(run.exit_code)
