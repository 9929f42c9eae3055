"""``civx corrections``: check, merge and count what readers corrected."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from civx.cli.correction_files import read_corrections
from civx.cli.errors import FileProblem, Run
from civx.cli.formats.shown import clean, counted
from civx.cli.language import left, named, told
from civx.cli.options import encoding_option, refuse_overwriting, verbose_option
from civx.cli.reading import read_sources
from civx.cli.writing import opened

if TYPE_CHECKING:
    from civx.analysis.corrections import Correction

_MOST = 20


@click.group()
def corrections() -> None:
    """Check, merge and count what readers corrected on pages of civx page.

    A file of corrections has one JSON object a line; docs/evidence.md says what it holds.
    """


@corrections.command()
@click.argument("file", type=click.Path())
@click.argument("reports", metavar="[REPORT]...", nargs=-1, type=click.Path())
@encoding_option
@verbose_option
@click.pass_context
def check(ctx: click.Context, file: str, reports: tuple[str, ...], encoding: str | None, verbose: bool) -> None:
    """Check a file of corrections, and whether they can be applied to REPORTs.

    Exit code 1 where the file is not valid, or a correction of a report cannot be applied to it.
    """
    from civx.analysis.corrections import for_text

    run = Run(verbose)
    found = next(run.each([file], read_corrections), None)
    if found is not None:
        of = told(f"{counted(len(found), 'correction')}, of {counted(len(_texts(found)), 'text')}")
        click.echo(clean(f"{file}: {of}"))
        for report in reports:
            sources = next(run.each([report], lambda name: read_sources(name, encoding)), None)
            for source in sources or ():
                own, problems = for_text(found, source.name, source.text)
                able = told(f"{counted(len(own), 'correction')} can be applied")
                click.echo(clean(f"{report}{source.part}: {able}"))
                for problem in problems:
                    run.fail(report, FileProblem(problem))
    ctx.exit(run.exit_code)


@corrections.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write there; - is standard output.")
@click.option("--newer", is_flag=True, help="Of two that differ take the newer one, instead of stopping.")
@verbose_option
@click.pass_context
def merge(ctx: click.Context, files: tuple[str, ...], output: str | None, newer: bool, verbose: bool) -> None:
    """Make one file of several readers' corrections.

    Where two say different things of one number both are shown on standard error and nothing is written.
    """
    from civx.analysis.correction_sets import merge as merged

    refuse_overwriting(files, output)
    run = Run(verbose)
    sets = list(run.each(files, read_corrections))
    if run.failed:
        ctx.exit(run.exit_code)
    found = merged([one for own in sets for one in own], newer)
    for first, second in found.conflicts:
        run.fail(second.where, FileProblem(f"differs from {first.where}: {_told(first)} against {_told(second)}"))
    if not found.conflicts:
        try:
            with opened(output) as out:
                out.writelines(json.dumps(one.to_dict(), ensure_ascii=False) + "\n" for one in found.agreed)
        except FileProblem as problem:
            run.fail_output(output, problem)
    ctx.exit(run.exit_code)


@corrections.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@click.option(
    "-f", "--format", "format_name", type=click.Choice(("table", "json"), case_sensitive=False),
    default="table", show_default=True,
)
@verbose_option
@click.pass_context
def stats(ctx: click.Context, files: tuple[str, ...], format_name: str, verbose: bool) -> None:
    """Count what was corrected most: by action, field, and from what to what."""
    from civx.analysis.correction_sets import counts

    run = Run(verbose)
    found = counts(one for own in run.each(files, read_corrections) for one in own)
    if format_name == "json":
        lines = [json.dumps({
            "actions": dict(found.actions), "fields": dict(found.fields.most_common()),
            "programmes": dict(found.programmes.most_common()),
            "changes": [
                {"field": field, "before": old, "after": new, "count": count}
                for (field, old, new), count in found.changes.most_common()
            ],
        }, ensure_ascii=False, indent=1)]
    else:
        lines = [f"{left(told(name), 18)} {count}" for name, count in found.actions.most_common()]
        if found.fields:
            lines += ["", told("fields that were changed")]
            lines += [f"{left(named('field', name), 18)} {n}" for name, n in found.fields.most_common()]
        if found.changes:
            lines += ["", told("from → to")]
            lines += [
                clean(f"{count:5}  {named('field', field)}: {_said(field, old)} → {_said(field, new)}")
                for (field, old, new), count in found.changes.most_common(_MOST)
            ]
    try:
        with opened(None) as out:
            out.writelines(line + "\n" for line in lines)
    except FileProblem as problem:
        run.fail_output(None, problem)
    ctx.exit(run.exit_code)


def _texts(found: list[Correction]) -> set[str]:
    return {one.sha256 for one in found}


def _told(one: Correction) -> str:
    """What a correction says, in a few words."""
    from civx.analysis.correction_sets import changed

    changes = ", ".join(
        f"{named('field', name)} {_said(name, old)} → {_said(name, new)}" for name, (old, new) in changed(one).items()
    )
    by = told(f" by {one.who}") if one.who else ""
    return f"“{one.quote}” {told(one.action)}{f' ({changes})' if changes else ''}{by}"


def _said(field: str, value: object) -> str:
    return named(field, str(value)) if value else told("(none)")
