"""Grid recovery from PDF tables, beside other readers: ``python benchmarks/table_grids_pdf.py [--venvs DIR]``.

The labelled tables of tests/table_grids are set as PDF pages in four ways: with all rules, with a ruled head over rows
that no rule parts, with three lines, and with none. Each reader reads each page; of what it gives, neighbouring cells
(right and below, empty ones passed over) are compared with the true ones: the F1 of those pairs, as in the ICDAR
contests, and how many rows with figures come out cell by cell. A cell that reaches over others counts once, a title
over the whole width not at all.

Each reader gets a virtual environment of its own below DIR, made on the first run from the package index; one that
cannot be installed is named and passed over. Fonts are not embedded, as in many files of authorities.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import table_grids as grids  # noqa: E402
import table_pdfs  # noqa: E402

Grid = list[list[str]]

# What each reader is asked, in its own environment: a JSON list of tables for every path that it is given.
READERS: dict[str, tuple[tuple[str, ...], str]] = {
    "camelot lattice": (("camelot-py",), """
def tables(path):
    return [t.df.values.tolist() for t in camelot.read_pdf(path, flavor="lattice", pages="all", suppress_stdout=True)]
import camelot
"""),
    "camelot stream": (("camelot-py",), """
def tables(path):
    return [t.df.values.tolist() for t in camelot.read_pdf(path, flavor="stream", pages="all", suppress_stdout=True)]
import camelot
"""),
    "camelot network": (("camelot-py",), """
def tables(path):
    return [t.df.values.tolist() for t in camelot.read_pdf(path, flavor="network", pages="all", suppress_stdout=True)]
import camelot
"""),
    "pdfplumber": (("pdfplumber",), """
def tables(path):
    with pdfplumber.open(path) as pdf:
        return [table for page in pdf.pages for table in page.extract_tables()]
import pdfplumber
"""),
    "pdfplumber text": (("pdfplumber",), """
def tables(path):
    how = {"vertical_strategy": "text", "horizontal_strategy": "text"}
    with pdfplumber.open(path) as pdf:
        return [table for page in pdf.pages for table in page.extract_tables(how)]
import pdfplumber
"""),
    "img2table": (("img2table",), """
def tables(path):
    read = PDF(path).extract_tables(implicit_rows=True, implicit_columns=True, borderless_tables=True)
    return [
        [[(cell.value or "") for cell in row] for row in table.content.values()]
        for page in read.values() for table in page
    ]
from img2table.document import PDF
"""),
    "markitdown": (("markitdown[pdf]",), """
def tables(path):
    found, rows = [], []
    for line in [*MarkItDown().convert(path).text_content.splitlines(), ""]:
        if line.strip().startswith("|"):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not all(set(cell) <= set("-: ") for cell in cells):
                rows.append(cells)
        elif rows:
            found.append(rows)
            rows = []
    return found
from markitdown import MarkItDown
"""),
    "docling-parse": (("docling-parse", "docling-core"), """
raise SystemExit("it gives the words of a page and where they stand; tables need docling's models")
"""),
}
_RUN = """
import json, sys, warnings
warnings.simplefilter("ignore")
for path in sys.argv[1:]:
    try:
        found = tables(path)
    except Exception as error:
        found = []
    print("\\x1e" + json.dumps([[[str(cell or "") for cell in row] for row in table] for table in found]))
