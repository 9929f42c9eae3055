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
    monkeypatch.setenv("CIVX_CACHE", str(tmp_path))

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


def test_content_is_kept_while_its_file_stays(folder: Callable[[], kept._Kept]) -> None:
    data = b"kind: words\n"
    assert kept.content("words", data) is None
    kept.keep_content("words", data, {"kind": "words"})
    kept.keep()
    folder()
    assert kept.content("words", data) == {"kind": "words"}
    assert kept.content("words", b"kind: wards\n") is None  # as long, another
    assert kept.content("others", data) is None


def test_all_rules_survive(folder: Callable[[], kept._Kept]) -> None:
    for path in own_files():
        data = Path(path).read_bytes()
        value = parse_yaml(data.decode())
        kept.keep_content(path, data, value)
        assert kept.content(path, data) == value


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\x00" * 400, None])
def test_a_damaged_file_does_no_harm(damage: bytes | None, folder: Callable[[], kept._Kept]) -> None:
    kept.compiled("(a)b")
    kept.keep()
    path = Path(folder().path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] if damage is None else damage)
    assert folder().codes == {}
    assert kept.compiled("(a)b") == re.compile("(a)b")


def test_nothing_is_kept_where_the_user_says_so(
    tmp_path: Path, folder: Callable[[], kept._Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIVX_CACHE", "")
    folder()
    assert kept.compiled("(a)b") == re.compile("(a)b")
    kept.keep()
    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_written_does_no_harm(
    tmp_path: Path, folder: Callable[[], kept._Kept], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("CIVX_CACHE", str(tmp_path / "file" / "below"))
    folder()
    assert kept.compiled("(a)b") == re.compile("(a)b")
    kept.keep()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize(
    ("environ", "inside"),
    [
        ({"XDG_CACHE_HOME": "{0}/x"}, "x/civx"), ({"HOME": "{0}/h"}, "h/.cache/civx"), ({"CIVX_CACHE": "{0}/c"}, "c"),
    ],
)
def test_where_it_is_kept(
    environ: dict[str, str], inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CACHE_HOME", "CIVX_CACHE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value.format(tmp_path))
    assert Path(kept._Kept().path).parent == tmp_path / inside


def test_the_command_prints_the_same_with_it(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text("2023年全县纳入低保1203户2305人，发放低保金1203.5万元。\n", encoding="utf-8")
    environment = {**os.environ, "CIVX_CACHE": str(tmp_path / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    outputs = [
        subprocess.run(
            [sys.executable, "-c", "from civx.__main__ import main; main()", "extract", "-f", "jsonl", str(report)],
            env=environment, cwd=tmp_path, capture_output=True, check=True,
        ).stdout
        for _ in range(2)
    ]
    assert outputs[0] == outputs[1] and outputs[0].count(b"\n") == 3
    (kept_file,) = (tmp_path / "cache").iterdir()
    assert kept_file.suffix == ".bin"
