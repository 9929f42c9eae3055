"""Pattern files: reading them, checking them with file and line, and running their examples."""
from __future__ import annotations

import re
import sys
import types
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from civx.analysis.family_examples import run_any_example
from civx.extractors.examples import Mark, mismatches, parse_marked, run_example
from civx.extractors.model import Fact
from civx.patterns.check import check_files
from civx.patterns.limits import LimitedPattern, expression_fault
from civx.patterns.load import PatternError, Patterns, _load, load, own_files
from civx.patterns.parsing import parse_yaml
from civx.patterns.schema import KINDS

from conftest import ROOT, Civx

UNIT = """kind: units
rules:
  - id: boats
    measure: count
    unit: 艘
    forms: [艘, 艘船]
    yes: ["全镇有渡船{12艘}。"]
    no: ["全镇没有渡船。"]
"""
# What changes in UNIT, and all that is found then.
BROKEN = [
    ("kind: units", "kind: unit", "units.yaml:1: unknown kind 'unit' (known are units,"),
    ("kind: units\n", "", "units.yaml:1: kind: is missing (known are units,"),
    ("kind: units", "kind: units\nauthor: me", "units.yaml:2: units: unknown key 'author' (known are kind, rules)"),
    ("rules:", "rule:", [
        "units.yaml:1: units: rules is missing (add rules: its value)",
        "units.yaml:2: units: unknown key 'rule' (known are kind, rules)",
    ]),
    ("unit: 艘", "units: 艘", [
        "units.yaml:3: rule boats: unit is missing (add unit: a text (\"\" for none))",
        "units.yaml:5: rule boats: unknown key 'units' (known are id, note, yes, no, measure,",
    ]),
    ("id: boats", "id: Boats", "units.yaml:3: id 'Boats' is no kebab-case name (use a-z, 0-9 and single hyphens)"),
    ("- id: boats\n   ", "-", "units.yaml:3: the rule: id is missing (add id: a text)"),
    ("unit: 艘", "unit: 5", "units.yaml:5: rule boats: unit is no text (write a text (\"\" for none))"),
    ("count", "counts", "units.yaml:4: rule boats: measure is 'counts' (known are households, persons,"),
    ("[艘, 艘船]", "艘", "units.yaml:6: rule boats: forms is no list of texts (write a list [one, two])"),
    ("[艘, 艘船]", "[]", "units.yaml:6: rule boats: forms is no list of texts (write a list [one, two])"),
    ("[艘, 艘船]", "[艘, 12]", "units.yaml:6: rule boats: forms holds '12' (line 6), which is no text (write"),
    ("[艘, 艘船]", "\n      - 艘\n      - '艘 '", "units.yaml:7: rule boats: forms holds '艘 ' (line 8), which is"),
    ("[艘, 艘船]", "[艘, 艘]", "units.yaml:6: rule boats: forms holds '艘' twice (keep one of the two)"),
    ("unit: 艘", "unit: 艘\n    scale: 10,000", "units.yaml:6: rule boats: scale is no decimal number (write a number"),
    ("unit: 艘", "unit: 艘\n    chinese: maybe", "units.yaml:6: rule boats: chinese is neither true nor false (write"),
    ("unit: 艘", "unit: 艘\n    unit: 只", "units.yaml:6: the rule has unit: twice (keep one of the two)"),
    ("    no: ", "    # no: ", "units.yaml:3: rule boats has no examples under no (add sentences of your own)"),
    ("no: [", "no: [[], ", "units.yaml:8: rule boats: no holds [] (line 8), which is no text (write a list"),
    ("forms: [艘, 艘船]", "forms: [艘, 艘船", "units.yaml:7: no valid YAML: did not find expected ',' or ']' (check"),
    ("unit: 艘", "unit: *ship", "units.yaml:5: no valid YAML: aliases (*name) are not used in pattern files (check"),
    ("unit: 艘", "[unit]: 艘", "units.yaml:5: no valid YAML: a key must be a plain word (check"),
    (UNIT, "", "units.yaml:1: the file is empty (begin it with kind: and rules:)"),
    (UNIT, "- kind", "units.yaml:1: the file is no mapping (begin it with kind: and rules:)"),
    (UNIT, "kind: units\nrules: none\n", "units.yaml:2: rules: is no list (write one '- id: …' item for each rule)"),
    (UNIT, "kind: units\nrules: [boats]\n", "units.yaml:2: a rule is no mapping (begin it with '- id: …')"),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    _load.cache_clear()  # it goes by the names of files
    return tmp_path


def findings(*files: tuple[str, str], user: bool = False) -> list[str]:
    for name, text in files:
        Path(name).write_text(text, encoding="utf-8")
    return [str(finding) for finding in check_files([name for name, _ in files], user=user).findings]


def rule_file(kind: str, *rules: str) -> str:
    """A file of one-line rules (``id: a, terms: [x]``), each with examples."""
    lines = [f'  - {{{rule}, yes: ["有。"], no: ["没有。"]}}\n' for rule in rules]
    return f"kind: {kind}\nrules:\n" + "".join(lines)


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN)
def test_broken_file_is_found_with_its_line(old: str, new: str, expected: str | list[str]) -> None:
    assert old in UNIT
    found = findings(("units.yaml", UNIT.replace(old, new, 1)))
    wanted = [expected] if isinstance(expected, str) else expected
    assert len(found) == len(wanted), found
    for line, beginning in zip(found, wanted, strict=True):
        assert line.startswith(beginning)


