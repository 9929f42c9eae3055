"""One run of ``civx extract --scheduler``, when all is known that the user wants."""
from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from civx.cli.errors import FileProblem, Run, shown

if TYPE_CHECKING:
    from civx.cli.batch.work import Job
    from civx.cli.inputs.discovery import Item

# Options that are for one machine, and what to do instead.
_NOT_HERE = {
    "jobs": "the cluster has its own number of workers",
    "timeout": "a file that takes for ever has to be left out by hand",
    "skip_existing": "what is finished is always left out",
    "fail_fast": "partitions are done in any order",
    "log": "what was done is in _civx.json and _faults.parquet beside the facts",
}


def extract_on_cluster(run: Run, found: Sequence[Item], job: Job, options: Mapping[str, Any]) -> int:
    """Do the work on all that was ``found``; the exit code. Raises click.UsageError where options do not go together.
    """
    output, quiet = options["output"], options["quiet"]
    if output in (None, "-") or job.format_name != "parquet":
        raise click.UsageError("--scheduler writes Parquet: say -o FOLDER.parquet, a folder here or in a store")
    for name, instead in _NOT_HERE.items():
        if options[name]:
            raise click.UsageError(f"--{name.replace('_', '-')} does not go with --scheduler: {instead}")
    if any(item.path == "-" for item in found):
        raise click.UsageError("standard input does not go with --scheduler: name files that the workers can read")
    start = time.monotonic()
    from civx.cli.batch.progress import progress, summary

    try:
        from .cluster import run_cluster

        with progress(len(found), not (quiet or options["no_progress"])) as bar:
            run.say = bar.say
            skipped = run_cluster(run, found, job, output, options["scheduler"], options["partition"], bar, quiet)
    except ImportError:
        run.fail(output, FileProblem("--scheduler needs distributed and pyarrow: pip install 'civx[dask]'"))
        return run.exit_code
    except FileProblem as problem:
        run.fail(shown(output), problem)
        return run.exit_code
    if not quiet:
        already = f", {skipped} partitions done already" if skipped else ""
        click.echo(summary(run, 0, time.monotonic() - start) + already, file=sys.stderr)
    return run.exit_code
