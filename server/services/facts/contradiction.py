"""Which of a customer's facts cannot both hold, so that somebody has to ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.customer_fact import CustomerFact, FactTopic
from models.fact_kind import ValueType
from server.services.facts.said_fact import LEFT
from server.services.facts.wish_reading import read_wish

# Roles that one person holds at a time; a place may well have two owners or three buyers.
HELD_BY_ONE = ("chef", "general manager", "kitchen manager", "store manager", "purchasing manager")
HELD_BY_ONE_BEGINNINGS = ("head ", "executive ")
ONE_AT_A_TIME = "current supplier"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two facts on one subject, from different days, that cannot both hold."""

    earlier: CustomerFact
    later: CustomerFact


def contradictions(facts: Iterable[CustomerFact], value_types: Mapping[str, str]) -> list[Contradiction]:
    """Return what is contradictory among a customer's standing facts, at most one for each kind and subject.

    1. The newest fact of a subject is held against the last one before it that it rules out.
    2. Said as a change ("now", "since march"), by a person at a desk, or on two days, the newest one is settled.
    3. Of somebody who left since then nothing is asked.

    `value_types` tells by id what the values of an administrator's kinds are.
    """
    by_subject: dict[tuple[str, str], list[CustomerFact]] = defaultdict(list)
    for fact in sorted(facts, key=lambda one: (one.said_at, one.id)):
        by_subject[fact.kind, fact.subject].append(fact)
    left = {fact.subject.lower(): fact for facts in by_subject.values() for fact in facts if fact.value == LEFT}
    found = (_among(facts, left, value_types) for facts in by_subject.values())
    return [one for one in found if one is not None]


def _among(
    facts: Sequence[CustomerFact], left: Mapping[str, CustomerFact], value_types: Mapping[str, str]
) -> Contradiction | None:
    newest = facts[-1]
    if newest.tells_change or newest.set_by_id is not None:
        return None
    if len({fact.said_on for fact in facts if is_same(fact, newest)}) > 1:
        return None
    for fact in reversed(facts[:-1]):
        if fact.said_on < newest.said_on and rules_out(fact, newest, value_types):
            gone = left.get(fact.value.lower())
            return None if gone is not None and gone.said_at >= fact.said_at else Contradiction(fact, newest)
    return None


def is_same(one: CustomerFact, other: CustomerFact) -> bool:
    """Tell whether two facts of one subject say the same; "maria" and "Maria Lopez" are one person."""
    if one.contact_id is not None and one.contact_id == other.contact_id:
        return True
    first, second = one.value.lower().split(), other.value.lower().split()
    if one.kind == FactTopic.ROLE and first and second:
        return set(first) <= set(second) or set(second) <= set(first)
    return first == second


def rules_out(one: CustomerFact, other: CustomerFact, value_types: Mapping[str, str]) -> bool:
    """Tell whether two facts of one kind and subject cannot both hold."""
    if is_same(one, other):
        return False
    if one.kind == FactTopic.ROLE:
        return is_held_by_one(one.subject)
    if one.kind == FactTopic.SUPPLIER:
        return one.subject == ONE_AT_A_TIME
    if one.kind == FactTopic.PREFERENCE:
        return bool(one.subject) and read_wish(one.value).rules_out(read_wish(other.value))
    if one.kind == FactTopic.HOURS:
        return True
    return value_types.get(one.kind, ValueType.TEXT) != ValueType.TEXT


def is_held_by_one(role: str) -> bool:
    """Tell whether one person at a time has a role."""
    return role in HELD_BY_ONE or role.startswith(HELD_BY_ONE_BEGINNINGS) or "director" in role
