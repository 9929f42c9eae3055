"""``civx score``: how well the facts of a report agree with labels made by hand."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from civx.cli.correction_files import read_corrections
from civx.cli.errors import FileProblem, Run
from civx.cli.fact_files import is_table
from civx.cli.language import left, named, told
from civx.cli.options import encoding_option, patterns_option, verbose_option
from civx.cli.reading import Source, extracted, read, read_one, read_text, source_name
from civx.cli.writing import opened

if TYPE_CHECKING:
    from civx.analysis.corrections import Correction
    from civx.analysis.scoring import Score

_ROW_LIMIT = 5
_FAULT_LIMIT = 3


def _floors(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, float]:
    from civx.analysis.scoring import FIGURES

    floors = {}
    for value in values:
        name, _, number = value.partition("=")
        if name not in FIGURES:
            raise click.BadParameter(f"there is no figure {name!r}: figures are {', '.join(FIGURES)}")
        try:
            floors[name] = float(number)
        except ValueError:
            raise click.BadParameter(f"{value!r}: write a number between 0 and 1, as in {name}=0.95") from None
        if not 0 <= floors[name] <= 1:
            raise click.BadParameter(f"{value!r}: a figure is between 0 and 1")
    return floors


@click.command()
@click.argument("gold", type=click.Path())
@click.argument("file", metavar="FILE_OR_PREDICTED", type=click.Path())
@encoding_option
@verbose_option
@patterns_option
@click.option(
    "-f", "--format", "format_name", type=click.Choice(("table", "json"), case_sensitive=False),
    default="table", show_default=True,
)
@click.option(
    "--errors", "shown", metavar="N", type=click.IntRange(0), default=0,
    help="Also list the first N places where labels and facts differ. JSON has all of them.",
)
@click.option(
    "--floor", "floors", metavar="FIGURE=NUMBER", multiple=True, callback=_floors,
    help="End with exit code 1 where a figure is below NUMBER: --floor quantity=0.95. Repeatable.",
)
@click.pass_context
def score(
    ctx: click.Context,
    gold: str,
    file: str,
    encoding: str | None,
    verbose: bool,
    patterns: tuple[str, ...],
    format_name: str,
    shown: int,
    floors: dict[str, float],
) -> None:
    """Compare labels made by hand with the facts found.

    GOLD holds the labels, one JSON object a line, or the corrections of civx page (then only the numbers that were
    reviewed count). The other file is the report itself, from which the facts are then extracted, or the output of
    civx extract (.json, .jsonl, .csv, .tsv; - is standard input). docs/scoring.md says how a report is labelled and
    what the figures mean.
    """
    run = Run(verbose)
    labels = next(run.each([gold], _gold), None)
    result = None
    if isinstance(labels, Corrected):
        result = next(run.each([file], lambda name: _scored_by(labels.corrections, name, encoding, patterns)), None)
    elif labels is not None:
        result = next(run.each([file], lambda name: _scored(labels, name, encoding, patterns)), None)
    if result is not None:
        write = _as_json if format_name == "json" else _as_table
        try:
            with opened(None) as out:
                out.write(write(result, shown))
        except FileProblem as problem:
            run.fail_output(None, problem)
        for name, floor in floors.items():
            if result.figures[name] < floor:
                run.fail(file, FileProblem(f"{name} is {result.figures[name]:.3f}, below the floor {floor:.3f}"))
    ctx.exit(run.exit_code)


class Corrected(NamedTuple):
    """What readers corrected, in place of labels."""

    corrections: list[Correction]


def _gold(name: str) -> list[dict[str, Any]] | Corrected:
    """Labels, or corrections as a page of civx page gives them out: those say an action."""
    rows = _rows(read(name))
    return Corrected(read_corrections(name)) if rows and "action" in rows[0] else _labels(name)


def _scored_by(
    corrections: list[Correction], name: str, encoding: str | None, patterns: tuple[str, ...]
) -> Score:
    """The facts of a report beside what its readers corrected: only the numbers that were reviewed count."""
    from civx.analysis.correction_sets import labels, reviewed_only
    from civx.analysis.corrections import for_text
    from civx.analysis.scoring import score
    from civx.extractors.pipeline import extract

    text = read(name, encoding)
    own, problems = for_text(corrections, source_name(name), text)
    if problems or not own:
        raise FileProblem("; ".join(problems[:_FAULT_LIMIT]) or "none of the corrections is of this report")
    facts = [fact.to_dict() for fact in extract(text, source=source_name(name), patterns=patterns).facts]
    rows = labels(own, facts)
    return score(rows, reviewed_only(facts, rows))


def _labels(name: str) -> list[dict[str, Any]]:
    from civx.analysis.scoring import label_faults

    labels = _rows(read(name))
    if faults := label_faults(labels):
        raise FileProblem(_faulty(faults))
    return labels


def _scored(labels: list[dict[str, Any]], name: str, encoding: str | None, patterns: tuple[str, ...]) -> Score:
    from civx.analysis.scoring import label_faults, score

    written = name.lower().endswith((".json", ".jsonl", ".ndjson", ".csv", ".tsv"))  # by civx, in UTF-8
    source = Source(source_name(name), read_text(name)) if written else read_one(name, encoding)
    text = source.text
    if is_table(text):
        from civx.cli.fact_tables import from_table

        return score(labels, [fact.to_dict() for fact in from_table(text)])
    if written or text.lstrip().startswith(("{\"", "[{", "[\n{")):
        facts = _rows(text)
        if any("end" not in fact or "value" not in fact for fact in facts):
            raise FileProblem("holds no facts as civx extract prints them (no end, no value): name its .json or .jsonl")
        return score(labels, facts)
    if faults := label_faults(labels, text):
        raise FileProblem(f"the labels were made for another text than this: {_faulty(faults)}")
    return score(labels, [fact.to_dict() for fact in extracted(source, patterns).facts])


def _rows(text: str) -> list[dict[str, Any]]:
    from civx.analysis.scoring import parse_rows

    try:
        return parse_rows(text)
    except ValueError as error:
        raise FileProblem(f"{error} (one JSON object a line is wanted)") from None


def _faulty(faults: list[str]) -> str:
    more = len(faults) - _FAULT_LIMIT
    return "; ".join(faults[:_FAULT_LIMIT]) + (f"; and {more} more" if more > 0 else "")


def _as_json(result: Score, shown: int) -> str:
    from civx.analysis.scoring import FULL

    content = {
        "gold": result.gold,
        "predicted": result.predicted,
        **{name: round(figure, 6) for name, figure in result.figures.items()},
        "confusion": {
            field: [{"wanted": wanted, "got": got, "count": count} for wanted, got, count in pairs]
            for field in FULL
            if (pairs := result.confusion(field))
        },
        "errors": [error._asdict() for error in result.errors],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _as_table(result: Score, shown: int) -> str:
    from civx.analysis.scoring import FULL

    lines = [f"{left(told('gold'), 18)} {result.gold}", f"{left(told('predicted'), 18)} {result.predicted}"]
    lines += [f"{left(told(name), 18)} {figure:.3f}" for name, figure in result.figures.items()]
    confusions = [(field, result.confusion(field)) for field in FULL]
    for field, pairs in confusions:
        if pairs:
            lines += ["", told(f"{named('field', field)}: wanted → got")]
            lines += [
                f"{count:5}  {named(field, old) or told('(none)')} → {named(field, new) or told('(none)')}"
                for old, new, count in pairs[:_ROW_LIMIT]
            ]
            if len(pairs) > _ROW_LIMIT:
                lines.append("       " + told(f"and {len(pairs) - _ROW_LIMIT} more"))
    if shown and result.errors:
        lines += ["", *(told(str(error)) for error in result.errors[:shown])]
    return "\n".join(lines) + "\n"
