"""How much of a report a PDF keeps: ``python benchmarks/pdf.py`` lays out the samples and reads them back.

Each sample is set in full lines with a running head and page numbers, broken as word processors do it: no number over
two lines, no line that begins with a comma or a stop. Printed are the seconds for reading, whether the text is the
sample's own but for line breaks, and how many of the sample's facts are found again with the same value, unit,
programme, status and period.
"""
from __future__ import annotations

import io
import re
import time
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from civx.cli.inputs.from_pdf import pdf_text
from civx.extractors.pipeline import extract

SAMPLES = Path(__file__).parent.parent / "samples"
FONTS = {"county-traditional": "MSung-Light"}
PLAIN = "STSong-Light"
COLUMNS = 68
_PIECE = re.compile(r"(?:[（“《]*(?:[\d.,%]+|.))[，。、；：！？）”》％]*")


def wrapped(line: str) -> list[str]:
    """A paragraph's lines on the page."""
    lines = [""]
    for piece in _PIECE.findall(line):
        columns = sum(1 if char.isascii() else 2 for char in lines[-1] + piece)
        if columns > COLUMNS and lines[-1]:
            lines.append("")
        lines[-1] += piece
    return lines


def laid_out(text: str, font: str) -> bytes:
    """The text as a PDF of A4 pages."""
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer, pagesize=(595, 842))
    lines = [part for line in text.split("\n") for part in wrapped(line)]
    for page, first in enumerate(range(0, len(lines), 34), 1):
        drawn.setFont(font, 9)
        drawn.drawString(90, 792, "青石县民政局年报")
        drawn.drawCentredString(297, 40, f"- {page} -")
        drawn.setFont(font, 12)
        for row, line in enumerate(lines[first : first + 34]):
            drawn.drawString(90, 750 - 20 * row, line)
        drawn.showPage()
    drawn.save()
    return buffer.getvalue()


def facts(text: str) -> list[tuple[object, ...]]:
    """What is compared of each fact."""
    return [
        (fact.value, fact.min, fact.max, fact.unit, fact.programme, fact.status, fact.period)
        for fact in extract(text).facts
    ]


def main() -> None:
    print("sample                pages  seconds  same text  facts found again")
    # Not the samples of tables: drawn as lines without rules, nothing of a table is left in them.
    for path in sorted(path for path in SAMPLES.glob("*.txt") if not path.stem.startswith("tables-")):
        text = path.read_bytes().decode().replace("\t", " ")
        data = laid_out(text, FONTS.get(path.stem, PLAIN))
        start = time.perf_counter()
        read, pages = pdf_text(data)
        seconds = time.perf_counter() - start
        wanted, got = facts(text), facts(read)
        again = sum(min(wanted.count(fact), got.count(fact)) for fact in set(wanted))
        same = "".join(read.split()) == "".join(text.split())
        print(f"{path.stem:21} {len(pages):5}  {seconds:7.2f}  {same!s:9}  {again} of {len(wanted)}")


if __name__ == "__main__":
    main()
