"""What is packed: .gz files, and the members of .zip files, of which some write their names in Chinese encodings."""
from __future__ import annotations

import gzip
import io
import os
import re
import zipfile
import zlib
from functools import lru_cache

from civx.cli.errors import FileProblem

from .decoding import decode
from .names import is_hidden, is_readable

LIMIT = 200_000_000  # bytes of one file when unpacked
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_MOST_PARTS = 20_000
_SMALL, _RATIO = 30_000_000, 200  # what is larger in all and packed tighter is no document
_PIECE = 1 << 16
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_BIG = f"more than {LIMIT // 1_000_000} MB when unpacked: unpack it first, if that is right"


def gunzipped(data: bytes) -> bytes:
    """What a .gz file holds. Raises FileProblem where it is damaged or too big."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            unpacked = stream.read(LIMIT + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FileProblem(f"a .gz file that is damaged or cut off ({error}): get it again") from error
    if len(unpacked) > LIMIT:
        raise FileProblem(_BIG)
    return unpacked


def opened(source: str | bytes) -> zipfile.ZipFile:
    """The zip file at a path or in memory. Raises FileProblem where it is none or damaged, OSError as open() does."""
    try:
        return zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except OSError:
        raise
    except Exception as error:  # a malformed one can make zipfile fail in many ways
        raise FileProblem(f"a zip file that is damaged or cut off ({error}): get it again") from error


def members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The members that are files and not hidden, by their decoded names, in the order of those."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    unsaid = [info for info in infos if not _is_known(info)]
    names = {info.filename: info for info in infos if _is_known(info)}
    names |= zip(_names([info.orig_filename.encode("cp437") for info in unsaid]), unsaid, strict=True)
    slashed = {name.replace("\\", "/"): info for name, info in names.items()}
    return {name: slashed[name] for name in sorted(slashed) if not _hidden(name)}


def _names(raw: list[bytes]) -> list[str]:
    """Names in an encoding that the archive does not say: all together say more of it than each by itself."""
    try:
        decoded = decode(b"\n".join(raw)).split("\n")
    except FileProblem:
        decoded = []
    return decoded if len(decoded) == len(raw) else [name.decode("utf-8", "replace") for name in raw]


def readable_members(archive: zipfile.ZipFile) -> list[str]:
    """The names of the members that civx reads, and of archives, which reading will refuse."""
    return [name for name in members(archive) if is_readable(name) or name.lower().endswith(".zip")]


def member_bytes(path: str, member: str) -> bytes:
    """The bytes of a member of the zip file at ``path``. Raises FileProblem where it cannot be unpacked."""
    state = os.stat(path)
    archive, infos = _listed(path, state.st_mtime_ns, state.st_size)
    if member not in infos:
        raise FileProblem("not in the archive")
    return unpacked(archive, infos[member])


def refuse_unreadable(infos: list[zipfile.ZipInfo]) -> None:
    """Raise FileProblem where one of the members is encrypted, or all together are too big to be unpacked."""
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise FileProblem("encrypted: unpack the archive with its password first")
    if sum(info.file_size for info in infos) > LIMIT:  # zipfile reads no more than that, whatever is packed there
        raise FileProblem(_BIG)


def refuse_hostile(archive: zipfile.ZipFile) -> None:
    """Raise FileProblem where an Office file is a bomb, is encrypted, or its XML declares entities, before any of its
    parts is unpacked; a part that holds more than the archive says is found by unpacking it in pieces that are let go.
    """
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > _MOST_PARTS:
        raise FileProblem(f"made of {len(infos)} parts, more than any document has: civx does not open it")
    refuse_unreadable(infos)
    packed, size = sum(info.compress_size for info in infos), sum(info.file_size for info in infos)
    if size > _SMALL and size > _RATIO * packed:
        raise FileProblem(f"packed {size // max(packed, 1)} to 1, as only bombs are: civx does not open it")
    for info in infos:
        _verify(archive, info)


def _verify(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Raise FileProblem where a part is larger than it says, or is XML with a document type, which may hide bombs."""
    assert archive.fp is not None
    stream = archive.fp
    if info.header_offset < 0:
        raise FileProblem("a zip file that is damaged or cut off (a part lies before its beginning): get it again")
    stream.seek(info.header_offset + 26)
    lengths = stream.read(4)
    stream.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
    unpack = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
    left, seen, head = info.compress_size, 0, b""
    try:
        while left > 0 and (data := stream.read(min(left, _PIECE))):
            left -= len(data)
            while data:
                piece = unpack.decompress(data, _PIECE) if unpack is not None else data
                data = unpack.unconsumed_tail if unpack is not None else b""
                head = head or piece[:_PIECE]
                seen += len(piece)
                if seen > info.file_size:
                    raise FileProblem("a part of it is larger than it says, as only in bombs: civx does not open it")
    except zlib.error as error:
        raise FileProblem(f"a zip file that is damaged or cut off ({error}): get it again") from error
    start = head[:_PIECE].replace(b"\0", b"")
    if start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and _DOCTYPE.search(start):
        raise FileProblem("its XML declares a document type, as only attacks do: civx does not open it")


def unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a member. Raises FileProblem where it is encrypted, damaged or too big."""
    refuse_unreadable([info])
    try:
        return archive.read(info)
    except Exception as error:  # damaged, or packed in a way that this Python does not know
        raise FileProblem(f"cannot be unpacked ({error}): get the archive again") from error


@lru_cache(maxsize=1)  # its members are read one after the other
def _listed(path: str, changed: int, size: int) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
    archive = opened(path)
    return archive, members(archive)


def _is_known(info: zipfile.ZipInfo) -> bool:
    return bool(info.flag_bits & _UTF8_NAME) or info.orig_filename.isascii()


def _hidden(name: str) -> bool:
    return any(is_hidden(part) for part in name.split("/") if part not in ("", ".", ".."))
