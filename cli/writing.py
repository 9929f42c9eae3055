"""Where output goes: standard output as UTF-8, or a file that is replaced only when everything is written."""
from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from .errors import FileProblem


@contextmanager
def opened(path: str | None) -> Iterator[TextIO]:
    """A UTF-8 text stream without newline translation; None or ``-`` is standard output.

    A reader of standard output that goes away (``| head``) ends the writing quietly. A file appears under
    its name when the block ends, and not at all where the block raises. Raises FileProblem where the
    system refuses.
    """
    try:
        if path is None or path == "-":
            with _standard_output() as out:
                yield out
        elif os.path.exists(path) and not os.path.isfile(path):  # a device or a pipe: nothing to replace
            with open(path, "w", encoding="utf-8", newline="") as out:
                yield out
        else:
            with _replaced(Path(os.path.realpath(path))) as out:
                yield out
    except OSError as error:
        raise FileProblem(f"cannot be written: {error.strerror or error}") from error


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    if sys.stdout is None:
        raise FileProblem("closed: nowhere to write to")
    if isinstance(sys.stdout, io.TextIOWrapper):  # whatever the locale says; Windows would also turn \n into \r\n
        sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        # What is still buffered can go nowhere: without this the interpreter would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise


@contextmanager
def _replaced(path: Path) -> Iterator[TextIO]:
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(draft, "x", encoding="utf-8", newline="") as out:
            yield out
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o7777)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
