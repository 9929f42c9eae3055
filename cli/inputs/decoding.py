"""From bytes to text: UTF-8 at once, everything else through what detection.py knows."""
from __future__ import annotations

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_COMMON = "的，。年人"


def decode(data: bytes, encoding: str | None = None, declared: str | None = None) -> str:
    """The text of ``data``, newlines untranslated, without byte-order marks.

    ``encoding`` is what the user says it is: a Python codec name, behind which ``:replace`` lets damaged bytes become
    U+FFFD. None lets it be found out; ``declared`` is then what the file says of itself. Raises FileProblem where
    neither makes text of it.
    """
    text = _decoded(data, encoding, declared)
    if "\0" in text:
        from .detection import binary

        raise binary(data)
    return text.lstrip("\ufeff")


def split_encoding(value: str) -> tuple[str, str]:
    """The codec's name, and how it deals with damaged bytes: ``gb18030:replace`` is ("gb18030", "replace")."""
    name, _, errors = value.partition(":")
    return (name, "replace") if errors == "replace" else (value, "strict")


def _decoded(data: bytes, encoding: str | None, declared: str | None) -> str:
    if not encoding:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            pass
        else:
            if "\0" not in text and (any(map(text.__contains__, _COMMON)) or _is_no_disguise(text)):
                return text
    from . import detection

    if encoding:
        return detection.as_told(data, *split_encoding(encoding))
    for mark, name in _MARKS:
        if data.startswith(mark):
            return detection.strict(data, name)
    return detection.guessed(data, declared)


def _is_no_disguise(text: str) -> bool:
    """Whether a text that is valid UTF-8 cannot be a few characters of another encoding that happen to be so, too."""
    return text.isascii() or max(text) >= "\u3000" or sum(not char.isascii() for char in text[:99]) > 6