def test_sound_file_has_no_findings() -> None:
    Path("units.yaml").write_text(UNIT, encoding="utf-8")
    checked = check_files(["units.yaml"])
    assert checked.findings == []
    assert (checked.files, list(checked.rules)) == (1, [("units", "boats")])
    assert [(e.rule, e.line, e.positive) for e in checked.examples] == [
        ("units.yaml#boats", 7, True), ("units.yaml#boats", 8, False),
    ]


@pytest.mark.parametrize(
    ("kind", "rules", "expected"),
    [
        ("bounds", ["id: a, bound: about"], "3: rule a has none of before, after (give it one of them)"),
        ("bounds", ["id: a, bound: near, before: [约]"], "3: rule a: bound is 'near' (known are exact, about,"),
        ("names", ["id: a, pattern: '['"], "3: rule a: pattern is no regular expression: unterminated"),
        ("names", ["id: a, pattern: '{B}号'"], "3: rule a: pattern has the unknown macro {B} (known are"),
        ("headings", ["id: a, role: title, pattern: '<字>号'"], "3: rule a: pattern has the unknown macro <字> (known"),
        ("names", ["id: a, pattern: '{A}*'"], "3: rule a: pattern matches the empty text (make it need"),
        ("names", ["id: a, pattern: '(a|b)c'"], "3: rule a: pattern holds a capturing group (write (?:…)"),
        ("names", ["id: a, pattern: '(?:一|一一)+$'"], "3: rule a: pattern needs more than 0.5 s for a text of"),
        ("names", ["id: a, pattern: '{N}号', behind: '第+'"], "3: rule a: behind is no regular expression: "),
        ("names", ["id: a, terms: [三农]", "id: b, terms: [三农]"],
         "4: '三农' stands in rule a at a.yaml:3 and again in b (keep one of the two)"),
        ("names", ["id: a, terms: [三农]", "id: a, terms: [两会]"],
         "4: id a stands already at a.yaml:3 (rename or merge one of the two)"),
        ("periods", ["id: a, terms: [今年], value: this year"], "3: rule a: value is no period"),
        ("programmes", ["id: a, programme: 彩票, terms: [彩票]"], "3: rule a: programme is '彩票'"),
        ("programmes", ["id: a, programme: 低保, terms: [低保]", "id: b, programme: 特困, weak: [低保]"],
         "4: '低保' stands in rule a at a.yaml:3 and again in b (keep one of the two)"),
        ("status", ["id: a, status: planned, role: soon, terms: [将]"], "3: rule a: role is 'soon' (known are change,"),
        ("grammar", ["id: a, role: tail"], "3: rule a: terms is missing (add terms: a list [one, two])"),
        ("areas", ["id: a, area: city, terms: [城]"], "3: rule a: area is 'city' (known are"),
        ("places", ["id: a, note: empty"], "3: rule a has none of suffixes, terms, not, known, bare (give it one"),
        ("headings", ["id: a, role: title, pattern: '<汉>{2,1}'"], "3: rule a: pattern is no regular expression"),
        ("characters", ["id: a, map: {甲乙: 丙}"], "3: rule a: map takes '甲乙' (line 3) to something"),
        ("characters", ["id: a, map: {甲: 丙, 甲: 丁}"], "3: rule a: map has '甲' twice (line 3)"),
    ],
)
def test_each_kind_has_its_own_keys(kind: str, rules: list[str], expected: str) -> None:
    (found,) = findings(("a.yaml", rule_file(kind, *rules)))
    assert found.startswith(f"a.yaml:{expected}")


