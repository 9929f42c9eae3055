"""The language in which civx speaks: what chooses it, what is said in it, and what never changes with it."""
from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from civx.cli import language
from civx.cli.language import told
from civx.cli.language.catalogue import messages_of, read_mo
from civx.cli.language.layout import joined, wrapped
from civx.cli.language.names import FIELDS, among, from_chinese, in_chinese

from conftest import ROOT, SAMPLES, Civx

REPORT = "2021年，全县共有低保对象2005户、3012人，其中城市132户、180人，农村1873户、2382人。\n"
CJK = re.compile("[一-鿿]")
SENTENCE = re.compile(r"(?:[A-Za-z]{2,},? ){2,}[a-z]{2,}")  # three English words in a row


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    yield
    language.speak("en")


@pytest.mark.parametrize(("environ", "arguments", "spoken"), [
    ({}, [], "en"),
    ({"LANG": "zh_CN.UTF-8"}, [], "zh"),
    ({"LANG": "zh_TW.UTF-8"}, [], "zh-Hant"),
    ({"LANG": "zh_HK"}, [], "zh-Hant"),
    ({"LANG": "de_DE.UTF-8"}, [], "en"),
    ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, [], "en"),
    ({"LC_MESSAGES": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, [], "en"),
    ({"CIVX_LANG": "zh", "LC_ALL": "en_US.UTF-8"}, [], "zh"),
    ({"CIVX_LANG": "xx", "LANG": "zh_CN.UTF-8"}, [], "zh"),
    ({"CIVX_LANG": "zh"}, ["extract", "--lang", "en", "a.txt"], "en"),
    ({}, ["extract", "--lang=zh-Hant"], "zh-Hant"),
    ({"CIVX_LANG": "zh"}, ["extract", "--", "--lang", "en"], "zh"),
    ({}, ["--lang"], "en"),
])
def test_the_command_line_wins_over_the_variable_and_that_over_the_locale(
    environ: dict[str, str], arguments: list[str], spoken: str
) -> None:
    assert language.chosen(arguments, environ) == spoken


