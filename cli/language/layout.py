"""Help in Chinese: lines broken between characters, and columns that reckon with characters of double width."""
from __future__ import annotations

from collections.abc import Iterable

from click import Context, HelpFormatter

from . import width

_NEVER_FIRST = "，。；：、！？）》”’％…,.;:!?)]}"
_NEVER_LAST = "（《“‘([{"


class ChineseFormatter(HelpFormatter):
    """Writes help whose words have no blanks between them."""

    def write_heading(self, heading: str) -> None:
        """The heading with the colon of Chinese."""
        self.write(f"{' ' * self.current_indent}{heading}：\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, each broken into lines; one that begins with a backspace stays as it is."""
        indent = " " * self.current_indent
        paragraphs = []
        for paragraph in text.split("\n\n"):
            if paragraph.startswith("\b"):
                lines = paragraph.lstrip("\b\n").split("\n")
            else:
                lines = wrapped(joined(paragraph), max(self.width - self.current_indent, 20))
            paragraphs.append("".join(f"{indent}{line}\n" for line in lines))
        self.write("\n".join(paragraphs))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms left, what they mean right of them; below where a term is long."""
        rows = list(rows)
        first = min(max((width(term) for term, _ in rows), default=0), col_max) + col_spacing
        for term, meaning in rows:
            start = " " * self.current_indent + term
            lines = wrapped(joined(meaning), max(self.width - self.current_indent - first, 20))
            rest = " " * (self.current_indent + first)
            if width(term) <= first - col_spacing:
                self.write(f"{start}{' ' * (first - width(term))}{lines[0]}".rstrip() + "\n")
                lines = lines[1:]
            else:
                self.write(f"{start}\n")
            self.write("".join(f"{rest}{line}\n" for line in lines))


class ChineseContext(Context):
    """A context whose help is laid out for Chinese."""

    formatter_class = ChineseFormatter


def joined(paragraph: str) -> str:
    """The lines of a paragraph as one: a break beside a Chinese character is no blank."""
    text = ""
    for line in paragraph.split("\n"):
        line = line.strip()
        blank = " " if text and line and width(text[-1]) == 1 and width(line[0]) == 1 else ""
        text += blank + line
    return text


def wrapped(text: str, most: int) -> list[str]:
    """``text`` in lines of at most ``most`` columns, broken at blanks and between Chinese characters."""
    lines = [""]
    for piece in _pieces(text):
        if width(lines[-1] + piece.rstrip()) > most and lines[-1]:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return lines


def _pieces(text: str) -> list[str]:
    """What must not be broken: words with the blank behind them, characters with the signs that go with them."""
    pieces: list[str] = []
    for sign in text:
        before = pieces[-1][-1] if pieces else ""
        wide = width(sign) == 2
        together = pieces and (
            sign in _NEVER_FIRST or sign == " " or before in _NEVER_LAST
            or (not wide and before != " " and width(before) == 1)
        )
        if together and not (before == " " and sign != " "):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces
