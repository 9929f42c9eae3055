"""The options of a run over many files."""
from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., object])

# Below so many files, workers take longer to start than the work would.
_WORTH_WORKERS = 8
# Windows waits for no more than 63 pipes at once, and others let a process open some thousand files.
_OWN_FILES = 24  # what a run has open besides
_MOST = 60 if sys.platform == "win32" else 250


def batch_options(command: Command) -> Command:
    """``-j``, ``--quiet``, ``--no-progress``, ``--fail-fast``, ``--newer``, ``--skip-existing``, ``--timeout``,
    ``--log``."""
    for decorate in (
        click.option(
            "--log", metavar="FILE", type=click.Path(),
            help="Add to FILE, as JSON Lines, what is run and what comes of each file: its digest, facts, fault, time.",
        ),
        click.option(
            "--timeout", metavar="SECONDS", type=click.FloatRange(0, min_open=True),
            help="Give up a file that takes longer; it is named, and the others are done.",
        ),
        click.option(
            "--skip-existing", is_flag=True,
            help="Leave out what has its output already: goes on where a run was killed.",
        ),
        click.option(
            "--newer", is_flag=True,
            help="Leave out what has an output that is newer than itself, as make does; the rest is done again.",
        ),
        click.option("--fail-fast", is_flag=True, help="Stop at the first file that fails, instead of going on."),
        click.option("--no-progress", is_flag=True, help="No progress bar (there is one only on a terminal)."),
        click.option("-q", "--quiet", is_flag=True,
            help="No progress bar, no summary, nothing about tables left out; failures, and files left aside, are "
            "still told.",
        ),
        click.option(
            "-j", "--jobs", metavar="N", type=click.IntRange(1),
            help="Work with N processes. Default: as many as there are cores. The output is the same for any N.",
        ),
    ):
        command = decorate(command)
    return command


def scheduler_options(command: Command) -> Command:
    """``--scheduler`` and ``--partition``."""
    for decorate in (
        click.option(
            "--partition", metavar="N", type=click.IntRange(1), default=64, show_default=True,
            help="With --scheduler: some N files are done at a time, and not again when the command is said again.",
        ),
        click.option(
            "--scheduler", metavar="ADDRESS",
            help="Work on the Dask cluster at ADDRESS (tcp://host:8786), or on one made for this run: local.",
        ),
    ):
        command = decorate(command)
    return command


def is_folder(output: str | None, files: Sequence[str]) -> bool:
    """Whether ``-o`` means a folder: it is one, it ends in a slash, or it has no suffix and a folder is read."""
    if output is None or output == "-":
        return False
    if os.path.isdir(output) or output.endswith((os.sep, "/")):
        return True
    return not os.path.exists(output) and not os.path.splitext(output)[1] and any(map(os.path.isdir, files))


def workers(jobs: int | None, files: int, apart: bool = False) -> int:
    """How many processes work on so many files, where the user asked for ``jobs`` or left it open: 1 is this one, 0 one
    other, where the work is to be done ``apart`` and by one at a time."""
    if jobs is None:
        found = min(cores(), _allowed()) if files >= _WORTH_WORKERS else 1
    else:
        found = max(1, min(jobs, files, _allowed()))
    return 0 if apart and found == 1 else found


def _allowed() -> int:
    """How many workers there may be: each takes a pipe, and another while it is started."""
    try:
        import resource
    except ImportError:
        return _MOST
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if files < 0 else max(1, min(_MOST, (files - _OWN_FILES) // 2))


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
