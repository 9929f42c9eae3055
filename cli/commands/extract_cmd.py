"""``civx extract``: reports in, facts out."""
from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from civx.cli.batch.options import batch_options, is_folder, scheduler_options
from civx.cli.correction_files import corrections_option
from civx.cli.errors import Run
from civx.cli.options import chosen_items, input_options, patterns_option, refuse_overwriting
from civx.cli.output_options import chosen_output, output_options

if TYPE_CHECKING:
    from civx.analysis.corrections import Correction


@click.command()
@input_options
@output_options
@patterns_option
@corrections_option
@batch_options
@scheduler_options
@click.pass_context
def extract(
    ctx: click.Context,
    /,
    files: tuple[str, ...],
    recursive: bool,
    files_from: str | None,
    encoding: str | None,
    verbose: bool,
    output: str | None,
    patterns: tuple[str, ...],
    corrections: tuple[Correction, ...],
    jobs: int | None,
    quiet: bool,
    no_progress: bool,
    fail_fast: bool,
    skip_existing: bool,
    newer: bool,
    timeout: float | None,
    log: str | None,
    scheduler: str | None,
    partition: int,
    **options: Any,
) -> None:
    """Print the numeric facts of reports.

    Each FILE is a report, or several in one file: .txt, .md, .html, .docx, .pdf, .csv or a workbook, also in .gz or
    .zip; - is standard input, and with -r a folder. A file that cannot be read is reported and the others are still
    done. docs/inputs.md says how files are read, docs/labels.md what a fact holds.

    Where -o is a folder, each report has an output file of its own in it, named after it, and folders are read with
    all that is in them (docs/batches.md).

    A FILE may be a URL (s3://bucket/2023/*.docx), of any store that fsspec knows. With --scheduler the work is done on
    a Dask cluster, and -o is a folder of Parquet in any store (docs/scale.md).
    """
    terminal = sys.stdout is not None and sys.stdout.isatty()
    folder = is_folder(output, files) and scheduler is None
    name_of_format, shape, filters = chosen_output(
        output, terminal, patterns, folder, reviewed=bool(corrections), **options
    )
    run = Run(verbose)
    found = chosen_items(run, files, recursive or folder, files_from)
    read = (*(item.path for item in found), *([files_from] if files_from else []))
    if not folder and scheduler is None:
        refuse_overwriting(read, output)
    refuse_overwriting(read, log, "--log")
    if log is not None and output is not None and os.path.realpath(log) == os.path.realpath(output):
        raise click.UsageError("--log and -o name the same file")

    from civx.cli.batch.command import Wanted, extract_all
    from civx.cli.batch.engine import How
    from civx.cli.batch.work import Job

    job = Job(name_of_format, shape, filters, encoding, patterns, verbose, corrections, digest=log is not None)
    if scheduler is not None:
        from civx.cli.scale.command import extract_on_cluster

        ctx.exit(extract_on_cluster(run, found, job, ctx.params))
    how = How(1, fail_fast, quiet, timeout)
    wanted = Wanted(output, folder, skip_existing, newer, jobs, not (quiet or no_progress), terminal, log)
    # Loading the patterns makes many objects that stay, and a report's own are soon gone: collecting as often as Python
    # does by itself costs some 3 ms at the start.
    gc.set_threshold(100_000, 50, 50)
    ctx.exit(extract_all(run, found, job, wanted, how, ctx.params))
