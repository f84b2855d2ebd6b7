"""Choose what to ask the rep: few questions a day, those whose answers change most."""

from collections.abc import Sequence
from dataclasses import replace

from visits.beliefs import BELIEFS
from visits.types import Visit


def worth(visit: Visit) -> float:
    """Give the chance that an answer changes something: the name is wrong, or a stop without one was a visit."""
    if visit.customer_id is not None:
        return 1.0 - visit.probability
    return min(sum(p for _, p in visit.alternatives), 1.0)


def with_questions(visits: Sequence[Visit]) -> list[Visit]:
    """Ask about the stops of one day where the answer is worth it, the worthiest first, a few at most."""
    ranked = sorted((v for v in visits if _is_doubtful(v)), key=lambda v: (-worth(v), v.arrive_s, v.leave_s))
    asked = {id(v) for v in ranked[: BELIEFS.questions]}
    return [v if v.ask == (id(v) in asked) else replace(v, ask=not v.ask) for v in visits]


def _is_doubtful(visit: Visit) -> bool:
    if visit.customer_id is not None:
        return visit.probability < BELIEFS.sure
    return worth(visit) >= BELIEFS.worth_asking
