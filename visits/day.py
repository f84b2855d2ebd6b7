"""Weigh the stops of a day together: what one was says what its neighbours can be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from visits.beliefs import BELIEFS
from visits.matching import HOME, NOBODY, OFFICE, OWN, Candidate
from visits.types import Visit

Shares = list[tuple[str, float]]

LEAST = 1e-4  # explanations and histories less likely than this are left out of the sums


@dataclass(frozen=True, slots=True)
class Draft:
    """Hold one stop before it is named: seconds, explanations with weights, the chance that it was a stop at all.

    `make` builds the visit from the customers' probabilities, best first; None where the stop is not to be shown.
    """

    begin_s: float
    end_s: float
    candidates: list[Candidate]
    chance: float
    make: Callable[[Shares], Visit | None]
    may_be_open: bool = True


@dataclass(frozen=True, slots=True)
class _Stop:
    """Hold one stop's explanations: probabilities, and how likelier nobody's is beside each customer if visited."""

    labels: dict[str, float]
    beside: dict[str, float]


def weigh_day(drafts: Sequence[Draft]) -> list[Shares]:
    """Give each stop's probabilities, best first, home, office and nobody's included, when all are looked at together.

    Exact sums over chains of stops. Two facts are known about neighbours: nobody drives from a customer to the same
    customer, and food, fuel and calls happen beside the customer just visited or about to be.
    """
    stops = [_stop(d) for d in drafts]
    ahead: list[dict[tuple[str, str], float]] = []  # by (explanation, customer visited last)
    state = {("", ""): 1.0}
    for k, stop in enumerate(stops):
        found: dict[tuple[str, str], float] = {}
        for (before, last), weight in state.items():
            for label, share in stop.labels.items():
                key = (label, _last(label, last))
                found[key] = found.get(key, 0.0) + weight * _step(stops, k, before, last, label, share)
        total = sum(found.values())
        state = {key: value / total for key, value in found.items() if value > LEAST * total}
        ahead.append(state)
    behind: dict[tuple[str, str], float] = dict.fromkeys(state, 1.0)
    shares: list[Shares] = []
    for k in range(len(stops) - 1, -1, -1):
        by_label: dict[str, float] = {}
        for key, weight in ahead[k].items():
            by_label[key[0]] = by_label.get(key[0], 0.0) + weight * behind[key]
        total = sum(by_label.values())
        shares.append(sorted(((n, v / total) for n, v in by_label.items()), key=lambda e: (-e[1], e[0])))
        if k:
            earlier: dict[tuple[str, str], float] = {}
            for before, last in ahead[k - 1]:
                value = 0.0
                for label, share in stops[k].labels.items():
                    later = behind.get((label, _last(label, last)))
                    if later is not None:
                        value += later * _step(stops, k, before, last, label, share)
                earlier[before, last] = value
            most = max(earlier.values()) or 1.0
            behind = {key: value / most for key, value in earlier.items()}
    return shares[::-1]


def _stop(draft: Draft) -> _Stop:
    total = sum(c.weight for c in draft.candidates)
    labels = {c.label: c.weight / total * draft.chance for c in draft.candidates if c.weight > LEAST * total}
    labels[NOBODY] = labels.get(NOBODY, 0.0) + 1.0 - draft.chance + LEAST
    beside = {c.label: BELIEFS.beside * c.beside / total * draft.chance for c in draft.candidates if c.beside}
    return _Stop(labels, beside)


def _last(label: str, last: str) -> str:
    if label == NOBODY:
        return last
    return "" if label in (HOME, OFFICE) else label


def _step(stops: list[_Stop], k: int, before: str, last: str, label: str, share: float) -> float:
    """Weigh one explanation of stop `k` after what came before it."""
    stop = stops[k]
    if label == NOBODY:
        return share + stop.beside.get(last, 0.0)
    if label in OWN:
        return share
    if label == last:
        share *= BELIEFS.same_again
    if before == NOBODY:
        earlier = stops[k - 1]
        share *= 1.0 + earlier.beside.get(label, 0.0) / earlier.labels[NOBODY]
    return share
