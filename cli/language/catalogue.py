"""Catalogues of messages, as gettext's .mo files, and how a message with its values in it is found in one.

A message of several values is kept with their names: ``{output}: is also read; say another name after {option}``. What
is told is the whole text; it is matched against these, the one with the most words of its own first, and its values are
set into the translation. ``{problem:t}`` there is a value that is itself a message.
"""
from __future__ import annotations

import os
import re
import struct
from functools import cache
from typing import NamedTuple

DOMAIN = "civx"
LOCALES = os.path.join(os.path.dirname(os.path.dirname(__file__)), "locale")
_FOLDERS = {"zh": "zh", "zh-Hant": "zh_Hant"}
_FIELD = re.compile(r"\{(\w*)\}")
_SET = re.compile(r"\{(\w*)(:t)?\}")
_DEEPEST = 6  # messages in messages
_MAGIC = 0x950412DE
_environment: list[str | None] = []


class Template(NamedTuple):
    """A message with values: the longest text of its own, what finds the values, and the translation."""

    needle: str
    pattern: str
    translation: str


def for_click(language: str) -> None:
    """Have click, which asks gettext, speak ``language``; English is what it speaks by itself."""
    import gettext

    if language not in _FOLDERS:
        gettext.textdomain("messages")
        if _environment and (before := _environment.pop()) is not None:
            os.environ["LANGUAGE"] = before
        else:
            os.environ.pop("LANGUAGE", None)
        return
    if not _environment:
        _environment.append(os.environ.get("LANGUAGE"))
    os.environ["LANGUAGE"] = _FOLDERS[language]
    gettext.bindtextdomain(DOMAIN, LOCALES)
    gettext.textdomain(DOMAIN)


def translated(text: str, language: str, depth: int = 0) -> str:
    """``text`` in ``language``, itself where the catalogue lacks it."""
    messages = messages_of(language)
    if (exact := messages.get(text)) is not None:
        return exact
    if depth > _DEEPEST:
        return text
    for template in _templates(language):
        if template.needle in text and (found := _compiled(template.pattern).fullmatch(text)):
            return _filled(template.translation, found.groupdict(), language, depth)
    return text


def _filled(translation: str, values: dict[str, str], language: str, depth: int) -> str:
    def value(field: re.Match[str]) -> str:
        own = values[field[1]]
        return translated(own, language, depth + 1) if field[2] else own

    return _SET.sub(value, translation)


@cache
def messages_of(language: str) -> dict[str, str]:
    """The messages of a language and their translations, {} where there is no catalogue of it."""
    path = os.path.join(LOCALES, _FOLDERS.get(language, language), "LC_MESSAGES", f"{DOMAIN}.mo")
    try:
        with open(path, "rb") as file:
            return read_mo(file.read())
    except OSError:
        return {}


def read_mo(data: bytes) -> dict[str, str]:
    """The messages of a .mo file with their translations. Raises ValueError where it is none."""
    if len(data) < 20 or struct.unpack_from("<I", data)[0] != _MAGIC:
        raise ValueError("no .mo file with the low byte first")
    count, ids, strings = struct.unpack_from("<3I", data, 8)
    found = {}
    for at in range(count):
        texts = []
        for table in (ids, strings):
            length, start = struct.unpack_from("<2I", data, table + 8 * at)
            texts.append(data[start:start + length].decode("utf-8"))
        if texts[0]:  # the first is the file's own head
            found[texts[0].split("\0")[0]] = texts[1].split("\0")[0]
    return found


@cache
def _templates(language: str) -> list[Template]:
    """The messages that have values, those with the most text of their own first."""
    found = []
    for message, translation in messages_of(language).items():
        pieces = _FIELD.split(message)
        if len(pieces) > 1:
            own = pieces[::2]
            pattern = "".join(
                re.escape(piece) if at % 2 == 0 else f"(?P<{piece}>.*?)" for at, piece in enumerate(pieces)
            )
            found.append((sum(map(len, own)), Template(max(own, key=len), pattern, translation)))
    return [template for _, template in sorted(found, key=lambda one: (-one[0], one[1]))]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)
