"""The labels that Word counts by itself (一、 （二） 3.): they stand in no paragraph's text."""
from __future__ import annotations

import re
from typing import Any, NamedTuple

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_CHINESE = ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
            "japaneseCounting")
_STEMS = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}


class _Level(NamedTuple):
    start: int
    form: str
    text: str


class Numbering:
    """Counts a document's numbered paragraphs, in their order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, tuple[str | None, str | None, str | None]] = {}
        root = _root(document)
        if root is not None:
            self._read(root)
        for style in document.styles.element.iterchildren(f"{_W}style"):
            number, level = _numbered(style)
            based = style.find(f"{_W}basedOn")
            name = style.get(f"{_W}styleId") or ""
            self._styles[name] = (number, level, based.get(f"{_W}val") if based is not None else None)

    def label(self, paragraph: Any) -> str:
        """The label in front of the paragraph, "" where it has none; each call counts."""
        number, level_name = self._of(paragraph)
        if number in (None, "0") or number not in self._abstract:
            return ""
        level = int(level_name) if level_name and level_name.isdecimal() else 0
        levels = self._levels.get(number, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._abstract[number], {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if levels[level].form in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            known = levels.get(at, levels[level])
            return _count(counts.get(at, known.start), known.form)

        label = re.sub(r"%([1-9])", shown, levels[level].text)
        return f"{label} " if label and label[-1].isascii() else label  # 1. and 10户 must not become 1.10户

    def _of(self, paragraph: Any) -> tuple[str | None, str | None]:
        """The numbering and level of a paragraph, from itself or its style and what that is based on."""
        number, level = _numbered(paragraph)
        found = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = found.get(f"{_W}val") if found is not None else None
        seen: set[str] = set()
        while number is None and style in self._styles and style not in seen:
            seen.add(style)
            number, own, style = self._styles[style]
            level = level or own
        return number, level

    def _read(self, root: Any) -> None:
        abstracts = {
            element.get(f"{_W}abstractNumId"): {
                int(level.get(f"{_W}ilvl")): _level(level) for level in element.iterchildren(f"{_W}lvl")
            }
            for element in root.iterchildren(f"{_W}abstractNum")
        }
        for element in root.iterchildren(f"{_W}num"):
            number = element.get(f"{_W}numId")
            abstract = _value(element, "abstractNumId")
            levels = dict(abstracts.get(abstract, {}))
            restarts = False
            for override in element.iterchildren(f"{_W}lvlOverride"):
                at = int(override.get(f"{_W}ilvl"))
                whole = override.find(f"{_W}lvl")
                if whole is not None:
                    levels[at] = _level(whole)
                start = _value(override, "startOverride")
                if start.isdecimal():
                    restarts = True
                    if at in levels:
                        levels[at] = levels[at]._replace(start=int(start))
            self._levels[number] = levels
            # Lists of one definition count on from each other, unless one says where it starts anew.
            self._abstract[number] = f"{number}" if restarts else f"of {abstract}"


def _root(document: Any) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            part = relation.target_part
            if hasattr(part, "element"):
                return part.element
    return None


def _numbered(element: Any) -> tuple[str | None, str | None]:
    found = element.find(f"{_W}pPr/{_W}numPr")
    if found is None:
        return None, None
    return _value(found, "numId") or None, _value(found, "ilvl") or None


def _level(element: Any) -> _Level:
    start = _value(element, "start")
    return _Level(
        int(start) if start.isdecimal() else 1, _value(element, "numFmt") or "decimal", _value(element, "lvlText")
    )


def _value(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return "" if found is None else found.get(f"{_W}val") or ""


def _count(number: int, form: str) -> str:
    """``number`` as Word shows it in the form ``form``; forms that are unknown here as digits."""
    if form in _STEMS and 0 < number <= len(_STEMS[form]):
        return _STEMS[form][number - 1]
    if form in _CHINESE and 0 < number < 100:
        return _chinese(number)
    if form == "chineseLegalSimplified" and 0 < number < 10:
        return _LEGAL[number]
    if form == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 40:
        roman = "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        return roman if form == "lowerRoman" else roman.upper()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
