"""What several test modules share: running civx as a process, snapshots, facts made by hand, where things are."""
from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from civx.cli.formats import opened_sink, prepare
from civx.cli.formats.shape import Shape
from civx.extractors.model import Document, Extraction, Fact, Report
from civx.extractors.text.normalize import normalize

ROOT = Path(__file__).parent.parent
SNAPSHOTS = ROOT / "tests" / "snapshots"
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))

Civx = Callable[..., "subprocess.CompletedProcess[bytes]"]
Snapshot = Callable[[Path, bytes], None]

PLAIN = Fact(
    id="a1", source="报告.txt", report="松原镇2021年民政工作总结", line=2, start=12, end=21,
    section=("一、主要工作", "(一)织牢底线,把“保”字做实"), programme="低保", subject="低保金", place="", area="both",
    measure="amount", value=Decimal("1.23035E+7"), min=None, max=None, unit="元", per_month=None, bound="about",
    status="actual", direction="", period="2021-01/2021-10", part_of=None,
    quote="1230。35萬元", sentence="發放低保金約1230。35萬元。", rule="quantities.yaml#money",
)
TRICKY = Fact(
    id="b2", source="报告.txt", report="松原镇2021年民政工作总结", line=3, start=40, end=46,
    section=(), programme="养老服务", subject='"日间"照料,中心[b]\x1b[31m', place="上河乡", area="rural",
    measure="count", value=None, min=Decimal("3"), max=Decimal("5"), unit="所", per_month=None, bound="range",
    status="planned", direction="", period="2022", part_of="a1",
    quote="3-\r\n5所", sentence='上河鄉新建"日間"照料,中心3-\r\n5所。\t', rule="quantities.yaml#range",
)
STANDARD = Fact(
    id="c3", source="报告.txt", report="", line=4, start=50, end=59,
    section=("二、标准",), programme="特困", subject="基本生活标准", place="", area="",
    measure="standard", value=Decimal("6380"), min=None, max=None, unit="元/人/年", per_month=Decimal("531.67"),
    bound="at_least", status="norm", direction="", period="", part_of=None,
    quote="每人每年6380元", sentence="每人每年6380元", rule="quantities.yaml#standard-per-person",
)

FALL = Fact(
    id="d4", source="报告.txt", report="", line=5, start=70, end=74,
    section=("二、标准",), programme="特困", subject="特困人员", place="", area="",
    measure="rate", value=Decimal("2.1"), min=None, max=None, unit="%", per_month=None,
    bound="exact", status="change", direction="down", period="2021", part_of=None,
    quote="2.1%", sentence="特困人員同比下降2.1%", rule="quantities.yaml#percent",
)


def extraction_of(*facts: Fact, source: str = "报告.txt") -> Extraction:
    """A file that holds these facts in one report."""
    text = "民" * 1000
    document = Document((Report(facts[0].report if facts else "", 0, len(text), 2021, None),), (), ())
    own = tuple(replace(fact, source=source) for fact in facts)
    return Extraction(source, text, "simplified", own, document, normalize(text))


def write(name: str, path: Path, extractions: Iterable[Extraction], shape: Shape | None = None) -> Path:
    """The file ``path`` in the format ``name``, each piece sent as a worker would send it."""
    shape = shape or Shape()
    with opened_sink(name, str(path), shape) as sink:
        for extraction in extractions:
            sink.add(pickle.loads(pickle.dumps(prepare(name, extraction, shape))))
    return path


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write committed outputs anew, compare nothing")


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The width and the language of the terminal that the tests are started from are not what they are written for."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("CIVX_LANG", "en")


@pytest.fixture
def civx(tmp_path: Path) -> Civx:
    """Runs civx as a process of its own in an empty folder; ``stdin`` and both outputs are bytes."""

    def run(*arguments: str | Path, stdin: bytes = b"", **options: object) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "civx", *map(str, arguments)]
        settings = {"cwd": tmp_path, "timeout": 60, "check": False, **options}
        return subprocess.run(command, input=stdin, capture_output=True, **settings)  # type: ignore[call-overload]

    return run


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Compares bytes with a committed file, or writes that file under ``--update-snapshots``."""

    def check(path: Path, got: bytes) -> None:
        if request.config.getoption("--update-snapshots"):
            path.write_bytes(got)
        assert path.exists(), f"{path} is missing: run pytest --update-snapshots and look at what it wrote"
        assert got.decode() == path.read_bytes().decode()

    return check
