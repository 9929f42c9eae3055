"""Tables as grids with every cell labelled, and the same table written as text, Markdown, HTML, CSV and Word.

``table_grids/*.txt`` hold the grids. A case begins with ``=== what it shows``, then come lines above the table
(``> ``), its rows (cells parted by `` | ``; ``<`` goes on with the cell to the left, ``^`` with the one above), lines
below (``_ ``), and behind ``--`` the labels: ``heads N`` says how many rows are the header, ``all``, ``cN``, ``rN``
and ``R,C`` give fields of all cells, a column's, a row's and one cell's, the later ones over the former; ``x R,C`` is a
cell with no fact. ``of`` is the total: ``rowN``, ``colN`` or ``R,C``; ``scale`` multiplies what is written; ``{name}``
in a subject is the row's ``name``. Cells of the columns that the labels name are facts where they hold a figure.
"""

from __future__ import annotations

import html
import re
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from civx.extractors.model import Fact

FOLDER = Path(__file__).parent / "table_grids"
FIELDS = ("unit", "programme", "subject", "place", "area", "status", "direction", "period")
_PARTED = re.compile(r" \|(?= |$)")
_PLAIN = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_STACKED = re.compile(r"[^\d\s。；，！？：][^。；！？\n]{0,23}")
_FIGURE = re.compile(r"[-+]?\d[\d, ]*(?:\.\d+)?")


class Label(NamedTuple):
    """What the fact in one cell is: its value, fields with their alternatives, and the cells that its total may be."""

    value: Decimal
    fields: dict[str, list[str]]
    wholes: list[tuple[int, int] | None]


class Case(NamedTuple):
    """A grid with what stands around it; None in the grid is a cell that one beside or above it reaches over."""

    title: str
    above: list[str]
    rows: list[list[str]]
    below: list[str]
    labels: dict[tuple[int, int], Label]
    heads: int = 1  # how many of the rows are the header

    def cell(self, row: int, column: int) -> str:
        """What is written over the place, by the cell that reaches over it."""
        text = self.rows[row][column]
        if text == "<":
            return self.cell(row, column - 1)
        return self.cell(row - 1, column) if text == "^" else text


