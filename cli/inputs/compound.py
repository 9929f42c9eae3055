"""What an old Office file is (.doc .xls .ppt .wps .et .msg, or one with a password): by the names of its streams."""
from __future__ import annotations

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FREE = 0xFFFFFFFC  # sectors from here on are no sectors
_MOST = 100_000  # sectors of the directory, or entries in it
# the first that is there says it: streams of a document may lie inside another's storage, but the root's are told apart
_KINDS = (
    ("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"),
    ("PowerPoint Document", "ppt"), ("__properties_version1.0", "msg"), ("FileHeader", "hwp"),  # no message
)


def compound_kind(data: bytes) -> str:
    """``doc``, ``xls``, ``ppt``, ``msg``, ``encrypted``; "" where none of these is found in it."""
    try:
        names = _root_names(data)
    except (IndexError, ValueError):
        return ""
    return next((kind for name, kind in _KINDS if name in names), "")


def _root_names(data: bytes) -> set[str]:
    """The names of what lies at the root of the file."""
    size = 1 << int.from_bytes(data[30:32], "little")
    if size not in (512, 4096):
        return set()

    def number(at: int) -> int:
        return int.from_bytes(data[at : at + 4], "little")

    def sector(which: int) -> int:
        return (which + 1) * size

    table = [number(76 + 4 * i) for i in range(109)]
    extra, seen = number(68), 0
    while extra < _FREE and seen < _MOST and sector(extra) < len(data):
        table += [number(sector(extra) + 4 * i) for i in range(size // 4 - 1)]
        extra, seen = number(sector(extra) + size - 4), seen + 1
    table = [which for which in table if which < _FREE]
    directory = bytearray()
    at, seen = number(48), 0
    while at < _FREE and seen < _MOST and sector(at) < len(data):
        directory += data[sector(at) : sector(at) + size]
        block = at // (size // 4)
        if block >= len(table):
            break
        at, seen = number(sector(table[block]) + 4 * (at % (size // 4))), seen + 1
    entries = [bytes(directory[i : i + 128]) for i in range(0, len(directory) - 127, 128)]
    if not entries:
        return set()
    names: set[str] = set()
    todo, done = [int.from_bytes(entries[0][76:80], "little")], set()
    while todo:
        which = todo.pop()
        if which >= len(entries) or which in done:
            continue
        done.add(which)
        entry = entries[which]
        names.add(entry[: max(int.from_bytes(entry[64:66], "little") - 2, 0)].decode("utf-16-le", "replace"))
        todo += [int.from_bytes(entry[68:72], "little"), int.from_bytes(entry[72:76], "little")]
    return names
