"""Weights of features for each class, read from a small file; the most likely class by softmax."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight of each feature for each of `classes`; features that are not in the table say nothing."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    table: Mapping[str, tuple[float, ...]]

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """Give the share of belief in each class; they sum to one."""
        scores = list(self.bias)
        for feature in features:
            if (row := self.table.get(feature)) is not None:
                for i, weight in enumerate(row):
                    scores[i] += weight
        highest = max(scores)
        powers = [math.exp(score - highest) for score in scores]
        whole = sum(powers)
        return {name: power / whole for name, power in zip(self.classes, powers, strict=True)}


@cache
def weights_of(name: str) -> Weights:
    """Read the weights NAME.json.gz beside this file, once; bench/train_attitude.py writes them."""
    with gzip.open(FOLDER / f"{name}.json.gz", "rt", encoding="utf-8") as file:
        kept = json.load(file)
    table = {feature: tuple(row) for feature, row in kept["table"].items()}
    return Weights(tuple(kept["classes"]), tuple(kept["bias"]), table)
