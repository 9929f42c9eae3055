"""What the package is from outside: its names, its version, what it imports."""
from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

import civx

from conftest import ROOT

READERS = {"docx", "lxml", "pypdfium2", "trafilatura"}
SLOW = {"jieba", "opencc", "regex", "rich", "yaml", "json", "csv"}


def loaded_by(*arguments: str) -> set[str]:
    """The modules that a civx process with these arguments has loaded when it ends."""
    code = (
        "import sys, atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
        "from civx.cli.main import main; main()"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return set(done.stderr.split())


README = (ROOT / "README.md").read_text(encoding="utf-8")
BOTH = README + (ROOT / "README.zh.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", re.findall(r"```console\n\$ (.*?)```", BOTH, re.DOTALL))
def test_readme_shows_what_the_commands_print(example: str) -> None:
    command, _, printed = example.partition("\n")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "110"}
    done = subprocess.run(command, shell=True, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
    assert (done.returncode < 2, done.stderr) == (True, b"")  # an audit that finds something ends with 1
    assert [line.rstrip() for line in done.stdout.decode().splitlines()] == printed.splitlines()


@pytest.mark.parametrize("example", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_readme_python_runs(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(example, {})
    assert capsys.readouterr().out == "低保 低保对象 1203 户 2021\n"


def test_version_is_that_of_the_project_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert civx.__version__ == project["version"]


def test_changelog_knows_the_version() -> None:
    assert f"## {civx.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", civx.__all__)
def test_promised_names_exist(name: str) -> None:
    assert getattr(civx, name) is not None
    assert name in dir(civx)


def test_other_names_do_not() -> None:
    with pytest.raises(AttributeError, match="'civx' has no attribute 'exctract'"):
        civx.exctract  # type: ignore[attr-defined]  # noqa: B018


def test_python_names_work_together() -> None:
    text = "2021年,全縣共有低保對象1203戶。"
    report = civx.extract(text, source="a.txt")
    (fact,) = report.facts
    assert isinstance(report, civx.Extraction)
    assert isinstance(fact, civx.Fact)
    assert (fact.value, fact.unit, fact.source) == (Decimal(1203), "户", "a.txt")
    assert report.text[fact.start : fact.end] == fact.quote
    assert report.script == "traditional"
    normalized = civx.normalize(text)
    assert isinstance(normalized, civx.Normalized)
    assert "低保对象" in normalized.text
    assert civx.parse_number("三千五百二十八") == Decimal(3528)
    with pytest.raises(ValueError, match="民政"):
        civx.parse_number("民政")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["extract", "--help"]])
def test_help_and_version_load_nothing_slow(arguments: list[str]) -> None:
    loaded = loaded_by(*arguments)
    assert "civx.cli.main" in loaded
    assert not loaded & SLOW
    slow = {name for name in loaded if name.startswith(("civx.extractors", "civx.patterns"))}
    assert slow <= {"civx.patterns", "civx.patterns.errors"}  # the names of civx's errors alone


def test_extract_into_a_pipe_loads_no_jieba_no_rich_and_nothing_that_other_files_need() -> None:
    sample = next((ROOT / "samples").glob("*.txt"))
    loaded = loaded_by("extract", str(sample))
    assert not loaded & {"jieba", "rich", "charset_normalizer", "glob", "gzip", "zipfile", *READERS}
    assert not loaded & {"civx.cli.inputs.detection", "civx.cli.inputs.damage", "civx.cli.inputs.archives"}
