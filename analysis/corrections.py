"""What a reader found right, wrong or missing in the facts of a text, and the facts as they are after it.

A correction knows its text by the hash of it, and its number by the span and the characters there. Where the text has
changed since, a number is found again by its characters and those around it; one that cannot be found with certainty
is not applied, and said.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from civx.extractors.model import Extraction, Fact
from civx.patterns.schema import AREAS, BOUNDS, DIRECTIONS, MEASURES, STATUSES

ACTIONS = ("confirmed", "corrected", "deleted", "added")
# What a reader may change of a fact.
FIELDS = (
    "programme", "subject", "place", "area", "measure", "value", "min", "max", "unit", "bound", "status", "direction",
    "period",
)
_NUMBERS = ("value", "min", "max")
_ENUMS = {
    "area": ("", *AREAS), "measure": MEASURES, "bound": BOUNDS, "status": STATUSES, "direction": ("", *DIRECTIONS),
}
_KEYS = ("source", "sha256", "start", "end", "quote", "action")
_TEXTS = ("source", "sha256", "quote", "who", "when", "note")
_ALIKE = 0.6  # of the characters around a number, for it to be found again in a text that has changed


class Correction(NamedTuple):
    """One number of a text and what a reader says of it.

    ``sha256`` is that of the decoded text in UTF-8, [start, end) code points of it, ``around`` the characters before
    and behind; ``before`` the fields as civx gave them (None for an added fact), ``after`` as they should be (None
    where nothing changes); ``where`` says from which file and line the correction came.
    """

    source: str
    sha256: str
    start: int
    end: int
    quote: str
    action: str
    around: tuple[str, str] = ("", "")
    before: Mapping[str, str] | None = None
    after: Mapping[str, str] | None = None
    who: str = ""
    when: str = ""
    note: str = ""
    where: str = ""

    @property
    def fields(self) -> Mapping[str, str] | None:
        """The fields as the reader wants them; None where the fact is to go."""
        return None if self.action == "deleted" else self.after if self.after is not None else self.before

    @property
    def place(self) -> tuple[str, int, int]:
        """What two corrections of the same number have in common."""
        return self.sha256, self.start, self.end

    def to_dict(self) -> dict[str, Any]:
        """The correction as it stands in a line of a file."""
        record: dict[str, Any] = {name: getattr(self, name) for name in _KEYS}
        record["context"] = list(self.around)
        record |= {
            "before": None if self.before is None else dict(self.before),
            "after": None if self.after is None else dict(self.after),
        }
        return record | {"who": self.who, "when": self.when, "note": self.note}


def text_hash(text: str) -> str:
    """SHA-256 of a source's decoded text in UTF-8: what corrections know it by, whatever its name."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def correction_of(row: Any, where: str = "") -> Correction:
    """The correction that a decoded JSON object is. Raises ValueError saying what is wrong with it."""
    if not isinstance(row, dict):
        raise ValueError("no object, so no correction")
    for name in _KEYS:
        if name not in row:
            raise ValueError(f"no correction, for want of {name}")
    for name in _TEXTS:
        if not isinstance(row.get(name, ""), str):
            raise ValueError(f"{name} is no text")
    for name in ("start", "end"):
        if type(row[name]) is not int or row[name] < 0:
            raise ValueError(f"{name} is no offset")
    if row["start"] >= row["end"]:
        raise ValueError("its span is empty")
    if row["action"] not in ACTIONS:
        raise ValueError(f"action is {row['action']!r}, none of {', '.join(ACTIONS)}")
    before, after = _fields(row.get("before"), "before"), _fields(row.get("after"), "after")
    if row["action"] in ("corrected", "added") and after is None:
        raise ValueError(f"{row['action']}, but it does not say what is right (after)")
    if row["action"] == "confirmed" and before is None:
        raise ValueError("confirmed, but it does not say what (before)")
    around = row.get("context") or ["", ""]
    if not (isinstance(around, list) and len(around) == 2 and all(isinstance(one, str) for one in around)):
        raise ValueError("context is no pair of texts")
    return Correction(
        row["source"], row["sha256"], row["start"], row["end"], row["quote"], row["action"], (around[0], around[1]),
        before, after, row.get("who", ""), row.get("when", ""), row.get("note", ""), where,
    )


def _fields(value: Any, name: str) -> dict[str, str] | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise ValueError(f"{name} is no object")
    found = {}
    for field, text in value.items():
        if field not in FIELDS:
            raise ValueError(f"{name}: {field!r} is no field that can be corrected; there are {', '.join(FIELDS)}")
        if not isinstance(text, str):
            raise ValueError(f"{name}: {field} is no text")
        if field in _ENUMS and text not in _ENUMS[field]:
            raise ValueError(f"{name}: {field} is {text!r}, none of {', '.join(filter(None, _ENUMS[field]))}")
        if field in _NUMBERS and text and _decimal(text) is None:
            raise ValueError(f"{name}: {field} is {text!r}, no number")
        found[field] = text
    return found


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def for_text(corrections: Iterable[Correction], source: str, text: str) -> tuple[list[Correction], list[str]]:
    """The corrections that are of this text, with the spans they have in it, and what cannot be applied and why.

    Those of another text of the same name are taken for those of an earlier version of it.
    """
    digest = text_hash(text)
    found, problems = [], []
    for one in corrections:
        if one.sha256 == digest:
            if text[one.start : one.end] == one.quote:
                found.append(one)
            else:
                problems.append(f"{one.where}: not “{one.quote}” stands at {one.start}, though the text is the same")
        elif _name(one.source) == _name(source):
            start = _again(one, text)
            if start is None:
                problems.append(f"{one.where}: the text has changed, and “{one.quote}” cannot be found again for sure")
            else:
                found.append(one._replace(start=start, end=start + len(one.quote), sha256=digest))
    return found, problems


