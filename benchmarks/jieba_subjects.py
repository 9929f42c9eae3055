"""Would jieba's segmentation improve subjects? ``python benchmarks/jieba_subjects.py``; docs/jieba.md has the answer.

Each way of trimming a subject by jieba's words and tags is tried on every labelled report, and scored.
"""
from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import jieba
import jieba.posseg

from civx.analysis.scoring import parse_rows, score
from civx.extractors.pipeline import extract

ROOT = Path(__file__).parent.parent
NOT_IN_FRONT = tuple("vdpcrumt")
NOT_BEHIND = tuple("vdpcrum")
NOUNS = ("n", "vn", "j", "l", "i", "b", "s", "a", "f")


def tagged(subject: str) -> list[tuple[str, str]]:
    """Words and tags."""
    return [(pair.word, pair.flag) for pair in jieba.posseg.lcut(subject)]


def leading(subject: str) -> str:
    """Verbs and function words taken off the front."""
    words = tagged(subject)
    while len(words) > 1 and words[0][1] != "vn" and words[0][1].startswith(NOT_IN_FRONT):
        words = words[1:]
    return "".join(word for word, _ in words)


def trailing(subject: str) -> str:
    """Verbs and function words taken off the end."""
    words = tagged(subject)
    while len(words) > 1 and words[-1][1] != "vn" and words[-1][1].startswith(NOT_BEHIND):
        words = words[:-1]
    return "".join(word for word, _ in words)


def last_nouns(subject: str) -> str:
    """The run of nouns at the end; the subject where there is none."""
    words = tagged(subject)
    start = len(words)
    while start and words[start - 1][1].startswith(NOUNS):
        start -= 1
    nouns = "".join(word for word, _ in words[start:])
    return nouns if len(nouns) > 1 else subject


def only_long(trim: Callable[[str], str]) -> Callable[[str], str]:
    """The same for subjects of more than 12 characters alone."""
    return lambda subject: trim(subject) if len(subject) > 12 else subject


WAYS: dict[str, Callable[[str], str]] = {
    "as it is": lambda subject: subject,
    "front trimmed": leading,
    "end trimmed": trailing,
    "both trimmed": lambda subject: trailing(leading(subject)),
    "last nouns": last_nouns,
    "both, if long": only_long(lambda subject: trailing(leading(subject))),
    "last nouns, if long": only_long(last_nouns),
}


def main() -> None:
    folders = [ROOT / "samples", ROOT.parent / "shared" / "gold"]
    labels = sorted(path for folder in folders for path in folder.glob("*.gold.jsonl"))
    jieba.setLogLevel(logging.CRITICAL)
    begun = perf_counter()
    tagged("测试")
    print(f"{len(labels)} labelled reports; jieba ready in {(perf_counter() - begun) * 1000:.0f} ms")
    reports = []
    begun = perf_counter()
    for path in labels:
        text = path.with_name(path.name.replace(".gold.jsonl", ".txt")).read_bytes().decode("utf-8-sig")
        facts = [fact.to_dict() for fact in extract(text).facts]
        reports.append((parse_rows(path.read_text(encoding="utf-8")), facts))
    print(f"extracting took {(perf_counter() - begun) * 1000:.0f} ms")
    for name, trim in WAYS.items():
        begun = perf_counter()
        trimmed = [[{**fact, "subject": trim(str(fact["subject"]))} for fact in facts] for _, facts in reports]
        took = perf_counter() - begun
        scores = [score(rows, facts).figures for (rows, _), facts in zip(reports, trimmed, strict=True)]
        mean, full = (sum(s[figure] for s in scores) / len(scores) for figure in ("field.subject", "full"))
        print(f"{name:20} subject {mean:.3f}  full {full:.3f}  {took * 1000:4.0f} ms")


if __name__ == "__main__":
    sys.exit(main())
