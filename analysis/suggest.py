"""Words that stand beside numbers and that no rule covers: what a user's own pattern files could hold.

jieba cuts the phrases into words and says which are nouns; see docs/jieba.md. It is imported when it is first used.
"""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from civx.analysis.corrections import Correction, for_text
from civx.extractors.attribution.topics import OTHER
from civx.extractors.pipeline import Trace
from civx.extractors.quantities.grammar import grammar
from civx.extractors.words.lexicon import Lexicon, lexicon

Cut = Callable[[str], list[tuple[str, str]]]

# The share that is a majority: of a word's numbers under one programme, or inside one longer phrase.
_SHARE = 0.6
_LONGEST_PHRASE = 3
_LONGEST_WORD = 10
_EXAMPLES = 2
_AROUND = 24
_COUNTER = re.compile("[一-龥]{1,6}")
_HAN = re.compile("[一-龥]+")
# jieba's tags: words that a phrase neither begins nor ends with, and such as do not stand for themselves.
_FUNCTION = ("c", "d", "e", "m", "p", "q", "r", "t", "u", "y", "z", "x", "f")
_ALONE = ("n", "vn", "j", "l", "an")
_PLACE = ("ns", "nrt")


@dataclass(slots=True)
class Suggestion:
    """A word, Simplified, and the numbers that it stands beside.

    ``programmes`` counts what they were put under, ``examples`` are (source, line, text around the number).
    """

    word: str
    count: int = 0
    programmes: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def programme(self) -> str:
        """The programme that most of the numbers were put under by what surrounds them; "" for no majority."""
        name, count = self.programmes.most_common(1)[0]
        return name if count >= _SHARE * self.count else ""


def suggest_nouns(traces: Iterable[Trace], least: int, patterns: tuple[str, ...] = ()) -> list[Suggestion]:
    """Nouns that lead to no programme, beside at least ``least`` numbers each, the most frequent first.

    They come from subjects that hold no word of a programme, so that the fact's programme is 其他 or a guess from what
    surrounds it. Words that stand under several programmes (工作, 情况) are left out.
    """
    words, cut = lexicon(patterns), _jieba()
    found: dict[str, Suggestion] = {}
    phrases: dict[str, tuple[str, ...]] = {}
    for trace in traces:
        for fact in trace.extraction.facts:
            if not fact.subject:
                continue
            candidates = phrases.get(fact.subject)
            if candidates is None:
                candidates = phrases[fact.subject] = tuple(dict.fromkeys(_phrases(fact.subject, words, cut)))
            for word in candidates:
                _count(found, word, fact.programme, (fact.source, fact.line, fact.start), trace.extraction.text)
    return _ranked(_longest(s for s in found.values() if s.count >= least and s.programme))


def suggest_corrected(
    traces: Iterable[Trace], corrections: Sequence[Correction], patterns: tuple[str, ...] = ()
) -> list[Suggestion]:
    """The words that readers put under another programme than civx did, by that programme, the most frequent first."""
    cut = _jieba()
    known = {term: entry.programme for term, entry in lexicon(patterns).terms.items()}
    found: dict[str, Suggestion] = {}
    for trace in traces:
        extraction = trace.extraction
        for one in for_text(corrections, extraction.source, extraction.text)[0]:
            if one.after is None or one.after.get("programme", "") == (one.before or {}).get("programme"):
                continue
            programme, subject = one.after.get("programme", ""), one.after.get("subject", "")
            nouns = [word for word, tag in cut(subject) if tag in _ALONE and len(word) > 1]
            word = subject if len(subject) <= _LONGEST_WORD else "".join(nouns[-1:])
            if programme and word and known.get(word) != programme:
                line = extraction.text.count("\n", 0, one.start) + 1
                _count(found, word, programme, (extraction.source, line, one.start), extraction.text)
    return _ranked(found.values())