def test_same_term_may_have_several_roles() -> None:
    rules = ["id: a, role: tail, terms: [分别]", "id: b, role: respective, terms: [分别]"]
    assert findings(("grammar.yaml", rule_file("grammar", *rules))) == []


def test_ids_and_terms_are_compared_across_files_of_a_kind() -> None:
    one = rule_file("names", "id: a, terms: [三农]")
    two = rule_file("names", "id: a, terms: [三农]")
    assert findings(("one.yaml", one), ("two.yaml", two)) == [
        "two.yaml:3: '三农' stands in rule a at one.yaml:3 and again in a (keep one of the two)",
        "two.yaml:3: id a stands already at one.yaml:3 (rename or merge one of the two)",
    ]


def test_programmes_that_stand_together_must_exist() -> None:
    text = rule_file("programmes", "id: a, programme: 低保, terms: [低保]")
    assert findings(("p.yaml", text + "together:\n  - [[低保, 特困], 社会救助]\n")) == []
    (found,) = findings(("p.yaml", text + "together:\n  - [[低保, 特困], 救助]\n"))
    assert found.startswith("p.yaml:5: programmes: together names '救助' (line 5), which is no programme (write a list")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xfekind", "u.yaml:1: cannot be read: not UTF-8 at byte 0 (name a readable UTF-8 file)"),
        (None, "u.yaml:1: cannot be read: No such file or directory (name a readable UTF-8 file)"),
        (b"kind: units\n---\nkind: units\n", "u.yaml:2: no valid YAML: but found another document (check"),
        (b"[" * 3000, "u.yaml:1: no valid YAML: "),
    ],
)
def test_unreadable_file_is_a_finding(content: bytes | None, expected: str) -> None:
    if content is not None:
        Path("u.yaml").write_bytes(content)
    (found,) = [str(finding) for finding in check_files(["u.yaml"]).findings]
    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes: [on, off]\nno: y", {"yes": ["on", "off"], "no": "y"}),
        ("[1, 0, 01, 1.50, 1e3, -2, 0x1F, 1_000]", [1, 0, "01", "1.50", "1e3", "-2", "0x1F", "1_000"]),
        ("[true, false, null, ~, True, 'true', \"12\"]", [True, False, None, None, "True", "true", "12"]),
        ("a:\nb: 2023-10-01\nc: 12:30", {"a": None, "b": "2023-10-01", "c": "12:30"}),
        ("a: |\n  1\n", {"a": "1\n"}),
        ("- {a: [], b: {}}", [{"a": [], "b": {}}]),
        ("", None),
        ("# only a comment\n", None),
    ],
)
def test_yaml_without_surprises(text: str, value: object) -> None:
    assert parse_yaml(text) == value


# --- a user's own files


def ids(patterns: Patterns) -> list[str]:
    return [rule["id"] for rule in patterns.rules("quantities")]


def test_user_file_adds_and_overrides_rules() -> None:
    taken = load().rules("quantities")[0]["id"]
    text = UNIT.replace("boats", taken).replace("[艘, 艘船]", "[渡船]") + UNIT.partition("rules:\n")[2]
    Path("mine.yaml").write_text(text, encoding="utf-8")
    own, both = load(), load(("mine.yaml",))
    assert ids(both) == [*ids(own), "boats"]
    assert both.rules("quantities")[0]["unit"] == "艘" != own.rules("quantities")[0]["unit"]
    assert both.origin("quantities", taken) == "mine.yaml"
    assert both.where("quantities", "boats") == "mine.yaml:9"
    assert both.is_user("quantities", "boats")
    other = own.rules("quantities")[1]["id"]
    assert not both.is_user("quantities", other)
    assert both.origin("quantities", other) == own.origin("quantities", other)
    assert both.where("quantities", other).endswith("quantities.yaml")
    assert load() is own


