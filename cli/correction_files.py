"""Files of corrections, as the page gives them out: read with each fault's place, and applied to what is read."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from .errors import FileProblem

if TYPE_CHECKING:
    from civx.analysis.corrections import Correction
    from civx.extractors.model import Extraction

Command = TypeVar("Command", bound=Callable[..., object])
_SHOWN = 5


def read_corrections(path: str) -> list[Correction]:
    """The corrections of one file, in its order. Raises FileProblem naming the line of what is none."""
    import json  # only here: its import is slow

    from civx.analysis.corrections import correction_of

    from .reading import read

    found = []
    for number, line in enumerate(read(path, "utf-8").split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            found.append(correction_of(json.loads(line), where))
        except json.JSONDecodeError as error:
            raise FileProblem(f"line {number}: no JSON ({error.msg}): export the corrections again") from None
        except (ValueError, RecursionError) as error:
            raise FileProblem(f"line {number}: {error}") from None
    return found


def corrected(extraction: Extraction, corrections: Sequence[Correction]) -> Extraction:
    """The extraction as its readers left it.

    Raises FileProblem with a list where a correction of this text cannot be applied: nothing is lost in silence.
    """
    if not corrections:
        return extraction
    from civx.analysis.corrections import apply, for_text

    own, problems = for_text(corrections, extraction.source, extraction.text)
    if problems:
        more = f"; and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        what = "a correction" if len(problems) == 1 else f"{len(problems)} corrections"
        raise FileProblem(f"{what} cannot be applied (mend or remove the line): {'; '.join(problems[:_SHOWN])}{more}")
    return apply(extraction, own) if own else extraction


def _read_all(ctx: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[Correction, ...]:
    found: list[Correction] = []
    for path in value:
        try:
            found += read_corrections(path)
        except (FileProblem, OSError) as problem:
            raise click.ClickException(f"{path}: {problem}") from None
    return tuple(found)


def corrections_option(command: Command) -> Command:
    """``--corrections``, repeatable: the corrections of all files, in order; one that is not valid ends the command."""
    return click.option(
        "--corrections", metavar="FILE", multiple=True, type=click.Path(), callback=_read_all,
        help="Apply what readers corrected on a page of civx page (docs/evidence.md). Repeatable; later files win.",
    )(command)
