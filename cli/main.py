"""The ``civx`` command. Each subcommand is imported when it is invoked, so ``--help`` and ``--version`` stay fast."""
from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from inspect import cleandoc
from typing import Any, NamedTuple

import click

from civx import __version__

from .config import defaults, language_set, said
from .config import settings as configured
from .dropped import own_console, paths_alone, write_beside
from .language import ENGLISH, LANGUAGES, chosen, current, make_writable, speak, told


class Lazy(NamedTuple):
    """Where a subcommand lives (``module:attribute``) and what the list of commands says about it."""

    home: str
    summary: str


COMMANDS = {
    "demo": Lazy("civx.cli.commands.demo_cmd:demo", "See on a built-in report what civx makes of one."),
    "extract": Lazy("civx.cli.commands.extract_cmd:extract", "Print the numeric facts of reports."),
    "normalize": Lazy("civx.cli.commands.normalize_cmd:normalize", "Print the repaired, Simplified text of reports."),
    "outline": Lazy("civx.cli.commands.outline_cmd:outline", "Print the reports and headings, their facts counted."),
    "tables": Lazy("civx.cli.commands.tables_cmd:tables", "Print the tables of reports as they are read."),
    "page": Lazy("civx.cli.commands.page_cmd:page", "Write reports and their facts on one page, to check and correct."),
    "corrections": Lazy(
        "civx.cli.commands.corrections_cmd:corrections", "Check, merge and count what readers corrected."
    ),
    "text": Lazy("civx.cli.commands.text_cmd:text", "Print the text that is read of files, as civx sees it."),
    "formats": Lazy(
        "civx.cli.commands.formats_cmd:formats", "Print which kinds of files can be read on this machine."
    ),
    "explain": Lazy("civx.cli.commands.explain_cmd:explain", "Show what is found in a sentence, and by which rules."),
    "audit": Lazy("civx.cli.commands.audit_cmd:audit", "Check whether a report's numbers agree with each other."),
    "compare": Lazy(
        "civx.cli.commands.compare_cmd:compare", "Put what reports say of the same indicators side by side."
    ),
    "chart": Lazy("civx.cli.commands.chart_cmd:chart", "Draw indicators of several reports."),
    "summary": Lazy("civx.cli.commands.summary_cmd:summary", "Show the key figures of each report."),
    "score": Lazy("civx.cli.commands.score_cmd:score", "Compare labels made by hand with the facts found."),
    "schema": Lazy("civx.cli.commands.schema_cmd:schema", "Print the JSON Schema of the output."),
    "patterns": Lazy("civx.cli.commands.patterns_cmd:patterns", "Look at and check the pattern files."),
    "doctor": Lazy(
        "civx.cli.commands.doctor_cmd:doctor",
        "Show what this installation can do, what it lacks, and what to do about it.",
    ),
    "config": Lazy("civx.cli.commands.config_cmd:config", "Show the settings that are in force."),
    "completion": Lazy(
        "civx.cli.commands.completion_cmd:completion", "Print the script that completes commands and options in SHELL."
    ),
}


_FIRST = """civx reads Chinese civil-affairs reports and finds every number they state. Begin with one of these:

  civx demo                           see on a built-in report what civx makes of one
  civx extract REPORT.docx            the facts of a report of yours, as a table
  civx extract -r FOLDER -o FACTS.xlsx   those of a folder, in one workbook
  civx audit REPORT.docx              where its numbers contradict each other
  civx doctor                         what can be read on this machine, and what is missing
  civx --help                         all commands"""


class LazyGroup(click.Group):
    """A group that knows its subcommands by name and imports only the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].home.split(":")
        command: click.Command = getattr(import_module(module), attribute)
        from .language.commands import spoken

        return spoken(command)

    def main(self, args: Sequence[str] | None = None, *others: Any, **settings: Any) -> Any:
        """Run the command line in the language that it asks for, or that the user's surroundings speak."""
        args = sys.argv[1:] if args is None else list(args)
        speak(chosen(args, settings_say=language_set))
        make_writable()
        if own_console() and (paths := paths_alone(args)):
            code = write_beside(paths, lambda own: int(super(LazyGroup, self).main(own, standalone_mode=False) or 0))
            click.pause(told("Press a key to close this window …"))
            sys.exit(code)
        return super().main(args, *others, **settings)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named first; a file that stands there is extracted."""
        if args[0] not in COMMANDS and os.path.exists(args[0]):
            args = ["extract", *args]
        name, command, rest = super().resolve_command(ctx, args)
        if name is not None and command is not None and name != "config":
            found = configured(ctx.params.get("config_file"))
            if found is not None and (chosen_ones := defaults(found, name, command.params)):
                if not found.named:
                    click.echo(said(found, chosen_ones, command.params), err=True)
                ctx.default_map = {name: chosen_ones}
        return name, command, rest

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if current() != ENGLISH:
            from .language.layout import ChineseContext

            self.context_class = ChineseContext
        else:
            self.context_class = click.Context
        return super().make_context(info_name, args, parent, **extra)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [told(piece) for piece in super().collect_usage_pieces(ctx)]

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        parameters = super().get_params(ctx)
        if current() == ENGLISH:
            return parameters
        from .language.commands import spoken_parameter

        return [spoken_parameter(parameter) for parameter in parameters]

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo(told("civx: stopped"), err=True)
            ctx.exit(130)
        except click.ClickException as error:
            vars(error)["message"] = told(error.message)
            raise

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(told(cleandoc(self.help or "")))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(told("Commands")):
            formatter.write_dl([(name, told(command.summary)) for name, command in COMMANDS.items()])


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True,
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), expose_value=False,
    help="The language in which civx speaks. Default: that of CIVX_LANG, else of the locale.",
)
@click.option(
    "--config", "config_file", metavar="FILE", type=click.Path(),
    help="Take settings from FILE, a TOML file, instead of civx.toml in this folder (civx config shows them).",
)
@click.version_option(__version__, prog_name="civx", message="%(prog)s %(version)s")  # no message
@click.pass_context
def cli(ctx: click.Context, config_file: str | None) -> None:
    """Turn Chinese civil-affairs reports into numeric facts that can be checked against their source.

    Exit codes: 0 all went well (also where a report holds no facts), 1 a file could not be read or
    written (the others are still done), 2 the command line makes no sense, 130 and 143 stopped by a signal.
    """
    if ctx.invoked_subcommand is None:
        click.echo(told(_FIRST), err=True)
        ctx.exit(2)


def main() -> None:
    """Run the command line of this process and exit with its code."""
    try:
        cli(prog_name="civx")
    finally:
        if (kept := sys.modules.get("civx.patterns.kept")) is not None:  # not where only help was asked for
            kept.keep()
