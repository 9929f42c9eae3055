"""How long reading files takes and how much memory, a MB of file each, beside other libraries that are installed.

    python benchmarks/inputs.py [FILE]...

Without files a workbook and a Word document are made (openpyxl, python-docx). Each reader runs in a process of its own;
the time is that of reading alone, the best of three, the memory the most that the process took.
"""
from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

READERS = {
    "civx": """
from civx.cli.reading import read_sources
def read(path):
    return sum(len(one.text) for one in read_sources(path))
""",
    "openpyxl": """
import openpyxl
def read(path):
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(1 for sheet in book for row in sheet.iter_rows(values_only=True))
""",
    "pandas": """
import pandas
def read(path):
    return len(pandas.read_excel(path, sheet_name=None, header=None))
""",
    "python-docx": """
import docx
def read(path):
    document = docx.Document(path)
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    return sum(len(one.text) for one in (*document.paragraphs, *cells))
""",
    "pdfplumber": """
import pdfplumber
def read(path):
    return sum(len(page.extract_text() or "") for page in pdfplumber.open(path).pages)
""",
    "markitdown": """
from markitdown import MarkItDown
def read(path):
    return len(MarkItDown().convert(path).text_content)
""",
}
FOR = {".xlsx": ("civx", "openpyxl", "pandas", "markitdown"), ".docx": ("civx", "python-docx", "markitdown"),
       ".pdf": ("civx", "pdfplumber", "markitdown")}
RUN = """
import resource, sys, time
{reader}
path, best = sys.argv[1], 1e9
for _ in range(3):
    start = time.perf_counter()
    read(path)
    best = min(best, time.perf_counter() - start)
print(best, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def made(folder: Path) -> list[Path]:
    """A workbook of 20,000 rows and a Word document of 3,000 paragraphs and a table of 300 rows."""
    import docx
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["乡镇", "户数（户）", "人数（人）", "金额（万元）", "占比"])
    for number in range(20_000):
        book.active.append([f"第{number}镇", number, number * 2, number / 7, number / 20_000])
        book.active.cell(number + 2, 5).number_format = "0.0%"
    book.save(folder / "made.xlsx")
    document = docx.Document()
    for number in range(3000):
        document.add_paragraph(f"第{number}镇共有低保对象{number}户、{2 * number}人，发放低保金{number / 10}万元。" * 2)
    table = document.add_table(300, 4)
    for number, cell in enumerate(table._cells):
        cell.text = str(number)
    document.save(str(folder / "made.docx"))
    return [folder / "made.xlsx", folder / "made.docx"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(name) for name in sys.argv[1:]] or made(Path(folder))
        print(f"{'file':24} {'MB':>6} {'reader':12} {'s':>8} {'s/MB':>8} {'MB of memory':>13}")
        for path in files:
            size = path.stat().st_size / 1e6
            for name in FOR.get(path.suffix.lower(), ("civx",)):
                command = [sys.executable, "-W", "ignore", "-c", RUN.format(reader=READERS[name]), str(path)]
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                if done.returncode:
                    said = done.stderr.strip().splitlines()[-1:]
                    print(f"{path.name[:24]:24} {size:6.2f} {name:12} {' '.join(said)[:50]}")
                    continue
                seconds, memory = map(float, done.stdout.split())
                print(f"{path.name[:24]:24} {size:6.2f} {name:12} {seconds:8.2f} {seconds / size:8.2f} {memory:13.0f}")


if __name__ == "__main__":
    main()
