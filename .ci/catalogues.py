"""The catalogues of messages: brings them up to date with the sources, and compiles them; ``--check`` only looks.

``cli/locale/zh/LC_MESSAGES/civx.po`` is written by hand: a run of this adds what is new, untranslated, and takes out
what is no longer said. The catalogue of Traditional characters is made of it. Babel reads and writes the files.
"""
from __future__ import annotations

import io
import re
import struct
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from opencc import OpenCC

from messages import ROOT, messages

LOCALES = ROOT / "cli" / "locale"
CHINESE = LOCALES / "zh" / "LC_MESSAGES" / "civx.po"
_FIELD = re.compile(r"\{(\w*)(?:!r|:t)?\}")
_CLICK = Path(__file__).with_name("click_messages.txt")  # what click itself may say here


def catalogue() -> Catalog:
    """The hand-written catalogue with exactly the messages of the sources."""
    wanted = {**messages(), **dict.fromkeys((text.split("\0")[0] for text in _click_messages()), "click"), **composed()}
    with CHINESE.open("rb") as file:
        known = read_po(file, locale="zh")
    own = Catalog(locale="zh", project="civx", fuzzy=False, header_comment="# The messages of civx in Chinese.")
    own.creation_date = own.revision_date = datetime(2000, 1, 1, tzinfo=UTC)  # no change but of messages
    for text, where in sorted(wanted.items(), key=lambda one: (one[1], one[0])):
        before = known.get(text)
        own.add(text, before.string if before is not None and before.string else "", auto_comments=[where])
    return own


def composed() -> dict[str, str]:
    """Messages that are put together of others, and words that are told by a variable."""
    lines = (Path(__file__).with_name("more_messages.txt")).read_text(encoding="utf-8").split("\n")
    return dict.fromkeys((line for line in lines if line and not line.startswith("#")), "composed")


def traditional(own: Catalog) -> dict[str, str]:
    """The catalogue in Traditional characters, with the words for values, which are Chinese by themselves."""
    convert = OpenCC("s2twp").convert
    found = {str(message.id): convert(str(message.string)) for message in own if message.id and message.string}
    for word in _words():
        found.setdefault(word, convert(word))
    return found


def faults(own: Catalog) -> list[str]:
    """What is wrong with the catalogue: no translation, or a field that the message does not have."""
    found = []
    for message in own:
        if not message.id:
            continue
        text, translation = str(message.id), str(message.string or "")
        if not translation:
            found.append(f"not translated: {text!r}")
        elif not set(_FIELD.findall(translation)) <= set(_FIELD.findall(text)):
            found.append(f"another field in the translation: {text!r} → {translation!r}")
    return found


def compiled(texts: dict[str, str]) -> bytes:
    """A .mo file that says nothing of today, so that the same texts give the same bytes."""
    for text in _click_messages():
        single, plural, _ = (text + "\0\0").split("\0", 2)
        if plural and single in texts:
            texts = {**texts, f"{single}\0{plural}": f"{texts[single]}\0{texts[single]}"}
    pairs = [(b"", b"Content-Type: text/plain; charset=utf-8\n")]
    pairs += sorted((text.encode(), translation.encode()) for text, translation in texts.items())
    start = 28 + 16 * len(pairs)
    ids = b"\0".join(text for text, _ in pairs) + b"\0"
    strings = b"\0".join(text for _, text in pairs) + b"\0"
    tables: list[int] = []
    for offset, column in ((start, 0), (start + len(ids), 1)):
        for pair in pairs:
            tables += [len(pair[column]), offset]
            offset += len(pair[column]) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + struct.pack(f"<{len(tables)}I", *tables) + ids + strings


def _click_messages() -> list[str]:
    """A message a line, of one with a plural both, parted by a NUL as in a .mo file (Chinese says both alike)."""
    lines = _CLICK.read_text(encoding="utf-8").split("\n")
    return [line.replace(" ||| ", "\0") for line in lines if line and not line.startswith("#")]


def _words() -> list[str]:
    from civx.cli.formats.columns import LONG, REVIEWED, WIDE
    from civx.cli.language import names

    words = [column.zh for column in (*LONG, *WIDE, REVIEWED)]
    for mapping in (*names.FIELDS.values(), names.SEVERITIES, names.KINDS):
        words += mapping.values()
    return words


def main() -> int:
    own = catalogue()
    files = {
        CHINESE.with_suffix(".mo"): compiled({str(m.id): str(m.string) for m in own if m.id and m.string}),
        LOCALES / "zh_Hant" / "LC_MESSAGES" / "civx.mo": compiled(traditional(own)),
    }
    buffer = io.BytesIO()
    write_po(buffer, own, width=116, omit_header=False)
    text = buffer.getvalue()
    problems = faults(own)
    if "--check" in sys.argv:
        stale = [path.name for path, data in files.items() if not path.exists() or path.read_bytes() != data]
        with CHINESE.open("rb") as file:
            there = {str(m.id) for m in read_po(file, locale="zh") if m.id}
        problems += [f"no longer said: {text!r}" for text in sorted(there - {str(m.id) for m in own if m.id})]
        problems += [f"{name} is stale: run python .ci/catalogues.py" for name in stale]
    else:
        CHINESE.write_bytes(text)
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(own)} messages, {len(problems)} to mend")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