"""


def ours(paths: list[str]) -> list[list[Grid]]:
    """The tables of civx: the lines of the text that have tabs."""
    from civx.cli.reading import read_source

    found = []
    for path in paths:
        lines = [line.split("\t") for line in read_source(path).text.splitlines()]
        found.append([[line for line in lines if len(line) > 1]])
    return found


def others(reader: str, paths: list[str], folder: Path) -> list[list[Grid]] | str:
    """The tables of another reader, or why there are none."""
    packages, code = READERS[reader]
    home = folder / packages[0].partition("[")[0]
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
    done = subprocess.run([python, "-m", "pip", "install", "-q", *packages], capture_output=True, text=True)
    if done.returncode:
        return f"does not install: {done.stderr.strip().splitlines()[-1][:100]}"
    done = subprocess.run([python, "-c", code + _RUN, *paths], capture_output=True, text=True)
    parts = [part.partition("\n")[0] for part in done.stdout.split("\x1e")[1:]]
    if len(parts) != len(paths):
        return f"not run: {(done.stderr.strip() or 'no answer').splitlines()[-1][:100]}"
    return [json.loads(part) for part in parts]


def _bare(text: str) -> str:
    return "".join(text.split())


def neighbours(grid: Grid) -> Counter[tuple[str, str, str]]:
    """The pairs of neighbours, each cell with the next that is not empty to its right and below it."""
    cells = [[_bare(cell) for cell in row] for row in grid]
    cells = [row for row in cells if len({cell for cell in row if cell}) > 1]
    width = max(map(len, cells), default=0)
    cells = [row + [""] * (width - len(row)) for row in cells]
    for i in range(len(cells) - 1, -1, -1):  # what a cell repeats that reaches over it is that cell
        for j in range(width - 1, -1, -1):
            if any(sign.isalpha() for sign in cells[i][j]) and (
                (j and cells[i][j] == cells[i][j - 1]) or (i and cells[i][j] == cells[i - 1][j])
            ):
                cells[i][j] = ""
    found: Counter[tuple[str, str, str]] = Counter()
    for i, row in enumerate(cells):
        for j, cell in enumerate(row):
            if not cell:
                continue
            right = next((other for other in row[j + 1 :] if other), "")
            below = next((other[j] for other in cells[i + 1 :] if other[j]), "")
            found.update(pair for pair in (("→", cell, right), ("↓", cell, below)) if pair[2])
    return found


def rows(grid: Grid) -> Counter[tuple[str, ...]]:
    """The rows with figures, cell by cell, empty ones at their places."""
    full = [[_bare(cell) for cell in row] for row in grid]
    for cells in full:  # a name that reaches over several cells is one
        for j in range(len(cells) - 1, 0, -1):
            if cells[j] == cells[j - 1] and any(sign.isalpha() for sign in cells[j]):
                cells[j] = ""
    return Counter(
        tuple(row) for row in full if sum(cell[:1].isdigit() or cell[:1] == "-" for cell in row[1:]) > 0
    )


def true_grid(case: grids.Case) -> Grid:
    return [["" if cell in ("<", "^") else cell for cell in row] for row in case.rows]


def scored(cases: list[grids.Case], found: list[list[Grid]]) -> tuple[float, float]:
    """The F1 of neighbours, and the share of rows with figures that are right."""
    same = got = wanted = right = lines = 0
    for case, tables in zip(cases, found, strict=True):
        true = neighbours(true_grid(case))
        mine: Counter[tuple[str, str, str]] = sum((neighbours(table) for table in tables), Counter())
        same += (true & mine).total()
        got += mine.total()
        wanted += true.total()
        body = rows([["" if cell in ("<", "^") else cell for cell in row] for row in case.rows[case.heads :]])
        # the name of a row may reach over several, and come in the first of them or in each
        seen = Counter(row[1:] for table in tables for row in rows(table).elements())
        plain = Counter(row[1:] for row in body.elements())
        lines += body.total()
        right += (plain & seen).total()
    return 2 * same / max(got + wanted, 1), right / max(lines, 1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--venvs", type=Path, default=Path(tempfile.gettempdir()) / "civx-table-readers")
    parser.add_argument("--cases", type=int, default=1000)
    options = parser.parse_args()
    names = sorted(path.name for path in grids.FOLDER.glob("*.txt"))
    cases = [case for name in names for case in grids.cases(name)][: options.cases]
    print(f"{len(cases)} tables; F1 of neighbouring cells / rows with figures wholly right; seconds")
    print(f"{'':16}" + "".join(f"{rules:>16}" for rules in table_pdfs.RULES))
    with tempfile.TemporaryDirectory() as folder:
        pages: dict[str, list[str]] = {}
        for rules in table_pdfs.RULES:
            for number, case in enumerate(cases):
                path = Path(folder) / f"{rules}-{number}.pdf"
                path.write_bytes(table_pdfs.as_pdf(case, rules))
                pages.setdefault(rules, []).append(str(path))
        for reader in ("civx", *READERS):
            start = time.perf_counter()
            line = f"{reader:16}"
            for paths in pages.values():
                found = ours(paths) if reader == "civx" else others(reader, paths, options.venvs)
                if isinstance(found, str):
                    line = f"{reader:16}  {found}"
                    break
                line += "{:>9.3f} /{:.3f}".format(*scored(cases, found))
            print(f"{line}  {time.perf_counter() - start:6.1f}", flush=True)


if __name__ == "__main__":
    main()
