"""The language in which civx speaks to people: English, or Chinese in Simplified or Traditional characters.

All code says what it has to say in English; where a text leaves for a person it goes through :func:`told`, which looks
it up in the catalogue of the language. So rooms below this one know nothing of languages, logs and JSON stay as they
are, and nothing is loaded for English.
"""
from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

ENGLISH, CHINESE, TRADITIONAL = LANGUAGES = ("en", "zh", "zh-Hant")
TAGS = {ENGLISH: "en", CHINESE: "zh-CN", TRADITIONAL: "zh-Hant"}  # as HTML has them
VARIABLE = "CIVX_LANG"
_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # in the order in which POSIX has them win
_TRADITIONAL_TAGS = ("hant", "tw", "hk", "mo")
_current = ENGLISH


def current() -> str:
    """The language that is spoken now, one of :data:`LANGUAGES`."""
    return _current


def speak(language: str) -> None:
    """Speak ``language`` from now on, click's own messages too."""
    global _current
    if language == _current:
        return
    _current = language
    from .catalogue import for_click

    for_click(language)


def told(text: str) -> str:
    """``text``, which is English and may be a message with its values in it, in the current language.

    What the catalogue does not hold comes back as it is.
    """
    if _current == ENGLISH or not text:
        return text
    from .catalogue import translated

    return translated(text, _current)


def chosen(
    arguments: Sequence[str], environ: Mapping[str, str] | None = None, settings_say: Callable[[], str] = str
) -> str:
    """The language that the command line asks for, else CIVX_LANG, else what ``settings_say``, else that of the locale.

    That of the locale only where the terminal can show it.
    """
    environ = os.environ if environ is None else environ
    asked = _asked(arguments) or language_of(environ.get(VARIABLE, "")) or language_of(settings_say())
    if asked is not None:
        return asked
    locale = next((environ[name] for name in _LOCALE_VARIABLES if environ.get(name)), "") or _of_windows()
    language = language_of(locale) or ENGLISH
    return language if language == ENGLISH or (_shows_chinese(sys.stderr) and _shows_chinese(sys.stdout)) else ENGLISH


def language_of(tag: str) -> str | None:
    """The language of a locale's name or of a tag (``zh_TW.UTF-8``, ``zh-Hant``, ``en``); None where civx lacks it."""
    parts = tag.replace("-", "_").partition(".")[0].partition("@")[0].lower().split("_")
    if parts[0] == CHINESE:
        return TRADITIONAL if any(part in _TRADITIONAL_TAGS for part in parts[1:]) else CHINESE
    return ENGLISH if parts[0] == ENGLISH else None


def make_writable() -> None:
    """Let standard output and standard error take every character, where their encoding would raise for some."""
    for stream in (sys.stdout, sys.stderr):
        if not _shows_chinese(stream) and hasattr(stream, "reconfigure"):
            stream.reconfigure(**({"encoding": "utf-8"} if _current != ENGLISH else {"errors": "backslashreplace"}))


def _asked(arguments: Sequence[str]) -> str | None:
    """What ``--lang`` says, before click reads the command line, whose help and errors are to be in it."""
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name == "--lang":
            value = value if equals else next(iter(arguments[at + 1:]), "")
            return value if value in LANGUAGES else None
    return None


def _shows_chinese(stream: object) -> bool:
    encoding = getattr(stream, "encoding", None)
    try:
        "中文，繁體…".encode(encoding or "utf-8")
    except (UnicodeError, LookupError):
        return False
    return True


def _of_windows() -> str:
    """The language of Windows' own windows, which sets none of the variables; "" elsewhere."""
    if sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    return ""


def named(field: str, value: str, fallback: str = "", language: str = "") -> str:
    """What a value of a fact's field (or of ``field``, ``severity``, ``kind``) is called for people.

    In the current language, or in Chinese where ``language`` is ``zh``; English has ``fallback`` or the value itself.
    """
    if not value or (language or _current) == ENGLISH:
        return fallback or value
    from .names import NAMES

    return told(NAMES.get(field, {}).get(value, fallback or value))


def listed(parts: Iterable[str]) -> str:
    """Texts one after another, parted as the language does it."""
    return (", " if _current == ENGLISH else "，").join(parts)


def width(text: str) -> int:
    """The columns of a terminal that ``text`` takes."""
    if text.isascii():
        return len(text)
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def left(text: str, columns: int) -> str:
    """``text`` with blanks behind it, at least ``columns`` wide on a terminal."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """``text`` with blanks before it, at least ``columns`` wide on a terminal."""
    return " " * (columns - width(text)) + text
