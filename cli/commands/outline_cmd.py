"""``civx outline``: the reports and headings of a file, with the facts in each."""
from __future__ import annotations

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import click

from civx.cli.commands.printing import print_each
from civx.cli.errors import Run
from civx.cli.formats.shown import clean
from civx.cli.language import right, told
from civx.cli.options import chosen_items, input_options, patterns_option
from civx.cli.reading import Item, extracted, read_sources, say_notes

if TYPE_CHECKING:
    from civx.extractors.model import Extraction


@click.command()
@input_options
@patterns_option
@click.pass_context
def outline(
    ctx: click.Context,
    files: tuple[str, ...],
    recursive: bool,
    files_from: str | None,
    encoding: str | None,
    verbose: bool,
    patterns: tuple[str, ...],
) -> None:
    """Print the reports and headings, their facts counted.

    Before each heading stand two counts: the facts in it with all its subheadings, and those of its own
    text alone. - is standard input.
    """

    def outlined(item: Item) -> str:
        sources = read_sources(item, encoding)
        say_notes(run, item, sources)
        return "".join(tree(extracted(source, patterns)) for source in sources)

    run = Run(verbose)
    print_each(ctx, run, chosen_items(run, files, recursive, files_from), outlined)


class _Node(NamedTuple):
    """A report or heading: its depth, title, and [start, end) in the source."""

    depth: int
    title: str
    start: int
    end: int


def tree(extraction: Extraction) -> str:
    """The outline as text: a line for the file, then one for each report and heading, indented by depth."""
    nodes = _nodes(extraction)
    starts = [fact.start for fact in extraction.facts]
    owners = _owners(nodes, starts)
    count = told(f"{extraction.script}, facts {len(starts)}")
    lines = [f"{clean(extraction.source)}: {count}", f"{right(told('all'), 5)} {right(told('own'), 5)}"]
    for index, node in enumerate(nodes):
        held = bisect_left(starts, node.end) - bisect_left(starts, node.start)
        lines.append(f"{held:5} {owners[index]:5}  {'  ' * node.depth}{clean(node.title)}")
    return "\n".join(lines) + "\n"


def _nodes(extraction: Extraction) -> list[_Node]:
    document, span = extraction.document, extraction.normalized.span
    nodes: list[_Node] = []
    for number, report in enumerate(document.reports):
        nodes.append(_Node(0, report.title or told("(no title)"), *span(report.start, report.end)))
        nodes.extend(
            _Node(len(document.path(index)), section.title, *span(section.start, section.end))
            for index, section in enumerate(document.sections)
            if section.report == number
        )
    return nodes


def _owners(nodes: Iterable[_Node], starts: Iterable[int]) -> Counter[int]:
    """How many of the positions each node is the innermost around: both stand in text order, and nodes are nested."""
    owners: Counter[int] = Counter()
    coming = deque(enumerate(nodes))
    around: list[tuple[int, _Node]] = []
    for start in starts:
        while coming and coming[0][1].start <= start:
            around.append(coming.popleft())
        while around and around[-1][1].end <= start:
            around.pop()
        if around:
            owners[around[-1][0]] += 1
    return owners
