"""What must hold for any text at all; each function raises AssertionError, or what civx raises, where it does not."""
from __future__ import annotations

import os
import re
import tempfile
from decimal import Decimal
from pathlib import Path

import civx
from civx.analysis.audit import audit
from civx.cli.formats import opened_sink, prepare
from civx.cli.formats.records import record
from civx.cli.formats.shape import Shape
from civx.extractors.document.lengths import LONGEST, SHOWN
from civx.extractors.model import Extraction, Fact
from civx.extractors.text.normalize import normalize
from civx.patterns.schema import MEASURES, STATUSES

BOUNDS = ("exact", "about", "over", "under", "at_least", "at_most", "range")
AREAS = ("urban", "rural", "both", "")
_DAY = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_PERIOD = re.compile(rf"(?:{_DAY})?|(?:{_DAY}|\.\.)/(?:{_DAY}|\.\.)")
_LONGEST = 100  # digits of a number
READ_BACK = ("json", "jsonl", "csv", "tsv", "sqlite")
WRITTEN = (*READ_BACK, "table", "xlsx", "parquet")


def check_facts(text: str) -> Extraction:
    """The promises of the fact model."""
    found = civx.extract(text, source="a.txt", provenance=True)
    facts = found.facts
    assert [record(fact) for fact in facts] == [
        record(fact) for fact in civx.extract(text, source="a.txt", provenance=True).facts
    ], "twice the same text, not twice the same facts"
    ids = {fact.id: fact for fact in facts}
    assert len(ids) == len(facts), "two facts of one id"
    places: set[tuple[int, int, str]] = set()
    last = 0
    for fact in facts:
        assert fact.quote and text[fact.start : fact.end] == fact.quote, "the quote is not what stands there"
        assert fact.quote in fact.sentence and fact.sentence in text, "the sentence does not hold the quote"
        assert len(fact.sentence) <= max(SHOWN, len(fact.quote)), "the sentence is too long"
        assert fact.start >= last, "out of order"
        last = fact.start
        place = (fact.start, fact.end, fact.place)
        assert place not in places, "twice the same span and place"
        places.add(place)
        assert fact.line == text.count("\n", 0, fact.start) + 1
        _check_number(fact)
        assert fact.measure in MEASURES and fact.status in STATUSES and fact.bound in BOUNDS and fact.area in AREAS
        assert fact.direction in ("up", "down", "")
        assert _PERIOD.fullmatch(fact.period), f"{fact.period!r} is no period"
        assert fact.rule and fact.programme and len(fact.subject) <= LONGEST
        _check_whole(fact, ids)
        for reason in (fact.because or {}).values():
            if reason.start is not None and reason.end is not None:
                assert 0 <= reason.start <= reason.end <= len(text)
    return found


def _check_number(fact: Fact) -> None:
    assert (fact.value is None) == (fact.bound == "range")
    assert (fact.min is None) == (fact.max is None) == (fact.value is not None)
    assert fact.min is None or fact.max is None or fact.min < fact.max
    assert fact.per_month is None or fact.measure == "standard"
    for number in (fact.value, fact.min, fact.max, fact.per_month):
        if number is not None:
            assert isinstance(number, Decimal) and number.is_finite()
            assert len(format(number, "f")) <= _LONGEST, "a number longer than any"


def _check_whole(fact: Fact, ids: dict[str, Fact]) -> None:
    seen = {fact.id}
    while fact.part_of is not None:
        assert fact.part_of in ids, "a part of what is not there"
        assert fact.part_of not in seen, "a part of itself"
        seen.add(fact.part_of)
        fact = ids[fact.part_of]


def check_normalized(text: str) -> None:
    """Normalising twice changes nothing more, and the way back never turns."""
    normalized = normalize(text)
    assert normalize(normalized.text).text == normalized.text, "normalising twice is not normalising once"
    last = 0
    for at in range(len(normalized.text)):
        start, end = normalized.span(at, at + 1)
        assert last <= start < end <= len(text), "the way back turns"
        last = end


def check_audit(found: Extraction) -> None:
    """An audit comes to an end, and only speaks of facts that are there."""
    ids = {fact.id for fact in found.facts}
    for finding in audit(found.facts):
        assert {fact.id for fact in finding.facts} <= ids
        assert str(finding.message)


def check_formats(found: Extraction, names: tuple[str, ...] = READ_BACK) -> None:
    """Each format can hold the facts, and what is read back is what was written."""
    from civx.cli.fact_files import read_facts

    if any("\ud800" <= char < "\ue000" or char == "\0" for char in found.text):
        return  # NUL or half a character, which no decoded file holds
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            path = os.path.join(folder, f"facts.{name}")
            for layout in ("long", "wide"):
                with opened_sink(name, path if layout == "long" else f"{path}2", Shape(layout=layout)) as sink:
                    sink.add(prepare(name, found, Shape(layout=layout)))
            if name not in READ_BACK or not found.facts:
                continue
            (back,) = read_facts(path, None, ())
            for one, other in zip(found.facts, back.facts, strict=True):
                ours, theirs = one.to_dict(), other.to_dict()
                ours.pop("because", None)
                if name == "tsv":  # breaks in a cell are blanks there
                    ours = {key: _unbroken(value) for key, value in ours.items()}
                    theirs = {key: _unbroken(value) for key, value in theirs.items()}
                if name in ("csv", "tsv", "sqlite"):  # headings in one cell
                    ours["section"], theirs["section"] = (" > ".join(row["section"]) for row in (ours, theirs))
                assert ours == theirs, f"{name} gives back something else"


def _unbroken(value: object) -> object:
    if isinstance(value, list):
        return [_unbroken(one) for one in value]
    return re.sub("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]", " ", value) if isinstance(value, str) else value


def check_all(text: str, formats: bool = True) -> None:
    """Everything of the above."""
    check_normalized(text)
    found = check_facts(text)
    check_audit(found)
    if formats:
        check_formats(found)


def corpus() -> Path:
    """Where the inputs are that once broke something."""
    return Path(__file__).parent / "corpus"
