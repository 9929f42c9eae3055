"""Findings as SARIF 2.1.0, which editors and code hosts show beside the lines of the report."""
from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from civx import __version__
from civx.analysis.audit import KINDS, RIGHT, Finding
from civx.extractors.model import Fact

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_FINGERPRINT = "civxFacts/v1"


def sarif(findings: Sequence[tuple[Finding, str]]) -> str:
    """The whole file, of findings with the text of their source.

    Lines and columns begin at 1, columns count UTF-16 units as SARIF does where nothing else is said. Where there is no
    text ("") places have lines only.
    """
    names = list(KINDS)
    rules = [{"id": kind, "shortDescription": {"text": text}} for kind, text in KINDS.items()]
    run = {
        "tool": {"driver": {"name": "civx", "version": __version__, "rules": rules}},
        "columnKind": "utf16CodeUnits",
        "results": [_result(finding, names.index(finding.kind), text) for finding, text in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _result(finding: Finding, rule: int, text: str) -> dict[str, Any]:
    return {
        "ruleId": finding.kind,
        "ruleIndex": rule,
        **({"kind": "pass", "level": "none"} if finding.severity == RIGHT else {"level": finding.severity}),
        "message": {"text": finding.message},
        "locations": [_location(finding.at, text)],
        "relatedLocations": [
            {"id": number, **_location(fact, text), "message": {"text": f"{fact.quote} ({fact.id})"}}
            for number, fact in enumerate(finding.facts)
        ],
        **_properties(finding),
        "partialFingerprints": {_FINGERPRINT: f"{finding.kind} {' '.join(fact.id for fact in finding.facts)}"},
    }


def _properties(finding: Finding) -> dict[str, Any]:
    """Why the figures belong together, which is likelier wrong, and what would agree, where these are known."""
    known = {
        "why": finding.why, "likely": finding.likely.id if finding.likely is not None else "",
        "agrees": finding.agrees, "slip": finding.how, "group": finding.group,
    }
    properties = {name: value for name, value in known.items() if value}
    return {"properties": properties} if properties else {}


def _location(fact: Fact, text: str) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": fact.line}
    if text[fact.start : fact.end] == fact.quote:
        region["startColumn"] = _column(text, fact.start)
        region["endLine"] = fact.line + fact.quote.count("\n")
        region["endColumn"] = _column(text, fact.end)
    region["snippet"] = {"text": fact.quote}
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(fact.source)}, "region": region}}


def _column(text: str, offset: int) -> int:
    start = text.rfind("\n", 0, offset) + 1
    return len(text[start:offset].encode("utf-16-le", "surrogatepass")) // 2 + 1


def _uri(source: str) -> str:
    path = PurePath(source)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
