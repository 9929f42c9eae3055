"""Writes made-up reports for batches: ``python benchmarks/generate.py FOLDER --reports 2000`` (about 60 MB).

The paragraphs are those of samples/ and tests/reports/ (all made up), in another order, for another place and with
other numbers. The same seed gives the same files, byte for byte; every third report is in Simplified characters, and
they lie in a tree of folders, one for each prefecture.
"""
from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

from civx.extractors.text.normalize import normalize

ROOT = Path(__file__).parent.parent
SOURCES = ("samples/full-length.txt", "tests/reports/anhui.txt", "tests/reports/guizhou_trad.txt",
           "tests/reports/sichuan_trad.txt", "tests/reports/shandong.txt", "tests/reports/county_hunan.txt")
SIZE = 30_000  # bytes of UTF-8
PER_FOLDER = 40
FIRST, SECOND = "臨永安長清寧平新德泰和嘉興", "河江山川陽州源城溪嶺原海"
SECTIONS = "一二三四五六七八九十"
TOPICS = ("社會救助", "養老服務", "社會事務")
# Numbers that say when, or which, stay as they are.
NUMBER = re.compile(r"(?<![\d.〔第])(\d{1,9})(\.\d+)?(?![\d年月日號号〕.])")


def paragraphs() -> list[str]:
    """The paragraphs of running text, without titles and headings."""
    found = []
    for name in SOURCES:
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            line = line.strip()
            if len(line) >= 60 and line[0] not in "一二三四五六七八九十(（":
                found.append(line)
    return found


def report(number: int, seed: int, pool: list[str]) -> tuple[str, str]:
    """Path and text of the report ``number``; neither depends on the other reports."""
    chance = random.Random(f"{seed}-{number}")
    prefecture = number // PER_FOLDER
    place = FIRST[prefecture % len(FIRST)] + SECOND[prefecture // len(FIRST) % len(SECOND)]
    county = chance.choice(FIRST) + chance.choice(SECOND)
    year = chance.randint(2015, 2024)
    lines = [f"{place}市{county}縣民政局{year}年工作總結", ""]
    size, section = 0, 0
    while size < SIZE:
        if section % 5 == 0:
            lines.append(f"{SECTIONS[section // 5 % len(SECTIONS)]}、{chance.choice(TOPICS)}工作")
        section += 1
        line = NUMBER.sub(lambda found: renumbered(found, chance), chance.choice(pool))
        lines.append(line)
        size += len(line.encode()) + 1
    text = "\n".join(lines) + "\n"
    return f"{prefecture:02}-{place}/{number:04}-{county}-{year}.txt", normalize(text).text if number % 3 == 2 else text


def renumbered(found: re.Match[str], chance: random.Random) -> str:
    """Another number of the same length."""
    whole = str(chance.randint(10 ** (len(found[1]) - 1), 10 ** len(found[1]) - 1))
    return whole + (f".{chance.randint(1, 10 ** (len(found[2]) - 1) - 1)}" if found[2] else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    pool = paragraphs()
    size = 0
    for number in range(arguments.reports):
        name, text = report(number, arguments.seed, pool)
        path = arguments.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        size += len(text.encode())
    print(f"{arguments.reports} reports, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
