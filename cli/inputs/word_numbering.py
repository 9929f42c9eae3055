"""The labels that Word counts by itself (一、 （二） 3.): they stand in no paragraph's text."""
from __future__ import annotations

import re
from typing import Any, NamedTuple

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_CHINESE = ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
            "japaneseCounting")
_DIGIT_BY_DIGIT = ("ideographDigital", "taiwaneseDigital", "koreanDigital2")
_LEGAL_FORMS = ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal")
_ENCLOSED = {
    "decimalEnclosedCircle": 0x2460, "decimalEnclosedCircleChinese": 0x2460, "decimalEnclosedParen": 0x2474,
    "decimalEnclosedFullstop": 0x2488,
}
_STEMS = {"ideographTraditional": "甲乙丙丁戊己庚辛壬癸", "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥"}


class _Level(NamedTuple):
    start: int
    form: str
    text: str


class Numbering:
    """Counts a document's numbered paragraphs, in their order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """``numbering`` and ``styles`` are the roots of those parts, None where the document lacks them."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, tuple[str | None, str | None, str | None]] = {}
        self._linked: dict[tuple[str, str], int] = {}  # of a numbering and a style that one of its levels is for
        if numbering is not None:
            self._read(numbering)
        for style in styles.iterchildren(f"{_W}style") if styles is not None else ():
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
            named = style
            number, own, style = self._styles[style]
            level = level or own
            if number is not None and level is None and (number, named) in self._linked:
                level = str(self._linked[number, named])
        return number, level

    def _read(self, root: Any) -> None:
        definitions = {element.get(f"{_W}abstractNumId"): element for element in root.iterchildren(f"{_W}abstractNum")}
        by_style = {name: element for element in definitions.values() if (name := _value(element, "styleLink"))}
        for name, element in definitions.items():  # one that only names a style has the levels of the one that is it
            definitions[name] = by_style.get(_value(element, "numStyleLink"), element)
        abstracts = {
            name: {
                at: _level(level)
                for level in element.iterchildren(f"{_W}lvl")
                if (at := _depth(level)) is not None
            }
            for name, element in definitions.items()
        }
        for element in root.iterchildren(f"{_W}num"):
            number = element.get(f"{_W}numId")
            abstract = _value(element, "abstractNumId")
            levels = dict(abstracts.get(abstract, {}))
            restarts = False
            for level in definitions[abstract].iterchildren(f"{_W}lvl") if abstract in definitions else ():
                if (style := _value(level, "pStyle")) and (at := _depth(level)) is not None:
                    self._linked[number, style] = at
            for override in element.iterchildren(f"{_W}lvlOverride"):
                at = _depth(override)
                if at is None:
                    continue
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
            self._abstract[number] = f"{number}" if restarts else f"of {abstract}"  # no message


def _depth(element: Any) -> int | None:
    level = element.get(f"{_W}ilvl") or ""
    return int(level) if level.isdecimal() and len(level) < 3 else None


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
    if form in _CHINESE and 0 < number < 1000:
        return _chinese(number)
    if form in _DIGIT_BY_DIGIT:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if form in _LEGAL_FORMS and 0 < number < 1000:
        return _chinese(number, _LEGAL, "拾", "佰")
    if form in _ENCLOSED and 0 < number <= 20:
        return chr(_ENCLOSED[form] + number - 1)
    if form.startswith("decimalFullWidth"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26 * 30:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman if form == "lowerRoman" else roman.upper()
    if form == "numberInDash":
        return f"- {number} -"
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _chinese(number: int, digits: str = _DIGITS, ten: str = "十", hundred: str = "百") -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{digits[hundreds]}{hundred}" if hundreds else ""
    if tens:
        head += ten if tens == 1 and not hundreds and digits is _DIGITS else f"{digits[tens]}{ten}"
    elif hundreds and ones:
        head += "零"
    return head + (digits[ones] if ones else "")


def _roman(number: int) -> str:
    signs = (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    )
    text = ""
    for value, sign in signs:
        count, number = divmod(number, value)
        text += sign * count
    return text
