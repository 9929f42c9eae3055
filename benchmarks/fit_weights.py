"""Fits the weights of programmes (patterns/weights.yaml): ``python benchmarks/fit_weights.py FOLDER…``.

Every ``x.txt`` with an ``x.gold.jsonl`` beside it below the folders is read. A conditional logit (the programme with
the highest sum wins) is trained from the weights of today, which also hold it back; five folds by text say whether the
fitted weights are better on texts they have not seen. Prints both figures and the fitted weights, rounded to tens. The
same texts give the same weights.
"""
from __future__ import annotations

import json
import math
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from civx.extractors.attribution.decision import Candidate
from civx.extractors.attribution.programmes import Programmes, Surroundings
from civx.extractors.attribution.topics import Evidence
from civx.extractors.pipeline import trace
from civx.patterns.load import load

FOLDS, ROUNDS, RATE, HOLD = 5, 30, 4.0, 0.0005
SCALE = 100.0
Case = tuple[dict[str, tuple[str, ...]], frozenset[str]]  # features by programme; the programmes that are right


def cases(path: Path) -> list[Case]:
    """The numbers of a text whose programme is labelled, with what speaks for each programme."""
    recorded: list[list[Evidence]] = []
    weigh = Programmes.weigh

    def record(self: Programmes, evidence: Sequence[Evidence], here: Surroundings) -> list[Candidate]:
        recorded.append([*evidence, *here.around])
        return weigh(self, evidence, here)

    Programmes.weigh = record  # type: ignore[method-assign]
    try:
        traced = trace(path.read_bytes().decode("utf-8"))
    finally:
        Programmes.weigh = weigh  # type: ignore[method-assign]
    linked = [quantity for context in traced.contexts for quantity in context.quantities]
    assert len(linked) == len(recorded)
    labels = [json.loads(line) for line in path.with_suffix(".gold.jsonl").read_text("utf-8").splitlines() if line]
    found: list[Case] = []
    for quantity, evidence in zip(linked, recorded, strict=True):
        start, end = traced.extraction.normalized.span(quantity.start, quantity.end)
        label = next((g for g in labels if g["fact"] == "y" and start <= g["start"] < end), None)
        if label is None or not label["programme"]:
            continue
        features: dict[str, set[str]] = {}
        for one in evidence:
            features.setdefault(one.programme, set()).add(one.feature)
        right = frozenset(label["programme"].split("|"))
        found.append(({name: tuple(sorted(own)) for name, own in features.items()}, right))
    return found


def right(weights: dict[str, int], some: Iterable[Case]) -> int:
    """How many of the cases the weights get right."""
    return sum(
        max(features, key=lambda name: sum(weights[f] for f in features[name])) in wanted for features, wanted in some
    )


def fit(start: dict[str, int], some: list[Case]) -> dict[str, int]:
    """Weights trained on the cases, from ``start`` on."""
    weights = {name: weight / SCALE for name, weight in start.items()}
    prior = dict(weights)
    usable = [case for case in some if case[1] & case[0].keys()]
    order = random.Random(0)
    for turn in range(ROUNDS):
        order.shuffle(usable)
        rate = RATE / (10 + turn)
        for features, wanted in usable:
            scores = {name: sum(weights[f] for f in own) for name, own in features.items()}
            top = max(scores.values())
            mass = {name: math.exp(score - top) for name, score in scores.items()}
            total, good = sum(mass.values()), sum(mass[name] for name in mass if name in wanted)
            for name, own in features.items():
                pull = (mass[name] / good if name in wanted else 0.0) - mass[name] / total
                if abs(pull) > 1e-4:
                    for f in own:
                        weights[f] += rate * 0.1 * pull
        for name in weights:
            weights[name] -= HOLD * rate * len(usable) * 0.1 * (weights[name] - prior[name])
    return {name: 10 * round(weight * SCALE / 10) for name, weight in weights.items()}


def main(folders: list[str]) -> None:
    """Prints how the weights of today and the fitted ones do, and the fitted weights."""
    start = {name: int(weight) for name, weight in load(()).get("weights")["programme"].items()}
    found = sorted(path for folder in folders for path in Path(folder).rglob("*.txt"))
    texts = [cases(path) for path in found if path.with_suffix(".gold.jsonl").exists()]
    everything = [case for text in texts for case in text]
    unseen = 0
    for fold in range(FOLDS):
        train = [case for number, text in enumerate(texts) if number % FOLDS != fold for case in text]
        test = [case for number, text in enumerate(texts) if number % FOLDS == fold for case in text]
        unseen += right(fit(start, train), test)
    fitted = fit(start, everything)
    print(f"{len(everything)} numbers in {len(texts)} texts")
    print(f"right with the weights of today {right(start, everything)}, with fitted ones {right(fitted, everything)}")
    print(f"with ones fitted to four fifths of the texts, on the rest {unseen}")
    for name, weight in fitted.items():
        print(f"  {name}: {weight}" + (f"    # was {start[name]}" if weight != start[name] else ""))


if __name__ == "__main__":
    main(sys.argv[1:])