def suggest_counters(traces: Iterable[Trace], least: int, patterns: tuple[str, ...] = ()) -> list[Suggestion]:
    """Counters behind at least ``least`` numbers each that no unit covers, the most frequent first."""
    units, cut = grammar(patterns).units, _jieba()
    known = set(units) | {rule["unit"] for rule, _, _ in units.values()}
    found: dict[str, Suggestion] = {}
    for trace in traces:
        text, span = trace.extraction.normalized.text, trace.extraction.normalized.span
        source = trace.extraction.text
        for start, end, rule in trace.scan.rejected:
            if rule == "no-unit" and (text[start].isdigit() or end - start > 1):
                behind = _COUNTER.match(text, end)
                word, tag = cut(behind.group())[0] if behind else ("", "")
                if word and word not in known and tag.startswith(("n", "q")):
                    at, _ = span(start, end)
                    line = source.count("\n", 0, at) + 1
                    _count(found, word, OTHER, (trace.extraction.source, line, at), source)
        for fact in trace.extraction.facts:
            if fact.measure == "count" and fact.unit not in known:
                _count(found, fact.unit, fact.programme, (fact.source, fact.line, fact.start), source)
    return _ranked(suggestion for suggestion in found.values() if suggestion.count >= least)


def _count(
    found: dict[str, Suggestion], word: str, programme: str, place: tuple[str, int, int], text: str
) -> None:
    source, line, at = place
    suggestion = found.setdefault(word, Suggestion(word))
    suggestion.count += 1
    suggestion.programmes[programme] += 1
    if len(suggestion.examples) < _EXAMPLES:
        around = text[max(0, at - _AROUND) : at + _AROUND // 2]
        suggestion.examples.append((source, line, " ".join(around.split())))


def _phrases(subject: str, words: Lexicon, cut: Cut) -> Iterator[str]:
    """The nouns of a subject and the phrases of up to three words; none where a programme's word is in it."""
    if any(term.programme and term.programme != OTHER for _, _, term in words.scan(subject, 0, len(subject))):
        return
    tokens = cut(subject)
    for start in range(len(tokens)):
        for end in range(start + 1, min(len(tokens), start + _LONGEST_PHRASE) + 1):
            phrase = "".join(word for word, _ in tokens[start:end])
            tags = [tag for _, tag in tokens[start:end]]
            if not 2 <= len(phrase) <= _LONGEST_WORD or not _HAN.fullmatch(phrase) or phrase in words.terms:
                continue
            if tags[0].startswith(_FUNCTION) or tags[-1].startswith(_FUNCTION) or tags[0] in _PLACE:
                continue
            if len(tags) > 1 or tags[0].startswith(_ALONE):
                yield phrase


def _longest(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Of phrases inside one another the one that says most: the longer where it accounts for most of the shorter's
    numbers, else the shorter."""
    kept: list[Suggestion] = []
    for suggestion in sorted(found, key=lambda s: (-len(s.word), s.word)):
        longer = [s for s in kept if suggestion.word in s.word]
        if not any(s.count >= _SHARE * suggestion.count for s in longer):
            kept = [s for s in kept if s not in longer]
            kept.append(suggestion)
    return kept


def _ranked(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    return sorted(suggestions, key=lambda suggestion: (-suggestion.count, suggestion.word))


@lru_cache(maxsize=1)
def _jieba() -> Cut:
    """Cuts a phrase into (word, tag) pairs. Takes half a second the first time."""
    import logging
    import warnings
    from tempfile import TemporaryDirectory

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of jieba's age, nothing that users could mend
        import jieba
        import jieba.posseg

        jieba.setLogLevel(logging.CRITICAL)
        with TemporaryDirectory(prefix="civx-") as folder:
            # jieba would run what it finds under its name in the temporary folder, where anyone may put it.
            jieba.dt.tmp_dir = folder
            jieba.initialize()

    def cut(phrase: str) -> list[tuple[str, str]]:
        return [(pair.word, pair.flag) for pair in jieba.posseg.lcut(phrase)]

    return cut
