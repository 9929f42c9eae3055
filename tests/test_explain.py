"""``civx explain``: what a sentence gave, by which words and rules, and what else was considered or passed over."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from civx.analysis.explain import explain
from civx.cli.commands import explain_cmd
from civx.extractors.pipeline import extract, trace

from conftest import SAMPLES, Civx

REPORT = """石橋縣民政局2021年工作總結

一、社會救助
（一）低保。截至10月底，全縣共有低保對象1203戶，其中農村約35戶。
全年落實三重一大制度。

二、殯葬管理
火化遺體812具。
"""


def tree(civx: Civx, *arguments: str, stdin: str = "") -> list[str]:
    done = civx("explain", *arguments, stdin=stdin.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().splitlines()


def account(text: str, line: int | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [json.loads(explain_cmd._as_json(e)) for e in explain(trace(text), (), line)]
    return found


def test_a_sentence(civx: Civx) -> None:
    lines = tree(civx, "全县纳入低保1203户，落实三重一大制度。")
    assert lines[0] == "line 1: 全县纳入低保1203户，落实三重一大制度。"
    assert "  facts" in lines
    assert "    1203户" in lines
    at = lines.index("      value: 1203 户, exact")
    assert lines[at + 1] == "        unit: 户 ← “户” at 10  [quantities.yaml#households]"
    assert any(line.startswith("      programme: 低保 ← “低保” at 4  [programmes.yaml#") for line in lines)
    at = lines.index("  numbers that are no facts")
    assert lines[at + 1].startswith("    三重一大: ") and lines[at + 1].endswith("[names.yaml#slogans]")
    assert any(line.startswith("    低保: programme 低保") for line in lines[lines.index("  words") :])


def test_standard_input_and_several_sentences(civx: Civx) -> None:
    lines = tree(civx, "-", stdin="救助12人。\n新建敬老院3所。\n")
    assert [line for line in lines if not line.startswith(" ")] == ["line 1: 救助12人。", "line 2: 新建敬老院3所。"]


def test_a_line_of_a_report_has_its_context(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    lines = tree(civx, "--file", "report.txt", "--line", "4")
    assert lines[0].startswith("line 4: ")
    assert "    report: 石桥县民政局2021年工作总结 · looks back on 2021" in "\n".join(lines)
    assert "section: 一、社会救助 > (一)低保" in "\n".join(lines).replace("（", "(").replace("）", ")")
    assert any(line.startswith("      part of: 1203戶") for line in lines)
    assert "    10月底: {Y}-10" in lines
    assert any(line.startswith("      period: ../2021-10 ← “10月底” at ") for line in lines)
    assert "812具" not in "\n".join(lines)


def test_json_holds_the_facts_as_extract_prints_them(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    facts = json.loads(civx("extract", "report.txt").stdout)
    done = civx("explain", "--file", "report.txt", "--line", "8", "--format", "json")
    (sentence,) = json.loads(done.stdout)
    (fact,) = sentence["facts"]
    assert fact.pop("choices")["unit"]["rule"].startswith("quantities.yaml#")
    assert fact == next(fact for fact in facts if fact["quote"] == "812具")
    assert (sentence["line"], sentence["year"], sentence["section"]) == (8, 2021, ["二、殡葬管理"])


def test_every_fact_and_every_rejected_number_stands_in_one_sentence() -> None:
    found = trace(REPORT)
    explained = explain(found)
    assert [f.fact for e in explained for f in e.facts] == list(found.extraction.facts)
    spans = {(r.quote, r.start) for e in explained for r in e.rejected}
    assert all(REPORT[start : start + len(quote)] == quote for quote, start in spans)
    assert len([r for e in explained for r in e.rejected]) <= len(found.scan.rejected)


def test_reasons() -> None:
    (sentence,) = account("拨打热线13900000000，建设“四好”小区，全年服务3500盏灯火；详见http://a.cn/12 。", 1)
    reasons = {number["rule"]: number["reason"] for number in sentence["rejected"]}
    assert reasons["phone"] == "is a telephone number"
    assert reasons["link"] == "belongs to a web or mail address"
    assert all(number["reason"] for number in sentence["rejected"])


def test_what_cannot_be_explained(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    for arguments in ([], ["救助12人。", "--file", "report.txt", "--line", "1"], ["--file", "report.txt"],
                      ["救助12人。", "--line", "1"], ["--file", "report.txt", "--line", "0"]):
        assert civx("explain", *arguments).returncode == 2, arguments
    for line, message in (("99", "there are only 9 lines"), ("2", "line 2 holds no sentence")):
        done = civx("explain", "--file", "report.txt", "--line", line)
        assert done.returncode == 1
        assert message in done.stderr.decode()
    assert civx("explain", "--file", "none.txt", "--line", "1").stderr.decode() == "civx: none.txt: no such file\n"


def test_words_of_ones_own_show(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "kind: programmes\nrules:\n  - id: flood\n    programme: 防汛\n    terms: [防汛]\n", encoding="utf-8"
    )
    assert "      programme: 其他  [default]" in tree(civx, "防汛演练12场。")
    lines = tree(civx, "-p", "mine.yaml", "防汛演练12场。")
    assert "      programme: 防汛 ← “防汛” at 0  [programmes.yaml#flood]" in lines


def test_what_else_was_considered(civx: Civx) -> None:
    lines = tree(civx, "-", stdin="全縣特困人員93人由敬老院集中供養，比上年減少4人。\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("      status: change ← “減少”"))
    assert lines[at + 1].startswith("        not actual, ") and lines[at + 1].endswith("[default]")
    assert any(line.startswith("      direction: down ← “減少”") for line in lines)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_what_won_is_what_the_fact_holds_and_why(sample: Path) -> None:
    text = sample.read_bytes().decode()
    reasons = {fact.id: fact.because for fact in extract(text, provenance=True).facts}
    for sentence in explain(trace(text)):
        for found in sentence.facts:
            own = reasons[found.fact.id]
            assert own is not None
            for field, (rule, start, end) in own.items():
                winner = found.choices[field].winner
                assert (winner.rule, winner.start, winner.end) == (rule, start, end)
                if winner.start is not None:
                    assert text[winner.start : winner.end] == winner.words
                value = getattr(found.fact, field)
                if field == "place":
                    assert value in winner.value
                elif field != "part_of":
                    assert value == winner.value
            for choice in found.choices.values():
                scores = [one.score or 0 for one in choice.others]
                assert scores == sorted(scores, reverse=True)
