"""Longer stops at no known customer: kept for the rep alone, who may make a prospect of one."""

from __future__ import annotations

from models.visit import Visit
from visits.types import Visit as Detected

SHORTEST_STOP_S = 480.0
EDGE_S = 60.0  # a stay that begins with the first fix of the day, or ends with the last, may be somebody's home


def is_stop(visit: Visit) -> bool:
    """Tell whether a visit is only a stop at nobody's, of which nothing is known and nothing is asked."""
    return visit.customer_id is None and visit.decision is None and not visit.is_question


def is_worth_keeping(one: Detected, first_s: float, last_s: float) -> bool:
    """Tell whether a detected stay is kept: at a customer, to be asked about, or a longer stop inside the day."""
    if one.customer_id is not None or one.ask:
        return True
    is_inside = one.arrive_s - first_s > EDGE_S and last_s - one.leave_s > EDGE_S and not one.is_open
    return is_inside and one.leave_s - one.arrive_s >= SHORTEST_STOP_S