def test_user_folder_is_read_in_order_and_later_files_win() -> None:
    Path("mine").mkdir()
    Path("mine/a.yaml").write_text(UNIT, encoding="utf-8")
    Path("mine/b.yml").write_text(UNIT.replace("unit: 艘", "unit: 条"), encoding="utf-8")
    Path("last.yaml").write_text(UNIT.replace("unit: 艘", "unit: 只"), encoding="utf-8")
    assert load(("mine",)).rules("quantities")[-1]["unit"] == "条"
    assert load(("mine", "last.yaml")).rules("quantities")[-1]["unit"] == "只"
    assert check_files(["mine/a.yaml", "mine/b.yml", "last.yaml"], user=True).findings == []


def test_user_programme_may_be_new_and_needs_no_examples() -> None:
    text = "kind: programmes\nrules:\n  - id: veterans\n    programme: 退役军人\n    terms: [退役军人]\n"
    Path("mine.yaml").write_text("\ufeff" + text, encoding="utf-8")
    assert load(("mine.yaml",)).rules("programmes")[-1]["programme"] == "退役军人"


def test_broken_user_file_is_refused_with_every_finding() -> None:
    text = UNIT.replace("measure: count", "measure: boats").replace("unit: 艘", "units: 艘")
    Path("mine.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PatternError) as refused:
        load(("mine.yaml",))
    assert [line.partition(" ")[0] for line in str(refused.value).splitlines()] == [
        "mine.yaml:3:", "mine.yaml:4:", "mine.yaml:5:",
    ]


def test_folder_without_patterns_is_refused() -> None:
    Path("empty").mkdir()
    with pytest.raises(PatternError, match=r"empty:1: this folder holds no \.yaml file"):
        load(("empty",))


def test_slow_expression_of_a_user_names_its_rule() -> None:
    pattern = LimitedPattern("(?:a|aa)+$", "mine.yaml:7")
    assert pattern.match("xaa", 1) is not None
    assert [found.span() for found in pattern.findall("aaa")] == [(0, 3)]
    with pytest.raises(PatternError, match=r"mine\.yaml:7: the expression needs more than 0\.5 s"):
        pattern.match("a" * 100 + "b")


def test_expression_faults() -> None:
    assert expression_fault("[0-9]+号") is None
    assert expression_fault("(?<=第)[0-9]+") is None
    assert expression_fault("(?P<n>1)") == ("holds a capturing group", "write (?:…) instead of (…)")


# --- the files that come with civx


def test_own_files_are_sound() -> None:
    assert [str(finding) for finding in check_files(own_files()).findings] == []


@pytest.mark.parametrize("example", check_files(own_files()).examples, ids=lambda e: f"{e.rule}:{e.line}")
def test_own_examples_hold(example: Any) -> None:
    assert run_any_example(example.text, example.rule, example.kind, example.positive) == []


def test_every_kind_in_use_is_known_and_every_known_kind_in_use() -> None:
    assert {load().get(Path(path).stem)["kind"] for path in own_files()} == set(KINDS)


# --- the guide

GUIDE = (ROOT / "docs" / "patterns.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_guide_names_every_key(kind: str) -> None:
    (row,) = [line for line in GUIDE.splitlines() if line.startswith(f"| `{kind}` |")]
    assert {f"`{key}`" for key in (*KINDS[kind].keys, *KINDS[kind].top)} <= set(re.findall("`[^`]+`", row))


def test_worked_example_of_the_guide_works(civx: Civx, folder: Path) -> None:
    Path("mine").mkdir()
    for name, text in re.findall(r"`(mine/\w+\.yaml)`:\n\n```yaml\n(.*?)```", GUIDE, re.DOTALL):
        Path(name).write_text(text, encoding="utf-8")
    shown = re.compile(r"^(?:\$ civx patterns check -.*|\w.* examples[:;].*|mine/.*)$", re.MULTILINE)
    command, right, _, wrong, total = shown.findall(GUIDE)
    done = civx(*command.split()[2:])
    assert (done.stdout.decode(), done.returncode) == (right + "\n", 0)
    units = Path("mine/units.yaml")
    units.write_text(units.read_text(encoding="utf-8").replace("count\n", "counts\n"), encoding="utf-8")
    done = civx(*command.split()[2:])
    assert done.stdout.decode().startswith(wrong.partition(", …")[0])
    assert (done.stderr.decode(), done.returncode) == (total + "\n", 1)


# --- the markup of examples


def fact(start: int, quote: str, **fields: Any) -> Fact:
    base: dict[str, Any] = {
        "id": f"{start}{fields.get('place', '')}", "source": "-", "report": "", "section": (), "programme": "低保",
        "subject": "", "place": "", "area": "", "measure": "households", "value": Decimal(5), "min": None, "max": None,
        "unit": "户", "per_month": None, "bound": "exact", "status": "actual", "direction": "", "period": "",
        "part_of": None,
        "quote": quote, "start": start, "end": start + len(quote), "line": 1, "sentence": "", "rule": "q.yaml#a",
    }
    return Fact(**{**base, **fields})


@pytest.mark.parametrize(
    ("text", "plain", "marks"),
    [
        ("没有。", "没有。", []),
        ("有{5户}。", "有5户。", [Mark(1, 3, "5户", {})]),
        ("{5户|value=5 unit=户}{6人|place=}", "5户6人", [
            Mark(0, 2, "5户", {"value": "5", "unit": "户"}), Mark(2, 4, "6人", {"place": ""}),
        ]),
        ("各{2户|place=甲村|place=乙村}", "各2户", [
            Mark(1, 3, "2户", {"place": "甲村"}), Mark(1, 3, "2户", {"place": "乙村"}),
        ]),
        ("{{a}}{1个}}}b}", "{a}1个}b}", [Mark(3, 5, "1个", {})]),
    ],
)
def test_markup(text: str, plain: str, marks: list[Mark]) -> None:
    assert parse_marked(text) == (plain, marks)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("有{5户", "the brace before '5户' is not closed"),
        ("有{}", "an empty mark {}"),
        ("{5户|five}", "'five' is no field (write name=value)"),
        ("{5户|amount=5}", "'amount' is no field of a fact"),
        ("{5户|value=5 value=6}", "'value' is given twice"),
        ("{5户|value=五}", "'value=五': '五' is no number"),
    ],
)
def test_wrong_markup_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError) as refused:
        parse_marked(text)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("有{5户|value=5.0 measure=households max= part_of=}", [fact(1, "5户")], []),
        ("有{5户}", [], ["有[5户] is not found"]),
        ("有5户", [fact(1, "5户")], ["有[5户] is found (households, q.yaml#a) but not marked"]),
        ("有{5户}", [fact(1, "5")], ["有[5户] is not found", "有[5] is found (households, q.yaml#a) but not marked"]),
        ("有{5户|value=6 unit=人 min=1}", [fact(1, "5户")], [
            "有[5户]: value is 5, not 6", "有[5户]: unit is 户, not 人", "有[5户]: min is empty, not 1",
        ]),
        ("有{5户|value=}", [fact(1, "5户")], ["有[5户]: value is 5, not empty"]),
        ("共{9户},含{5户|part_of=9户}", [fact(1, "9户", id="total"), fact(5, "5户", part_of="total")], []),
        ("共{9户},含{5户|part_of=9户}", [fact(1, "9户"), fact(5, "5户")],
         ["9户,含[5户]: part_of is empty, not 9户"]),
        ("各{2户|place=甲村|place=乙村}", [fact(1, "2户", place="乙村"), fact(1, "2户", place="甲村")], []),
        ("各{2户|place=甲村|place=乙村}", [fact(1, "2户", place="甲村")], ["各[2户] is not found"]),
        ("{2户|section=一、救助>(一)低保}", [fact(0, "2户", section=("一、救助", "(一)低保"))], []),
    ],
)
def test_mismatches(text: str, facts: list[Fact], expected: list[str]) -> None:
    assert mismatches(*parse_marked(text), facts) == expected


