"""Choose what to ask the rep: few questions a day, those whose answers mend most."""

import math
from collections.abc import Sequence
from dataclasses import replace

from visits.beliefs import BELIEFS
from visits.types import Visit

NEXT_DOOR = "next door"  # the reason given for the second half of a stay
RENAMED, TAKEN_BACK, ADDED = 2.0, 0.95, 1.05  # what an answer mends: a wrong name is a visit missed and a false one
BESIDE_S = 61.0


def worth(visit: Visit, stays: frozenset[str] = frozenset()) -> float:
    """Expect what an answer mends, in visits: a wrong name put right, a false visit taken back, a missed one added.

    `stays`: customers whose visit just before or after it goes on if they are named; that adds none.
    """
    shares = dict(visit.alternatives)
    if visit.customer_id is not None:
        p = shares.get(visit.customer_id, visit.probability)
        others = sum(share for customer, share in shares.items() if customer != visit.customer_id)
        other = min(others / max(1.0 - p, 1e-6), 1.0)
        return (1.0 - tempered(p)) * (RENAMED * other + TAKEN_BACK * (1.0 - other))
    if visit.is_open:
        return 0.0  # it may yet turn out what it is
    if visit.reasons[:1] == (NEXT_DOOR,):
        return ADDED * sum(share for customer, share in shares.items() if customer not in stays)
    return ADDED * tempered(min(sum(shares.values()), 1.0)) if shares else 0.0


def tempered(p: float) -> float:
    """Give how often something is true that was thought true with probability `p`: the engine is too sure of itself."""
    p = min(max(p, 1e-4), 1.0 - 1e-4)
    return 1.0 / (1.0 + math.exp(-BELIEFS.lean - BELIEFS.tempered * math.log(p / (1.0 - p))))


def with_questions(visits: Sequence[Visit]) -> list[Visit]:
    """Ask about the stops of one day where the answer is worth it, the worthiest first, a few at most.

    Visits in order of time. Each further question must be worth more than the one before.
    """
    value = [worth(visit, _beside(visits, k)) for k, visit in enumerate(visits)]
    ranked = sorted(range(len(visits)), key=lambda k: (-value[k], k))
    asked = set()
    for n, k in enumerate(ranked[: BELIEFS.questions]):
        if value[k] < BELIEFS.worth_asking + BELIEFS.worth_more * n:
            break
        asked.add(k)
    return [v if v.ask == (k in asked) else replace(v, ask=not v.ask) for k, v in enumerate(visits)]


def _beside(visits: Sequence[Visit], k: int) -> frozenset[str]:
    """Give the customers whose visits this one follows or leads to without a pause."""
    pairs = ((k - 1, k), (k, k + 1))
    return frozenset(
        customer
        for a, b in pairs
        if a >= 0 and b < len(visits) and visits[b].arrive_s - visits[a].leave_s <= BESIDE_S
        for customer in (visits[a if b == k else b].customer_id,)
        if customer is not None
    )
