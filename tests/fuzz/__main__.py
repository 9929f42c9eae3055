"""``python -m tests.fuzz --minutes N [--seed S]``: hunts until the time is over, and keeps what it finds.

Made-up texts are tried by the thousand against all that must hold, and every so often a unit is repeated to see whether
its cost grows too fast. What breaks something is made as small as it gets, printed, and kept in tests/fuzz/corpus,
where the tests try it from then on. Exit code 1 where something was found.
"""
from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from hashlib import blake2b
from itertools import pairwise

from hypothesis import HealthCheck, Phase, given, seed, settings

import civx

from .growth import grows_too_fast
from .invariants import WRITTEN, check_all, check_formats, corpus
from .texts import TEXTS, UNITS

_BATCH = 150
_ROUNDS_PER_GROWTH = 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=None)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    end = time.monotonic() + 60 * arguments.minutes
    tried = characters = units = 0
    found: set[str] = set()

    def tell(what: str, text: str) -> None:
        key = "\n".join(what.splitlines()[-6:])
        if key in found:
            return
        found.add(key)
        path = corpus() / f"found-{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        print(f"{path.name}: {text[:200]!r}\n{what}\n", flush=True)

    pairs = [*UNITS, *("".join(pair) for pair in pairwise(chance.sample(UNITS, len(UNITS))))]
    chance.shuffle(pairs)
    last = [""]
    while time.monotonic() < end:
        @seed(chance.getrandbits(32))
        @settings(
            max_examples=_BATCH, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(TEXTS)
        def try_one(text: str) -> None:
            nonlocal tried, characters
            tried += 1
            characters += len(text)
            last[0] = text
            check_all(text, formats=len(text) % 5 == 0)

        try:
            try_one()
        except Exception:
            tell(traceback.format_exc(limit=-4), last[0])
        try:
            check_formats(civx.extract(last[0], source="a.txt"), WRITTEN)
        except Exception:
            tell(traceback.format_exc(limit=-4), last[0])
        for _ in range(_ROUNDS_PER_GROWTH):
            unit = pairs[units % len(pairs)]
            units += 1
            if problem := grows_too_fast(unit):
                tell(problem, unit)
    print(f"{tried:,} texts, {characters:,} characters, {units:,} units repeated: {len(found)} found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
