"""Which encoding bytes are in that are no UTF-8, and one clear reason where that cannot be said or is wrong."""
from __future__ import annotations

import re
from typing import NamedTuple

from civx.cli.errors import FileProblem

from .chinese import Look, look

_CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
# Text that is said to be in the narrower one is often in the wider one: browsers read these names so, too.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs"}
_CHINESE_CODECS = {"gb18030", "gbk", "gb2312", "cp936", "hz", "big5", "big5hkscs", "cp950"}
# Python's Big5 tables follow an old list for some signs; these are what Windows and browsers show (the ～ of 50～60).
_BIG5_SIGNS = str.maketrans("•､‾∼♁☉¥¢£", "‧﹑¯～⊕⊙￥￠￡")
_SAMPLE = 1 << 16
_BEYOND_ASCII = re.compile(rb"[^\t\n\f\r\x20-\x7e]")


class _Guess(NamedTuple):
    encoding: str
    look: Look


def as_told(data: bytes, encoding: str, errors: str) -> str:
    """The text in the encoding that the user names. Raises FileProblem where it is plainly in another."""
    text = strict(data, encoding) if errors == "strict" else _converted(data, encoding, errors)
    try:
        text.encode()
    except UnicodeEncodeError as error:  # utf-7 and a few others let halves of a character through
        problem = f"{encoding} gives half a character at character {error.start}, which no output can hold"
        raise FileProblem(f"{problem}: say another --encoding") from error
    sample = _sample(data)
    told = look(_converted(sample, encoding, "replace"))
    if told.doubtful:
        best = _best(sample)
        if best.look.cost < told.cost - 20 and not best.look.doubtful:
            raise FileProblem(f"does not read like Chinese in {encoding}: say --encoding {best.encoding}")
    return text


def guessed(data: bytes, declared: str | None) -> str:
    """The text in the encoding that makes Chinese of it. Raises FileProblem where none does."""
    sample = _sample(data)
    best = _best(sample, declared)
    other = best.look.doubtful and _other_language(sample)
    if not other and not best.look.hopeless:
        return strict(data, best.encoding)
    try:
        return data.decode()  # no Chinese, but valid: another language
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise binary(data) from error
        likely = f"say --encoding {other}, if that is right" if other else "say --encoding NAME"
        raise FileProblem(f"neither UTF-8 nor a Chinese encoding that makes sense: {likely}") from error


def binary(data: bytes) -> FileProblem:
    """What to say of bytes that are no text."""
    return FileProblem(f"binary, not text (NUL at byte {data.find(0)}): turn it into a text file first")


def _best(sample: bytes, declared: str | None = None) -> _Guess:
    """The candidate whose text looks most like Chinese."""
    names = dict.fromkeys((*_CANDIDATES, _codec(declared or "utf-8")))
    guesses = [_Guess(name, look(_converted(sample, name, "replace"))) for name in names]
    if b"\0" not in sample:  # two Latin letters often make one Chinese character: then a few of these prove nothing
        guesses = [guess for guess in guesses if not guess.encoding.startswith("utf-16") or _is_sound(guess.look)]
    return min(guesses, key=lambda guess: guess.look.cost)


def _is_sound(seen: Look) -> bool:
    return seen.others > 2 and not seen.doubtful


def _other_language(sample: bytes) -> str:
    """The encoding that charset-normalizer takes the bytes for, "" where that is a Chinese one or none."""
    from charset_normalizer import from_bytes

    found = from_bytes(sample).best()
    if found is None or found.encoding in _CHINESE_CODECS or found.encoding.startswith(("ascii", "utf")):
        return ""
    return found.encoding


def _sample(data: bytes) -> bytes:
    """A stretch that says enough of the whole, from the first bytes that are not ASCII on."""
    found = _BEYOND_ASCII.search(data)
    start = max(found.start() - 64, 0) & ~3 if found else 0
    return data[start : start + _SAMPLE]


def _codec(name: str) -> str:
    """The codec that reads what is called ``name``; "utf-8" where there is none of that name."""
    name = _WIDER.get(name.lower().replace("-", "").replace("_", ""), name)
    try:
        b" ".decode(name)
    except UnicodeError:
        return name
    except (LookupError, ValueError):
        return "utf-8"
    return name


def _converted(data: bytes, encoding: str, errors: str) -> str:
    name = _codec(encoding)
    text = data.decode(name, errors)
    return text.translate(_BIG5_SIGNS) if name == "big5hkscs" else text


def strict(data: bytes, encoding: str) -> str:
    """The text in that encoding. Raises FileProblem where not all bytes are, with the place and a way on."""
    try:
        return _converted(data, encoding, "strict")
    except UnicodeError as error:
        shown = "UTF-8" if encoding == "utf-8" else encoding
        if not isinstance(error, UnicodeDecodeError):
            raise FileProblem(f"not {shown}: {error}") from error
        line = _converted(data[: error.start], encoding, "replace").count("\n") + 1
        place = f"at byte {error.start} (line {line})"
        best = _best(_sample(data))
        if not best.encoding.startswith(_codec(encoding).lower()):
            advice = "with the encoding it was written in" if best.look.doubtful else ""
            name = "NAME" if best.look.doubtful else best.encoding
            raise FileProblem(f"not {shown} {place}: say --encoding {name} {advice}".rstrip()) from error
        how = f"--encoding {encoding}:replace reads on with a \ufffd there"
        raise FileProblem(f"{shown}, but damaged {place}: repair it there, or say how to go on: {how}") from error
