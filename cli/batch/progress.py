"""How far a run is: a bar on standard error, where that is a terminal, and one line at the end."""
from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from civx.cli.errors import Run
from civx.cli.language import listed, told

_REFRESH = 0.1  # seconds


class Progress:
    """Says what happens during a run. Without a terminal it only passes messages on."""

    def __init__(self, bar: Any = None) -> None:
        self._bar = bar
        self._start = time.monotonic()
        self._refreshed = 0.0
        self._files = self._facts = 0

    def step(self, facts: int, files: int = 1) -> None:
        """One more file is done, or several, which held so many facts."""
        self._files += files
        self._facts += facts
        now = time.monotonic()
        if self._bar is not None and now - self._refreshed >= _REFRESH:
            self._refreshed = now
            rate = self._files / max(now - self._start, 0.001)
            counts = told(f"{self._facts:,} facts, {rate:,.{0 if rate >= 10 else 1}f} files/s")
            self._bar.update(self._bar.task_ids[0], completed=self._files, counts=counts, refresh=True)

    def say(self, line: str) -> None:
        """A line on standard error, above the bar."""
        if self._bar is None:
            click.echo(line, err=True)
        else:
            self._bar.console.print(line, markup=False, highlight=False, emoji=False, soft_wrap=True)


@contextmanager
def progress(total: int, wanted: bool) -> Iterator[Progress]:
    """A bar over ``total`` files where it is ``wanted`` and standard error is a terminal that can show one."""
    if not wanted or sys.stderr is None or not sys.stderr.isatty():
        yield Progress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        BarColumn(), MofNCompleteColumn(), TextColumn(told("files")), TextColumn("{task.fields[counts]}"),
        TimeRemainingColumn(compact=True), TextColumn(told("left")),
    )
    # A thread of its own would make it unsafe to fork another worker, hence no auto_refresh.
    with Bar(*columns, console=Console(stderr=True), auto_refresh=False, transient=True) as bar:
        bar.add_task("", total=total, counts="")
        yield Progress(bar)


def summary(run: Run, skipped: int, seconds: float) -> str:
    """One line on what a run did: files, facts, failures."""
    counts = [counted(run.files, "file"), counted(run.facts, "fact"), counted(run.failed, "failure")]
    if skipped:
        counts.append(told(f"{skipped:,} skipped"))
    if run.aside:
        counts.append(_aside(run))
    return told(f"civx: {listed(counts)}, {seconds:.1f} s")


def left_aside(run: Run) -> str:
    """One line on the files in folders that civx cannot read, which is told even where nothing else is."""
    return f"civx: {_aside(run)}"


def _aside(run: Run) -> str:
    kinds = " ".join(sorted(set(run.aside.values())))
    return told(f"{len(run.aside):,} left aside ({kinds})")


def counted(number: int, thing: str) -> str:
    """``1 file``, ``2,000 files``."""
    return told(f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s")  # no message
