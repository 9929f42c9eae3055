"""What start-up keeps: the same expressions and rules with the file as without it."""
from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from civx.patterns import kept
from civx.patterns.load import own_files
from civx.patterns.parsing import parse_yaml

SOURCES = [
    (r"(?P<year>[12]\d{3})年(?:(?P<month>\d{1,2})月)?", 0),
    (r"[\u3400-\u9fff，。；：]{2,3}(?<!的)", 0),
    (r"[a-z]+\d", re.ASCII),
    (r"(HK|US)\$", re.IGNORECASE),
]


@pytest.fixture()
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], kept._Kept]:
    """Keeps in a folder of the test's own; what is called forgets what the process knows, as a new one would."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def anew() -> kept._Kept:
        fresh = kept._Kept()
        monkeypatch.setattr(kept, "_kept", fresh)
        return fresh

    anew()
    return anew


@pytest.mark.parametrize(("source", "flags"), SOURCES)
def test_expressions_are_those_of_re(source: str, flags: int, folder: Callable[[], kept._Kept]) -> None:
    plain = re.compile(source, flags)
    for _ in range(2):
        pattern = kept.compiled(source, flags)
        assert pattern == plain
        assert (pattern.flags, pattern.groups, dict(pattern.groupindex)) == (
            plain.flags, plain.groups, dict(plain.groupindex),
        )
        kept.keep()
        assert (source, int(flags)) in folder().codes


def test_content_is_kept_while_its_file_stays(tmp_path: Path, folder: Callable[[], kept._Kept]) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("kind: words\n", encoding="utf-8")
    assert kept.content(str(path)) is None
    kept.keep_content(str(path), {"kind": "words"})
    kept.keep()
    folder()
    assert kept.content(str(path)) == {"kind": "words"}
    path.write_text("kind: other words\n", encoding="utf-8")
    assert kept.content(str(path)) is None


def test_all_rules_survive(folder: Callable[[], kept._Kept]) -> None:
    for path in own_files():
        value = parse_yaml(Path(path).read_text(encoding="utf-8"))
        kept.keep_content(path, value)
        assert kept.content(path) == value


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\x00" * 400, None])
def test_a_damaged_file_does_no_harm(damage: bytes | None, folder: Callable[[], kept._Kept]) -> None:
    kept.compiled("(a)b")
    kept.keep()
    path = Path(folder().path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] if damage is None else damage)
    assert folder().codes == {}
    assert kept.compiled("(a)b") == re.compile("(a)b")


def test_nothing_is_written_where_python_may_not(
    folder: Callable[[], kept._Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.compiled("(a)b")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept.keep()
    assert not os.path.exists(kept._kept.path)


def test_the_command_prints_the_same_with_it(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text("2023年全县纳入低保1203户2305人，发放低保金1203.5万元。\n", encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(tmp_path / "cache")
    outputs = [
        subprocess.run(
            [sys.executable, "-c", "from civx.cli.main import main; main()", "extract", "-f", "jsonl", str(report)],
            env=environment, cwd=tmp_path, capture_output=True, check=True,
        ).stdout
        for _ in range(2)
    ]
    assert outputs[0] == outputs[1] and outputs[0].count(b"\n") == 3
    assert list((tmp_path / "cache").rglob("kept.*.bin"))
