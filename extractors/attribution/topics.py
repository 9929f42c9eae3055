"""What headings, titles and the sentences before speak of: the programmes that a number falls back on."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from civx.patterns.kept import compiled

from ..document.genres import genres
from ..model import Document
from ..words.lexicon import Lexicon
from ..words.terms import Token
from .decision import Candidate, new

OTHER = "其他"
TOGETHER = "together"  # the rule of what holds several programmes that stand joined
_UNDER = "title-names-above"
ONE_OF_TWO = frozenset(("urban", "rural"))
_LINE = 16  # characters that a line has at most that stands above others like a heading
_MARKED = compiled("[0-9。，,；;：:！？!?|\t]")
_MULTIPLE = compiled(r"(?:[年月]|平均)?(?:标准|线)?的?(?P<size>[\d.]+\s*(?:[-—~～至到]\s*[\d.]+)?(?:倍|%|％))")
_STANDARD = "标准"
_WIDE = frozenset(("address", "accounts", "speech"))  # kinds of reports that are about many things
_FEW = 4
_AND_OTHERS = compiled(r"等[\d一二两三四五六七八九十多几各相有]{0,2}(?:项|类|种|个方面)")
_REPORT = attrgetter("report")
_MANY = 4  # programmes that an opening names, so that it is about none of them
_OUTRIGHT = frozenset(("title-names", "title-group"))  # what a title names that the report is then about
_HEAD = 60  # of a government's report only the first line may say that it is an office's
_OPENING = 300  # as much of a report may say whose it is where its title does not


def measure_only(text: str, start: int, end: int) -> bool:
    """Whether the word at [start, end) only says what something is measured by: 低保标准的1.5倍, 按孤儿标准补足."""
    ahead = _MULTIPLE.match(text, end)
    if ahead is not None:
        return _STANDARD in text[start : ahead.start("size")]
    return False


class Evidence(NamedTuple):
    """That something speaks for a programme: the feature it counts as, and the words that say so."""

    feature: str
    programme: str
    rule: str
    start: int
    end: int


class Topics:
    """The evidence of one text's headings, titles and sentences, each looked up once."""

    def __init__(self, text: str, document: Document, lexicon: Lexicon) -> None:
        self._text = text
        self._document = document
        self._lexicon = lexicon
        self.funds = lexicon.programmes.funds
        self._headings: dict[int, list[Evidence]] = {}
        self._titles: dict[int, list[Evidence]] = {}
        self._said: dict[int, list[Evidence]] = {}
        self._plain: list[int] | None = None
        self._above: dict[int, list[Evidence]] = {}
        self._around: dict[tuple[int | None, int], list[Evidence]] = {}
        self._general: dict[int, bool] = {}

    def title_areas(self, section: int, subject: str) -> list[Token]:
        """The words for urban and rural in a heading that names ``subject`` itself."""
        title = self._document.sections[section].title
        if subject not in title:
            return []
        return [t for t in self._lexicon.scan(title, 0, len(title)) if t[2].area]

    def heading_areas(self, section: int, said: Candidate) -> list[Token]:
        """The word for urban or rural in the heading that gave a number its programme (``said``)."""
        at: int | None = section
        while at is not None:
            named = [one for one in self._heading(at) if one.feature == "names"]
            if named:
                title = self._document.sections[at].title
                found = [t for t in self._lexicon.scan(title, 0, len(title)) if t[2].area is not None]
                alone = len(found) == 1 and found[0][2].area in ONE_OF_TWO and len(title) <= _LINE
                return found if alone and named[0].start == said.start else []
            at = self._document.sections[at].parent
        return []

    def around(self, section: int | None, report: int) -> list[Evidence]:
        """What the headings over a section say, the innermost first, then the report's title and kind."""
        found = self._around.get((section, report))
        if found is None:
            found = []
            place, at = "heading", section
            while at is not None:
                named = self._heading(at)
                found += [one._replace(feature=f"{place}-{one.feature}") for one in named]
                if any(one.feature in ("names", "group") for one in named):
                    place = "outer-heading"
                at = self._document.sections[at].parent
            title = self._title(report)
            if place != "heading":  # a heading names a programme itself, and the title says less
                title = [
                    one._replace(feature=_UNDER) if one.feature == "title-names" else one for one in title
                ]
            found += title
            self._around[section, report] = found
        return found

    def general(self, report: int) -> bool:
        """Whether the report is about all that a government does."""
        found = self._general.get(report)
        if found is None:
            found = self._general[report] = any(one.feature == "general-report" for one in self._title(report))
        return found

    def _sentences(self, report: int) -> range:
        """The numbers of a report's sentences."""
        sentences = self._document.sentences
        first = bisect_left(sentences, report, key=_REPORT)
        return range(first, bisect_right(sentences, report, first, key=_REPORT))

    def before(self, index: int) -> list[Evidence]:
        """What the paragraph said before sentence number ``index``: the last sentence that names a programme."""
        sentences = self._document.sentences
        own, at = sentences[index], index - 1
        while at >= 0 and sentences[at].paragraph == own.paragraph and sentences[at].section == own.section:
            said = self._sentence(at)
            if said:
                return said if at == index - 1 else [one._replace(feature=f"{one.feature}-earlier") for one in said]
            at -= 1
        return []

    def fallback(self, section: int | None, report: int, table: tuple[int, int] = (0, 0)) -> tuple[str, str]:
        """The programme of the nearest heading that names one, else of the report's title; 其他 where none does.

        What stands in the ``table`` that it is for is no title.
        """
        around = [one for one in self.around(section, report) if not table[0] <= one.start < table[1]]
        named = next((one for one in around if one.feature.endswith("names")), None)
        named = named or next((one for one in around if one.feature.endswith("weak")), None)
        return (named.programme, named.rule) if named is not None else (OTHER, "")

    def _heading(self, section: int) -> list[Evidence]:
        found = self._headings.get(section)
        if found is None:
            head = self._document.sections[section]
            found = self._headings[section] = self._names(head.start, head.body)
        return found

    def _names(self, start: int, end: int) -> list[Evidence]:
        """The programmes that a heading names: outright ones, each once, else the first one that is only hinted at."""
        tokens = [t for t in self._lexicon.scan(self._text, start, end) if t[2].programme]
        strong = [t for t in tokens if not t[2].weak]
        benefits = [t for t in strong if not t[2].group] or strong
        together = self._lexicon.programmes.together(t[2].programme for t in benefits)
        if benefits and _AND_OTHERS.search(self._text, benefits[-1][1], end) is not None:
            holder = together or self._lexicon.programmes.holder(benefits[-1][2].programme)
            if holder:  # 低保等四项资金审计: about none of them alone
                return [Evidence("names", holder, TOGETHER, benefits[0][0], benefits[-1][1])]
        found: dict[str, Evidence] = {}
        for low, high, term in benefits or tokens[:1]:
            feature = "weak" if term.weak else "group" if term.group else "also-names" if found else "names"
            found.setdefault(term.programme, Evidence(feature, term.programme, term.programme_rule, low, high))
            for name in term.also:
                found.setdefault(f"{name}?", Evidence("also", name, term.programme_rule, low, high))
        if together and together not in found:
            first, last = benefits[0][0], benefits[-1][1]
            found[together] = Evidence("together", together, TOGETHER, first, last)
        return list(found.values())

    def _title(self, report: int) -> list[Evidence]:
        """The programme that a report's title names (殡仪馆2022年工作总结), and whether it is about civil affairs."""
        found = self._titles.get(report)
        if found is None:
            own = self._document.reports[report]
            start = self._text.find(own.title, own.start, own.end) if own.title else -1
            end = start + len(own.title)
            if start >= 0:
                kinds = genres().titles
                named = [one for one in self._names(start, end) if self._text[one.start : one.end] not in kinds]
                found = [one._replace(feature=f"title-{one.feature}") for one in named]
            else:
                start, end = own.start, self._first(report)
                found = [] if own.genre in _WIDE else self._opening(start, end)
            if own.genre not in _WIDE and not any(one.feature in _OUTRIGHT for one in found):
                found += self._topic(report)
            address = own.genre == "address"
            head = self._text[own.start : min(own.end, own.start + (_HEAD if address else _OPENING))]
            kind = self._lexicon.programmes.field(self._text[start:end], head)
            kind = kind or ("general" if address else "")
            if kind and not (kind == "civil" and own.genre == "accounts"):
                found.append(Evidence(f"{kind}-report", OTHER, f"{kind}-report", start, end))
            self._titles[report] = found
        return found

    def _opening(self, start: int, end: int) -> list[Evidence]:
        """What a report without a title opens with, in [start, end)."""
        named = self._names(start, end)
        kinds = {one.programme for one in named if one.feature in ("names", "also-names")}
        if len(kinds) >= _MANY:  # what names so many is about none of them
            named = [one._replace(feature="also-names") if one.feature == "names" else one for one in named]
        return [one._replace(feature=f"opening-{one.feature}") for one in named]

    def _topic(self, report: int) -> list[Evidence]:
        """What most sentences of a report name that have a programme of civil affairs: what all of it is about."""
        said = [self._sentence(at) for at in self._sentences(report)]
        named = [found[0] for found in said if found and found[0].feature == "said"]
        counts = Counter(one.programme for one in named)
        for programme, count in counts.most_common(1):
            if count >= _FEW and count * 3 >= len(named) * 2:
                return [next(one for one in named if one.programme == programme)._replace(feature="topic")]
        return []

    def _first(self, report: int) -> int:
        """Where the first sentence of a report ends that names a programme outright, among its first few."""
        for at in self._sentences(report)[:_FEW]:
            sentence = self._document.sentences[at]
            tokens = self._lexicon.scan(self._text, sentence.start, sentence.end)
            if any(t[2].programme and not t[2].weak for t in tokens):
                return sentence.end
        return self._document.reports[report].start

    def above(self, index: int) -> list[Evidence]:
        """What the last line without a label says that stands above sentence number ``index`` like a heading."""
        if self._plain is None:
            self._plain = self._plain_lines()
        line = self._plain[index]
        if line < 0:
            return []
        found = self._above.get(line)
        if found is None:
            sentence = self._document.sentences[line]
            named = [one for one in self._names(sentence.start, sentence.end) if one.feature in ("names", "group")]
            found = self._above[line] = [one._replace(feature="line-above") for one in named[:1]]
        return found

    def _plain_lines(self) -> list[int]:
        """For each sentence the number of the line above it that is short, has no mark and a paragraph to itself."""
        sentences = self._document.sentences
        found: list[int] = []
        last = -1
        for at, sentence in enumerate(sentences):
            if last >= 0 and sentence.section != sentences[last].section:
                last = -1
            found.append(last)
            alone = (at == 0 or sentences[at - 1].paragraph != sentence.paragraph) and (
                at + 1 == len(sentences) or sentences[at + 1].paragraph != sentence.paragraph
            )
            section = sentence.section
            heading = section is not None and sentence.start < self._document.sections[section].body
            if alone and not sentence.row and not heading and sentence.end - sentence.start <= _LINE + 8:
                words = self._text[sentence.start : sentence.end].strip()
                if 2 <= len(words) <= _LINE and _MARKED.search(words) is None:
                    last = at
        return found

    def note(self, index: int, tokens: Sequence[Token]) -> None:
        """Takes the words of sentence number ``index`` that name programmes, so that it need not be read again."""
        if index not in self._said:
            self._sentence(index, tokens)

    def _sentence(self, at: int, tokens: Sequence[Token] | None = None) -> list[Evidence]:
        """The last programme that sentence number ``at`` names: of civil affairs, else of another field."""
        found = self._said.get(at)
        if found is None:
            sentence = self._document.sentences[at]
            if tokens is None:
                words = self._lexicon.scan(self._text, sentence.start, sentence.end)
                tokens = [t for t in words if t[2].programme]
            if not tokens:
                found = self._said[at] = []
                return found
            civil = other = group = None
            for token in reversed(tokens):
                term = token[2]
                if term.group:
                    group = token if group is None and term.programme != OTHER else group
                elif not term.weak:
                    if term.programme != OTHER:
                        civil = token
                        break
                    other = other or token
            found = []
            for some, feature in ((civil, "said"), (other, "said-other"), (group, "said-group")):
                if some is not None and not found:
                    low, high, term = some
                    found.append(new(Evidence, (feature, term.programme, term.programme_rule, low, high)))
            self._said[at] = found
        return found
