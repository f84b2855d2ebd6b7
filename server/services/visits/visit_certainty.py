"""How sure it is that somebody was at a customer's, in one word."""

from __future__ import annotations

from typing import Literal

from models.visit import Decision, Visit

SURE_FROM = 0.8

Certainty = Literal["confirmed", "sure", "probably", "unknown"]


def certainty_of(visit: Visit) -> Certainty:
    """Return a person's word before the engine's: confirmed, else sure from 0.8 on, probably, or unknown."""
    if visit.decision in (Decision.CONFIRMED, Decision.CHANGED):
        return "confirmed"
    if visit.customer_id is None:
        return "unknown"
    return "sure" if visit.probability >= SURE_FROM else "probably"
