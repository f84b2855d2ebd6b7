"""The learned word on what a clause is: a complaint, a lasting wish, a need, praise, anger or none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from voice.understanding.language.clauses import Clause
from voice.understanding.language.reading import Reading
from voice.understanding.learned.features import clause_features, folded
from voice.understanding.learned.weights import weights_of

Spans = Sequence[tuple[int, int]]


def rule_name_of_clause(reading: Reading, clause: Clause, found: Mapping[str, Spans]) -> str:
    """Name the kinds of items that the rules found in a clause; `found` gives their evidence, inclusive."""
    places = {reading.stream.at[i] for i in range(clause.start, clause.end)}
    kinds = [
        kind
        for kind, spans in found.items()
        if any(
            len(places & set(range(start, end + 1))) * 2 >= min(len(places), end + 1 - start) for start, end in spans
        )
    ]
    return kinds[0] if kinds else "none"


def beliefs(reading: Reading, found: Mapping[str, Spans]) -> dict[Clause, dict[str, float]]:
    """Give the belief in each kind for each clause."""
    tokens = folded(reading)
    weights = weights_of("clause")
    return {
        clause: weights.probabilities(
            clause_features(reading, tokens, clause, rule_name_of_clause(reading, clause, found))
        )
        for clause in reading.clauses
    }
