"""``civx patterns suggest``: words beside numbers that no rule covers."""
from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from civx.patterns.check import check_files
from civx.patterns.load import load

from conftest import Civx

REPORT = """清湖縣2020年工作總結
一、應急管理
全縣新建防火瞭望塔12處。改造防火瞭望塔5處，另有防火瞭望塔3處在建。
組織森林防火巡護820次，下半年森林防火巡護310次，冬季森林防火巡護95次。
全縣納入低保對象1203戶，低保對象2051人，低保對象新增25戶。
發放消毒液3500毫升、補發消毒液200毫升，再發消毒液80毫升。
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def terms(output: bytes, key: str = "terms") -> list[str]:
    return re.findall(rf'^    {key}: \["(.*)"\]$', output.decode(), re.MULTILINE)


@pytest.mark.usefixtures("report")
def test_nouns_without_a_programme(civx: Civx, tmp_path: Path) -> None:
    done = civx("patterns", "suggest", "report.txt")
    assert (done.returncode, done.stderr) == (0, b"")
    output = done.stdout.decode()
    assert "防火瞭望塔" in terms(done.stdout)
    assert any("森林防火" in word for word in terms(done.stdout))
    assert not any("低保" in word for word in terms(done.stdout))
    assert "  # 3 numbers, now under 其他 3\n  #   report.txt:3: …" in output
    assert output == civx("patterns", "suggest", "report.txt").stdout.decode()


@pytest.mark.usefixtures("report")
@pytest.mark.parametrize("kind", ["programmes", "units"])
def test_the_output_is_a_pattern_file(civx: Civx, tmp_path: Path, kind: str) -> None:
    done = civx("patterns", "suggest", "--kind", kind, "report.txt")
    path = tmp_path / "mine.yaml"
    path.write_bytes(done.stdout)
    checked = check_files([str(path)], user=True)
    assert not checked.findings
    assert checked.rules
    stem = "quantities" if kind == "units" else kind
    mine = [rule for rule in load((str(path),)).rules(stem) if rule["id"].startswith("suggested-")]
    assert len(mine) == len(checked.rules)
    assert civx("patterns", "check", "-p", "mine.yaml").returncode == 0


@pytest.mark.usefixtures("report")
def test_what_was_pasted_is_not_suggested_again(civx: Civx, tmp_path: Path) -> None:
    done = civx("patterns", "suggest", "report.txt")
    mended = done.stdout.decode().replace("programme: 其他", "programme: 应急管理")
    (tmp_path / "mine.yaml").write_text(mended, encoding="utf-8")
    again = civx("patterns", "suggest", "-p", "mine.yaml", "report.txt")
    assert again.stdout == b""
    assert "nothing to suggest" in again.stderr.decode()


@pytest.mark.usefixtures("report")
def test_counters(civx: Civx, tmp_path: Path) -> None:
    done = civx("patterns", "suggest", "-k", "units", "report.txt")
    assert terms(done.stdout, "forms") == ["毫升"]
    (tmp_path / "mine.yaml").write_bytes(done.stdout)
    facts = civx("extract", "-p", "mine.yaml", "report.txt").stdout.decode()
    assert '"unit": "毫升"' in facts


@pytest.mark.usefixtures("report")
def test_how_many(civx: Civx) -> None:
    assert len(terms(civx("patterns", "suggest", "--most", "1", "report.txt").stdout)) == 1
    assert civx("patterns", "suggest", "--least", "9", "report.txt").stdout == b""
    many = terms(civx("patterns", "suggest", "--least", "1", "report.txt").stdout)
    assert len(many) > len(terms(civx("patterns", "suggest", "report.txt").stdout))


@pytest.mark.usefixtures("report")
def test_a_bad_file_does_not_lose_the_others(civx: Civx) -> None:
    done = civx("patterns", "suggest", "none.txt", "report.txt")
    assert done.returncode == 1
    assert done.stderr.decode() == "civx: none.txt: no such file\n"
    assert terms(done.stdout)


def test_jieba_is_only_loaded_to_suggest(report: Path) -> None:
    code = (
        "import sys, civx.cli.main, civx.analysis.suggest\n"
        "import civx.cli.commands.patterns_cmd, civx.cli.commands.explain_cmd\n"
        f"import civx; civx.extract(open({str(report)!r}, encoding='utf-8').read())\n"
        "print([name for name in ('jieba', 'rich', 'regex') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"
