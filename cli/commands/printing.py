"""What the commands share that print one text for each file."""
from __future__ import annotations

from collections.abc import Callable

import click

from civx.cli.errors import FileProblem, Run
from civx.cli.writing import opened


def print_each(ctx: click.Context, files: tuple[str, ...], verbose: bool, work: Callable[[str], str]) -> None:
    """Print what ``work`` makes of each file, its last line ended, and exit with the run's code."""
    run = Run(verbose)
    try:
        with opened(None) as out:
            for text in run.each(files, work):
                out.write(text if text.endswith("\n") else text + "\n")
    except FileProblem as problem:
        run.fail("standard output", problem)
    ctx.exit(run.exit_code)
