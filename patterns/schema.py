"""What each kind of pattern file may hold, as data: ``check.py`` reads it, nothing else needs it.

To add a key, name it under its kind; to add a kind, add an entry to ``KINDS``. Every rule has ``id``, and may have
``note`` (why the rule is there, for readers), ``yes`` and ``no`` (examples), whatever its kind.
"""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

MEASURES = ("households", "persons", "person_times", "household_times", "amount", "standard", "rate", "count")
BOUNDS = ("exact", "about", "over", "under", "at_least", "at_most", "range")
STATUSES = ("actual", "previous", "change", "planned", "norm")
DIRECTIONS = ("up", "down")
AREAS = ("urban", "rural", "both")
FAMILY_AREAS = ("apart", "joined", "ignored")
STATUS_ROLES = (
    "change", "change-object", "change-compared", "gap", "yardstick-word", "reach", "copula", "then", "that-is",
    "compare", "compare-behind", "baseline", "earlier", "plan", "plan-behind", "weak-plan", "seek", "wish", "goal",
    "towards", "target", "target-behind", "budget", "done", "actually", "result", "norm", "norm-bound", "norm-by",
)
REACHES = ("clause", "segment", "sentence")
ENDS = ("done", "actually", "result", "past")
GRAMMAR_ROLES = (
    "cut", "head", "verb", "stop", "tail", "opener", "part", "rest", "noun", "subgroup", "person",
    "money", "standard", "each", "respective", "one-verb", "serve", "spend", "agent", "allowance", "monthly",
    "preposition", "yardstick", "forward", "entry", "purpose", "served", "new", "in-all", "ratio", "ceiling", "receive",
    "deed",
)
PART_ROLES = (
    "among", "back", "division", "view", "total", "settled", "settling", "lone", "having", "making",
    "contrast", "attribute",
)
CONSTRUCTION_ROLES = (
    "old", "to", "arrow", "before", "now", "basis", "bound", "joint", "closer", "each", "after", "above",
    "compact", "kin", "rating",
)
NOUN_SORTS = (
    "people", "household", "facility", "money", "event", "thing", "attribute", "degree", "per", "label", "act", "carry",
    "manner", "gain", "frame", "trait", "default", "predicate", "aside", "vague", "lead", "bearer", "empty", "doer",
    "payer", "project", "disposal", "goal", "such", "limit", "state", "stands", "relative", "spent", "raised", "rates",
    "member", "gained", "reached", "general", "rest", "sum", "receiver", "harm", "means", "most", "whole", "got",
    "share", "among", "by", "balance", "budget", "condition", "condition-lead", "alternative",
    "assertion", "benefit", "gauge", "paid", "plain", "fund", "grant",
    "ended", "outlay", "compared", "gift", "gift-manner", "rank", "ranked", "level-mark",
    "uncounted", "title-verb", "portion", "portion-goal", "titled", "ongoing", "sent", "helped", "priced", "handed",
    "kept-way", "received", "fitting",
    "field", "begun", "done", "how", "goal-met", "stage", "elsewhere", "having",
)
HEADING_ROLES = (
    "section", "point", "item", "boxed", "mark", "plain", "embedded", "guard", "inline-guard", "report", "title",
    "title-tail", "title-body", "plan", "plan-end", "review", "review-end", "verb-led", "year", "page", "running",
    "title-weak", "reviewed", "delivered",
    "join", "plan-lean", "plain-end", "dateline", "dated-line", "broken-title",
    "passed-on", "before-year", "elsewhen", "elsewhen-behind", "this-year", "timed-line", "lead",
    "years-told", "announces", "plan-lead", "plan-lead-on", "plan-lead-not", "planned-year",
    "plan-years", "audited", "asks", "outcome", "to-do",
    "in-force", "in-force-from", "mended", "gone", "reported",
)
TABLE_ROLES = (
    "label", "place", "time", "unit", "number", "remark", "roster", "value", "month", "sum", "measure", "money",
    "share", "change", "difference", "previous", "planned", "actual", "total", "subtotal", "part", "columns", "note",
    "plan-table", "unit-mark", "unit-line", "people", "generic", "paid", "about",
    "table-label", "of-area", "office", "ditto", "both-areas", "divided-by", "counted", "apart",
    "month-before", "until", "lasts", "unit-of",
    "tally", "idle", "complete", "yearly", "average", "keeps", "against", "summed", "division", "rise", "fall", "fits",
    "unit-word", "home",
)
AUDIT_ROLES = (
    "family", "rest", "total", "among", "share", "beyond", "rate-name", "makes-up", "of-all", "share-name", "ratio",
    "average", "counted", "up", "down", "respective", "yearly", "year-on-year", "net", "gain", "loss", "whole",
    "limit", "benefit", "alike", "area", "paid", "unpaid", "served", "plausible", "age", "older", "hundred-years",
    "old", "next-year", "negation", "reached", "level", "past", "that-is", "in-all", "tally", "standard", "overall",
    "of-those", "received", "spent", "done-of", "goal", "is-of", "each", "generic", "back", "kinds", "view",
    "opening", "closing", "left", "overall-time", "headcount", "old-people", "real-terms", "rank", "premium",
    "at-first", "of-people", "a-month", "a-year", "a-day", "converted", "extreme", "all-year", "standard-name",
    "view-open", "total-name", "made-up", "counter", "average-ends", "consists", "and-so-on", "carried-out",
    "topped-up", "this-month", "reckoned", "not-quite", "than", "cause", "overlap", "income", "outgo", "time-again",
    "a-whole-year", "every-month", "over-plan", "under-plan", "this", "again", "summed", "account", "due",
    "year-standard", "definite", "unit-kind", "relative", "kind-of-year",
)
PROGRAMMES = (
    "低保", "低保边缘", "特困", "临时救助", "医疗救助", "救灾", "社会救助", "其他救助", "孤儿", "事实无人抚养儿童",
    "儿童福利", "收养登记", "残疾人补贴", "残疾人服务", "高龄津贴", "养老服务", "流浪救助", "优抚安置", "婚姻登记",
    "殡葬", "社会组织", "慈善", "福利彩票", "社区治理", "区划地名", "社会工作", "乡村振兴", "党建", "其他",
)


