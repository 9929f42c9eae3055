"""``civx patterns suggest``: words of a corpus that the patterns do not know, as YAML to paste."""
from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from civx.cli.correction_files import corrections_option
from civx.cli.errors import FileProblem, Run
from civx.cli.formats.shown import clean, counted
from civx.cli.language import told
from civx.cli.options import chosen_items, input_options, patterns_option
from civx.cli.reading import Item, read_sources
from civx.cli.writing import opened

if TYPE_CHECKING:
    from civx.analysis.corrections import Correction
    from civx.analysis.suggest import Suggestion
    from civx.extractors.pipeline import Trace

_HEADS = {
    "programmes": (
        "nouns beside numbers that lead to no programme",
        "Set the programme of each rule (docs/labels.md lists them; a new name will do too), or delete the rule.",
    ),
    "units": (
        "counters that no unit covers",
        "Correct measure and unit of each rule (docs/patterns.md says what they may be), or delete the rule.",
    ),
}


@click.command()
@input_options
@patterns_option
@corrections_option
@click.option(
    "-k", "--kind", type=click.Choice(tuple(_HEADS)), default="programmes", show_default=True,
    help="What to look for: nouns that lead to no programme, or counters that are no known unit.",
)
@click.option(
    "--least", metavar="N", type=click.IntRange(1), default=3, show_default=True,
    help="Only words beside at least N numbers.",
)
@click.option(
    "--most", metavar="N", type=click.IntRange(1), default=30, show_default=True,
    help="Only the N most frequent words.",
)
@click.pass_context
def suggest(
    ctx: click.Context,
    files: tuple[str, ...],
    recursive: bool,
    files_from: str | None,
    encoding: str | None,
    verbose: bool,
    patterns: tuple[str, ...],
    corrections: tuple[Correction, ...],
    kind: str,
    least: int,
    most: int,
) -> None:
    """Suggest words beside numbers that no rule covers.

    The frequent ones in the reports are printed as a pattern file of your own, with counts and examples in
    comments: redirect it to a file, mend it, and give it to --patterns. With --corrections, words that readers put
    under another programme come first. The more reports at a time, the better.
    """
    from civx.analysis.suggest import suggest_corrected, suggest_counters, suggest_nouns
    from civx.extractors.pipeline import trace

    def traced(item: Item) -> list[Trace]:
        sources = read_sources(item, encoding)
        return [trace(one.text, source=one.name, patterns=patterns, sheet=one.sheet) for one in sources]

    run = Run(verbose)
    found_files = chosen_items(run, files, recursive, files_from)
    traces = list(chain.from_iterable(run.each(found_files, traced, named=attrgetter("name"))))
    mine = suggest_nouns if kind == "programmes" else suggest_counters
    found = suggest_corrected(traces, corrections, patterns) if corrections and kind == "programmes" else []
    known = {suggestion.word for suggestion in found}
    found += [suggestion for suggestion in mine(traces, least, patterns) if suggestion.word not in known]
    found = found[:most]
    if traces and not found:
        click.echo(told(f"civx: nothing to suggest: there are no {_HEADS[kind][0]}, {least} times or more"), err=True)
    if found:
        try:
            with opened(None) as out:
                out.writelines(f"{line}\n" for line in _yaml(found, kind, len(traces)))
        except FileProblem as problem:
            run.fail_output(None, problem)
    ctx.exit(run.exit_code)


def _yaml(found: list[Suggestion], kind: str, files: int) -> Iterator[str]:
    what, advice = _HEADS[kind]
    yield "# " + told(f"From {counted(files, 'file')}: {what}.")
    yield f"# {told(advice)}"
    yield f"kind: {kind}"  # no message
    yield "rules:"
    for suggestion in found:
        word = json.dumps(suggestion.word, ensure_ascii=False)
        under = ", ".join(f"{name} {count}" for name, count in suggestion.programmes.most_common(3))
        now = told(f", now under {under}") if kind == "programmes" else ""
        yield f"  # {counted(suggestion.count, 'number')}{now}"
        for source, line, text in suggestion.examples:
            yield clean(f"  #   {source}:{line}: …{text}…")
        yield f"  - id: suggested-{blake2b(suggestion.word.encode(), digest_size=4).hexdigest()}"  # no message
        if kind == "programmes":
            yield f"    programme: {suggestion.programme}"  # no message
            yield f"    terms: [{word}]"  # no message
        else:
            yield "    measure: count"  # no message
            yield f"    unit: {word}"  # no message
            yield f"    forms: [{word}]"  # no message
