"""The examples of docs/scale.md, run as they stand, each in a process of its own: every engine gives the rows that one
process gives. Left out, and said so, where an engine is not installed; on CI all are."""
from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = dict(
    re.findall(r"^### ([^\n]+)\n+```python\n(.+?)^```", (ROOT / "docs/scale.md").read_text("utf-8"), re.M | re.S)
)
MODULES = {
    "pyarrow": ["pyarrow"], "DuckDB": ["duckdb"], "Polars": ["polars"], "PySpark": ["pyspark"], "Ray Data": ["ray"],
    "Dask": ["dask", "distributed", "pandas"],
}
pytestmark = pytest.mark.xdist_group("engines")


def test_each_engine_has_an_example() -> None:
    assert EXAMPLES.keys() == MODULES.keys()


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str | None]]:
    """Forty-two texts, one of which is empty and one none at all."""
    files = sorted((ROOT / "tests/reports").glob("*.txt")) + sorted((ROOT / "samples").glob("*.txt"))
    sound: list[tuple[str, str | None]] = [(path.name, path.read_text("utf-8")) for path in files if utf8(path)]
    assert len(sound) > 20
    return [*sound[:5], ("empty.txt", " \n"), ("none.txt", None), *sound[5:]]


def utf8(path: Path) -> bool:
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@pytest.mark.parametrize("engine", MODULES)
def test_an_engine_gives_the_rows_of_one_process(
    engine: str, texts: list[tuple[str, str | None]], tmp_path: Path
) -> None:
    missing = [name for name in MODULES[engine] if importlib.util.find_spec(name) is None]
    if missing and not os.environ.get("CIVX_ENGINES_NEEDED"):
        pytest.skip(f"{', '.join(missing)} is not installed")
    import pyarrow
    from pyarrow import parquet

    table = pyarrow.table({"source": [name for name, _ in texts], "text": [text for _, text in texts]})
    parquet.write_table(table, tmp_path / "texts.parquet")
    example = tmp_path / "example.py"
    # Ray and Spark start processes, which import the main module where it is a file
    example.write_text("if __name__ == '__main__':\n" + re.sub(r"^", "    ", EXAMPLES[engine], flags=re.M), "utf-8")
    environ = {**os.environ, "PYSPARK_SUBMIT_ARGS": "--master local-cluster[2,1,1024] pyspark-shell"}
    command = [sys.executable, str(example)]
    done = subprocess.run(
        command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert rows(tmp_path / "facts.parquet") == expected(texts)
    if "print" in EXAMPLES[engine]:
        assert "empty.txt" in done.stdout
        assert "none.txt" in done.stdout


def rows(path: Path) -> list[tuple[Any, ...]]:
    import pyarrow.dataset

    paths = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
    found = pyarrow.dataset.dataset([str(each) for each in paths], format="parquet").to_table().to_pylist()
    return ordered(found)


def expected(texts: list[tuple[str, str | None]]) -> list[tuple[Any, ...]]:
    """What civx.extract gives, which knows no Arrow."""
    import civx

    found = []
    for name, text in texts:
        for fact in civx.extract(text or "", source=name).facts:
            found.append({"page": None, **fact.to_dict()})
    return ordered(found)


def ordered(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    names = sorted({name for row in found for name in row})
    return sorted(
        (tuple(plain(row[name]) for name in names) for row in found), key=lambda row: tuple(map(str, row))
    )


def plain(value: Any) -> Any:
    """A cell whatever library it went through: numbers by their value, lists as tuples."""
    if value is None or value != value:
        return None
    if isinstance(value, str):
        return value
    if hasattr(value, "__len__"):
        return tuple(value)
    return int(value) if value == int(value) else float(value)
