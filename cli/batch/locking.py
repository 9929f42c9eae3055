"""One run at a time writes to an output: who comes second is told who is at work on it."""
from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from civx.cli.errors import FileProblem, shown
from civx.cli.writing import beside, is_special

_HOLDER = 500  # bytes that say who holds a lock


@contextmanager
def locked(output: str | None, folder: bool) -> Iterator[None]:
    """Holds the output file or ``folder`` for this run.

    The system gives the lock back when this process ends, however it ends. None, ``-`` and devices are held by nobody,
    nor is an output on Windows or on a file system without locks. Raises FileProblem where another run holds it.
    """
    nobodys = output is None or output == "-" or (not folder and is_special(output))
    path = None if nobodys else _path(str(output), folder)
    held = _taken(path) if path is not None else None
    try:
        yield
    finally:
        if held is not None and path is not None:
            with suppress(OSError):
                os.unlink(path)
            os.close(held)


def _path(output: str, folder: bool) -> str:
    if not folder:
        return beside(output, "lock")
    with suppress(OSError):  # whoever writes to it will say what is wrong
        os.makedirs(output, exist_ok=True)
    return os.path.join(output, ".civx.lock")


def _taken(path: str) -> int | None:
    """The open lock file, None where there can be none."""
    try:
        import fcntl
    except ImportError:
        return None
    while True:
        try:
            held = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        except OSError:
            return None  # a folder that cannot be written to: that is said when the output is written
        try:
            fcntl.lockf(held, fcntl.LOCK_EX | fcntl.LOCK_NB)  # of this process alone, not of its workers
            if os.path.samestat(os.fstat(held), os.stat(path)):
                break
        except FileNotFoundError:
            pass  # the run that held it has just ended, and taken the file with it
        except OSError as error:
            holder = os.read(held, _HOLDER).decode("utf-8", "replace").strip()
            os.close(held)
            if error.errno not in (errno.EACCES, errno.EAGAIN):
                return None
            who = shown(holder) if holder else "another run"
            raise FileProblem(f"{who} is writing to it: wait until that has ended, or say another name") from None
        os.close(held)
    os.ftruncate(held, 0)
    os.write(held, _who().encode("utf-8", "replace"))
    return held


def _who() -> str:
    import time

    return f"process {os.getpid()} on {os.uname().nodename}, since {time.strftime('%H:%M:%S')},"
