"""Work spread over processes: results in the order of the tasks, few of them in memory, and a dead worker told.

Not concurrent.futures: there one worker that dies takes the whole pool with it and does not say over which file, and
workers cannot be stopped at once.
"""
from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

# So many tasks wait at each worker, so that it need not wait for the next.
_QUEUED = 2
# So many results for each worker may wait for an earlier one that takes longer.
_AHEAD = 16
_GRACE = 0.4  # seconds that a stopped worker has to remove what it has half written
_PATIENCE = 5.0  # seconds that an idle worker has to go by itself
_TICK = 0.25  # seconds between two looks at how long workers have been at their tasks


class Died(Exception):
    """A worker ended over a task without a result; ``code`` is its exit code, negative where a signal ended it, and
    ``late`` says that it was ended since it took too long."""

    def __init__(self, code: int | None, late: bool = False) -> None:
        super().__init__(code, late)
        self.code = code
        self.late = late


class _Worker(Generic[Task]):
    """A process, our end of the pipe to it, and the tasks it was given with their numbers, the one at work first and
    when that was begun."""

    def __init__(self, process: BaseProcess, connection: Connection) -> None:
        self.process = process
        self.connection = connection
        self.tasks: deque[tuple[int, Task]] = deque()
        self.begun = 0.0
        self.late = False


class Pool(Generic[Task, Result]):
    """``workers`` processes that each do ``work`` on one task after another.

    ``work``, tasks and results must be picklable; ``work`` should not raise. ``abandoned`` is called with a task and
    the process id of the worker that was stopped, or died, while it may have been at work on it. A worker that is
    longer than ``timeout`` seconds at a task is ended. The processes start at once: make a pool before anything that
    starts threads. Fewer are started where the system allows no more. Raises OSError where it allows none.
    """

    def __init__(
        self, work: Callable[[Task], Result], workers: int, abandoned: Callable[[Task, int], None] | None = None,
        timeout: float | None = None,
    ) -> None:
        # A forked worker has the patterns already; elsewhere than on Linux forking is not safe.
        self._context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self._work = work
        self._abandoned = abandoned or (lambda task, pid: None)
        self._timeout = timeout
        # Nothing is ever written to it: it ends with this process, however that ends.
        self._lifeline, self._life = self._context.Pipe(duplex=False)
        self._workers: list[_Worker[Task]] = []
        for _ in range(workers):
            try:
                self._workers.append(self._start())
            except OSError:
                if not self._workers:
                    raise
                break

    def run(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, Result | Died]]:
        """Each task with its result, or with how its worker died, in the order of ``tasks``."""
        numbered = enumerate(tasks)
        ahead = _AHEAD * len(self._workers)
        orphans: deque[tuple[int, Task]] = deque()  # taken from a dead worker, to be given to another
        open_tasks: dict[int, Task] = {}
        done: dict[int, Result | Died] = {}
        turn = 0
        while True:
            for worker in sorted(self._workers, key=lambda worker: len(worker.tasks)):
                while len(worker.tasks) < _QUEUED:
                    if orphans:
                        following = orphans.popleft()
                    elif len(open_tasks) >= ahead or (fresh := next(numbered, None)) is None:
                        break
                    else:
                        following = fresh
                        open_tasks[following[0]] = following[1]
                    self._give(worker, following)
            if not open_tasks:
                return
            for worker in self._ready():
                done.update(self._received(worker, orphans))
            while turn in done:
                yield open_tasks.pop(turn), done.pop(turn)
                turn += 1

    def _ready(self) -> list[_Worker[Task]]:
        busy = [worker for worker in self._workers if worker.tasks]
        ready: set[int] = set()
        while not ready:
            ready = set(map(id, wait([worker.connection for worker in busy], self._timeout and _TICK)))
            for worker in busy:
                late = self._timeout is not None and time.monotonic() - worker.begun > self._timeout
                if late and not worker.late and id(worker.connection) not in ready:
                    worker.late = True
                    worker.process.kill()  # seen as the end of its pipe
        return [worker for worker in busy if id(worker.connection) in ready]

    def _give(self, worker: _Worker[Task], task: tuple[int, Task]) -> None:
        if not worker.tasks:
            worker.begun = time.monotonic()
        worker.tasks.append(task)
        with contextlib.suppress(OSError):  # it has died: seen when its result is read
            worker.connection.send(task)

    def _received(self, worker: _Worker[Task], orphans: deque[tuple[int, Task]]) -> dict[int, Result | Died]:
        try:
            number, result = worker.connection.recv()
        except (EOFError, OSError):
            worker.process.join(_PATIENCE)
            number, task = worker.tasks.popleft()
            orphans.extend(worker.tasks)
            self._abandoned(task, worker.process.pid or 0)
            worker.connection.close()
            self._replace(worker)
            return {number: Died(worker.process.exitcode, worker.late)}
        worker.tasks.popleft()
        worker.begun = time.monotonic()
        return {number: result}

    def _replace(self, worker: _Worker[Task]) -> None:
        at = self._workers.index(worker)
        try:
            self._workers[at] = self._start(instead_of=worker)
        except OSError:
            if len(self._workers) == 1:
                raise
            del self._workers[at]  # the others do its work

    def _start(self, instead_of: _Worker[Task] | None = None) -> _Worker[Task]:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()  # a forked process would write once more what still waits here
        ours, theirs = self._context.Pipe()
        # A forked process holds the others' pipes too, and they would not notice that this process has ended.
        others = [other.connection for other in self._workers if other is not instead_of]
        inherited = [ours, self._life, *others] if self._context.get_start_method() == "fork" else []
        process = self._context.Process(
            target=_serve, args=(theirs, inherited, self._work, self._lifeline), daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def close(self) -> None:
        """End the workers: those without a task by themselves, those at work at once, with what they have half done."""
        busy = [worker for worker in self._workers if worker.tasks]
        for worker in busy:
            worker.process.terminate()
        for worker in self._workers:
            worker.connection.close()
        limit = time.monotonic() + (_GRACE if busy else _PATIENCE)
        for worker in self._workers:
            worker.process.join(max(0.0, limit - time.monotonic()))
            if worker.process.exitcode is None:
                worker.process.kill()
                worker.process.join()
        self._life.close()
        self._lifeline.close()
        for worker in busy:
            for _, task in islice(worker.tasks, 1):
                self._abandoned(task, worker.process.pid or 0)


def _serve(
    connection: Connection, inherited: list[Connection], work: Callable[[Any], Any], lifeline: Connection
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C reaches all processes; the first one ends the others
    signal.signal(signal.SIGTERM, _leave)
    for other in inherited:
        other.close()
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    with contextlib.suppress(EOFError, OSError):  # the first process has ended, or wants no more
        while True:
            number, task = connection.recv()
            connection.send((number, work(task)))


def _end_with(lifeline: Connection) -> None:
    """Ends this process as soon as the first one has ended: a file that takes hours must not keep it at work."""
    with contextlib.suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)


def _leave(number: int, frame: object) -> None:
    raise SystemExit(128 + number)
