"""The options that commands share about what they write: which facts, in what form, and where to."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from .formats import BINARY, DELIMITED, NAMES, SUFFIXES, missing_library
from .formats.shape import Shape
from .language import ENGLISH, LANGUAGES, current
from .language import listed as in_a_row
from .writing import is_special

if TYPE_CHECKING:
    from .filters import Filters

Command = TypeVar("Command", bound=Callable[..., object])
_FOR_PEOPLE = ("table", "xlsx")
_EN_ONLY = ("json", "jsonl", "sqlite", "parquet")


class Output(NamedTuple):
    """What is to be written: the format's name, the shape, and which facts (None: all)."""

    format: str
    shape: Shape
    filters: Filters | None


def _listed(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """The members of a repeatable option that also takes several at a time, joined by commas."""
    names = tuple(dict.fromkeys(name.strip() for part in value for name in part.split(",") if name.strip()))
    if value and not names:  # such as "$MEASURE" that was never set
        raise click.BadParameter("names nothing")
    return names


def _among(choices: str) -> Callable[[click.Context, click.Parameter, tuple[str, ...]], tuple[str, ...]]:
    """Like :func:`_listed`, for members of the tuple ``choices`` in patterns/schema.py."""

    def listed(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
        names = _listed(ctx, parameter, value)
        if names:
            from civx.patterns import schema

            from .language.names import among, both

            known: tuple[str, ...] = getattr(schema, choices)
            names = tuple(dict.fromkeys(among(name, known) for name in names))
            for name in names:
                if name not in known:
                    said = in_a_row(both(choice) for choice in known)
                    raise click.BadParameter(f"{name!r} is not one of {said}")
        return names

    return listed


def _completing(choices: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """What a shell may complete to members of the tuple ``choices`` in patterns/schema.py, also behind a comma."""

    def complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        from civx.patterns import schema

        return _completed(getattr(schema, choices), incomplete)

    return complete


def _completing_columns(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from .formats.columns import columns_of

    names = [column.name for column in columns_of(ctx.params.get("layout") or "long", True, True)]
    return _completed(names, incomplete)


def _completed(names: Iterable[str], incomplete: str) -> list[str]:
    before, comma, last = incomplete.rpartition(",")
    return [before + comma + name for name in names if name.startswith(last)]


def _columns(ctx: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    names = [name.strip() for name in value.split(",") if name.strip()] if value is not None else []
    for name in names:
        if names.count(name) > 1:
            raise click.BadParameter(f"{name!r} is named twice")
    if value is not None and not names:
        raise click.BadParameter("names no column")
    return tuple(names)


def layout_options(command: Command) -> Command:
    """``--layout``, ``--columns``, ``--money``, ``--provenance`` and ``--indicators``."""
    for decorate in (
        click.option(
            "--indicators", is_flag=True,
            help="Add indicator and indicator_name: which of the ministry's indicators a number is.",
        ),
        click.option(
            "--provenance", is_flag=True,
            help="Add because: for each field the rule that gave it, and where the words stand that did.",
        ),
        click.option(
            "--money", type=click.Choice(("yuan", "wan")),
            help="Amounts in 元, or in 万元. Default: yuan in the long layout, wan in the wide one.",
        ),
        click.option(
            "--columns", metavar="NAME,NAME…", callback=_columns, shell_complete=_completing_columns,
            help="Only these columns, in this order.",
        ),
        click.option(
            "--layout", type=click.Choice(("long", "wide")), default="long", show_default=True,
            help="long: a fact a row. wide: households, persons, amounts … of one matter side by side in a row.",
        ),
    ):
        command = decorate(command)
    return command


def filter_options(command: Command) -> Command:
    """``--measure``, ``--programme``, ``--status`` and ``--period``: each a tuple of names."""
    for decorate in (
        click.option(
            "--period", "periods", metavar="PERIOD", multiple=True, callback=_listed,
            help="Only facts whose period has a day in common with this one: 2023, 2023-01/2023-06, ../2023-09.",
        ),
        click.option(
            "--status", "statuses", metavar="NAME", multiple=True, callback=_among("STATUSES"),
            shell_complete=_completing("STATUSES"),
            help="Only facts with this status: actual, planned …",
        ),
        click.option(
            "--programme", "programmes", metavar="NAME", multiple=True, callback=_listed,
            shell_complete=_completing("PROGRAMMES"),
            help="Only facts of this programme: 低保, 特困 …",
        ),
        click.option(
            "--measure", "measures", metavar="NAME", multiple=True, callback=_among("MEASURES"),
            shell_complete=_completing("MEASURES"),
            help="Only facts of this measure: persons, amount … Like the next three repeatable, and several "
            "may be joined by commas.",
        ),
    ):
        command = decorate(command)
    return command


def output_options(command: Command) -> Command:
    """How and where to write, and which facts; :func:`chosen_output` makes one thing of all but ``-o``."""
    for decorate in (
        filter_options,
        click.option(
            "--raw", is_flag=True,
            help="Leave all cells of CSV and TSV as they are, also those that a spreadsheet would run.",
        ),
        click.option(
            "--bom/--no-bom", default=None,
            help="Begin CSV or TSV with a byte-order mark, by which Excel knows UTF-8. Default: only CSV in a file.",
        ),
        click.option(
            "--headers", type=click.Choice(LANGUAGES),
            help="Language of the column names, and of values such as persons, in csv, tsv, xlsx and table. "
            "Default: en; in xlsx and table that of --lang.",
        ),
        layout_options,
        click.option(
            "-o", "--output", metavar="FILE", type=click.Path(),
            help="Write to FILE instead of standard output; its suffix says the format. "
            "FILE appears, or is replaced, only when everything is written; a database is added to.",
        ),
        click.option(
            "-f", "--format", "format_name", type=click.Choice(NAMES, case_sensitive=False),
            help="Default: by the suffix of -o; otherwise table on a terminal and json elsewhere.",
        ),
    ):
        command = decorate(command)
    return command


def chosen_output(
    output: str | None,
    terminal: bool,
    patterns: tuple[str, ...],
    folder: bool,
    *,
    reviewed: bool = False,
    format_name: str | None,
    headers: str | None,
    bom: bool | None,
    raw: bool,
    layout: str,
    columns: tuple[str, ...],
    money: str | None,
    provenance: bool,
    indicators: bool,
    measures: tuple[str, ...],
    programmes: tuple[str, ...],
    statuses: tuple[str, ...],
    periods: tuple[str, ...],
) -> Output:
    """What the options of :func:`output_options` come to; ``folder`` says that ``output`` is one, ``reviewed`` that
    there are corrections, and ``paged`` is left
    for the caller to set.

    Raises click.UsageError where they do not go together and click.ClickException where a library is not installed.
    """
    name = chosen_format(format_name, output, terminal, folder)
    to_file = output is not None and output != "-"
    if name in BINARY and not to_file and (terminal or name == "sqlite"):
        raise click.UsageError(f"--format {name} goes into a file: say -o FILE")
    words = headers or (current() if name in _FOR_PEOPLE else ENGLISH)
    if words != ENGLISH and name in _EN_ONLY:
        fixed = f"the names in {name} are fixed; it is for csv, tsv, xlsx and table"
        raise click.UsageError(f"--headers {words}: {fixed}")
    if bom and name not in DELIMITED:
        raise click.UsageError(f"--bom: {name} has no byte-order mark; it is for csv and tsv")
    if columns and name == "sqlite":
        raise click.UsageError("--columns: a database has all columns; select those you want in SQL")
    check_provenance(provenance, layout, name, columns)
    check_columns(columns, layout, provenance, reviewed, indicators)
    if indicators and name == "table" and not columns:
        raise click.UsageError("--indicators: table has no room for it; say --columns, or -f csv or xlsx")
    filters = chosen_filters(measures, programmes, statuses, periods, patterns)
    if complaint := missing_library(name):
        raise click.ClickException(complaint)
    if bom is None:
        bom = name == "csv" and output is not None and to_file and (folder or not is_special(output))
    shape = Shape(
        layout, columns, chosen_money(money, layout), words, raw, bom, because=provenance, reviewed=reviewed,
        indicators=indicators, patterns=patterns if indicators or name == "sqlite" else (),
    )
    return Output(name, shape, filters)


def chosen_money(money: str | None, layout: str) -> str:
    """``--money``, or its default in that layout."""
    return money or ("wan" if layout == "wide" else "yuan")


def check_provenance(provenance: bool, layout: str, format_name: str = "json", columns: tuple[str, ...] = ()) -> None:
    """Raise click.UsageError where ``--provenance`` does not go with the others."""
    if provenance and layout == "wide":
        raise click.UsageError("--provenance: a wide row is many facts; it is for the long layout")
    if provenance and (format_name == "sqlite" or (format_name == "table" and not columns)):
        raise click.UsageError(f"--provenance: {format_name} has no room for it; say -f json, jsonl, csv or tsv")


def check_columns(
    columns: tuple[str, ...], layout: str, because: bool = False, reviewed: bool = False, indicators: bool = False
) -> None:
    """Raise click.UsageError where the layout has no column of one of these names."""
    if not columns:
        return
    from .formats.columns import columns_of

    known = [column.name for column in columns_of(layout, because, reviewed, indicators)]
    for name in columns:
        if name not in known:
            if name == "because" and layout == "long":
                raise click.UsageError("--columns: because needs --provenance")
            if name == "reviewed" and layout == "long":
                raise click.UsageError("--columns: reviewed needs --corrections")
            if name in ("indicator", "indicator_name"):
                raise click.UsageError(f"--columns: {name} needs --indicators")
            choices = ", ".join(known)
            raise click.UsageError(f"--columns: {name!r} is no column of the {layout} layout; there are {choices}")


def chosen_filters(
    measures: tuple[str, ...],
    programmes: tuple[str, ...],
    statuses: tuple[str, ...],
    periods: tuple[str, ...],
    patterns: tuple[str, ...],
) -> Filters | None:
    """What the options of :func:`filter_options` come to, None where none is given. Raises click.UsageError."""
    if not (measures or programmes or statuses or periods):
        return None
    from .filters import Filters, span_of, unknown_programme

    for name in programmes:
        if complaint := unknown_programme(name, patterns):
            raise click.UsageError(f"--programme: {complaint}")
    spans = []
    for period in periods:
        try:
            spans.append(span_of(period))
        except ValueError as error:
            raise click.UsageError(f"--period: {error}") from None
        if spans[-1][0] > spans[-1][1]:
            raise click.UsageError(f"--period: {period} ends before it begins")
    return Filters(measures, programmes, statuses, tuple(spans))


def chosen_among(names: tuple[str, ...], format_name: str | None, output: str | None, terminal: bool) -> str:
    """Like :func:`chosen_format`, for a command that has only the formats ``names``."""
    suffix = os.path.splitext(output or "")[1].lower().removeprefix(".")
    if not format_name and suffix == "html" and suffix in names:
        return suffix
    name = chosen_format(format_name, output, terminal)
    if name not in names:
        raise click.UsageError(f"{output}: {name} is for civx extract; here there are {', '.join(names)}")
    return name


def chosen_format(format_name: str | None, output: str | None, terminal: bool, folder: bool = False) -> str:
    """The output format's name. Raises click.UsageError where ``output`` is a ``folder`` or its suffix says none."""
    if output == "":
        raise click.UsageError("-o: the name is empty")
    if format_name:
        return format_name
    if folder:
        raise click.UsageError(f"{output}: a folder says no format: add --format csv, or another")
    if output is None or output == "-":
        return "table" if terminal else "json"
    suffix = os.path.splitext(output)[1].lower()
    if suffix not in SUFFIXES:
        suffixes = " ".join(SUFFIXES)
        raise click.UsageError(f"{output}: no format goes with this name: end it in {suffixes}, or say --format")
    return SUFFIXES[suffix]
