"""How well encodings are recognised: ``python benchmarks/encodings.py`` prints the shares for short snippets.

Snippets of so many characters are cut at random (seeded) from the samples and the tests' reports, in both scripts, and
decoded without being told. Beside civx's shares stand those of charset-normalizer alone.
"""
from __future__ import annotations

import random
from pathlib import Path

from charset_normalizer import from_bytes
from opencc import OpenCC

from civx.cli.errors import FileProblem
from civx.cli.inputs.decoding import decode

ROOT = Path(__file__).parent.parent
LENGTHS = (10, 20, 50, 100)
ENCODINGS = ("utf-8", "gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be")
SNIPPETS = 20  # of each length from each text
BIG5_ONLY = str.maketrans("", "", "•､‾∼♁☉／＼¥¢£")  # signs that Python's Big5 maps otherwise than Windows


def texts() -> list[str]:
    """The reports, each in Traditional and in Simplified characters."""
    paths = sorted([*(ROOT / "samples").glob("*.txt"), *(ROOT / "tests" / "reports").glob("*.txt")])
    plain = [path.read_bytes().decode() for path in paths]
    return [OpenCC(script).convert(text) for text in plain for script in ("s2t", "t2s")]


def snippets(encoding: str, length: int, found: list[str]) -> list[str]:
    """Stretches of the texts that the encoding can hold and that hold some Chinese."""
    chance = random.Random(length)
    cut = []
    for text in found[::2] if "big5" in encoding else found:
        held = text.translate(BIG5_ONLY).encode(encoding, "ignore").decode(encoding)
        starts = [chance.randrange(len(held) - length) for _ in range(SNIPPETS)]
        cut += [held[start : start + length] for start in starts]
    return [snippet for snippet in cut if not snippet.isascii() and snippet == snippet.lstrip("\ufeff")]


def outcome(data: bytes, text: str) -> str:
    """``right``, ``refused`` (an error that says so) or ``wrong`` (another text, in silence)."""
    try:
        return "right" if decode(data) == text else "wrong"
    except FileProblem:
        return "refused"


def alone(data: bytes, text: str) -> bool:
    """Whether charset-normalizer by itself reads the text right."""
    best = from_bytes(data).best()
    return best is not None and str(best) == text


def main() -> None:
    found = texts()
    print("encoding   characters snippets   right refused   wrong c-n alone")
    for encoding in ENCODINGS:
        for length in LENGTHS:
            cut = snippets(encoding, length, found)
            results = [outcome(snippet.encode(encoding), snippet) for snippet in cut]
            others = sum(alone(snippet.encode(encoding), snippet) for snippet in cut)
            shares = [results.count(kind) / len(cut) for kind in ("right", "refused", "wrong")]
            figures = " ".join(f"{share:7.2%}" for share in shares)
            print(f"{encoding:10} {length:10} {len(cut):8} {figures} {others / len(cut):9.2%}")


if __name__ == "__main__":
    main()
