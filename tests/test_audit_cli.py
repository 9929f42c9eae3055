"""civx audit through real processes: formats, exit codes, what it reads."""
from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from civx.analysis.audit import KINDS, SEVERITIES
from civx.cli.commands import audit_cmd

from conftest import ROOT, SAMPLES, Civx

GUIDE = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
TITLE = "松原縣民政局2021年工作總結\n\n"
WRONG = f"{TITLE}全縣共有低保對象1203戶,其中城市85戶、農村1108戶。護理員97人,持證89人,持證率91。7%。\n"
RIGHT = f"{TITLE}全縣共有低保對象1203戶,其中城市85戶、農村1118戶。\n"
NOTHING = "3 facts, nothing found; 1 relation checked, 0 broken, 100% of the facts in one"
MESSAGE = "85户 + 1108户 = 1193户, but the total is 1203户 (10户 less): 低保对象"


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.txt"
    path.write_text(WRONG, encoding="utf-8")
    return path


@pytest.fixture
def right(tmp_path: Path) -> Path:
    path = tmp_path / "right.txt"
    path.write_text(RIGHT, encoding="utf-8")
    return path


def test_choices_are_those_of_the_analysis() -> None:
    assert tuple(KINDS) == audit_cmd._KINDS
    assert SEVERITIES == audit_cmd._SEVERITIES


def test_a_report_without_findings(civx: Civx, right: Path) -> None:
    done = civx("audit", "right.txt")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == f"right.txt: {NOTHING}\n"


def test_table(civx: Civx, wrong: Path) -> None:
    done = civx("audit", "wrong.txt")
    text = done.stdout.decode()
    assert (done.returncode, done.stderr) == (1, b"")
    relations = "2 relations checked, 2 broken, 100% of the facts in one"
    assert text.startswith(f"wrong.txt: 6 facts, 1 error, 1 note; {relations}\n")
    assert "[sorts that are all there are]" in text
    assert "85户 + 1108户 = 1193户" in text
    assert "3: 1108戶 (" in text


def test_verbose_lists_what_was_found_right(civx: Civx, right: Path) -> None:
    text = civx("audit", "-v", "right.txt").stdout.decode()
    assert text.startswith(f"right.txt: {NOTHING}\n")
    assert "85户 + 1118户 = 1203户" in text
    (one,) = map(json.loads, civx("audit", "-v", "right.txt", "-f", "jsonl").stdout.decode().splitlines())
    assert (one["kind"], one["severity"], one["message"]) == ("sum", "right", "85户 + 1118户 = 1203户")
    (result,) = json.loads(civx("audit", "-v", "right.txt", "-f", "sarif").stdout)["runs"][0]["results"]
    assert (result["kind"], result["level"]) == ("pass", "none")
    assert civx("audit", "right.txt", "-f", "jsonl").stdout == b""


def test_last_year(civx: Civx, wrong: Path, tmp_path: Path) -> None:
    text = "松原縣民政局2022年工作總結\n\n全縣共有低保對象1180戶,較上年的1230戶減少50戶。\n"
    (tmp_path / "new.txt").write_text(text, encoding="utf-8")
    assert civx("audit", "new.txt").returncode == 0
    done = civx("audit", "new.txt", "--with", "wrong.txt", "-f", "jsonl")
    (one,) = map(json.loads, done.stdout.decode().splitlines())
    assert (one["kind"], one["severity"]) == ("last-year", "warning")
    assert one["message"] == "1230户 for the year before, 1203户 in line 3 of wrong.txt: 低保对象"
    done = civx("audit", "new.txt", "--with", "missing.txt")
    assert done.returncode == 1
    assert b"missing.txt: no such file" in done.stderr


def test_what_would_agree_is_said(civx: Civx, tmp_path: Path) -> None:
    text = f"{TITLE}全縣共有低保對象5632戶,其中城市832戶、農村4080戶。\n"
    (tmp_path / "swapped.txt").write_text(text, encoding="utf-8")
    assert "4800户 for 4080戶 would agree (digits swapped)" in civx("audit", "swapped.txt").stdout.decode()
    (one,) = map(json.loads, civx("audit", "swapped.txt", "-f", "jsonl").stdout.decode().splitlines())
    assert (one["agrees"], one["slip"]) == ("4800户", "swapped")
    assert [fact["quote"] for fact in one["facts"] if fact["id"] == one["likely"]] == ["4080戶"]


