"""What went wrong with a file, said in one line, and the count of it that decides the exit code."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import click

from civx.patterns.errors import CivxError

from .language import told

F = TypeVar("F")
T = TypeVar("T")

# What a terminal would obey, or what would set the rest of a line the other way round.
_ESCAPED = {
    code: repr(chr(code))[1:-1]
    for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


class FileProblem(CivxError):
    """A file cannot be read or written; the message says what is wrong, where, and what to do about it.

    ``passing``: it is nothing that is wrong with the file, and may be over in a later run.
    """

    passing = False


class Run:
    """One run over several files: says what failed, goes on with the rest, counts, and knows the exit code.

    ``say`` writes a line for the user, by default on standard error.
    """

    def __init__(self, verbose: bool = False, say: Callable[[str], None] | None = None) -> None:
        self.verbose = verbose
        self.say = say or _on_standard_error
        self.files = self.facts = self.failed = 0
        self.aside: dict[str, str] = {}  # path → suffix of the documents in folders and archives that civx cannot read

    @property
    def exit_code(self) -> int:
        """0 where everything was done, 1 where at least one file failed."""
        return 1 if self.failed else 0

    def fail(self, name: str, error: Exception) -> None:
        """Report ``error`` about the file ``name`` on standard error; with ``--verbose`` its traceback too."""
        self.report(name, described(error), traced(error) if self.verbose else "")

    def fail_output(self, output: str | None, error: Exception) -> None:
        """The same of what ``-o`` says: None and ``-`` are standard output."""
        self.fail(told("standard output") if output in (None, "-") else str(output), error)

    def report(self, name: str, problem: str, trace: str = "") -> None:
        """Report a problem with the file ``name`` in one line, and what ``trace`` holds below it."""
        self.failed += 1
        self.say(f"civx: {shown(name)}: {told(problem)}")
        if trace:
            self.say(trace.rstrip("\n"))

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
    """A file's name as a message shows it: in one line, whatever characters are in it."""
    if name in ("", "-"):
        return told("standard input") if name else "''"
    return name.translate(_ESCAPED)


def _on_standard_error(line: str) -> None:
    click.echo(line, err=True)


def described(error: Exception) -> str:
    """What is wrong, in one line; of a defect of ours, what to do about it."""
    from civx.patterns.load import PatternError  # only here: its import is slow

    message = str(error)
    if isinstance(error, MemoryError):
        message = "needs more memory than there is: try it alone, with -j 1, or in parts"
    elif isinstance(error, RecursionError):
        message = "is nested too deeply to be read"
    elif not isinstance(error, (FileProblem, PatternError)):
        message = f"civx failed on this file ({type(error).__name__}: {message}): --verbose tells where"
    return shown(" ".join(message.split()))


def traced(error: Exception) -> str:
    """The traceback of ``error`` as text."""
    import traceback

    return "".join(traceback.format_exception(error))
