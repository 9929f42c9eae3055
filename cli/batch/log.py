"""``--log``: what a run did, as JSON Lines that are enough to do it again and to see that it comes to the same."""
from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from civx import __version__
from civx.cli.errors import FileProblem, Run
from civx.cli.reading import Item, source_name

from .work import Done


class Log:
    """Adds a line for each thing that happens to the end of a file; each line is written at once and whole, so that
    a run that is killed leaves the lines of what it had done, and those of two runs do not mix."""

    def __init__(self, path: str, run: Run) -> None:
        self._path = path
        self._report = run
        self._key = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}"
        try:
            self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        except (OSError, ValueError) as error:
            raise FileProblem(f"cannot be written: {getattr(error, 'strerror', None) or error}") from error

    def begin(self, options: Mapping[str, Any], patterns: Sequence[str], files: int) -> None:
        """What is run: the version, the folder, the options that are not their defaults, the files of patterns."""
        self._line(
            "begin", version=__version__, python=sys.version.split()[0], folder=source_name(os.getcwd()),
            arguments=[source_name(word) for word in sys.argv[1:]],
            options={name: _plain(value) for name, value in options.items() if value and _says(value)},
            patterns=[{"file": source_name(path), "sha256": digest(path)} for path in patterns], files=files,
        )

    def skipped(self, items: Iterable[Item]) -> None:
        """The files that were left out, since what they come to is there."""
        for item in items:
            self._line("skipped", file=source_name(item.name))

    def done(self, item: Item, done: Done) -> None:
        """What came of a file."""
        self._line(
            "file", file=source_name(item.name), sha256=done.sha256 or None, facts=done.facts,
            fault=done.problem or None, seconds=round(done.seconds, 3),
        )

    def end(self, run: Run, code: int) -> None:
        """What the run came to: the line is missing where it was killed."""
        self._line("end", files=run.files, facts=run.facts, failures=run.failed, exit=code)
        with suppress(OSError):
            os.close(self._file)

    def _line(self, event: str, **what: Any) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"run": self._key, "time": now, "event": event, **what}, ensure_ascii=False) + "\n"
        if self._file < 0:
            return
        try:
            os.write(self._file, line.encode("utf-8", "backslashreplace"))
        except OSError as error:  # the facts matter more than the log
            self._report.fail(self._path, FileProblem(f"cannot be written: {error.strerror or error}"))
            self._file = -1


def digest(path: str) -> str | None:
    """The SHA-256 of a file's bytes, None where it cannot be read."""
    from hashlib import file_digest

    try:
        with open(path, "rb") as stream:
            return file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _says(value: Any) -> bool:
    """Whether a value is as the user gave it; what was read from a file is named among the arguments."""
    return all(isinstance(one, (str, int, float)) for one in (value if isinstance(value, (list, tuple)) else (value,)))


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return source_name(value) if isinstance(value, str) else value