def test_json_lines(civx: Civx, wrong: Path) -> None:
    done = civx("audit", "wrong.txt", "-f", "jsonl")
    first, second = map(json.loads, done.stdout.decode().splitlines())
    facts = first.pop("facts")
    assert first == {
        "source": "wrong.txt", "report": "松原县民政局2021年工作总结", "line": 3, "kind": "sum", "severity": "error",
        "message": MESSAGE, "why": "sorts that are all there are", "likely": None, "agrees": "", "slip": "", "group": 0,
    }
    assert [(fact["quote"], fact["line"]) for fact in facts] == [("1203戶", 3), ("85戶", 3), ("1108戶", 3)]
    assert [WRONG[fact["start"] : fact["end"]] for fact in facts] == [fact["quote"] for fact in facts]
    assert second["severity"] == "note"
    ids = {fact["id"] for fact in json.loads(civx("extract", "wrong.txt", "-f", "json").stdout)}
    assert {fact["id"] for fact in facts} <= ids


def test_json_is_an_array(civx: Civx, wrong: Path, right: Path) -> None:
    lines = civx("audit", "wrong.txt", "-f", "jsonl").stdout.decode().splitlines()
    assert json.loads(civx("audit", "wrong.txt", "-f", "json").stdout) == [json.loads(line) for line in lines]
    assert civx("audit", "right.txt", "-f", "json").stdout == b"[]\n"
    assert civx("audit", "right.txt", "-f", "jsonl").stdout == b""


def test_csv(civx: Civx, wrong: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(civx("audit", "wrong.txt", "-f", "csv").stdout.decode(), newline="")))
    assert [row["kind"] for row in rows] == ["sum", "rate"]
    assert (rows[0]["quotes"], rows[0]["lines"]) == ("1203戶 | 85戶 | 1108戶", "3 | 3 | 3")
    assert len(rows[0]["ids"].split(" | ")) == 3


def test_github_lines(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "a,b:100%.txt").write_text(WRONG, encoding="utf-8")
    lines = civx("audit", "a,b:100%.txt", "-f", "github").stdout.decode().splitlines()
    assert lines[0] == (
        f"::error file=a%2Cb%3A100%25.txt,line=3,title=civx sum::{MESSAGE} "
        "[1203戶 in line 3, 85戶 in line 3, 1108戶 in line 3]"
    )
    assert lines[1].startswith("::notice file=")
    assert "91.7%25" in lines[1]


def test_sarif(civx: Civx, wrong: Path) -> None:
    log = json.loads(civx("audit", "wrong.txt", "-f", "sarif").stdout)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(KINDS)
    assert run["columnKind"] == "utf16CodeUnits"
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        related = result["relatedLocations"]
        assert [location["id"] for location in related] == list(range(len(related)))
        for location in [*result["locations"], *related]:
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uri"] == "wrong.txt"
            region = place["region"]
            assert cut(WRONG, region) == region["snippet"]["text"]


def cut(text: str, region: dict[str, Any]) -> str:
    """What a reader of SARIF finds in a region: lines and columns from 1, in UTF-16 units, the end exclusive."""
    lines = [line.encode("utf-16-le") for line in text.split("\n")]
    first, last = region["startLine"] - 1, region["endLine"] - 1
    assert min(first, last, region["startColumn"] - 1, region["endColumn"] - 1) >= 0
    lines[last] = lines[last][: (region["endColumn"] - 1) * 2]
    lines[first] = lines[first][(region["startColumn"] - 1) * 2 :]
    return "\n".join(line.decode("utf-16-le") for line in lines[first : last + 1])


def test_sarif_counts_utf_16_units(civx: Civx, tmp_path: Path) -> None:
    text = "𠮷縣民政局2021年工作總結\r\n\r\n𠮷縣共有低保對象1203戶,其中城市85戶、農村1108戶。\r\n"
    (tmp_path / "吉 1.txt").write_text(text, encoding="utf-8", newline="")
    (result,) = json.loads(civx("audit", "吉 1.txt", "-f", "sarif").stdout)["runs"][0]["results"]
    places = [location["physicalLocation"] for location in result["relatedLocations"]]
    assert [cut(text, place["region"]) for place in places] == ["1203戶", "85戶", "1108戶"]
    assert places[0]["region"]["startColumn"] == 10
    assert {place["artifactLocation"]["uri"] for place in places} == {"%E5%90%89%201.txt"}


def test_sarif_without_the_text_has_lines(civx: Civx, wrong: Path) -> None:
    facts = civx("extract", "wrong.txt", "-f", "jsonl").stdout
    (result, *_) = json.loads(civx("audit", "-", "-f", "sarif", stdin=facts).stdout)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "snippet": {"text": "1108戶"}}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 1), (("--fail-on", "error"), 1), (("--fail-on", "never"), 0), (("--kind", "rate"), 0),
        (("--kind", "rate", "--fail-on", "note"), 1), (("--kind", "rate", "--fail-on", "warning"), 0),
        (("--kind", "shape", "--fail-on", "note"), 0),
    ],
)
def test_exit_code(civx: Civx, wrong: Path, options: tuple[str, ...], code: int) -> None:
    assert civx("audit", "wrong.txt", *options).returncode == code


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "tsv", "sqlite"])
def test_outputs_of_extract_give_the_same_findings(civx: Civx, wrong: Path, name: str) -> None:
    from_text = civx("audit", "wrong.txt", "-f", "json")
    civx("extract", "wrong.txt", "-o", f"facts.{name}", "-f", name)
    from_facts = civx("audit", f"facts.{name}", "-f", "json")
    assert from_facts.stdout == from_text.stdout
    assert from_facts.returncode == 1


