"""``civx extract``: reports in, facts out."""
from __future__ import annotations

import gc
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from civx.cli.batch.options import batch_options, is_folder, workers
from civx.cli.correction_files import corrections_option
from civx.cli.errors import FileProblem, Run
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
    **options: Any,
) -> None:
    """Print the numeric facts of reports.

    Each FILE is a report, or several in one file: .txt, .md, .html, .docx, .pdf, .csv or a workbook, also in .gz or
    .zip; - is standard input, and with -r a folder. A file that cannot be read is reported and the others are still
    done. docs/inputs.md says how files are read, docs/labels.md what a fact holds.

    Where -o is a folder, each report has an output file of its own in it, named after it, and folders are read with
    all that is in them (docs/batches.md).
    """
    terminal = sys.stdout is not None and sys.stdout.isatty()
    folder = is_folder(output, files)
    name_of_format, shape, filters = chosen_output(
        output, terminal, patterns, folder, reviewed=bool(corrections), **options
    )
    run = Run(verbose)
    found = chosen_items(run, files, recursive or folder, files_from)
    if not folder:
        refuse_overwriting(tuple(item.path for item in found), output)

    from civx.cli.batch.engine import How, Stopped, run_tasks
    from civx.cli.batch.plan import describe, plan
    from civx.cli.batch.progress import progress, summary
    from civx.cli.batch.work import Job

    # Loading the patterns makes many objects that stay, and a report's own are soon gone: collecting as often as Python
    # does by itself costs some 3 ms at the start.
    gc.set_threshold(100_000, 50, 50)
    start = time.monotonic()
    try:
        todo = plan(found, output, name_of_format, folder, skip_existing)
    except FileProblem as problem:
        run.fail(str(output), problem)
        ctx.exit(run.exit_code)
    if not folder:
        shape = shape._replace(paged=any(task.paged for task in todo.tasks))
    job = Job(name_of_format, shape, filters, encoding, patterns, verbose, corrections)
    alone = any(task.item.path == "-" for task in todo.tasks)  # no other process can read standard input
    how = How(1 if alone else workers(jobs, len(todo.tasks)), fail_fast, quiet)
    batch = folder or len(todo.tasks) + todo.skipped > 1
    on_screen = terminal and output in (None, "-")  # a bar would stand in the middle of the facts
    with progress(len(todo.tasks), batch and not (quiet or no_progress or on_screen)) as bar:
        run.say = bar.say
        try:
            run_tasks(job, todo.tasks, None if folder else output, how, run, bar)
            if folder and name_of_format == "csv":
                describe(todo, str(output), shape, run)
            code = run.exit_code
        except Stopped as stop:
            run.say("civx: stopped; what was finished is kept" if folder else "civx: stopped")
            code = 128 + stop.number
    if (batch or run.aside) and not quiet:
        run.say(summary(run, todo.skipped, time.monotonic() - start))
    ctx.exit(code)
