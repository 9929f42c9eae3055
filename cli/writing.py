"""Where output goes: standard output as UTF-8, or a file that is replaced only when everything is written."""
from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, TextIO

from .errors import FileProblem

if TYPE_CHECKING:
    from pathlib import Path

_SHORT = 200  # bytes of a name; a file system takes 255


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
        elif is_special(path):
            with open(path, "w", encoding="utf-8", newline="") as out:
                yield out
        else:
            with replaced(path) as draft, open(draft, "x", encoding="utf-8", newline="") as out:
                yield out
    except BrokenPipeError:
        pass  # the reader of a pipe has gone away
    except OSError as error:
        raise FileProblem(f"cannot be written: {error.strerror or error}") from error


@contextmanager
def drafted(path: str | None) -> Iterator[Path]:
    """The path of a file yet to be made, for what cannot be written from front to back.

    When the block ends, the file gets the name ``path`` or, where that is a device, a pipe or standard output (None or
    ``-``), is copied there. It is gone where the block raises. Raises FileProblem where the system refuses.
    """
    try:
        if path is None or path == "-":
            with _temporary() as draft:
                yield draft
                with _standard_output() as out:
                    _copy(draft, out.buffer)
        elif is_special(path):
            with _temporary() as draft:
                yield draft
                with open(path, "wb") as target:
                    _copy(draft, target)
        else:
            from pathlib import Path

            with replaced(path) as name:
                draft = Path(name)
                with open(draft, "xb"):  # a folder that is missing is said now, not when all the work is done
                    pass
                yield draft
    except BrokenPipeError:
        pass  # the reader of a pipe has gone away
    except OSError as error:
        raise FileProblem(f"cannot be written: {error.strerror or error}") from error


def is_special(path: str) -> bool:
    """Whether ``path`` is a device or a pipe, where there is nothing to replace."""
    return os.path.exists(path) and not os.path.isfile(path)


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
        if not isinstance(error, BrokenPipeError) and (os.name, error.errno) != ("nt", errno.EINVAL):  # Windows' name
            raise


@contextmanager
def replaced(path: str) -> Iterator[str]:
    """The path of a draft that gets the name ``path`` when the block ends, and is gone where that raises."""
    target = os.path.realpath(path)
    draft = draft_of(path, os.getpid())
    remove_draft(path, os.getpid())  # of a process that had the same number, or put there for us to follow
    try:
        yield draft
        if os.path.exists(target):
            os.chmod(draft, os.stat(target).st_mode & 0o777)
        os.replace(draft, target)
    except BaseException:
        remove_draft(path, os.getpid())
        raise


def draft_of(path: str, process: int) -> str:
    """The name under which ``process`` writes ``path`` before it is whole."""
    return beside(path, f"{process}.part")


def beside(path: str, ending: str) -> str:
    """The name of a hidden file beside ``path``, never longer than a name may be."""
    folder, name = os.path.split(os.path.realpath(path))
    return os.path.join(folder, f".{short(name)}.{ending}")


def short(name: str) -> str:
    """The name of a file, or one that stands for it where it would become too long with something added."""
    data = os.fsencode(name)
    if len(data) <= _SHORT:
        return name
    from hashlib import blake2b

    return data[: _SHORT // 2].decode("utf-8", "ignore") + "~" + blake2b(data, digest_size=8).hexdigest()


def remove_draft(path: str, process: int) -> None:
    """Remove what ``process`` has half written of ``path``, if anything, also what SQLite keeps beside it."""
    draft = draft_of(path, process)
    for name in (draft, f"{draft}-journal"):
        with suppress(OSError):
            os.unlink(name)


@contextmanager
def _temporary() -> Iterator[Path]:
    import tempfile  # only here, like pathlib: their imports are slow
    from pathlib import Path

    with tempfile.TemporaryDirectory(prefix="civx-") as folder:
        yield Path(folder, "output")


def _copy(draft: Path, target: BinaryIO) -> None:
    import shutil

    with open(draft, "rb") as content:
        shutil.copyfileobj(content, target)
