"""Where output goes: standard output as UTF-8, or a file that is replaced only when everything is written."""
from __future__ import annotations

import errno
import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from .errors import FileProblem

if TYPE_CHECKING:
    from pathlib import Path

# Controls but for blanks and the ends of lines, and what sets the rest of a line the other way round.
_OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]|\r(?!\n)")
_LEFT = re.compile(r"civx-(\d+)-\w+")
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


class Screened(io.TextIOBase):
    """A terminal, to which nothing that a report or a name holds gets through that it would obey.

    What knows how to write for terminals takes ``unscreened``.
    """

    def __init__(self, unscreened: TextIO) -> None:
        self.unscreened = unscreened
        self.buffer = unscreened.buffer

    def write(self, text: str) -> int:
        self.unscreened.write(_OBEYED.sub(lambda sign: repr(sign[0])[1:-1], text))
        return len(text)

    def flush(self) -> None:
        self.unscreened.flush()

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.unscreened.fileno()


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
        yield cast(TextIO, Screened(sys.stdout)) if sys.stdout.isatty() else sys.stdout
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
    from pathlib import Path  # only here: its import is slow

    with temporary_folder() as folder:
        yield Path(folder, "output")


@contextmanager
def temporary_folder() -> Iterator[str]:
    """A folder that is gone when the block ends; those that killed runs have left are removed before."""
    import tempfile  # only here: its import is slow

    top = tempfile.gettempdir()
    with suppress(OSError):
        for name in os.listdir(top):
            left = _LEFT.fullmatch(name)
            if left is not None and int(left[1]) != os.getpid() and not alive(int(left[1])):
                _remove(os.path.join(top, name))
    with tempfile.TemporaryDirectory(prefix=f"civx-{os.getpid()}-") as folder:
        yield folder


def _remove(folder: str) -> None:
    """Remove a folder of ours; no link is followed, and nobody else's is touched."""
    import shutil

    with suppress(OSError):
        if hasattr(os, "getuid") and os.lstat(folder).st_uid == os.getuid() and not os.path.islink(folder):
            shutil.rmtree(folder, ignore_errors=True)


def alive(process: int) -> bool:
    """Whether another process may still be at work with what bears its number; this one, which has the number anew, has
    not begun."""
    if os.name != "posix" or process == os.getpid():
        return False  # on Windows os.kill would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    try:  # one that was killed keeps its number until its parent has asked for it, in some containers for ever
        with open(f"/proc/{process}/stat", "rb") as stat:
            return stat.read().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    except (OSError, IndexError):
        return True  # no Linux


def _copy(draft: Path, target: BinaryIO) -> None:
    import shutil

    with open(draft, "rb") as content:
        shutil.copyfileobj(content, target)
