"""``civx formats``: what can be read on this machine, and what is missing."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from civx.cli.errors import FileProblem, Run
from civx.cli.language import left, told, width
from civx.cli.writing import opened

if TYPE_CHECKING:
    from civx.cli.inputs.catalogue import Kind


@click.command()
@click.option(
    "-f", "--format", "format_name", type=click.Choice(("table", "json"), case_sensitive=False),
    default="table", show_default=True,
)
@click.pass_context
def formats(ctx: click.Context, format_name: str) -> None:
    """Print which kinds of files can be read on this machine.

    Of each: its suffixes, what reads it, what its facts carry besides their offsets, and what to install where that is
    missing. docs/inputs.md says how each is read.
    """
    from civx.cli.inputs.catalogue import KINDS

    run = Run()
    try:
        with opened(None) as out:
            out.write(_as_json(KINDS) if format_name == "json" else _as_table(KINDS))
    except FileProblem as problem:
        run.fail_output(None, problem)
    ctx.exit(run.exit_code)


def _as_json(kinds: tuple[Kind, ...]) -> str:
    content = [
        {
            "suffixes": kind.suffixes, "what": kind.what, "by": kind.by, "extra": kind.extra or None,
            "carries": kind.carries or None, "ready": kind.ready, "fix": kind.fix or None,
        }
        for kind in kinds
    ]
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _as_table(kinds: tuple[Kind, ...]) -> str:
    heads = (told("files"), told("what"), told("read by"), told("facts carry"), told("to install"))
    rows: list[tuple[str, ...]] = [("", *heads)]
    rows += [
        (
            told("yes" if kind.ready else "no"), " ".join(kind.suffixes),
            *map(told, (kind.what, kind.by, kind.carries, kind.fix)),
        )
        for kind in kinds
    ]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(left(cell, most) for cell, most in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "".join(f"{line}\n" for line in lines)
