"""One stay that was two visits: the whole is put away, two visits that a person made take its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from models.base import now
from models.visit import Decision, Origin, Visit
from server.current import Identity
from server.errors import Forbidden, Problem
from server.services.visits.said_customer import SaidCustomer, find_said_customer
from server.services.visits.visit_decision import unheard_visit
from server.services.visits.visit_word import decide, find_own, settle, standing

OUTSIDE = "The cut lay outside of the visit."


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two parts, with the phone's id; without a customer it was a stop at nobody's."""

    id: str
    customer_id: str | None


def split_visit(
    session: Session, visit_id: str, at: datetime, parts: tuple[Part, Part], by: Identity
) -> tuple[Visit, Visit]:
    """Cut an own visit in two; saying it again changes nothing. The caller commits.

    A visit that was merged or cut otherwise meanwhile is cut as it stands by now; a cut outside of it is moved to
    its nearer end and flagged.
    """
    if len({visit_id, *(part.id for part in parts)}) < 3:  # the whole and its two parts
        raise Problem("Each part needs an id of its own.", status=422, code="same-visit")
    made = [_own_part(session, part.id, by) for part in parts]
    if made[0] is not None and made[1] is not None:
        return made[0], made[1]
    visit = standing(session, find_own(session, visit_id, by) or unheard_visit(session, visit_id, by))
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
