"""What a new user meets: the demo, the doctor, settings, files dropped on the icon, and a run that is made again."""
from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import ROOT, Civx

REPORT = "2021年，全县共有低保对象2005户、3012人。\n"


def test_the_demo_shows_facts_finds_the_contradiction_and_writes_what_it_says(civx: Civx, tmp_path: Path) -> None:
    result = civx("demo", "--no-open", "-o", "样例")
    assert result.returncode == 0, result.stderr
    shown = result.stdout.decode()
    assert "121个 + 118个 = 239个, but the total is 236个" in shown
    assert sorted(os.listdir(tmp_path / "样例")) == ["evidence.html", "facts.xlsx", "report.txt"]
    for line in (line for line in shown.splitlines() if line.startswith("$ civx ")):
        again = civx(*shlex.split(line)[2:])
        assert again.returncode == (1 if "audit" in line else 0), line
    chinese = civx("demo", "--no-open", "-o", "样例", "--lang", "zh").stdout.decode()
    assert "但合计写的是236个" in chinese
    assert "示例报告已写入" in chinese


def test_the_demo_says_where_it_cannot_write(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    assert civx("demo", "-o", "taken/below").returncode == 1


def test_the_doctor_tells_what_is_there(civx: Civx) -> None:
    shown = civx("doctor").stdout.decode()
    for words in ("Python", "standard output", "pattern files", "reads .docx", "writes xlsx", "Chinese font"):
        assert words in shown
    assert "规则文件" in civx("doctor", "--lang", "zh").stdout.decode()
    assert b'"well": true' in civx("doctor", "-f", "json").stdout


def test_the_doctor_says_what_to_install(civx: Civx, tmp_path: Path) -> None:
    # A module that cannot be found: the finder is asked before all others.
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'xlsxwriter' else find(name, *a)\n"
    )
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    shown = civx("doctor", env=env).stdout.decode()
    line = next(line for line in shown.splitlines() if "writes xlsx" in line)
    assert line.startswith("missing")
    assert "pip install 'civx[xlsx]'" in line


def test_settings_of_the_folder_are_options_and_are_said(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "civx.toml").write_text(
        'headers = "zh"\nlang = "zh"\n\n[extract]\nformat = "csv"\nmeasure = ["persons"]\n'
    )
    result = civx("extract", "-", stdin=REPORT.encode(), env=_without_language())
    assert result.stdout.decode().startswith("编号,来源文件")
    assert result.stdout.decode().count("\r\n") == 2
    assert "civx：采用civx.toml中的设置：headers = zh, format = csv" in result.stderr.decode()
    assert civx("extract", "-", "-f", "json", "--headers", "en", stdin=REPORT.encode()).stdout.startswith(b"[")
    shown = civx("config").stdout.decode()
    assert "headers = 'zh'" in shown
    assert "[extract] format = 'csv'" in shown


def _without_language() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "CIVX_LANG"}


@pytest.mark.parametrize(("content", "said"), [
    ("raw = true\n", b"raw is not taken from a folder's file"),
    ('output = "/tmp/x.csv"\n', b"output is not taken from a folder's file"),
    ('[extract]\npatterns = ["mine"]\n', b"patterns is not taken from a folder's file"),
    ("[extract]\nnonsense = 1\n", b"civx extract has no option 'nonsense'"),
    ("headers = \n", b"no TOML"),
    ('extract = "x"\n', b"extract is no table"),
    ('headers = "xx"\n', b"'xx' is not one of"),
])
def test_settings_that_will_not_do_end_the_command(civx: Civx, tmp_path: Path, content: str, said: bytes) -> None:
    (tmp_path / "civx.toml").write_text(content)
    result = civx("extract", "-", stdin=REPORT.encode())
    assert result.returncode == 2
    assert said in result.stderr
    assert civx("config").returncode in (1, 2) or content.startswith(('headers = "xx', "extract"))


