"""``civx patterns``: look at the pattern files and check them."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from civx.cli.commands.suggest_cmd import suggest
from civx.cli.formats.shown import counted
from civx.cli.language import listed, told
from civx.cli.writing import opened
from civx.patterns.check import Example, Finding, check_files, shown
from civx.patterns.load import PatternError, load, own_files, user_files
from civx.patterns.source import Source, rule_sources


@click.group()
def patterns() -> None:
    """Look at and check the pattern files: the words and rules that extraction goes by.

    docs/patterns.md explains how they are written. A rule's ID is quantities.yaml#households, or for short
    households.
    """


patterns.add_command(suggest)

_EXTRA = click.option(
    "-p", "--patterns", "extra", metavar="FILE_OR_DIR", multiple=True, type=click.Path(),
    help="Add a YAML file, or the YAML files of a folder, to civx's own; a rule with a known id replaces that rule.",
)


@patterns.command()
@_EXTRA
@click.pass_context
def check(ctx: click.Context, extra: tuple[str, ...]) -> None:
    """Validate the pattern files and run their examples.

    Each finding is one line, FILE:LINE: what is wrong (and what to do about it). With --patterns only the files
    named are checked; their examples run with civx's own rules and theirs. Exit code 1 where anything is found.
    """
    with _errors():
        checked = check_files(user_files(extra) if extra else own_files(), user=bool(extra))
    usable = all(finding.usable for finding in checked.findings)
    findings = sorted(checked.findings + (_failures(checked.examples, extra) if usable else []))
    sizes = {"file": checked.files, "rule": len(checked.rules), "example": len(checked.examples)}
    counts = listed(counted(number, thing) for thing, number in sizes.items())
    with opened(None) as out:
        for finding in findings:
            out.write(f"{finding}\n")
        if not findings:
            out.write(told(f"{counts}: nothing to mend") + "\n")
    if findings:
        rest = "" if usable else told("; the examples were not run, mend the files first")
        click.echo(told(f"civx: {counted(len(findings), 'finding')} in {counts}{rest}"), err=True)
        ctx.exit(1)


@patterns.command("list")
@_EXTRA
@click.argument("kind", required=False)
def list_rules(extra: tuple[str, ...], kind: str | None) -> None:
    """List the rules, one a line: ID, kind and where it stands. With KIND (units, programmes, …) only that kind's."""
    with _errors():
        sources = list(_sources(extra))
    kinds = sorted({source.kind for source in sources})
    if kind and kind not in kinds:
        raise click.UsageError(f"there is no kind {kind!r}: kinds are {', '.join(kinds)}")
    with opened(None) as out:
        for source in sources:
            if kind in (None, source.kind):
                out.write(f"{source.name}\t{source.kind}\t{shown(source.path)}:{source.line}\n")


@patterns.command()
@_EXTRA
@click.argument("rule_id", metavar="ID")
def show(extra: tuple[str, ...], rule_id: str) -> None:
    """Print the rule ID as it is written, with the place where it stands."""
    with _errors():
        found = [source for source in _sources(extra) if rule_id in (source.name, source.name.partition("#")[2])]
    if not found:
        raise click.UsageError(f"there is no rule {rule_id!r}: civx patterns list names them all")
    with opened(None) as out:
        for source in found:
            out.write(f"# {source.name} ({shown(source.path)}:{source.line})\n{source.text}\n")


def _sources(extra: tuple[str, ...]) -> Iterator[Source]:
    """The rules in force, civx's own first."""
    return rule_sources([*own_files(), *user_files(extra)], load(extra))


def _failures(examples: list[Example], extra: tuple[str, ...]) -> list[Finding]:
    from civx.analysis.family_examples import run_any_example

    return [
        Finding(example.path, example.line, f"example of {example.rule}: {message}", "mend the rule or the example")
        for example in examples
        for message in run_any_example(example.text, example.rule, example.kind, example.positive, extra)
    ]


@contextmanager
def _errors() -> Iterator[None]:
    """Pattern files that cannot be used end the command with their findings and exit code 1."""
    try:
        yield
    except PatternError as error:
        raise click.ClickException(str(error)) from None
