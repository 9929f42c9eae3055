"""The text of a Word paragraph: its runs, what is tracked in them, and what hangs on it (text boxes, notes)."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_THROUGH = (
    "hyperlink", "smartTag", "sdtContent", "customXml", "fldSimple", "r", "dir", "bdo", "ruby", "rubyBase",
)
_TEXT_BOX = f"{W}txbxContent"
_FRACTION = ("num", "den")


class Ways:
    """How a document is read: with its tracked changes as accepted, or as it was before them; and what was found."""

    def __init__(self, original: bool = False) -> None:
        self.original = original
        new, old = {f"{W}ins", f"{W}moveTo"}, {f"{W}del", f"{W}moveFrom"}
        self.through = {f"{W}{tag}" for tag in _THROUGH} | (old if original else new)
        self.text = {f"{W}t", f"{W}delText"} if original else {f"{W}t"}
        self.gone = f"{W}ins" if original else f"{W}del"  # the mark of what is not there any more, or not yet
        self.boxes: list[Any] = []  # the text boxes met in a paragraph, until they are printed behind it
        self.notes: list[tuple[str, str]] = []  # the notes referred to: footnote or endnote, and its id
        self.chunks = 0  # documents inside the document, which are not read

    def control(self, element: Any) -> Any:
        """What a content control holds; nothing where that only says what is to be filled in."""
        content = element.find(f"{W}sdtContent")
        return () if content is None or element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None else content

    def alternative(self, element: Any) -> Any:
        """The content that a program of today would show, of several that mean the same."""
        chosen = element.find(f"{_MC}Choice")
        return chosen if chosen is not None else element.find(f"{_MC}Fallback") or ()


def is_control(element: Any) -> bool:
    """Whether the element is a content control."""
    return bool(element.tag == f"{W}sdt")


def is_alternative(element: Any) -> bool:
    """Whether the element holds several contents that mean the same."""
    return bool(element.tag == f"{_MC}AlternateContent")


def inline(parent: Any, ways: Ways) -> Iterator[str]:
    """The pieces of text in a paragraph; those of fields are their results, not their codes."""
    for child in parent:
        tag = child.tag
        if tag in ways.text:
            yield child.text or ""
        elif tag in ways.through:
            if tag != f"{W}r" or not _is_hidden(child):
                yield from inline(child, ways)
        elif is_control(child):
            yield from inline(ways.control(child), ways)
        elif is_alternative(child):
            yield from inline(ways.alternative(child), ways)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            ways.notes.append((tag[len(W) : -len("Reference")], child.get(f"{W}id") or ""))
        elif tag in (f"{_M}oMath", f"{_M}oMathPara"):
            yield from _formula(child)
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            ways.boxes += child.iter(_TEXT_BOX)
        elif tag in _SIGNS and child.get(f"{W}type") != "page":
            yield _SIGNS[tag]


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val") not in ("0", "false", "off")


def _formula(parent: Any) -> Iterator[str]:
    """The signs of a formula in a line; a fraction with a slash, and nothing of a power, which would be digits more."""
    for child in parent:
        if child.tag == f"{_M}t":
            yield child.text or ""
        elif child.tag == f"{_M}f":
            above, below = ("".join(_formula(part)) for name in _FRACTION for part in child.iterchildren(f"{_M}{name}"))
            yield f"{above}/{below}"
        elif child.tag not in (f"{_M}sup", f"{_M}sub", f"{_M}deg"):
            yield from _formula(child)


def is_gone(paragraph: Any, ways: Ways) -> bool:
    """Whether the end of the paragraph was deleted, so that the next one goes on with it."""
    return paragraph.find(f"{W}pPr/{W}rPr/{ways.gone}") is not None
