"""How many numerals of a list are read right: ``python benchmarks/numerals.py FILE [FILE ...]``; docs/numbers.md.

A file has a numeral and its value a line, parted by a tab (七五折<TAB>0.75), as the test material of other packages is
easily brought into; a value right to thirteen figures counts. Prints what is read otherwise, and the sum.
"""
from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import civx

_EXACT = Decimal("1e-13")


def main(files: list[str]) -> None:
    """Prints a line for each file, and above it one for each numeral that is not read right."""
    for file in files:
        lines = [line.rpartition("\t") for line in Path(file).read_text(encoding="utf-8").splitlines() if line.strip()]
        right = 0
        for text, _, told in lines:
            value = Decimal(told)
            try:
                read = civx.parse_number(text)
            except ValueError as error:
                print(f"{file}: {value}: {error}")
                continue
            if abs(read - value) <= abs(value) * _EXACT:
                right += 1
            else:
                print(f"{file}: {text!r} is {value}, not {read}")
        print(f"{file}: {right} of {len(lines)}")


if __name__ == "__main__":
    main(sys.argv[1:])