GENRES = (
    "address", "speech", "review", "plan", "programme", "bulletin", "monthly", "accounts", "audit", "notice", "answer",
    "news",
)


class Key(NamedTuple):
    """One key of a rule or of a file.

    ``type`` is one of those in ``values.py``. ``choices`` closes a text, or the items of a list; ``open`` lets a
    user's file go beyond them.
    """

    type: str
    required: bool = False
    choices: tuple[str, ...] = ()
    open: bool = False


class Kind(NamedTuple):
    """One kind of file: the keys of its rules, and further keys beside ``kind`` and ``rules`` at the top.

    Of each group in ``one_of`` a rule needs at least one key. The keys of a group in ``unique`` share their terms: one
    stands there once in all files of the kind, or, where ``per`` names a key, once among the rules with the same
    value of it. ``macros`` are what regular expressions may hold instead of an expression, and an expression that does
    for checking. ``examples`` are those that every rule needs.
    """

    keys: Mapping[str, Key]
    one_of: tuple[tuple[str, ...], ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    per: str = ""
    top: Mapping[str, Key] = MappingProxyType({})
    macros: Mapping[str, str] = MappingProxyType({})
    examples: tuple[str, ...] = ("yes", "no")


TEXT = Key("text")
WORDS = Key("words")
TERMS = Key("terms")
REGEX = Key("regex")
NUMBER = Key("number")
FLAG = Key("flag")


def need(key: Key) -> Key:
    """The same key, required."""
    return key._replace(required=True)


def among(choices: tuple[str, ...], *, open: bool = False) -> Key:
    """A required text that is one of ``choices``."""
    return Key("text", required=True, choices=choices, open=open)


COMMON = {"id": need(TEXT), "note": TEXT, "yes": Key("texts"), "no": Key("texts")}

KINDS: dict[str, Kind] = {
    "units": Kind(
        {
            "measure": among(MEASURES), "unit": need(WORDS), "forms": need(TERMS), "scale": NUMBER, "not": TERMS,
            "after": TERMS, "before": TERMS, "behind": TERMS, "home": TERMS, "chinese": FLAG, "strict": FLAG,
        },
        unique=(("forms",),),
    ),
    "bounds": Kind(
        {"bound": among(BOUNDS), "before": TERMS, "after": TERMS, "loose": TERMS, "not": TERMS},
        one_of=(("before", "after"),), unique=(("before",), ("after",)),
    ),
    "names": Kind(
        {"terms": TERMS, "pattern": REGEX, "behind": Key("lookbehind"), "adverts": TERMS, "unless": TERMS},
        one_of=(("terms", "pattern", "adverts"),), unique=(("terms",),),
        macros={"{A}": "[0-9]+", "{C}": "[一二三四五六七八九十百千万亿]+", "{N}": "[0-9一二三四五六七八九十百千万亿]+"},
    ),
    "periods": Kind(
        {
            "terms": TERMS, "pattern": REGEX, "not": TERMS, "value": Key("period"),
            "prefix": Key(
                "text",
                choices=(
                    "as-of", "towards", "since", "at", "about", "cites", "compares", "shares", "happened", "aside",
                ),
            ),
            "suffix": Key(
                "text",
                choices=(
                    "since", "after", "day", "deadline", "past", "compares", "same-time", "closes", "own", "in-all",
                ),
            ),
            "lead": REGEX,
            "tells": Key(
                "text", choices=("stock", "flow", "sum", "kept", "yearly", "level", "goal", "tally", "audited")
            ),
            "numbers": TERMS,
        },
        one_of=(("value", "prefix", "suffix", "tells", "lead"), ("terms", "pattern", "numbers", "lead")),
        unique=(("terms",), ("numbers",)), per="prefix",
        macros={"<规>": "[一二三四五六七八九十]+", "<几>": "[0-9一二三四五六七八九十]+"},
    ),
    "programmes": Kind(
        {
            "programme": among(PROGRAMMES, open=True), "also": Key("terms", choices=PROGRAMMES, open=True),
            "when": TERMS, "terms": TERMS, "weak": TERMS, "groups": TERMS, "not": TERMS, "pattern": REGEX,
        },
        one_of=(("terms", "weak", "groups", "pattern"),), unique=(("terms", "weak", "groups"),),
        top={"together": Key("together")}
        | dict.fromkeys(("civil", "offices", "general", "joints", "funds", "among", "among-not"), TERMS),
    ),
    "status": Kind(
        {
            "status": among(STATUSES), "role": among(STATUS_ROLES),
            "before": TERMS, "after": TERMS, "terms": TERMS, "not": TERMS,
            "direction": Key("text", choices=DIRECTIONS), "reach": Key("text", choices=REACHES),
            "until": Key("terms", choices=ENDS), "measures": Key("terms", choices=MEASURES),
            "unless-before": TERMS, "unless-behind": TERMS, "behind": TERMS,
            "followed": Key("terms", choices=GRAMMAR_ROLES), "noun": FLAG, "moves": FLAG, "loose": FLAG, "later": FLAG,
        },
        one_of=(("before", "after", "terms"),), unique=(("before",), ("after",), ("terms",)), per="role",
    ),
    "grammar": Kind(
        {"role": among(GRAMMAR_ROLES), "terms": need(TERMS), "unit": TEXT}, unique=(("terms",),), per="role"
    ),
    "constructions": Kind(
        {"role": among(CONSTRUCTION_ROLES), "terms": need(TERMS), "parts": TERMS}, unique=(("terms",),), per="role"
    ),
    "nouns": Kind(
        {
            "sort": among(NOUN_SORTS), "terms": TERMS, "pattern": REGEX, "of": Key("terms", choices=NOUN_SORTS[:6]),
            "close": FLAG, "units": TERMS,
        },
        one_of=(("terms", "pattern"),), unique=(("terms",),), per="sort",
    ),
    "areas": Kind(
        {"area": need(Key("words", choices=("", *AREAS))), "terms": need(TERMS)}, unique=(("terms",),),
        top={"kept": TERMS},
    ),
    "places": Kind(
        dict.fromkeys(
            (
                "suffixes", "terms", "not", "whole", "followed", "bodies", "offices", "leads",
                "again", "outside", "holding", "joints", "counts",
                "every", "each", "stands-in", "masked", "such", "tells",
            ),
            TERMS,
        )
        | {"known": TEXT, "bare": TEXT},
        one_of=(("suffixes", "terms", "not", "known", "bare"),), unique=(("suffixes",), ("terms",)),
    ),
    "dictionary": Kind({"words": need(TEXT)}, examples=()),
    "headings": Kind(
        {"role": among(HEADING_ROLES), "terms": TERMS, "pattern": REGEX},
        one_of=(("terms", "pattern"),), unique=(("terms",),), per="role",
        macros={
            "<汉>": "[一二三四五六七八九十]+", "<数>": "[0-9]+", "<序>": "[0-9一二三四五六七八九十]+",
            "<年>": "[0-9]+年", "<页>": "[0-9]+",
        },
    ),
    "tables": Kind(
        {
            "role": among(TABLE_ROLES), "terms": TERMS, "starts": TERMS, "ends": TERMS, "holds": TERMS, "not": TERMS,
            "pattern": REGEX, "unit": TEXT,
        },
        one_of=(("terms", "starts", "ends", "holds", "pattern"),),
        unique=(("terms",), ("starts",), ("ends",), ("holds",)), per="role",
    ),
    "audit": Kind(
        {
            "role": among(AUDIT_ROLES), "terms": TERMS, "also": TERMS, "complete": FLAG, "of": TERMS, "to": TERMS,
            "programmes": Key("terms", choices=PROGRAMMES, open=True), "measure": Key("text", choices=MEASURES),
            "min": NUMBER, "early": NUMBER, "max": NUMBER, "unless": TERMS,
        },
        one_of=(("terms", "programmes"),),
    ),
    "genres": Kind(
        {"genre": among(GENRES), "title": TERMS, "opening": TERMS, "closing": TERMS, "unless": TERMS, "byline": REGEX},
        one_of=(("title", "opening", "closing", "byline"),), unique=(("title",), ("opening",), ("closing",)),
    ),
    "weights": Kind(
        {},
        top=dict.fromkeys(
            ("genre", "reference", "period", "programme", "status", "part_of", "subject"), Key("weights")
        ),
        examples=(),
    ),
    "parts": Kind({"role": among(PART_ROLES), "terms": need(TERMS), "ends": TERMS}, unique=(("terms",),), per="role"),
    "characters": Kind({"map": Key("conversion"), "chars": WORDS}, one_of=(("map", "chars"),), examples=()),
    "numerals": Kind({"terms": need(TERMS)}, examples=()),
    "subjects": Kind(
        {
            "programmes": Key("terms", required=True, choices=PROGRAMMES, open=True), "subject": need(TEXT),
            "measures": Key("terms", required=True, choices=MEASURES), "units": TERMS, "terms": TERMS,
            "pattern": REGEX, "bare": FLAG, "fraction": FLAG, "area": Key("text", choices=FAMILY_AREAS), "key": TEXT,
            "stands-for": TEXT,
        },
        one_of=(("terms", "pattern"),),
    ),
    "indicators": Kind(
        {
            "name": need(TEXT), "family": need(TEXT), "measure": among(MEASURES), "area": Key("text", choices=AREAS),
            "aliases": TERMS, "sum-of": TERMS,
        },
        unique=(("aliases",),),
    ),
    "trimmings": Kind(
        {"front": TERMS, "back": TERMS, "not": TERMS, "title": TERMS, "stop": TERMS, "vague": TERMS, "money": TERMS,
         "entering": TERMS, "monthly": TERMS},
        one_of=(("front", "back", "title", "stop", "vague", "money", "entering", "monthly"),),
        unique=(
            ("front",), ("back",), ("title",), ("stop",), ("vague",), ("money",), ("entering",), ("monthly",),
        ),
    ),
}
