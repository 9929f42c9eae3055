"""``--patterns``: words and rules of the user's own, and what happens where they are wrong or slow."""
from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from civx.extractors.pipeline import extract
from civx.patterns.limits import LimitedPattern
from civx.patterns.load import PatternError

from conftest import Civx

TEXT = "全县举办避险演练14场，参与值守3200人天，依据第三套方案处置险情。\n"
PROGRAMME = "kind: programmes\nrules:\n  - id: disaster\n    programme: 防灾减灾\n    terms: [避险演练]\n"
UNIT = "kind: units\nrules:\n  - id: person-days\n    measure: count\n    unit: 人天\n    forms: [人天]\n"
# Harmless on every probe of the validation, without end on the text below.
SLOW = 'kind: names\nrules:\n  - id: fine\n    terms: [三产]\n  - id: slow\n    pattern: "(?:9|99)+户数"\n'
SLOW_TEXT = f"全县共有{'9' * 55}户。\n"


def found(output: bytes) -> list[tuple[str, str, str]]:
    return [(fact["quote"], fact["unit"], fact["programme"]) for fact in json.loads(output)]


def test_a_file_and_a_folder(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "one.yaml").write_text(PROGRAMME, encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "units.yaml").write_text(UNIT, encoding="utf-8")
    before = found(civx("extract", "report.txt").stdout)
    assert ("14场", "场", "其他") in before
    done = civx("extract", "--patterns", "one.yaml", "-p", "mine", "report.txt")
    assert done.stderr == b""
    assert found(done.stdout)[:2] == [("14场", "场", "防灾减灾"), ("3200人天", "人天", "防灾减灾")]
    rule = json.loads(done.stdout)[1]["rule"]
    assert rule == "quantities.yaml#person-days"
    assert b"facts 2" in civx("outline", "-p", "one.yaml", "-p", "mine", "report.txt").stdout


def test_a_known_id_replaces_the_rule(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "kind: units\nrules:\n  - id: households\n    measure: households\n    unit: 户家\n    forms: [户]\n",
        encoding="utf-8",
    )
    assert [fact.unit for fact in extract("全县纳入低保25户。", patterns=(str(path),)).facts] == ["户家"]
    assert [fact.unit for fact in extract("全县纳入低保25户。").facts] == ["户"]


def test_names_of_a_users_own_are_no_facts(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        'kind: names\nrules:\n  - id: plan\n    pattern: "{A}套行动"\n'
        '  - id: after\n    behind: 编号\n    pattern: "{A}"\n',
        encoding="utf-8",
    )
    text = "全县推进36套行动，发放编号25件物资，救助12人。"
    assert [fact.quote for fact in extract(text, patterns=(str(path),)).facts] == ["12人"]


def test_expressions_of_programmes_need_no_age(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        'kind: programmes\nrules:\n  - id: flood\n    programme: 防汛\n    pattern: "防[汛洪](?:物资|队伍)"\n',
        encoding="utf-8",
    )
    facts = extract("全县储备防汛物资300件，组建防洪队伍12支。", patterns=(str(path),)).facts
    assert [fact.programme for fact in facts] == ["防汛", "防汛"]


def test_headings_of_a_users_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        'kind: headings\nrules:\n  - id: stars\n    role: point\n    pattern: "★★"\n', encoding="utf-8"
    )
    text = "一、主要工作\n★★殡葬管理\n全年火化遗体812具。\n"
    assert extract(text, patterns=(str(path),)).facts[0].section == ("一、主要工作", "★★殡葬管理")
    assert extract(text).facts[0].section == ("一、主要工作",)


@pytest.mark.parametrize("command", [["extract"], ["outline"], ["score", "labels.jsonl"], ["patterns", "suggest"]])
def test_a_bad_file_is_named_with_line_and_fix(civx: Civx, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(UNIT.replace("measure: count", "measure: counts"), encoding="utf-8")
    done = civx(*command, "-p", "mine.yaml", "report.txt")
    assert (done.returncode, done.stdout) == (1, b"")
    message = done.stderr.decode()
    assert message.startswith("Error: mine.yaml:4: rule person-days: measure is 'counts' (known are households,")
    assert message.count("\n") == 1


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("[一", "is no regular expression"), ("(?:一|一一)+$", "needs more than 0.5 s"),
        ("(一)", "holds a capturing group"),
    ],
)
def test_a_bad_expression_is_named(civx: Civx, tmp_path: Path, pattern: str, message: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f'kind: names\nrules:\n  - id: mine\n    pattern: "{pattern}"\n', encoding="utf-8")
    done = civx("extract", "-p", "mine.yaml", "-", stdin=TEXT.encode())
    assert (done.returncode, done.stdout) == (1, b"")
    assert f"mine.yaml:4: rule mine: pattern {message}" in done.stderr.decode()


def test_a_missing_path_is_a_usage_error(civx: Civx) -> None:
    done = civx("extract", "-p", "none.yaml", "-", stdin=TEXT.encode())
    assert (done.returncode, done.stdout) == (2, b"")
    assert "'none.yaml' does not exist" in done.stderr.decode()


def test_a_folder_without_patterns_is_said(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    done = civx("extract", "-p", "mine", "-", stdin=TEXT.encode())
    assert done.returncode == 1
    assert "this folder holds no .yaml file" in done.stderr.decode()


def test_a_slow_expression_ends_with_its_file_and_line(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "slow.yaml").write_text(SLOW, encoding="utf-8")
    (tmp_path / "slow.txt").write_text(SLOW_TEXT, encoding="utf-8")
    (tmp_path / "fine.txt").write_text("全县救助12人。\n", encoding="utf-8")
    begun = time.monotonic()
    done = civx("extract", "-p", "slow.yaml", "slow.txt", "fine.txt", timeout=30)
    assert time.monotonic() - begun < 10
    assert done.returncode == 1
    assert done.stderr.decode().startswith("civx: slow.txt: slow.yaml:5: the expression needs more than 0.5 s")
    assert [quote for quote, _, _ in found(done.stdout)] == ["12人"]


@pytest.mark.parametrize(
    ("kind", "sign"), [("programmes\n    programme: 其他", "甲"), ("headings\n    role: section", "甲"), ("names", "9")]
)
def test_every_kind_of_expression_has_a_limit(tmp_path: Path, kind: str, sign: str) -> None:
    name, _, rest = kind.partition("\n")
    path = tmp_path / "slow.yaml"
    path.write_text(
        f'kind: {name}\nrules:\n  - id: slow\n    pattern: "(?:{sign}|{sign}{sign})+户数"\n' + (rest and f"{rest}\n"),
        encoding="utf-8",
    )
    with pytest.raises(PatternError, match=r"slow\.yaml:3: the expression needs more than"):
        extract((sign * 55 + "户12人。\n") * 2, patterns=(str(path),))


def test_many_short_matches_have_a_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr("civx.patterns.limits.perf_counter", lambda: next(clock) / 10)
    pattern = LimitedPattern("一", "mine.yaml:7")
    text = "一" * 10
    with pytest.raises(PatternError, match=r"mine\.yaml:7: the expression needs more than 0\.5 s for a text of 10"):
        for position in range(10):
            pattern.match(text, position)
    assert pattern.match("二一", 1) is not None  # the next text begins anew
