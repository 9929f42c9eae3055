"""``civx extract --scheduler``: the partitions of a run on the workers of a Dask cluster, here or elsewhere."""
from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from civx import __version__
from civx.cli.errors import FileProblem, Run

from .partition_work import Outcome, probe, work
from .partitions import Partition, partitions
from .parts import Parts

if TYPE_CHECKING:
    from civx.cli.batch.progress import Progress
    from civx.cli.batch.work import Job
    from civx.cli.inputs.discovery import Item

_WAITING = 2  # partitions that wait for each thread of the cluster
_RETRIES = 2
_CONNECT = "20s"
_LEAVE = 2  # seconds
_LOST = "the cluster was lost; what was finished is kept"
_BLAME = "kills the process that reads it, each time: set aside; it may need more memory than a worker has"


def run_cluster(
    run: Run, items: Sequence[Item], job: Job, output: str, scheduler: str, files: int, progress: Progress, quiet: bool
) -> int:
    """Do the work on ``items`` in partitions of some ``files`` on the cluster ``scheduler`` (``local``: one that is
    started for this run); the facts go to the folder ``output`` in any store. What an earlier run finished is left as
    it is. Gives how many partitions that was.

    Raises FileProblem where the cluster is not to be had or is lost, and where the store refuses: what was finished
    stays, and the same command goes on from there.
    """
    parts = Parts(output)
    planned = partitions(items, job, files)
    there = parts.done()
    todo = [partition for partition in planned if partition.key not in there]
    if todo:
        with _connected(scheduler) as client:
            if not quiet and client.dashboard_link:
                run.say(f"civx: {len(todo)} partitions on {scheduler}, to be watched at {client.dashboard_link}")
            _Work(client, job, parts, run, progress).all(todo)
    written = parts.written()
    lost = [partition for partition in planned if partition.key not in written]
    if lost:
        raise FileProblem(f"{len(lost)} of {len(planned)} partitions were not finished: say the same command again")
    faults, run.files, run.facts = parts.told([partition.key for partition in planned])
    _tell(run, faults, quiet)
    told = {"version": __version__, "files": len(items), "facts": run.facts, "failures": run.failed}
    parts.finish([partition.key for partition in planned], told, faults)
    return len(planned) - len(todo)


class _Work:
    """The partitions that are under way on a cluster. Only so many are handed over at a time, so that a list of
    millions is no load for the scheduler."""

    def __init__(self, client: Any, job: Job, parts: Parts, run: Run, progress: Progress) -> None:
        self._client = client
        self._job = job
        self._parts = parts
        self._run = run
        self._progress = progress

    def all(self, todo: Sequence[Partition]) -> None:
        """Do them all. A partition that kills its workers is searched for the files that do."""
        from distributed import as_completed

        waiting = deque(todo)
        by_key: dict[str, Partition] = {}
        suspects: list[Partition] = []

        def more(number: int) -> list[Any]:
            taken = [waiting.popleft() for _ in range(min(number, len(waiting)))]
            by_key.update((f"civx-{one.key}", one) for one in taken)
            return [self._submit(one, {}) for one in taken]

        threads = max(1, sum(self._client.nthreads().values()))
        under_way = as_completed(more(threads * _WAITING))
        for future in under_way:
            partition = by_key.pop(future.key)
            if self._is_killer(future):
                suspects.append(partition)
            else:
                self._count(future)
            for new in more(1):
                under_way.add(new)
        for partition in suspects:  # one at a time, so that none is blamed for what another did
            killers = dict.fromkeys(self._killers(partition.items), _BLAME)
            self._count(self._submit(partition, killers, "-without"))

    def _submit(self, partition: Partition, killers: Mapping[Item, str], more: str = "") -> Any:
        key = f"civx-{partition.key}{more}"
        return self._client.submit(work, self._job, partition, self._parts, dict(killers), key=key, retries=_RETRIES)

    def _count(self, future: Any) -> None:
        from distributed import KilledWorker

        try:
            outcome: Outcome = future.result()
        except FileProblem as problem:
            self._run.report(self._parts.url, str(problem))
            return
        except KilledWorker:  # by none of its files alone: it stays undone, which is told at the end
            return
        self._progress.step(outcome.facts, outcome.files + outcome.failed)

    def _is_killer(self, future: Any) -> bool:
        from distributed import KilledWorker

        return isinstance(future.exception(), KilledWorker)

    def _killers(self, items: tuple[Item, ...], sure: bool = False) -> Iterator[Item]:
        """The files among ``items`` that kill the process that reads them, by halves; ``sure``: some do."""
        if not sure and not self._is_killer(self._client.submit(probe, self._job, items, pure=False)):
            return
        if len(items) == 1:
            yield items[0]
            return
        middle = len(items) // 2
        found = list(self._killers(items[:middle]))
        yield from found
        yield from self._killers(items[middle:], sure=len(items) > 2 and not found)



def _tell(run: Run, faults: Any, quiet: bool) -> None:
    for fault in faults.to_pylist():
        if fault["severity"] == "error":
            run.report(fault["source"], fault["fault"])
        elif not quiet:
            run.say(f"civx: {fault['source']}: {fault['fault']}")


@contextmanager
def _connected(scheduler: str) -> Iterator[Any]:
    try:
        import dask
        from distributed import CancelledError, Client, LocalCluster
    except ImportError as error:
        raise FileProblem("--scheduler needs distributed: pip install 'civx[dask]'") from error
    from civx.cli.batch.options import cores

    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)  # what matters of it is told in a line of ours
    cluster: Any = None
    try:
        if scheduler == "local":
            dask.config.set({"distributed.scheduler.allowed-failures": 1})
            cluster = LocalCluster(
                n_workers=cores(), threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL
            )
            client = Client(cluster)
        else:
            client = Client(scheduler, timeout=_CONNECT)
    except (OSError, ValueError, RuntimeError) as error:
        raise FileProblem(f"no scheduler answers at {scheduler}: {' '.join(str(error).split())}") from error
    try:
        yield client
    except (OSError, TimeoutError, RuntimeError, CancelledError) as error:
        raise FileProblem(f"{_LOST} ({type(error).__name__}): say the same command again") from error
    finally:
        with suppress(Exception):
            client.close(timeout=_LEAVE)
        if cluster is not None:
            with suppress(Exception):
                cluster.close()
        logging.disable(before)