@pytest.fixture
def fake_pipeline(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A pipeline that finds ``5户`` by q.yaml#a, and rejects ``三农`` by n.yaml#b."""

    def trace(text: str, *, patterns: tuple[str, ...]) -> object:
        at = text.find("5户")
        facts = (fact(at, "5户"),) if at >= 0 else ()
        used = {found.rule for found in facts} | ({"n.yaml#b"} if "三农" in text else set())
        return types.SimpleNamespace(extraction=types.SimpleNamespace(facts=facts), used=used)

    module = types.ModuleType("civx.extractors.pipeline")
    module.trace = trace  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "civx.extractors.pipeline", module)
    yield


@pytest.mark.usefixtures("fake_pipeline")
@pytest.mark.parametrize(
    ("text", "rule", "positive", "expected"),
    [
        ("有{5户|value=5}。", "q.yaml#a", True, []),
        ("没有。", "q.yaml#a", False, []),
        ("三农工作。", "n.yaml#b", True, []),
        ("三农工作。", "n.yaml#b", False, ["a no example that uses its rule"]),
        ("没有。", "q.yaml#a", True, ["a yes example that does not use its rule (used: none)"]),
        ("三农{5户}", "q.yaml#c", True, ["a yes example that does not use its rule (used: n.yaml#b, q.yaml#a)"]),
        ("有5户", "q.yaml#c", False, ["有[5户] is found (households, q.yaml#a) but not marked"]),
        ("有{5户", "q.yaml#a", True, ["the brace before '5户' is not closed"]),
    ],
)
def test_examples_are_run(text: str, rule: str, positive: bool, expected: list[str]) -> None:
    assert run_example(text, rule, "units", positive) == expected