def cases(name: str = "grids.txt") -> list[Case]:
    """The cases of one file."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [_case(case) for case in text.split("=== ")[1:]]


def _case(source: str) -> Case:
    title, _, rest = source.partition("\n")
    table, _, labels = rest.partition("\n--\n")
    above, rows, below = [], [], []
    for line in table.splitlines():
        if line.startswith("> "):
            above.append(line[2:])
        elif line.startswith("_ "):
            below.append(line[2:])
        else:
            rows.append([cell.strip(" ") for cell in _PARTED.split(line)])
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    given = labels.splitlines()
    heads = next((int(line.split()[1]) for line in given if line.startswith("heads ")), 1)
    case = Case(title, above, rows, below, {}, heads)
    _label(case, given)
    return case


def _label(case: Case, lines: list[str]) -> None:
    given: dict[str, dict[str, str]] = {}
    left_out: set[tuple[int, int]] = set()
    for line in filter(None, lines):
        key, *fields = line.split()
        if key == "x":
            left_out.add(_place(fields[0]))
        elif key != "heads":
            given.setdefault(key, {}).update(field.split("=", 1) for field in fields)
    for i, row in enumerate(case.rows):
        for j, text in enumerate(row):
            if i < case.heads or f"c{j}" not in given or (i, j) in left_out or not any(sign.isdigit() for sign in text):
                continue
            fields = {"status": "actual", "programme": "", "place": "", "area": "", "direction": "", "of": ""}
            for key in ("all", f"c{j}", f"r{i}", f"{i},{j}"):
                fields |= given.get(key, {})
            case.labels[i, j] = _one(fields, text, i, j)


def _one(fields: dict[str, str], text: str, i: int, j: int) -> Label:
    figure = _FIGURE.search(text)
    assert figure is not None, text
    value = Decimal(figure.group().replace(",", "").replace(" ", "")) * Decimal(fields.pop("scale", "1"))
    if "value" in fields:
        value = Decimal(fields.pop("value"))
    name = fields.pop("name", "")
    wholes: list[tuple[int, int] | None] = []
    for whole in fields.pop("of").split("|"):
        if not whole:
            wholes.append(None)
        elif whole.startswith("row"):
            wholes.append((int(whole[3:]), j))
        elif whole.startswith("col"):
            wholes.append((i, int(whole[3:])))
        else:
            wholes.append(_place(whole))
    return Label(value, {key: _named(words, name) for key, words in fields.items()}, wholes)


def _named(words: str, name: str) -> list[str]:
    """The alternatives of a field, each with every name that the row has."""
    return [one.replace("{name}", own) for one in words.split("|") for own in name.split("|")]


def _place(words: str) -> tuple[int, int]:
    row, _, column = words.partition(",")
    return int(row), int(column)


# ---- the same table in every form: what stands around it, and its rows


def as_text(case: Case) -> str:
    """Tabs between the cells; what reaches over several is repeated."""
    lines = ["\t".join(case.cell(i, j) for j in range(len(row))) for i, row in enumerate(case.rows)]
    return "\n".join([*case.above, *lines, *case.below]) + "\n"


def as_blank_text(case: Case) -> str:
    """Tabs between the cells; what reaches over several stands in the first."""
    lines = ["\t".join("" if cell in "<^" else cell for cell in row) for row in case.rows]
    return "\n".join([*case.above, *lines, *case.below]) + "\n"


def as_markdown(case: Case) -> str:
    """A pipe table with a blank line around, as converters write it."""
    lines = ["| " + " | ".join(case.cell(i, j) for j in range(len(row))) + " |" for i, row in enumerate(case.rows)]
    lines.insert(1, "|" + " --- |" * len(case.rows[0]))
    return "\n".join([*case.above, "", *lines, "", *case.below]) + "\n"


def as_bars(case: Case) -> str:
    """Full-width bars."""
    lines = ["｜" + "｜".join(case.cell(i, j) for j in range(len(row))) + "｜" for i, row in enumerate(case.rows)]
    return "\n".join([*case.above, *lines, *case.below]) + "\n"


def as_csv(case: Case) -> str:
    """A .csv file, its title lines in it."""
    lines = [
        ",".join(f'"{cell}"' if "," in cell else cell for cell in ("" if cell in "<^" else cell for cell in row))
        for row in case.rows
    ]
    return "\n".join([*case.above, *lines, *case.below]) + "\n"


def as_html(case: Case) -> str:
    """A table of a web page, with colspan and rowspan."""
    lines = []
    for i, row in enumerate(case.rows):
        cells = []
        for j, text in enumerate(row):
            if text in ("<", "^"):
                continue
            wide = next((n for n in range(j + 1, len(row)) if row[n] != "<"), len(row)) - j
            high = next((n for n in range(i + 1, len(case.rows)) if case.rows[n][j] != "^"), len(case.rows)) - i
            spans = (f' colspan="{wide}"' if wide > 1 else "") + (f' rowspan="{high}"' if high > 1 else "")
            cells.append(f"<td{spans}>{html.escape(text)}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    around = ["".join(f"<p>{html.escape(line)}</p>" for line in part) for part in (case.above, case.below)]
    return f"{around[0]}<table>\n" + "\n".join(lines) + f"\n</table>{around[1]}\n"


def may_be_blanks(case: Case) -> bool:
    """Whether blanks alone can hold the cells apart: none reaches over others, few are empty."""
    cells = [cell for row in case.rows for cell in row]
    full = [row for row in case.rows if all(row)]
    whole = case.rows[0] in full and len(full) > 2 and 2 * len(full) >= len(case.rows)
    return not {"<", "^"} & set(cells) and (all(cells) or whole)


def as_spaced(case: Case) -> str:
    """Blanks between the cells, each column as wide as its widest cell and two blanks more."""
    widths = [max(len(row[j]) for row in case.rows) + 2 for j in range(len(case.rows[0]))]
    lines = ["".join(cell.ljust(width, "\u3000") for cell, width in zip(row, widths, strict=True)) for row in case.rows]
    return "\n".join([*case.above, *(line.rstrip("\u3000") for line in lines), *case.below]) + "\n"


def may_be_stacked(case: Case) -> bool:
    """Whether a copy may flatten it to one cell a line: one row of heads, then each row's name and as many figures."""
    rows = case.rows[case.heads :]
    return case.heads == 1 and len(rows) > 1 and all(case.rows[0]) and len(rows[0]) > 2 and all(
        _STACKED.fullmatch(row[0]) is not None and all(_PLAIN.fullmatch(cell) is not None for cell in row[1:])
        for row in rows
    )


