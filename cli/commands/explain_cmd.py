"""``civx explain``: what is found in a sentence, by which words and rule, and what is passed over and why."""
from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple, TextIO

import click

from civx.cli.errors import FileProblem, Run, shown
from civx.cli.formats.records import record
from civx.cli.formats.shown import clean, plain
from civx.cli.language import named, told
from civx.cli.options import encoding_option, patterns_option, verbose_option
from civx.cli.reading import Source, read_one, source_name
from civx.cli.unread import notes_of
from civx.cli.writing import opened

if TYPE_CHECKING:
    from rich.tree import Tree

    from civx.analysis.explain import Choice, Explained, Found, Reading
    from civx.extractors.model import Fact

_SHOWN = ("programme", "subject", "place", "area", "status", "direction", "period", "part_of")


class Node(NamedTuple):
    """A line of the tree, what stands dimmed behind it (rules), and what hangs below it."""

    label: str
    note: str = ""
    children: tuple[Node, ...] = ()


@click.command()
@click.argument("sentence", required=False)
@click.option("--file", metavar="FILE", type=click.Path(), help="Explain a line of this report, read as a whole.")
@click.option("--line", metavar="N", type=click.IntRange(1), help="Which line of --file.")
@encoding_option
@verbose_option
@patterns_option
@click.option(
    "-f", "--format", "format_name", type=click.Choice(("tree", "json"), case_sensitive=False),
    default="tree", show_default=True,
)
@click.pass_context
def explain(
    ctx: click.Context,
    sentence: str | None,
    file: str | None,
    line: int | None,
    encoding: str | None,
    verbose: bool,
    patterns: tuple[str, ...],
    format_name: str,
) -> None:
    """Show what is found in a sentence, and by which rules.

    That is: the facts, for each field the words and the rule that gave it and what else was considered, the numbers
    that are no facts and why, the times and the known words. SENTENCE may be several; - reads standard input. A
    sentence by itself has no headings and no report year: to see what those do, name the report and the line instead.

    \b
      civx explain "全县纳入低保1203户。"
      civx explain --file report.txt --line 37
    """
    if (sentence is None) == (file is None) or (file is None) != (line is None):
        raise click.UsageError("give either a sentence in quotes (or -), or both --file and --line")
    run = Run(verbose)
    name = file or ("-" if sentence == "-" else "sentence")
    explained = next(run.each([name], lambda name: _explained(sentence, file, line, encoding, patterns, run)), None)
    if explained is not None:
        try:
            with opened(None) as out:
                _write(out, explained, format_name)
        except FileProblem as problem:
            run.fail_output(None, problem)
    ctx.exit(run.exit_code)


def _explained(
    sentence: str | None, file: str | None, line: int | None, encoding: str | None, patterns: tuple[str, ...], run: Run
) -> list[Explained]:
    from civx.analysis.explain import explain as account
    from civx.extractors.pipeline import trace

    if sentence not in (None, "-") and file is None:
        source = Source(source_name("-"), str(sentence))
    else:
        source = read_one(file or "-", encoding)
    traced = trace(source.text, source.name, patterns=patterns, sheet=source.sheet)
    for note in notes_of(traced.extraction, source.pages, source.part) if file is not None else ():
        run.say(f"civx: {shown(file or '')}:{note}")  # no message
    found = account(traced, patterns, line)
    if not found and line is not None:
        lines = source.text.count("\n") + 1
        if line > lines:
            raise FileProblem(f"line {line}: there are only {lines} lines")
        raise FileProblem(f"line {line} holds no sentence, only a heading, a title or nothing (see civx outline)")
    if not found:
        raise FileProblem("holds no sentence, only a heading or a title")
    return found


def _write(out: TextIO, explained: list[Explained], format_name: str) -> None:
    if format_name == "json":
        out.write("[\n" + ",\n".join(map(_as_json, explained)) + "\n]\n")
    elif out.isatty():
        from civx.cli.console import console_for

        console = console_for(out)
        for node in map(_tree, explained):
            console.print(_rich(node))
    else:
        for node in map(_tree, explained):
            out.write("\n".join(_lines(node, 0)) + "\n")


