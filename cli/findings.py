"""The findings of an audit as they are written: a table for people, records, lines for editors and CI."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple, TextIO

from .formats.shown import clean, counted
from .language import listed, named, told

if TYPE_CHECKING:
    from civx.analysis.audit import Finding

NAMES = ("table", "json", "jsonl", "csv", "xlsx", "sarif", "github", "html")
SUFFIXES = {
    ".txt": "table", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".xlsx": "xlsx",
    ".sarif": "sarif",
    ".html": "html",
}
_COLUMNS = ("source", "report", "line", "kind", "severity", "message", "ids", "quotes", "lines")


class Audited(NamedTuple):
    """What the audit of one source gave: its name, how many facts it has, and the findings.

    ``text`` is the source's, "" where only its facts were at hand. ``right`` are the relations that hold, ``covered``
    is how many facts took part in a relation at all; ``verbose`` asks for the former to be written too.
    """

    source: str
    facts: int
    findings: list[Finding]
    text: str = ""
    right: list[Finding] = []  # noqa: RUF012 never changed
    covered: int = 0
    verbose: bool = False

    @property
    def written(self) -> list[Finding]:
        """The findings, and the relations that hold where these are asked for."""
        return [*self.findings, *self.right] if self.verbose else self.findings


def write(name: str, audited: list[Audited], out: TextIO, evidence: str = "") -> None:
    """Write the findings in the format ``name``, one of :data:`NAMES`; ``evidence`` is the address of an evidence page
    that a page of findings links to. Raises FileProblem where a library is missing."""
    if name == "html":
        from .pages.still import findings_page

        out.write(findings_page(audited, evidence))
        return
    _WRITERS[name](audited, out)


def record(finding: Finding) -> dict[str, object]:
    """A finding as JSON has it; ``line`` is that of the fact in which it comes to light."""
    return {
        "source": finding.at.source,
        "report": finding.at.report,
        "line": finding.at.line,
        "kind": finding.kind,
        "severity": finding.severity,
        "message": finding.message,
        "facts": [
            {"id": fact.id, "quote": fact.quote, "line": fact.line, "start": fact.start, "end": fact.end}
            for fact in finding.facts
        ],
        "why": finding.why,
        "likely": finding.likely.id if finding.likely is not None else None,
        "agrees": finding.agrees,
        "slip": finding.how,
        "group": finding.group,
    }


def _all(audited: list[Audited]) -> Iterator[Finding]:
    for one in audited:
        yield from one.written


def _json(audited: list[Audited], out: TextIO) -> None:
    import json

    lines = [json.dumps(record(finding), ensure_ascii=False) for finding in _all(audited)]
    out.write("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n")


def _jsonl(audited: list[Audited], out: TextIO) -> None:
    import json

    out.writelines(json.dumps(record(finding), ensure_ascii=False) + "\n" for finding in _all(audited))


def _csv(audited: list[Audited], out: TextIO) -> None:
    """One row a finding; several ids, quotes and lines are joined by `` | ``. Nothing that a spreadsheet would run."""
    import csv

    from .formats.as_csv import neutral

    rows = csv.writer(out)
    rows.writerow(_COLUMNS)
    for finding in _all(audited):
        own = record(finding)
        facts = finding.facts
        joined = ([fact.id for fact in facts], [fact.quote for fact in facts], [str(fact.line) for fact in facts])
        rows.writerow([*(neutral(str(own[name])) for name in _COLUMNS[:6]), *map(" | ".join, joined)])


def _github(audited: list[Audited], out: TextIO) -> None:
    """Workflow commands, which GitHub shows beside the line of the report."""
    for finding in _all(audited):
        level = finding.severity if finding.severity in ("error", "warning") else "notice"
        place = f"file={_escaped(finding.at.source, True)},line={finding.at.line},title=civx {finding.kind}"
        out.write(f"::{level} {place}::{_escaped(f'{finding.message} [{_quotes(finding)}]')}\n")


def _escaped(text: str, of_property: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if of_property else text


def _quotes(finding: Finding) -> str:
    return ", ".join(f"{clean(fact.quote)} in line {fact.line}" for fact in finding.facts)


def _sarif(audited: list[Audited], out: TextIO) -> None:
    from .sarif import sarif

    out.write(sarif([(finding, one.text) for one in audited for finding in one.written]))


def _table(audited: list[Audited], out: TextIO) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from .console import console_for

    console = console_for(out)
    for one in audited:
        console.print(f"{clean(one.source)}: {_summary(one)}", style="bold")
        if not one.written:
            continue
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for name, right in ((told("line"), True), (told("severity"), False), (told("kind"), False)):
            table.add_column(name, justify="right" if right else "left", no_wrap=True)
        table.add_column(told("finding"), ratio=1, overflow="fold")
        table.add_column(told("facts"), overflow="fold", max_width=44)
        for finding in one.written:
            facts = "\n".join(
                f"{fact.line}: {clean(fact.quote)} ({fact.id})" for fact in finding.facts
            )
            message = "\n".join(map(clean, [told(finding.message), *_more(finding)]))
            severity, kind = named("severity", finding.severity), named("kind", finding.kind)
            table.add_row(str(finding.at.line), severity, kind, message, facts)
        console.print(table)


_SLIPS = {
    "swapped": "digits swapped", "digit": "a wrong digit", "dropped": "a digit too many or too few",
    "factor": "off by a power of ten",
}


def _more(finding: Finding) -> Iterator[str]:
    """What else a finding has to say: which figure is likelier wrong, what would agree, why they belong together."""
    if finding.severity == "right":
        return
    if finding.likely is not None:
        quote = clean(finding.likely.quote)
        if finding.agrees:
            yield told(f"{finding.agrees} for {quote} would agree ({_SLIPS[finding.how]})")
        elif finding.group:
            yield told(f"{quote} is in other findings too (group {finding.group})")
    if finding.why:
        yield f"[{told(finding.why)}]"


def _summary(one: Audited) -> str:
    facts = counted(one.facts, "fact")
    checked = len(one.right) + len(one.findings)
    relations = told("no relations")
    if checked:
        broken = len(one.findings)
        relations = told(f"{counted(checked, 'relation')} checked, {broken} broken")
        if one.facts:
            relations = told(f"{relations}, {one.covered * 100 // one.facts}% of the facts in one")
    if not one.findings:
        return told(f"{facts}, nothing found; {relations}")
    counts: dict[str, int] = {}
    for finding in one.findings:
        counts[finding.severity] = counts.get(finding.severity, 0) + 1
    parts = [counted(counts[name], name) for name in ("error", "warning", "note") if name in counts]
    return told(f"{listed([facts, *parts])}; {relations}")


_WRITERS: dict[str, Callable[[list[Audited], TextIO], None]] = {
    "table": _table, "json": _json, "jsonl": _jsonl, "csv": _csv, "sarif": _sarif, "github": _github,
}
