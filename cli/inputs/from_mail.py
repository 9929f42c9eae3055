"""E-mails (.eml) and saved web pages (.mht): what was written, and each attachment as a text of its own."""
from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable
from email.message import MIMEPart
from email.utils import parsedate_to_datetime

from civx.cli.errors import FileProblem

from .decoding import decode
from .names import MAIL, suffix
from .parts import Part, Read
from .tidy import tidy, tidy_line

_HEADERS = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}")
_NAMED = re.compile(rb"(?im)^(?:from|received|mime-version|message-id|return-path|date|subject):")
_LEAST = 2  # headers that only messages have
_HINT = 40  # bytes: what is shorter only says that there is a formatted text
_MOST = 200  # parts of a message

Reader = Callable[[bytes, str], Read]


def is_mail(data: bytes, name: str) -> bool:
    """Whether some bytes are a message: by its name, with any headers, else by headers that only messages have."""
    head = _HEADERS.match(data[:65536].removeprefix(b"\xef\xbb\xbf"))
    if head is None:
        return False
    return suffix(name) in MAIL or len(set(map(bytes.lower, _NAMED.findall(head[0])))) > _LEAST


def mail_parts(data: bytes, read: Reader) -> Read:
    """The texts of a message: its subject, date and body as one, called as the file; its attachments behind it, called
    ``#name``, as ``read`` reads them.

    An attachment that cannot be read, and pictures in the text, are said. Raises FileProblem where nothing can be read.
    """
    message = email.message_from_bytes(data.removeprefix(b"\xef\xbb\xbf"), policy=email.policy.default)
    assert isinstance(message, MIMEPart)
    notes: list[str] = []
    parts: list[Part] = []
    body = message.get_body(("html", "plain"))
    plain = message.get_body(("plain", "html"))
    chosen = body if body is not None and (plain is body or _is_longer(body, plain)) else plain
    text = _body(chosen, read, notes) if isinstance(chosen, MIMEPart) else ""
    if text.strip():
        above = [line for line in _head(message) if line not in text[: 2 * len(line) + 2]]
        parts.append(Part(tidy("\n".join((*above, text)))))
    seen: dict[str, int] = {}
    for number, attached in enumerate(_attachments(message, (body, plain))):
        if number == _MOST:
            notes.append(f"more than {_MOST} attachments: the others were not read")
            break
        name = _name(attached, number)
        again = seen[name] = seen.get(name, 0) + 1
        shown = f"#{name}" if again == 1 else f"#{name} ({again})"
        try:
            found = read(_content(attached), name)
        except FileProblem as problem:
            notes.append(f"its attachment {name}: {problem}")
            continue
        parts += [part._replace(name=shown + part.name) for part in found.parts]
        notes += [f"its attachment {name}: {note}" for note in found.notes]
    if not parts:
        raise FileProblem("a message without any text" + (f" ({notes[0]})" if notes else ""))
    return Read(tuple(parts), tuple(notes))


def _is_longer(body: MIMEPart, plain: MIMEPart | None) -> bool:
    """Whether the formatted body says more than the plain one: some programs write only a hint there."""
    if plain is None or b"<table" in _content(body).lower():
        return True
    return len(_content(plain).strip()) < _HINT


def _body(part: MIMEPart, read: Reader, notes: list[str]) -> str:
    try:
        if part.get_content_subtype() == "html":
            return read(_content(part), "body.html").parts[0].text
        return decode(_content(part), None, part.get_content_charset())
    except FileProblem as problem:
        notes.append(f"its text: {problem}")
        return ""


def _head(message: MIMEPart) -> list[str]:
    """The subject as a title, and the day it was sent."""
    lines = [tidy_line(str(message["subject"] or ""))]
    try:
        sent = parsedate_to_datetime(str(message["date"]))
        lines.append(f"{sent.year}年{sent.month}月{sent.day}日")
    except (TypeError, ValueError, IndexError):
        pass
    return [line for line in lines if line]


def _attachments(message: MIMEPart, bodies: tuple[object, object]) -> list[MIMEPart]:
    """The parts with a content of their own, but for the body in its forms, and the pictures in it."""
    found = []
    for part in message.walk():
        if not isinstance(part, MIMEPart) or part.is_multipart() or any(part is body for body in bodies):
            continue
        if part.get_content_maintype() in ("image", "font", "audio", "video") or part.get_content_subtype() == "css":
            continue
        if part.get_content_disposition() == "attachment" or part.get_filename():
            found.append(part)
    return found


def _name(part: MIMEPart, number: int) -> str:
    """The name of an attachment without folders; a number where it has none."""
    name = tidy_line((part.get_filename() or "").replace("\\", "/").rpartition("/")[2])
    return name if name.strip(".") else f"attachment {number + 1}"


def _content(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