def test_the_catalogues_are_whole_and_compiled() -> None:
    checked = subprocess.run(
        [sys.executable, ROOT / ".ci" / "catalogues.py", "--check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_a_message_without_translation_is_found(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / ".ci"))
    from messages import messages

    (tmp_path / "cli").mkdir()
    (tmp_path / "cli" / "new.py").write_text(
        '"""A module of words."""\ndef f(name):\n    """Not told to people."""\n'
        "    raise FileProblem(f\"{name.upper()} is not to be had: say {'x'!r} more\")\n    told('lone')\n"
        "    x = 'key'\n    y = 'words that are none'  # no message\n"
    )
    assert set(messages(tmp_path)) == {"{value} is not to be had: say {value2} more", "lone"}


def test_values_are_set_into_the_translation_and_messages_in_messages_are_translated() -> None:
    language.speak("zh")
    assert told("x.foo: is also read; say another name after -o") == "x.foo：同时也是要读的文件；请在-o后换一个名字"
    assert told("line 3: value is 'x', no number: extract it again") == "第3行：value是'x'，不是数字：请重新提取"
    assert told("1 + 2人 = 3人, but the total is 4人 (1人 less): 低保").endswith("但合计写的是4人（少1人）：低保")
    assert told("no such words") == "no such words"
    language.speak("zh-Hant")
    assert told("no such file") == "沒有這個檔案"
    language.speak("en")
    assert told("no such file") == "no such file"


def test_traditional_has_all_that_simplified_has() -> None:
    simplified, traditional = messages_of("zh"), messages_of("zh-Hant")
    assert simplified.keys() <= traditional.keys()
    assert len(simplified) > 500
    with pytest.raises(ValueError, match="low byte"):
        read_mo(b"no such file, and long enough to be one")


def commands() -> list[str]:
    from civx.cli.main import COMMANDS

    return list(COMMANDS)


@pytest.mark.parametrize("spoken", ["zh", "zh-Hant"])
def test_help_holds_no_english_sentences(spoken: str) -> None:
    from click.testing import CliRunner

    from civx.cli.main import cli

    for arguments in ([], *([name] for name in commands())):
        result = CliRunner().invoke(cli, [*arguments, "--lang", spoken, "--help"], prog_name="civx")
        assert result.exit_code == 0
        assert CJK.search(result.output)
        for line in result.output.splitlines():
            assert "civx " in line or not SENTENCE.search(line), (arguments, line)


def test_help_in_english_is_what_it_was_and_says_the_option(civx: Civx) -> None:
    assert b"--lang [en|zh|zh-Hant]" in civx("audit", "--help").stdout
    assert not CJK.search(civx("--help").stdout.decode())


def test_lines_break_between_characters_and_never_before_a_full_stop() -> None:
    assert wrapped("民政报告中的数字，都能核对。", 10) == ["民政报告中", "的数字，都", "能核对。"]
    assert wrapped("四个汉字。", 8) == ["四个汉", "字。"]
    assert wrapped("加--verbose则列出", 11) == ["加--verbose", "则列出"]
    assert joined("一行\n二行 a\nb") == "一行二行 a b"


@pytest.mark.parametrize("name", ["extract", "audit", "summary"])
def test_machine_output_is_the_same_in_every_language(civx: Civx, name: str) -> None:
    form = "csv" if name == "extract" else "json"
    outputs = {
        civx(name, "-", "-f", form, "--lang", spoken, stdin=REPORT.encode()).stdout for spoken in language.LANGUAGES
    }
    assert len(outputs) == 1


def test_tables_speak_the_language(civx: Civx) -> None:
    chinese = civx("extract", "-", "-f", "表格", "--lang", "zh", stdin=REPORT.encode()).stdout.decode()
    assert "6条数据" in chinese
    assert "实际" in chinese
    assert "actual" not in chinese
    traditional = civx("extract", "-", "-f", "table", "--lang", "zh-Hant", stdin=REPORT.encode()).stdout.decode()
    assert "實際" in traditional
    wide = {**os.environ, "COLUMNS": "140"}
    found = civx("audit", "-", "--lang", "zh", stdin=REPORT.encode(), env=wide).stdout.decode()
    assert "180人 + 2382人 = 2562人，但合计写的是3012人（少450人）" in found
    assert "1个错误" in found
    assert not re.search("[a-z]{4,}", re.sub(r"\([0-9a-f-]+\)", "", found))


@pytest.mark.parametrize("spoken", ["zh", "zh-Hant"])
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_headers_and_values_in_chinese_are_read_back_by_all(civx: Civx, tmp_path: Path, form: str, spoken: str) -> None:
    sample = SAMPLES[0]
    chinese, english = tmp_path / f"数据.{form}", tmp_path / f"facts.{form}"
    civx("extract", sample, "-o", chinese, "--headers", spoken)
    civx("extract", sample, "-o", english)
    text = re.sub(r"[\w-]+\.yaml#[\w-]+", "", chinese.read_text(encoding="utf-8-sig"))
    assert not re.search(r"[,\t](?:persons|households|actual|planned|rural|exact)[,\t]", text)
    for command in (["audit", "-f", "json"], ["summary", "-f", "json"], ["extract-again"]):
        if command == ["extract-again"]:
            from civx.cli.fact_files import read_facts

            facts = [read_facts(str(path), None, ()) for path in (chinese, english)]
            assert facts[0] == facts[1]
            assert facts[0][0].facts
        else:
            name, *options = command
            first, second = (civx(name, path, *options) for path in (chinese, english))
            assert first.stdout == second.stdout
            assert first.returncode == second.returncode
    both = civx("compare", chinese, SAMPLES[1], "-f", "json"), civx("compare", english, SAMPLES[1], "-f", "json")
    assert both[0].stdout == both[1].stdout != b""


def test_score_reads_chinese_headers(civx: Civx, tmp_path: Path) -> None:
    gold = sorted((ROOT / "samples").glob("*.gold.jsonl"))[0]
    report = next(path for path in SAMPLES if path.stem == gold.name.split(".")[0])
    chinese = tmp_path / "数据.csv"
    civx("extract", report, "-o", chinese, "--headers", "zh")
    outputs = [json.loads(civx("score", gold, path, "-f", "json").stdout) for path in (chinese, report)]
    assert outputs[0]["quantity"] == outputs[1]["quantity"] > 0
    assert outputs[0]["predicted"] == outputs[1]["predicted"]


def test_every_value_of_a_field_has_a_name_and_comes_back() -> None:
    from civx.patterns import schema

    for field, choices in (
        ("measure", schema.MEASURES), ("status", schema.STATUSES), ("bound", schema.BOUNDS), ("area", schema.AREAS),
        ("direction", schema.DIRECTIONS),
    ):
        assert tuple(FIELDS[field]) == choices
        for spoken in ("zh", "zh-Hant"):
            for choice in choices:
                word = str(in_chinese(field, choice, spoken))
                assert CJK.search(word)
                assert from_chinese(field, word) == choice


def test_options_take_chinese_words(civx: Civx) -> None:
    plain = civx("extract", "-", "-f", "csv", "--measure", "persons", stdin=REPORT.encode()).stdout
    assert civx("extract", "-", "-f", "csv", "--measure", "人数", stdin=REPORT.encode()).stdout == plain
    assert civx("extract", "-", "-f", "csv", "--measure", "人數", stdin=REPORT.encode()).stdout == plain
    assert civx("audit", "-", "--kind", "合计", "--fail-on", "从不", stdin=REPORT.encode()).returncode == 0
    wide = civx("extract", "-", "-f", "csv", "--layout", "宽表", "--money", "万元", stdin=REPORT.encode())
    assert b"households" in wide.stdout
    bad = civx("extract", "-", "--measure", "大小", "--lang", "zh", stdin=REPORT.encode())
    assert bad.returncode == 2
    assert "persons（人数）" in bad.stderr.decode()
    assert among("标准", ("sum", "standard")) == "standard"


@pytest.mark.parametrize(("arguments", "said"), [
    (["extract", "没有.txt"], "没有这个文件"),
    (["extract", "-", "-o", "x.foo"], "由文件名看不出格式"),
    (["extract", "--bogus"], "没有选项"),
    (["nonsense"], "没有命令"),
    (["extract", "-", "-j", "0"], "不在范围"),
    (["extract", "-", "--period", "x"], "不是日期"),
])
def test_errors_speak_the_language(civx: Civx, arguments: list[str], said: str) -> None:
    result = civx(*arguments, "--lang", "zh", stdin=REPORT.encode())
    assert said in result.stderr.decode()
    assert result.returncode in (1, 2)


def test_no_arguments_say_what_to_do(civx: Civx) -> None:
    result = civx()
    assert result.returncode == 2
    assert b"civx demo" in result.stderr
    assert "用自带的示例报告" in civx("--lang", "zh").stderr.decode()


def _environment(**settings: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "CIVX_", "PYTHON"))}
    return {**kept, **settings}