def test_a_pipe(civx: Civx, wrong: Path) -> None:
    facts = civx("extract", "wrong.txt", "-f", "jsonl").stdout
    assert civx("audit", "-", "-f", "csv", stdin=facts).stdout == civx("audit", "wrong.txt", "-f", "csv").stdout


def test_text_on_standard_input(civx: Civx) -> None:
    done = civx("audit", "-", "-f", "github", stdin=WRONG.encode())
    assert done.stdout.decode().startswith("::error file=-,line=3,title=civx sum::85户")


def test_several_sources_in_one_file(civx: Civx, wrong: Path, right: Path) -> None:
    facts = civx("extract", "right.txt", "wrong.txt", "-f", "jsonl").stdout
    assert civx("audit", "-", stdin=facts).stdout.decode().splitlines()[0] == f"right.txt: {NOTHING}"
    lines = civx("audit", "-", "-f", "jsonl", stdin=facts).stdout.splitlines()
    assert {json.loads(line)["source"] for line in lines} == {"wrong.txt"}


def test_a_file_that_cannot_be_read_does_not_stop_the_others(civx: Civx, right: Path) -> None:
    done = civx("audit", "missing.txt", "right.txt")
    assert done.returncode == 1
    assert done.stderr.decode() == "civx: missing.txt: no such file\n"
    assert done.stdout.decode() == f"right.txt: {NOTHING}\n"


def test_output_file(civx: Civx, wrong: Path, tmp_path: Path) -> None:
    done = civx("audit", "wrong.txt", "-o", "found.sarif")
    assert (done.returncode, done.stdout) == (1, b"")
    assert json.loads((tmp_path / "found.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    done = civx("audit", "wrong.txt", "-o", "wrong.txt")
    assert done.returncode == 2
    assert "is also read" in done.stderr.decode()
    done = civx("audit", "wrong.txt", "-o", "found.doc")
    assert done.returncode == 2
    assert "end it in .txt .json .jsonl" in done.stderr.decode()
    done = civx("audit", "missing.txt", "-o", "nothing.json")
    assert done.returncode == 1
    assert not (tmp_path / "nothing.json").exists()


def test_words_of_the_users_own(civx: Civx, tmp_path: Path) -> None:
    text = f"{TITLE}全縣建成站點90個,其中一星站點40個、二星站點30個。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(
        "kind: audit\nrules:\n  - id: stars\n    role: family\n    complete: true\n    terms: [一星, 二星]\n",
        encoding="utf-8",
    )
    assert civx("audit", "a.txt").returncode == 0
    done = civx("audit", "a.txt", "-p", "mine.yaml", "-f", "jsonl")
    assert (done.returncode, json.loads(done.stdout)["kind"]) == (1, "sum")


def test_rule_that_lacks_what_its_role_needs(civx: Civx, right: Path, tmp_path: Path) -> None:
    rule = "kind: audit\nrules:\n  - id: pay\n    role: plausible\n    programmes: [低保]\n    min: 5\n"
    (tmp_path / "mine.yaml").write_text(rule, encoding="utf-8")
    done = civx("audit", "right.txt", "-p", "mine.yaml")
    expected = "Error: mine.yaml:3: rule pay: the role plausible needs max (add max:)\n"
    assert (done.returncode, done.stderr.decode()) == (1, expected)


def test_guide_shows_what_is_printed() -> None:
    (example,) = re.findall(r"```console\n\$ (.*?)```", GUIDE, re.DOTALL)
    command, _, printed = example.partition("\n")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "100"}
    done = subprocess.run(command, shell=True, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    assert "\n".join(line.rstrip() for line in done.stdout.decode().splitlines()).strip("\n") == printed.strip("\n")


def test_guide_has_a_rule_that_holds(civx: Civx, tmp_path: Path) -> None:
    (rules,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    (tmp_path / "mine.yaml").write_text(rules, encoding="utf-8")
    assert civx("patterns", "check", "-p", "mine.yaml").stdout == b"1 file, 1 rule, 2 examples: nothing to mend\n"


def test_guide_names_every_kind() -> None:
    assert set(re.findall(r"^\| `([\w-]+)` \|", GUIDE, re.MULTILINE)) >= set(KINDS)


def test_output_is_the_same_again(civx: Civx) -> None:
    first, second = (civx("audit", *SAMPLES, *(ROOT / "samples" / "audit").glob("*.txt"), "-f", "json") for _ in "12")
    assert first.stdout == second.stdout
    assert len(json.loads(first.stdout)) >= 40