def _tree(sentence: Explained) -> Node:
    """The sentence as a tree; branches that would be empty are left out."""
    branches = (
        Node(told("context"), "", tuple(_context(sentence))),
        Node(told("facts"), "", tuple(map(_fact, sentence.facts))),
        Node(told("numbers that are no facts"), "", tuple(
            Node(f"{r.quote}: {told(r.reason)}", r.rule) for r in sentence.rejected
        )),
        Node(told("times"), "", tuple(Node(f"{text}: {period}") for text, period in sentence.times)),
        Node(told("words"), "", tuple(
            Node(f"{w.text}: {_listed(told(what) for what, _ in w.meanings)}", _listed(rule for _, rule in w.meanings))
            for w in sentence.words
        )),
    )
    title = told(f"line {sentence.line}") + f": {sentence.text}"
    return Node(title, "", tuple(branch for branch in branches if branch.children))


def _context(sentence: Explained) -> Iterable[Node]:
    years = [told(f"looks back on {sentence.year}")] if sentence.year else []
    years += [told(f"plans for {sentence.plan_year}")] if sentence.plan_year else []
    if sentence.report or years:
        yield Node(f"{told('report')}: {' · '.join(filter(None, (sentence.report, *years)))}")
    if sentence.section:
        plan = {True: f" ({told('plans')})", False: f" ({told('results')})", None: ""}[sentence.planned]
        yield Node(f"{told('section')}: {' > '.join(sentence.section)}{plan}")


def _fact(found: Found) -> Node:
    fact, choices = found.fact, found.choices
    below = tuple(_choice(field, choices[field]) for field in ("unit", "bound") if field in choices)
    lines = [
        Node(f"{told('value')}: {_value(fact)}", "", below),
        Node(f"{told('measure')}: {named('measure', fact.measure)}"),
    ]
    lines += [_choice(field, choices[field]) for field in _SHOWN if field in choices]
    if not fact.period:
        lines.append(Node(told("period: none (no year is named, and the report's own is not known)")))
    return Node(fact.quote, "", tuple(lines))


def _choice(field: str, choice: Choice) -> Node:
    """What a field was given, and below it what else was considered."""
    winner = choice.winner
    others = tuple(
        Node(told(f"also {_reading(field, other)}, {other.score} points"), other.rule)
        if other.value == winner.value
        else Node(told(f"not {_reading(field, other)}, {other.score} points against {winner.score}"), other.rule)
        for other in choice.others
    )
    return Node(f"{named('field', field, field.replace('_', ' '))}: {_reading(field, winner)}", winner.rule, others)


def _reading(field: str, reading: Reading) -> str:
    """The value, and the words that speak for it with their place in the source."""
    words = told(f" ← “{reading.words}” at {reading.start}") if reading.words else ""
    return (named(field, reading.value) if reading.value else told("none")) + words


def _value(fact: Fact) -> str:
    ends = [plain(number) for number in (fact.value, fact.min, fact.max) if number is not None]
    per_month = "" if fact.per_month in (None, fact.value) else ", " + told(f"{plain(fact.per_month)} a month")
    return f"{'–'.join(ends)} {fact.unit}, {named('bound', fact.bound)}{per_month}"


def _listed(rules: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(rules))


def _lines(node: Node, depth: int) -> Iterable[str]:
    yield "  " * depth + clean(node.label) + (f"  [{node.note}]" if node.note else "")
    for child in node.children:
        yield from _lines(child, depth + 1)


def _rich(node: Node) -> Tree:
    from rich.text import Text
    from rich.tree import Tree

    label = Text(clean(node.label), style="bold" if node.children else "")
    if node.note:
        label.append(f"  {node.note}", style="dim not bold")  # no message
    tree = Tree(label)
    for child in node.children:
        tree.children.append(_rich(child))
    return tree


def _as_json(sentence: Explained) -> str:
    """One object; its facts are those of ``civx extract``, with ``choices`` added."""
    facts = [f'{record(found.fact)[:-1]}, "choices": {_json(_choices(found))}}}' for found in sentence.facts]
    before = {
        "sentence": sentence.text, "line": sentence.line, "report": sentence.report, "year": sentence.year,
        "plan_year": sentence.plan_year, "section": sentence.section, "planned": sentence.planned,
    }
    after = {
        "rejected": [
            {"quote": r.quote, "start": r.start, "rule": r.rule, "reason": r.reason} for r in sentence.rejected
        ],
        "times": [{"text": text, "period": period} for text, period in sentence.times],
        "words": [
            {"text": word.text, "meanings": [{"what": what, "rule": rule} for what, rule in word.meanings]}
            for word in sentence.words
        ],
    }
    return f'{_json(before)[:-1]}, "facts": [{", ".join(facts)}], {_json(after)[1:]}'


def _choices(found: Found) -> dict[str, object]:
    return {
        field: {**asdict(choice.winner), "others": [asdict(other) for other in choice.others]}
        for field, choice in found.choices.items()
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
