"""A stand-in for Chinese fonts that a PDF names but does not hold and the system does not have.

PDFium measures text by the outlines of its characters, and passes over a run of text whose outline has no width: in a
font that is missing, every run of a single character (户 in a column of units). The stand-in has one box for all.
"""
from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any

_CHINESE = (128, 129, 134, 136)  # the character sets of Windows: Japanese, Korean, Simplified, Traditional
_HANDLE = 1  # of the stand-in; those of the system are addresses
_EM = 1000


@cache
def lend_fonts() -> tuple[Any, ...]:
    """Has PDFium ask here for fonts, from now on. What is returned must outlive it, and so is kept."""
    import pypdfium2.raw as raw

    system = raw.FPDF_GetDefaultSystemFontInfo()
    if not system:
        return ()
    data = _font()
    kinds = dict(raw.FPDF_SYSFONTINFO._fields_)
    info = raw.FPDF_SYSFONTINFO()

    def map_font(_: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
        found: int | None = system.contents.MapFont(system, weight, italic, charset, pitch, face, exact)
        return _HANDLE if not found and charset in _CHINESE else found

    def font_data(_: Any, handle: int, table: int, buffer: Any, size: int) -> int:
        if handle != _HANDLE:
            length: int = system.contents.GetFontData(system, handle, table, buffer, size)
            return length
        if table:
            return 0
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def charset_of(_: Any, handle: int) -> int:
        return _CHINESE[2] if handle == _HANDLE else int(system.contents.GetFontCharset(system, handle))

    def delete(_: Any, handle: int) -> None:
        if handle != _HANDLE:
            system.contents.DeleteFont(system, handle)

    def installed(_: Any, mapper: Any) -> None:
        system.contents.EnumFonts(system, mapper)

    def named(_: Any, face: Any) -> int | None:
        found: int | None = system.contents.GetFont(system, face)
        return found

    def name_of(_: Any, handle: int, buffer: Any, size: int) -> int:
        return 0 if handle == _HANDLE else int(system.contents.GetFaceName(system, handle, buffer, size))

    info.version = 1
    given = {
        "EnumFonts": installed, "MapFont": map_font, "GetFont": named, "GetFontData": font_data,
        "GetFaceName": name_of, "GetFontCharset": charset_of, "DeleteFont": delete,
    }
    for name, function in given.items():
        setattr(info, name, kinds[name](function))
    raw.FPDF_SetSystemFontInfo(ctypes.byref(info))
    return info, system


def _font() -> bytes:
    """A TrueType font in which every character of the basic plane is the same box."""
    outline = struct.pack(">hhhhh", 1, 0, 0, _EM, _EM) + struct.pack(">HH", 3, 0) + bytes([1] * 4)
    outline += struct.pack(">8h", 0, 0, _EM, 0, 0, _EM, 0, -_EM)
    outline += bytes(len(outline) % 2)
    tables = {
        b"cmap": struct.pack(">HHHHIHHIIIIII", 0, 1, 3, 10, 12, 13, 0, 28, 0, 1, 0x20, 0xFFFF, 1),
        b"glyf": outline,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, 0, _EM, _EM, 0, 8, 2, 0, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, _EM, 0, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 0, 0, 0, 0, 2),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(outline) // 2),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 48)
    body = b""
    for tag, data in tables.items():
        head += struct.pack(">4sIII", tag, 0, 12 + 16 * len(tables) + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return head + body
