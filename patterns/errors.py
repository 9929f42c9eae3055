"""What civx raises: every error that is a user's to mend is a :class:`CivxError`."""
from __future__ import annotations


class CivxError(Exception):
    """Something that whoever called civx can mend: the message says what is wrong and what to do about it."""


class InputError(CivxError, ValueError):
    """An argument that makes no sense: a file's name where a text is wanted, a programme that there is not."""


class MissingLibrary(CivxError, ImportError):
    """A library that civx does not need by itself is not installed; the message says how it is."""