@pytest.mark.parametrize(("environ", "chinese"), [
    ({"LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"}, True),
    ({"LANG": "en_US.UTF-8", "PYTHONUTF8": "1"}, False),
    ({"LC_ALL": "C"}, False),
    ({"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, False),
    ({"LANG": "zh_CN.GB18030", "PYTHONIOENCODING": "cp936"}, True),
    ({"LANG": "zh_CN.UTF-8", "PYTHONIOENCODING": "ascii"}, False),
    ({"CIVX_LANG": "zh", "PYTHONIOENCODING": "ascii"}, True),
])
def test_help_errors_and_output_in_the_locales_that_there_are(
    civx: Civx, environ: dict[str, str], chinese: bool
) -> None:
    env = _environment(**environ)
    encoding = "gb18030" if environ.get("PYTHONIOENCODING") == "cp936" else "utf-8"
    for arguments in (["--help"], ["extract", "--help"]):
        result = civx(*arguments, env=env)
        assert result.returncode == 0, result.stderr
        assert bool(CJK.search(result.stdout.decode(encoding).replace("元", "").replace("低保", ""))) == chinese or (
            arguments == ["extract", "--help"] and not chinese
        )
    failed = civx("extract", "没有.txt", env=env)
    assert failed.returncode == 1
    assert ("没有这个文件" in failed.stderr.decode(encoding, "replace")) == chinese
    done = civx("extract", "-", "-f", "csv", env=env, stdin=REPORT.encode())
    assert done.returncode == 0
    assert "低保对象" in done.stdout.decode("utf-8")  # whatever the terminal is, output is UTF-8


def test_the_page_says_the_same_words_as_the_tables() -> None:
    script = (ROOT / "cli" / "pages" / "assets" / "words.js").read_text(encoding="utf-8")
    values = dict(re.findall(r'(\w+): "([^"]*)"', script[script.index("VALUES_ZH"):].partition("}")[0]))
    for field in ("measure", "status", "direction", "area", "bound"):
        assert {name: values[name] for name in FIELDS[field]} == FIELDS[field]


def test_findings_on_pages_are_in_the_language(civx: Civx, tmp_path: Path) -> None:
    found = civx("audit", "-", "-f", "html", "--lang", "zh", stdin=REPORT.encode()).stdout.decode()
    assert 'lang="zh-CN"' in found
    assert "但合计写的是3012人" in found
    assert not SENTENCE.search(re.sub(r"<style>.*?</style>|<meta[^>]*>|civx [a-z]+", "", found, flags=re.DOTALL))
    page = civx("page", "-", "-o", "-", stdin=REPORT.encode()).stdout.decode()
    assert "but the total is 3012人" in page
    assert "但合计写的是3012人" in page


@pytest.mark.parametrize("end", ["\r\n"])
def test_line_ends_of_other_systems_change_no_fact(civx: Civx, end: str) -> None:
    text = REPORT + "发放低保金830.5万元。\n"
    plain, other = (
        json.loads(civx("extract", "-", stdin=data).stdout)
        for data in (text.encode(), text.replace("\n", end).encode("gb18030"))
    )
    assert [(one["value"], one["subject"], one["line"]) for one in plain] == [
        (one["value"], one["subject"], one["line"]) for one in other
    ]


def test_findings_and_relations_hold_no_english_words() -> None:
    import yaml

    from civx.analysis.audit import examine
    from civx.analysis.audit.words import words
    from civx.extractors.pipeline import extract

    rules = yaml.safe_load((ROOT / "patterns" / "audit.yaml").read_text(encoding="utf-8"))["rules"]
    texts = [path.read_text(encoding="utf-8") for path in SAMPLES]
    texts += [text.rpartition(" => ")[0] for rule in rules for key in ("yes", "no") for text in rule.get(key, ())]
    language.speak("zh")
    known, seen = words(()), 0
    for text in texts:
        examined = examine(extract(text).facts, known=known, verbose=True)
        for finding in (*examined.findings, *examined.right):
            for message in (finding.message, finding.why):
                seen += 1
                assert not re.search("[A-Za-z]{2,}", told(message)), (message, told(message))
    assert seen > 100
