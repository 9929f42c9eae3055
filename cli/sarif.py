"""Findings as SARIF 2.1.0, which editors and code hosts show beside the lines of the report."""
from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from civx import __version__
from civx.analysis.audit import KINDS, Finding
from civx.extractors.model import Fact

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_FINGERPRINT = "civxFacts/v1"


def sarif(findings: Sequence[Finding]) -> str:
    """The whole file. Offsets are in code points of the decoded source."""
    names = list(KINDS)
    rules = [{"id": kind, "shortDescription": {"text": text}} for kind, text in KINDS.items()]
    run = {
        "tool": {"driver": {"name": "civx", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, names.index(finding.kind)) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    return {
        "ruleId": finding.kind,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": finding.message},
        "locations": [_location(finding.at)],
        "relatedLocations": [
            {"id": number, **_location(fact), "message": {"text": f"{fact.quote} ({fact.id})"}}
            for number, fact in enumerate(finding.facts)
        ],
        "partialFingerprints": {_FINGERPRINT: f"{finding.kind} {' '.join(fact.id for fact in finding.facts)}"},
    }


def _location(fact: Fact) -> dict[str, Any]:
    region = {
        "startLine": fact.line,
        "charOffset": fact.start,
        "charLength": fact.end - fact.start,
        "snippet": {"text": fact.quote},
    }
    return {"physicalLocation": {"artifactLocation": {"uri": quote(fact.source)}, "region": region}}
