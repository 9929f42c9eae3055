"""The options that commands share about what they read; output_options.py has those about what they write."""
from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TypeVar

import click

from .errors import FileProblem, Run
from .reading import Item, items

_TRACKED = "civx.tracked"
Command = TypeVar("Command", bound=Callable[..., object])


def _known_encoding(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from .inputs.decoding import split_encoding

    try:
        b" ".decode(split_encoding(value)[0])
    except UnicodeError:
        return value  # a lone blank is no UTF-16, but UTF-16 is an encoding
    except (LookupError, ValueError):
        raise click.BadParameter(f"{value!r} is no text encoding; gb18030, big5 and utf-16 are") from None
    return value


def _remember_tracked(ctx: click.Context, parameter: click.Parameter, value: str) -> None:
    ctx.meta[_TRACKED] = value


def verbose_option(command: Command) -> Command:
    """``--verbose``."""
    return click.option("-v", "--verbose", is_flag=True, help="Show tracebacks of what went wrong.")(command)


def encoding_option(command: Command) -> Command:
    """``--encoding``: a Python codec name, or None."""
    return click.option(
        "--encoding", metavar="NAME", callback=_known_encoding,
        help="How the files are encoded (gb18030, big5, utf-16 …), where civx does not find it out. NAME:replace reads "
        "on over damaged bytes.",
    )(command)


def input_options(command: Command) -> Command:
    """FILE... (``-`` is standard input), ``--recursive``, ``--files-from``, ``--tracked``, ``--encoding`` and
    ``--verbose``.

    :func:`chosen_items` makes of them what is to be read.
    """
    for decorate in (
        verbose_option,
        encoding_option,
        click.option(
            "--files-from", metavar="LIST", type=click.Path(),
            help="Also read the files that LIST names, one a line; - reads the list from standard input.",
        ),
        click.option(
            "--tracked", type=click.Choice(("accepted", "original")), default="accepted", show_default=True,
            expose_value=False, callback=_remember_tracked,
            help="Read Word documents with their tracked changes, or as they were before them.",
        ),
        click.option("-r", "--recursive", is_flag=True, help="Read folders, with the folders in them."),
        click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path()),
    ):
        command = decorate(command)
    return command


def chosen_items(
    run: Run, files: tuple[str, ...], recursive: bool, files_from: str | None, also: tuple[str, ...] = ()
) -> list[Item]:
    """What the user named; ``also``: what else is taken from folders than reports.

    Raises click.UsageError where that is nothing; a list that cannot be read is reported. ``run`` keeps what was left
    aside.
    """
    try:
        found = items(files, recursive=recursive, files_from=files_from, also=also, aside=run.aside)
        original = click.get_current_context().meta.get(_TRACKED) == "original"
        return [item._replace(original=True) for item in found] if original else found
    except FileProblem as problem:
        run.fail(str(files_from), problem)
        return []


def _usable_patterns(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    if value:
        from civx.patterns.load import PatternError, load

        try:
            load(value)
        except PatternError as error:
            raise click.ClickException(str(error)) from None
    return value


def patterns_option(command: Command) -> Command:
    """``--patterns``, repeatable: a tuple of paths, validated; files with findings end the command with exit code 1."""
    return click.option(
        "-p", "--patterns", metavar="FILE_OR_DIR", multiple=True, type=click.Path(exists=True),
        callback=_usable_patterns,
        help="Add words and rules of your own: a YAML file, or those of a folder (docs/patterns.md). Repeatable.",
    )(command)


def evidence_option(command: Command) -> Command:
    """``--evidence``: the address of an evidence page that numbers of an HTML output link to, "" for none."""
    return click.option(
        "--evidence", metavar="PAGE", default="",
        help="In HTML, link each number to its place on this page of civx page (evidence.html).",
    )(command)


def by_suffix(output: str | None, suffixes: Mapping[str, str]) -> str:
    """The format that the suffix of ``output`` says, ``table`` for standard output. Raises click.UsageError."""
    if output is None or output == "-":
        return "table"
    suffix = os.path.splitext(output)[1].lower()
    if suffix not in suffixes:
        raise click.UsageError(
            f"{output}: no format goes with this name: end it in {' '.join(suffixes)}, or say --format"
        )
    return suffixes[suffix]


def refuse_overwriting(files: tuple[str, ...], output: str | None, option: str = "-o") -> None:
    """Raise click.UsageError where ``output`` is one of the input files."""
    if output is None or not os.path.exists(output):
        return
    for name in files:
        if os.path.exists(name) and os.path.samefile(name, output):
            raise click.UsageError(f"{output}: is also read; say another name after {option}")
