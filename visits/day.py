"""Weigh the stops of a day together: what one was says what its neighbours can be."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from visits.beliefs import BELIEFS
from visits.matching import HOME, NOBODY, OFFICE, OWN, Candidate
from visits.types import Visit

Shares = list[tuple[str, float]]

SEEN_STEPS = 20.0
DIGITS = 4
LEAST = 1e-4  # explanations and histories less likely than this are left out of the sums


@dataclass(frozen=True, slots=True)
class _Stop:
    """Hold one stop's explanations: probabilities, and how likelier nobody's is beside each customer if visited."""

    labels: dict[str, float]
    beside: dict[str, float]


State = dict[tuple[str, str], float]  # how likely each history is, by (explanation, customer visited last)


@dataclass(slots=True)
class Weighed:
    """Keep what was worked out for one stop, each with what it was worked out from: the stops around it."""

    stop: _Stop | None = None
    ahead_of: State | None = None
    ahead: State = field(default_factory=dict)
    behind_of: tuple[State, State, State] | None = None
    behind: State = field(default_factory=dict)
    shares: Shares = field(default_factory=list)
    likely_of: Shares | None = None
    likely: Shares = field(default_factory=list)
    visit_of: Shares | None = None
    visit: Visit | None = None


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
    looks: tuple[Weighed, Weighed] = field(
        default_factory=lambda: (Weighed(), Weighed()), init=False, repr=False, compare=False
    )

    def visit(self, shares: Shares) -> Visit | None:
        """Build the visit; home, office and nobody's are no customers. Worked out once for the same shares."""
        known = self.looks[1]
        if known.visit_of is not shares:
            known.visit = self.make([(label, p) for label, p in shares if label not in OWN])
            known.visit_of = shares
        return known.visit


class Seen:
    """Know how surely each customer was seen at the stops of a first look at the day."""

    def __init__(self, drafts: Sequence[Draft], shares: Sequence[Shares]) -> None:
        self._stops: dict[str, list[tuple[float, float]]] = {}
        for draft, share in zip(drafts, shares, strict=True):
            middle_s = 0.5 * (draft.begin_s + draft.end_s)
            for label, p in _likely(draft.looks[0], share):
                self._stops.setdefault(label, []).append((p, middle_s))

    def elsewhere(self, customers: Iterable[str], begin_s: float, end_s: float) -> dict[str, float]:
        """Give how surely each of some customers was seen, if at all, outside of the given time."""
        found = {}
        for customer in customers:
            seen = [p for p, at_s in self._stops.get(customer, ()) if not begin_s <= at_s <= end_s]
            if seen:
                found[customer] = max(seen)
        return found


def _likely(known: Weighed, shares: Shares) -> Shares:
    """Round customers' probabilities, so that a visit that goes on does not make all others be weighed again."""
    if known.likely_of is not shares:
        rounded = [(label, round(p * SEEN_STEPS) / SEEN_STEPS) for label, p in shares if label not in OWN]
        known.likely_of, known.likely = shares, [(label, p) for label, p in rounded if p > 0.0]
    return known.likely


NOTHING_BEFORE: State = {("", ""): 1.0}


def weigh_day(drafts: Sequence[Draft], look: int = 0) -> list[Shares]:
    """Give each stop's probabilities, best first, home, office and nobody's included, when all are looked at together.

    Exact sums over chains of stops. Two facts are known about neighbours: nobody drives from a customer to the same
    customer, and food, fuel and calls happen beside the customer just visited or about to be. What a later stop
    does not change is not worked out again; the first look at a day (0) and the second (1) are kept apart.
    """
    known = [draft.looks[look] for draft in drafts]
    stops = [_stop(draft, k) for draft, k in zip(drafts, known, strict=True)]
    state = NOTHING_BEFORE
    for k in range(len(drafts)):
        state = _ahead(known[k], stops, k, state)
    behind = dict.fromkeys(state, 1.0)
    shares: list[Shares] = []
    for k in range(len(drafts) - 1, -1, -1):
        before = known[k - 1].ahead if k else NOTHING_BEFORE
        behind, found = _behind(known[k], stops, k, before, behind)
        shares.append(found)
    return shares[::-1]


def _ahead(known: Weighed, stops: list[_Stop], k: int, before: State) -> State:
    """Go on from the histories up to the stop before to those up to this one."""
    if known.ahead_of is before:
        return known.ahead
    found: State = {}
    for (earlier, last), weight in before.items():
        for label, share in stops[k].labels.items():
            key = (label, _last(label, last))
            found[key] = found.get(key, 0.0) + weight * _step(stops, k, earlier, last, label, share)
    total = sum(found.values())
    known.ahead_of, known.ahead = before, {key: value / total for key, value in found.items() if value > LEAST * total}
    return known.ahead


def _behind(known: Weighed, stops: list[_Stop], k: int, before: State, behind: State) -> tuple[State, Shares]:
    """Weigh a stop by what comes after it, and go on to the stop before."""
    of = known.behind_of
    if of is not None and of[0] is known.ahead and of[1] is before and of[2] == behind:
        return known.behind, known.shares
    by_label: dict[str, float] = {}
    for key, weight in known.ahead.items():
        by_label[key[0]] = by_label.get(key[0], 0.0) + weight * behind[key]
    total = sum(by_label.values())
    shares = sorted(((n, v / total) for n, v in by_label.items()), key=lambda e: (-e[1], e[0]))
    earlier: State = {}
    for then, last in before:
        value = 0.0
        for label, share in stops[k].labels.items():
            later = behind.get((label, _last(label, last)))
            if later is not None:
                value += later * _step(stops, k, then, last, label, share)
        earlier[then, last] = value
    most = max(earlier.values()) or 1.0
    known.behind_of, known.shares = (known.ahead, before, behind), shares
    # In steps, so that a stop that goes on does not make all before it be named anew.
    known.behind = {key: round(value / most, DIGITS) for key, value in earlier.items()}
    return known.behind, shares


def _stop(draft: Draft, known: Weighed) -> _Stop:
    if known.stop is None:
        total = sum(c.weight for c in draft.candidates)
        labels = {c.label: c.weight / total * draft.chance for c in draft.candidates if c.weight > LEAST * total}
        labels[NOBODY] = labels.get(NOBODY, 0.0) + 1.0 - draft.chance + LEAST
        beside = {c.label: BELIEFS.beside * c.beside / total * draft.chance for c in draft.candidates if c.beside}
        known.stop = _Stop(labels, beside)
    return known.stop


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