def test_a_named_file_may_set_all_and_needs_no_saying(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('output = "x.csv"\nraw = true\n')
    result = civx("--config", "mine.toml", "extract", "-", stdin=REPORT.encode())
    assert (result.returncode, result.stderr) == (0, b"")
    assert (tmp_path / "x.csv").exists()
    assert civx("--config", "none.toml", "extract", "-", stdin=b"").returncode == 2


def test_a_report_in_another_folder_brings_no_settings(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "civx.toml").write_text('headers = "zh"\nformat = "csv"\n')
    (tmp_path / "theirs" / "r.txt").write_text(REPORT)
    assert civx("extract", "theirs/r.txt").stdout.startswith(b"[")


def test_a_file_alone_is_extracted(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_text(REPORT)
    assert civx("报告.txt", "-f", "csv").stdout == civx("extract", "报告.txt", "-f", "csv").stdout


def test_files_dropped_on_the_icon_have_their_facts_beside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import click

    from civx.cli import main
    from civx.cli.dropped import paths_alone, target_of

    folder = tmp_path / "月报"
    folder.mkdir()
    for path in (tmp_path / "报告.txt", folder / "一.txt"):
        path.write_text(REPORT, encoding="utf-8")
    monkeypatch.setattr(main, "own_console", lambda: True)
    monkeypatch.setattr(click, "pause", lambda text: None)
    monkeypatch.setenv("CIVX_LANG", "zh")
    for _ in range(2):
        with pytest.raises(SystemExit) as ended:
            main.cli.main([str(tmp_path / "报告.txt"), str(folder)])
        assert ended.value.code == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["报告 数据 2.xlsx", "报告 数据.xlsx", "报告.txt", "月报", "月报 数据 2.xlsx", "月报 数据.xlsx"]
    assert "数据已写入" in capsys.readouterr().err
    assert paths_alone(["extract", str(folder)]) == [str(folder)]
    assert paths_alone(["extract", str(folder), "-o", "x"]) == []
    assert target_of(str(tmp_path / "报告.txt")).endswith("报告 数据 3.xlsx")
    from civx.cli import language

    language.speak("en")


def test_newer_leaves_out_what_is_done_and_does_again_what_has_changed(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    reports = [tmp_path / "in" / name for name in ("a.txt", "b.txt")]
    for path in reports:
        path.write_text(REPORT)
        os.utime(path, (time.time() - 100,) * 2)
    command = ("extract", "in", "-o", "out", "-f", "csv", "--newer")
    assert b"2 files" in civx(*command).stderr
    assert b"2 skipped" in civx(*command).stderr
    os.utime(reports[0], (time.time() + 100,) * 2)
    assert b"1 file, 2 facts, 0 failures, 1 skipped" in civx(*command).stderr
    one = ("extract", "-r", "in", "-o", "all.csv", "--newer")
    civx(*one)
    assert b"2 files" in civx(*one).stderr  # one of them is newer than the output, which is made of both
    os.utime(reports[0], (time.time() - 100,) * 2)
    assert b"2 skipped" in civx(*one).stderr


def test_quiet_still_tells_what_failed_and_what_was_left_aside(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(REPORT)
    (tmp_path / "in" / "b.rar").write_bytes(b"Rar!\x1a\x07\x00")
    (tmp_path / "in" / "c.docx").write_bytes(b"PK\x03\x04 no")
    result = civx("extract", "-r", "in", "-q", "-f", "csv")
    assert result.returncode == 1
    assert b"c.docx" in result.stderr
    assert b"left aside" in result.stderr


@pytest.mark.parametrize(("words", "incomplete", "wanted"), [
    ("civx extract --measure ", "per", "persons"),
    ("civx extract --measure ", "persons,am", "persons,amount"),
    ("civx extract --programme ", "低", "低保"),
    ("civx extract --columns ", "quo", "quote"),
    ("civx extract --format ", "par", "parquet"),
    ("civx audit --kind ", "ba", "balance"),
    ("civx ", "dem", "demo"),
])
def test_shells_complete_values(civx: Civx, words: str, incomplete: str, wanted: str) -> None:
    line = words + incomplete
    env = {
        **os.environ, "_CIVX_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1),
    }
    assert wanted in civx(env=env).stdout.decode().replace("plain,", "").splitlines()


def test_the_man_page_is_fresh() -> None:
    checked = subprocess.run(
        [sys.executable, ROOT / "docs" / "make_man.py", "--check"], capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(("name", "wanted"), [
    ("CON.txt", "_CON.csv"), ("aux/2023.docx", "_aux/2023.csv"), ("nul", "_nul.csv"), ("com1.txt", "_com1.csv"),
    ("console.txt", "console.csv"), ("报告. /一.txt", "报告_/一.csv"), ("子\\一.txt", "子/一.csv"),
    ("a:b?.txt", "a_b_.csv"), ("../../etc/x.txt", "etc/x.csv"),
])
def test_outputs_have_names_that_windows_takes(name: str, wanted: str) -> None:
    from civx.cli.batch.targets import targets
    from civx.cli.reading import Item

    assert targets([Item(name, name, None, name)], "csv") == [wanted]