def _name(source: str) -> str:
    return source.replace("\\", "/").rpartition("/")[2]


def _again(one: Correction, text: str) -> int | None:
    """Where the number stands in a text that has changed: where the characters around it are most alike, if they are
    much alike and nowhere else as much."""
    likenesses = []
    at = text.find(one.quote)
    while at >= 0:
        end = at + len(one.quote)
        around = text[max(0, at - len(one.around[0])) : at], text[end : end + len(one.around[1])]
        likenesses.append((SequenceMatcher(None, "".join(one.around), "".join(around), autojunk=False).ratio(), at))
        at = text.find(one.quote, at + 1)
    likenesses.sort(reverse=True)
    if not likenesses or likenesses[0][0] < _ALIKE:
        return None
    return likenesses[0][1] if len(likenesses) == 1 or likenesses[1][0] < likenesses[0][0] else None


def apply(extraction: Extraction, corrections: Sequence[Correction]) -> Extraction:
    """The extraction with its facts as a reader left them; ``corrections`` have spans of this very text.

    Of several on one number the last counts. Facts carry in ``reviewed`` what was done to them; a fact that was
    corrected or confirmed stays as the reader saw it, also where civx by now reads it otherwise.
    """
    facts = list(extraction.facts)
    for one in {correction.place: correction for correction in corrections}.values():
        at = _at(facts, one)
        fields = one.fields
        if fields is None:
            if at is not None:
                del facts[at]
        elif at is None:
            facts.append(_added(extraction, one, fields))
        else:
            facts[at] = _with(facts[at], fields, one.action)
    facts.sort(key=lambda fact: (fact.start, fact.end, fact.id))
    kept = {fact.id for fact in facts}
    facts = [fact if fact.part_of is None or fact.part_of in kept else replace(fact, part_of=None) for fact in facts]
    return replace(extraction, facts=tuple(facts))


def _at(facts: list[Fact], one: Correction) -> int | None:
    """The number of the fact that the correction is of: the one of its span, else one that overlaps it."""
    near = [at for at, fact in enumerate(facts) if fact.start < one.end and fact.end > one.start]
    exact = [at for at in near if (facts[at].start, facts[at].end) == (one.start, one.end)]
    if exact or one.action == "added":
        return exact[0] if exact else None
    return near[0] if near else None


def _with(fact: Fact, fields: Mapping[str, str], action: str) -> Fact:
    values: dict[str, Any] = {
        name: _number(text) if name in _NUMBERS else text for name, text in fields.items()
    }
    changed = [name for name, value in values.items() if getattr(fact, name) != value]
    because = fact.because
    if because is not None:  # what a reader said is not what the words said
        because = {name: reason for name, reason in because.items() if name not in changed}
    if {"value", "unit", "measure"} & set(changed):
        values["per_month"] = None
    return replace(fact, **values, because=because, reviewed="corrected" if changed and action != "added" else action)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _added(extraction: Extraction, one: Correction, fields: Mapping[str, str]) -> Fact:
    """A fact where civx has none: its line, sentence, section and report are those of its place."""
    normalized, document, text = extraction.normalized, extraction.document, extraction.text
    starts = [normalized.span(sentence.start, sentence.end)[0] for sentence in document.sentences]
    at = bisect_right(starts, one.start) - 1
    sentence = document.sentences[at] if at >= 0 else None
    low, high = normalized.span(sentence.start, sentence.end) if sentence is not None else (one.start, one.end)
    if not low <= one.start < one.end <= high:
        low = text.rfind("\n", 0, one.start) + 1
        end = text.find("\n", one.end)
        high = end if end >= 0 else len(text)
    near = min(extraction.facts, key=lambda fact: abs(fact.start - one.start), default=None)
    digest = near.id.split("-")[0] if near is not None else text_hash(extraction.source + "\0" + text)[:8]
    blank = Fact(
        id=f"{digest}-{one.start}", source=extraction.source,
        report=document.reports[sentence.report].title if sentence is not None else "",
        section=document.path(sentence.section) if sentence is not None else (), programme="其他", subject="", place="",
        area="", measure="count", value=None, min=None, max=None, unit="", per_month=None, bound="exact",
        status="actual", direction="", period="", part_of=None, quote=one.quote, start=one.start, end=one.end,
        line=text.count("\n", 0, one.start) + 1, sentence=text[low:high].strip("\n"), rule="correction",
        page=near.page if near is not None else None,
        because={} if near is not None and near.because is not None else None,
    )
    return _with(blank, fields, "added")
