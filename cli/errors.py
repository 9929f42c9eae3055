"""What went wrong with a file, said in one line, and the count of it that decides the exit code."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import click

F = TypeVar("F")
T = TypeVar("T")


class FileProblem(Exception):
    """A file cannot be read or written; the message says what is wrong, where, and what to do about it."""


class Run:
    """One run over several files: says what failed, goes on with the rest, and knows the exit code."""

    def __init__(self, verbose: bool = False) -> None:
        self.verbose = verbose
        self.failed = 0

    @property
    def exit_code(self) -> int:
        """0 where everything was done, 1 where at least one file failed."""
        return 1 if self.failed else 0

    def fail(self, name: str, error: Exception) -> None:
        """Report ``error`` about the file ``name`` on standard error; with ``--verbose`` its traceback too."""
        self.failed += 1
        from civx.patterns.load import PatternError  # only here: its import is slow

        message = str(error)
        if not isinstance(error, (FileProblem, PatternError)):
            message = f"civx failed on this file ({type(error).__name__}: {message}): --verbose tells where"
        click.echo(f"civx: {shown(name)}: {' '.join(message.split())}", err=True)
        if self.verbose:
            import traceback

            click.echo("".join(traceback.format_exception(error)), err=True, nl=False)

    def each(self, files: Iterable[F], work: Callable[[F], T], named: Callable[[F], str] = str) -> Iterator[T]:
        """What ``work`` makes of each file; one that fails is left out, and reported as what ``named`` calls it."""
        for file in files:
            try:
                result = work(file)
            except Exception as error:  # also a defect of ours must not lose the other files
                self.fail(named(file), error)
            else:
                yield result


def shown(name: str) -> str:
    """A file's name as a message shows it."""
    return "standard input" if name == "-" else name