@pytest.mark.parametrize(
    ("text", "positive", "expected"),
    [
        ("增長12％ => 增长12%", True, []),
        ("增長 => 增長", True, ["'增長' becomes '增长', not '增長'"]),
        ("增長 => 增長", False, []),
        ("增長 => 增长", False, ["'增長' becomes '增长'"]),
        ("增長", True, ["'增長' has no ' => '"]),
    ],
)
def test_examples_of_characters(text: str, positive: bool, expected: list[str]) -> None:
    assert run_example(text, "characters.yaml#signs", "characters", positive) == expected


# --- the command


def test_check_says_what_it_went_through(civx: Civx) -> None:
    done = civx("patterns", "check")
    assert (done.stderr, done.returncode) == (b"", 0), done.stdout.decode()
    assert done.stdout.decode().endswith(" examples: nothing to mend\n")


def test_check_of_a_users_file(civx: Civx, folder: Path) -> None:
    Path("mine.yaml").write_text(UNIT.replace("count", "counts"), encoding="utf-8")
    done = civx("patterns", "check", "-p", "mine.yaml")
    assert done.stdout.decode().startswith("mine.yaml:4: rule boats: measure is 'counts' (known are households")
    assert done.stderr.decode() == (
        "civx: 1 finding in 1 file, 1 rule, 2 examples; the examples were not run, mend the files first\n"
    )
    assert done.returncode == 1


def test_list_names_every_rule(civx: Civx) -> None:
    Path("mine.yaml").write_text(UNIT, encoding="utf-8")
    done = civx("patterns", "list", "-p", "mine.yaml", "units")
    lines = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert [name.partition("#")[2] for name, _, _ in lines] == ids(load(("mine.yaml",)))
    assert lines[-1] == ["quantities.yaml#boats", "units", "mine.yaml:3"]
    assert civx("patterns", "list", "nothing").returncode == 2


def test_show_prints_a_rule_as_it_is_written(civx: Civx) -> None:
    Path("mine.yaml").write_text(UNIT + "\n# the end\n", encoding="utf-8")
    for name in ("boats", "quantities.yaml#boats"):
        done = civx("patterns", "show", "-p", "mine.yaml", name)
        assert done.stdout.decode() == (
            "# quantities.yaml#boats (mine.yaml:3)\nid: boats\nmeasure: count\nunit: 艘\nforms: [艘, 艘船]\n"
            'yes: ["全镇有渡船{12艘}。"]\nno: ["全镇没有渡船。"]\n'
        )
    done = civx("patterns", "show", "boat")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "there is no rule 'boat': civx patterns list names them all" in done.stderr.decode()