def as_stacked(case: Case) -> str:
    """One cell a line."""
    return "\n".join([*case.above, *(cell for row in case.rows for cell in row), *case.below]) + "\n"


def as_html_in_text(case: Case) -> str:
    """A table of HTML in Markdown, as text recognition writes it: all in one line."""
    page = as_html(case).replace("<p>", "").replace("</p>", "\n").replace("</tr>\n", "</tr>")
    return page.replace("<table>\n", "\n<table border=1 width=\"98%\">").replace("</table>", "</table>\n\n")


def _merges(case: Case) -> list[tuple[int, int, int, int]]:
    """Of the cells that reach over others the place and the last row and column."""
    merges = []
    for i, row in enumerate(case.rows):
        for j, text in enumerate(row):
            wide = next((n for n in range(j + 1, len(row)) if row[n] != "<"), len(row)) - 1
            high = next((n for n in range(i + 1, len(case.rows)) if case.rows[n][j] != "^"), len(case.rows)) - 1
            if text not in ("<", "^") and (wide > j or high > i):
                merges.append((i, j, high, wide))
    return merges


def _blank(case: Case) -> list[list[str]]:
    return [["" if text in ("<", "^") else text for text in row] for row in case.rows]


def as_docx(case: Case) -> bytes:
    """A Word document."""
    from document_builders import word

    return word(*case.above, (_blank(case), tuple(_merges(case))), *case.below)


def as_xlsx(case: Case) -> bytes:
    """A workbook: what stands around it in rows of its own that are merged over all columns, figures as numbers."""
    import openpyxl

    from sheet_builders import saved

    last, first = len(case.rows[0]) - 1, len(case.above)
    book = openpyxl.Workbook()
    sheet = book.active
    for i, row in enumerate([*([line] for line in case.above), *_blank(case), *([line] for line in case.below)], 1):
        for j, text in enumerate(row, 1):
            cell = sheet.cell(i, j, _typed(text))
            if isinstance(cell.value, (int, float)):
                cell.number_format = "#,##0" + "." * ("." in text) + "0" * len(text.partition(".")[2])
    whole = [i for i in range(first + len(case.rows) + len(case.below)) if not first <= i < first + len(case.rows)]
    merged = [(low + first, left, high + first, right) for low, left, high, right in _merges(case)]
    for low, left, high, right in [*merged, *((i, 0, i, last) for i in whole)]:
        sheet.merge_cells(start_row=low + 1, start_column=left + 1, end_row=high + 1, end_column=right + 1)
    return saved(book)


def _typed(cell: str) -> str | int | float | None:
    if _PLAIN.fullmatch(cell) is None or cell.endswith("%") or (cell.startswith("0") and cell.isdecimal()):
        return cell or None
    plain = cell.replace(",", "")
    return float(plain) if "." in plain else int(plain)


# ---- what came out, against the labels


def wrong(case: Case, facts: list[Fact]) -> dict[tuple[int, int], list[str]]:
    """What is wrong, cell by cell; (-1, n) for what is made up."""
    by_id = {fact.id: fact for fact in facts}
    spare = list(facts)
    chosen: dict[tuple[int, int], Fact] = {}
    problems: dict[tuple[int, int], list[str]] = {}
    for place, label in case.labels.items():
        here = [fact for fact in spare if fact.value == label.value and fact.unit in label.fields["unit"]]
        if not here:
            problems[place] = ["missing"]
            continue
        best = min(here, key=lambda fact: (len(_differences(label, fact)), fact.start))
        spare.remove(best)
        chosen[place] = best
        if different := _differences(label, best):
            problems[place] = different
    for place, fact in chosen.items():
        wholes = [chosen.get(whole) if whole is not None else None for whole in case.labels[place].wholes]
        got = by_id.get(fact.part_of or "")
        if got not in wholes:
            problems.setdefault(place, []).append(f"part_of {got.quote if got else None}")
    for n, fact in enumerate(spare):
        problems[-1, n] = [f"made up {fact.quote} {fact.unit} {fact.subject}"]
    return problems


def _differences(label: Label, fact: Fact) -> list[str]:
    got = {name: getattr(fact, name) for name in FIELDS}
    return [
        f"{name} {got[name]!r} not {'|'.join(label.fields[name])!r}"
        for name in FIELDS
        if got[name] not in label.fields.get(name, [got[name]]) and (name != "programme" or label.fields[name] != [""])
    ]
