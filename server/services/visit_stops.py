"""Longer stops at no known customer: kept for the rep alone, who may make a prospect of one."""

from __future__ import annotations

from models.visit import Visit


def is_stop(visit: Visit) -> bool:
    """Tell whether a visit is only a stop at nobody's, of which nothing is known and nothing is asked."""
    return visit.customer_id is None and visit.decision is None and not visit.is_question
