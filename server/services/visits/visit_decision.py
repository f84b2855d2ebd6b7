"""A person's word on a visit: confirmed, at another customer, or no visit. No re-run of the engine undoes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.customer import Customer
from models.visit import Decision, Origin, Visit
from server.current import Identity
from server.errors import Problem
from server.services.visits.said_customer import SaidCustomer, find_said_customer
from server.services.visits.said_times import instant_of_id, tidy_times
from server.services.visits.visit_joining import join_what_went_on
from server.services.visits.visit_word import decide, find_own, join_flags, settle, standing

UNHEARD = "This visit was not known here when your word came."
TIMES_GUESSED = "Its times are a guess."


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says about a visit; times only where they say them."""

    decision: Decision
    customer_id: str | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None


def decide_visit(session: Session, visit_id: str, by: Identity, word: Word) -> Visit:
    """Write down what the rep says about an own visit; saying it again changes nothing. The caller commits.

    1. Somebody else's visit is refused. One that is not known here is made, with a flag.
    2. One that was merged or split meanwhile keeps what it is; the word is kept as a flag on what took it up.
    3. The customer is found by today's books; an unknown, merged or departed one is flagged, never refused.
    4. Whatever the engine made of the same stay goes, notes follow, and one event tells.
    5. What the engine saw at that customer right before or after is one visit with it.
    """
    visit = find_own(session, visit_id, by)
    if word.decision == Decision.CHANGED and word.customer_id is None:
        raise Problem("Say which customer it was: send customer_id too.", status=422, code="customer-needed")
    if visit is None:
        visit = unheard_visit(session, visit_id, by)
    taken_up_by = standing(session, visit)
    if taken_up_by is not visit:
        return _keep_for_later(session, visit, taken_up_by, word)
    return _decide(session, visit, by, word)


def unheard_visit(session: Session, visit_id: str, by: Identity) -> Visit:
    """Make a visit that only the phone knows; its id tells when it was made."""
    at = instant_of_id(visit_id)
    visit = Visit(id=visit_id, staff_id=by.staff_id, arrived_at=at, left_at=at, origin=Origin.PERSON, probability=1.0)
    visit.reasons, visit.flag = ["said by you"], f"{UNHEARD} {TIMES_GUESSED}"
    session.add(visit)
    return visit


def _decide(session: Session, visit: Visit, by: Identity, word: Word) -> Visit:
    said = _said_customer(session, visit, word)
    times = tidy_times(word.arrived_at or visit.arrived_at, word.left_at or visit.left_at)
    has_times = word.arrived_at is not None or word.left_at is not None
    flags = [_flag_of_state(visit, has_times=has_times), said.flag, times.flag if has_times else None]
    wanted = (word.decision, said.id, times.arrived_at, times.left_at)
    is_same = wanted == (visit.decision, visit.customer_id, visit.arrived_at, visit.left_at)
    if is_same and visit.withdrawn_at is None:
        return visit
    before, visit.customer_id = visit.customer_id, said.id
    if has_times:
        visit.arrived_at, visit.left_at = times.arrived_at, times.left_at
        visit.is_open = visit.is_open and word.left_at is None
    decide(visit, by, word.decision, flags)
    settle(session, [visit], str(word.decision), [before])
    if word.decision != Decision.DELETED and not has_times:
        join_what_went_on(session, visit, by)
    return visit


def _said_customer(session: Session, visit: Visit, word: Word) -> SaidCustomer:
    if word.decision == Decision.DELETED:
        return SaidCustomer(visit.customer_id)
    if word.customer_id is not None:
        return find_said_customer(session, word.customer_id)
    if visit.customer_id is None:
        return SaidCustomer(None, "It was confirmed without a customer. Choose one from the list.")
    return find_said_customer(session, visit.customer_id)


def _flag_of_state(visit: Visit, *, has_times: bool) -> str | None:
    if visit.flag and visit.flag.startswith(UNHEARD):
        return UNHEARD if has_times else f"{UNHEARD} {TIMES_GUESSED}"
    if visit.withdrawn_at is not None:
        return "It had been taken back by the time your word came; your word stands."
    return None


def _keep_for_later(session: Session, visit: Visit, taken_up_by: Visit, word: Word) -> Visit:
    became = "merged with another" if visit.decision == Decision.MERGED else "split in two"
    said = "no visit" if word.decision == Decision.DELETED else _said_words(session, word)
    told = f"Said of a visit that was {became} before: {said}."
    if told not in (taken_up_by.flag or "") and _says_something_new(visit, taken_up_by, word):
        taken_up_by.flag = join_flags([taken_up_by.flag, told])
        settle(session, [taken_up_by], "flagged")
    return taken_up_by


def _says_something_new(visit: Visit, taken_up_by: Visit, word: Word) -> bool:
    said = word.customer_id or visit.customer_id
    return word.decision == Decision.DELETED or said != taken_up_by.customer_id


def _said_words(session: Session, word: Word) -> str:
    customer = session.get(Customer, word.customer_id) if word.customer_id else None
    return f"it was at {customer.name[:60]}" if customer else "it was a visit"
