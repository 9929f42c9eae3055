"""What several test modules share: running civx as a process, snapshots, where things are."""
from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SNAPSHOTS = ROOT / "tests" / "snapshots"
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))

Civx = Callable[..., "subprocess.CompletedProcess[bytes]"]
Snapshot = Callable[[Path, bytes], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write committed outputs anew, compare nothing")


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
