"""``civx demo``: what civx makes of a report that comes with it, each step with the command that does it."""
from __future__ import annotations

import os
import sys
from importlib.resources import files
from importlib.util import find_spec
from shlex import quote

import click

from civx.cli.language import current, told

_FOLDER = "civx-demo"


@click.command()
@click.option(
    "-o", "--output", "folder", metavar="FOLDER", type=click.Path(file_okay=False), default=_FOLDER, show_default=True,
    help="Write the report and what is made of it there.",
)
@click.option("--open/--no-open", "opens", default=None, help="Open the page in a browser. Default: on a terminal.")
@click.pass_context
def demo(ctx: click.Context, folder: str, opens: bool | None) -> None:
    """See on a built-in report what civx makes of one.

    The report is made up. Its facts are shown as a table, then where its numbers contradict each other; a workbook and
    a page to check the facts on are written beside it. Each step says the command that does it.
    """
    report = os.path.join(folder, "report.txt")
    try:
        os.makedirs(folder, exist_ok=True)
        with open(report, "wb") as out:
            out.write(files("civx.cli").joinpath("demo", "report.txt").read_bytes())
    except OSError as error:
        raise click.ClickException(f"{report}: cannot be written: {error.strerror or error}") from None
    click.echo(told(f"The built-in report is now in {report}."))
    page = os.path.join(folder, "evidence.html")
    steps = [["extract", report, "-f", "table"], ["audit", report]]
    if find_spec("xlsxwriter"):
        steps.append(["extract", report, "-o", os.path.join(folder, "facts.xlsx")])
    if find_spec("jinja2"):
        steps.append(["page", report, "-o", page])
    for step in steps:
        click.echo("\n$ civx " + " ".join(map(quote, step)))
        code = ctx.find_root().command.main([*step, "--lang", current()], prog_name="civx", standalone_mode=False)
        if code and step[0] != "audit":  # the audit is to find something
            ctx.exit(code)
    lacking = [name for name, module in (("xlsx", "xlsxwriter"), ("page", "jinja2")) if not find_spec(module)]
    click.echo("\n" + told(f"Written to {folder}: {', '.join(sorted(os.listdir(folder)))}"))
    if lacking:
        click.echo(told(f"For the workbook and the page: pip install 'civx[{','.join(lacking)}]'"))
    if os.path.exists(page) and (opens or (opens is None and sys.stdout is not None and sys.stdout.isatty())):
        click.launch(page)
