"""One stay that was two visits: the whole is put away, two visits that a person made take its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.visit import Decision, Origin, Visit
from server.current import Identity
from server.errors import Forbidden, Problem
from server.services.visits.said_customer import SaidCustomer, find_said_customer
from server.services.visits.visit_decision import unheard_visit
from server.services.visits.visit_word import decide, find_own, join_flags, settle, standing

OUTSIDE = "The cut lay outside of the visit."
SAID_OTHERWISE = "It was cut in two twice, and another customer was said the second time."


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two parts, with the phone's id; without a customer it was a stop at nobody's."""

    id: str
    customer_id: str | None


def split_visit(
    session: Session, visit_id: str, at: datetime, parts: tuple[Part, Part], by: Identity
) -> tuple[Visit, Visit]:
    """Cut an own visit in two; saying it again changes nothing. The caller commits.

    A visit that was merged meanwhile is cut as it stands by now; a cut outside of it is moved to its nearer end and
    flagged. One that was cut already, as by another phone of the same rep, stays as it was cut: what is said of its
    parts goes to the parts that are there.
    """
    if len({visit_id, *(part.id for part in parts)}) < 3:  # the whole and its two parts
        raise Problem("Each part needs an id of its own.", status=422, code="same-visit")
    made = [_own_part(session, part.id, by) for part in parts]
    if made[0] is not None and made[1] is not None:
        return standing(session, made[0]), standing(session, made[1])
    visit = find_own(session, visit_id, by) or unheard_visit(session, visit_id, by)
    cut_before = _parts_of(session, visit) if visit.decision == Decision.SPLIT else None
    if cut_before is not None:
        return _take_for(session, cut_before, parts, by)
    visit = standing(session, visit)
    cut_at = min(max(at.astimezone(UTC), visit.arrived_at), visit.left_at)
    first = _part(session, visit, parts[0], (visit.arrived_at, cut_at))
    second = _part(session, visit, parts[1], (cut_at, visit.left_at))
    second.is_open = visit.is_open
    for made_part, said in zip((first, second), parts, strict=True):
        flag = _customer(session, said).flag
        decide(made_part, by, Decision.CONFIRMED, [flag, visit.flag, OUTSIDE if cut_at != at else None])
    visit.decision, visit.decided_at, visit.decided_by_id = Decision.SPLIT, now(), by.staff_id
    visit.is_open, visit.is_question = False, False
    settle(session, [first, second], str(Decision.SPLIT), [visit.customer_id])
    return first, second


def _parts_of(session: Session, visit: Visit) -> tuple[Visit, Visit] | None:
    query = select(Visit).where(Visit.split_from_id == visit.id).order_by(Visit.arrived_at, Visit.left_at, Visit.id)
    found = session.scalars(query).all()
    return (found[0], found[-1]) if len(found) > 1 else None


def _take_for(
    session: Session, there: tuple[Visit, Visit], parts: tuple[Part, Part], by: Identity
) -> tuple[Visit, Visit]:
    """Have the parts that a phone made lead to those that are there; the first word on whose they are stands."""
    for visit, said in zip(there, parts, strict=True):
        _lead_to(session, visit, said.id, by)
        shown, customer = standing(session, visit), _customer(session, said)
        if customer.id is None or shown.customer_id == customer.id or shown.decision == Decision.DELETED:
            continue
        if shown.customer_id is None:
            shown.customer_id = customer.id
        shown.flag = join_flags(
            [shown.flag, customer.flag, SAID_OTHERWISE if shown.customer_id != customer.id else None]
        )
        settle(session, [shown], str(Decision.CHANGED))
    return standing(session, there[0]), standing(session, there[1])


def _lead_to(session: Session, visit: Visit, part_id: str, by: Identity) -> None:
    if session.get(Visit, part_id) is None:
        part = Visit(id=part_id, staff_id=visit.staff_id, arrived_at=visit.arrived_at, left_at=visit.left_at)
        part.origin, part.decision, part.merged_into_id = Origin.PERSON, Decision.MERGED, visit.id
        part.decided_at, part.decided_by_id = now(), by.staff_id
        session.add(part)
        session.flush()


def _own_part(session: Session, part_id: str, by: Identity) -> Visit | None:
    try:
        return find_own(session, part_id, by)
    except Forbidden as error:
        raise Problem("Give the parts ids of their own.", status=422, code="id-taken") from error


def _part(session: Session, whole: Visit, said: Part, times: tuple[datetime, datetime]) -> Visit:
    customer_id = _customer(session, said).id
    part = session.get(Visit, said.id)
    if part is None:
        part = Visit(id=said.id, staff_id=whole.staff_id, origin=Origin.PERSON)
        session.add(part)
    part.customer_id = customer_id
    part.arrived_at, part.left_at = times
    part.probability, part.reasons, part.alternatives = 1.0, ["split by you"], []
    part.lat, part.lon, part.split_from_id = whole.lat, whole.lon, whole.id
    session.flush()
    return part


def _customer(session: Session, said: Part) -> SaidCustomer:
    return find_said_customer(session, said.customer_id) if said.customer_id else SaidCustomer(None)
