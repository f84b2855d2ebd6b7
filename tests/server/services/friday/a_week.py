"""A week in March in which everything happens that the week's page counts, in shared notes and in private ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.action import Action, ActionState
from models.catalogue import Competitor
from models.complaint import Complaint, ComplaintState
from models.customer import Contact, Customer
from models.customer_fact import CustomerFact
from models.fact_kind import FactKind
from models.question import Answer, Question
from models.recording import Channel, Outcome, Recording
from models.staff import Role, Staff
from server.services.friday.looking import Looking
from server.services.friday.week import week_of
from tests.server.pages.desk_makers import make_customer, make_note, make_staff, make_visit, product

CHICAGO = ZoneInfo("America/Chicago")
THURSDAY = datetime(2026, 3, 12, 17, tzinfo=UTC)  # noon in Chicago, four days after the clocks were set
LONG_AGO = datetime(2026, 1, 5, 17, tzinfo=UTC)


def looking_at(weeks_back: int = 0, at: datetime = THURSDAY, default_interval_days: int = 30) -> Looking:
    return Looking(week_of(at.astimezone(CHICAGO).date()).later(-weeks_back), at, CHICAGO, default_interval_days)


@dataclass(frozen=True)
class AWeek:
    """Who was there: a manager, an administrator and two reps, the first of whom keeps notes private."""

    boss: Staff
    dana: Staff
    ana: Staff
    ben: Staff


def fill(session: Session) -> AWeek:
    """Put in each kind of row once in a shared note, and once more in a private note of Ana's."""
    boss, dana = make_staff(session, "Farah Siddiqui", Role.MANAGER), make_staff(session, "Dana Okafor", Role.ADMIN)
    ana, ben = make_staff(session, "Ana Ruiz"), make_staff(session, "Ben Moe")
    session.add(Competitor(name="Norwell Foods"))
    session.add(FactKind(id="kind-1", name="Freezer"))
    session.add(Question(id="question-1", key="terrace", text="Do they have a terrace?", kind="yes_no"))
    session.flush()
    for at, is_private in enumerate((False, True)):
        _fill_customer(session, ana, ben, at, is_private=is_private)
    _fill_untouched(session, ana)
    session.commit()
    return AWeek(boss, dana, ana, ben)


def _fill_customer(session: Session, ana: Staff, ben: Staff, at: int, *, is_private: bool) -> None:
    customer = make_customer(session, f"House {at}", owner_id=ana.id, created_at=LONG_AGO, visit_interval_days=7)
    before = make_note(
        session, ana, customer, content={"products": [product("Oat Milk", stance="wants")]}, started_at=_day(-5)
    )
    note = note_of_the_week(session, ana, customer, _day(1 + at), is_private=is_private)
    visit = make_visit(session, ana, customer, arrived_at=_day(1 + at) - timedelta(minutes=40))
    make_visit(session, ben, customer, arrived_at=_day(2))
    note.visit_id = visit.id
    for place, (due_on, more) in enumerate(_promises()):
        session.add(
            Action(
                recording_id=note.id,
                item_id=f"actions-{place}",
                customer_id=customer.id,
                owner_id=(ana.id, ben.id, None)[place % 3],
                what=f"promise {place}",
                due_on=due_on,
                created_at=_day(-4),
                **more,
            )
        )
    for place, (said_at, more) in enumerate(_complaints()):
        session.add(
            Complaint(
                recording_id=note.id,
                item_id=f"complaints-{place}",
                customer_id=customer.id,
                kind="late",
                about=f"late {place}",
                said_at=said_at,
                **more,
            )
        )
    for place, (kind, value) in enumerate(
        (("preference", "only before ten"), ("supplier", "Norwell"), ("kind-1", "yes"))
    ):
        for said_in, item in ((before, "a"), (note, "b")):
            is_again = kind == "supplier"
            if said_in is note or is_again:
                session.add(_fact(said_in, customer, kind, value, f"{item}-{place}"))
    session.add(Answer(customer_id=customer.id, question_id="question-1", value=True, recording_id=note.id))
    session.add(Contact(customer_id=customer.id, name=f"Maria {at}", created_at=_day(1)))
    session.add(Contact(customer_id=customer.id, name=f"Of a table {at}", created_at=_day(1), reference=f"K{at}"))
    make_customer(session, f"Prospect {at}", owner_id=ana.id, is_prospect=True, created_at=_day(2))


def _fact(note: Recording, customer: Customer, kind: str, value: str, item_id: str) -> CustomerFact:
    on = note.started_at.astimezone(CHICAGO).date()
    about = {"customer_id": customer.id, "recording_id": note.id, "item_id": item_id}
    return CustomerFact(kind=kind, subject="", value=value, said_on=on, said_at=note.started_at, **about)


def note_of_the_week(
    session: Session, staff: Staff, customer: Customer | None, at: datetime, **details: Any
) -> Recording:
    """Keep a note that names a competitor, a need, something asked for, and a product wanted no more."""
    content = {
        "competitors": [{"name": "norwell foods", "context": "quoting"}],
        "needs": [{"about": "a bigger freezer"}],
        "products": [product("Olive Oil", stance="wants", product_id="P1"), product("Oat Milk", stance="declined")],
    }
    return make_note(session, staff, customer, "they want olive oil", content, started_at=at, **details)


def _promises() -> list[tuple[date, dict[str, Any]]]:
    done, dropped = ActionState.DONE, ActionState.DROPPED
    return [
        (date(2026, 3, 10), {"state": done, "closed_at": _day(1)}),  # kept
        (date(2026, 3, 9), {"state": done, "closed_at": _day(2)}),  # late: broken
        (date(2026, 3, 11), {}),  # broken
        (date(2026, 3, 12), {}),  # today is not over: ahead
        (date(2026, 3, 15), {}),  # ahead
        (date(2026, 3, 13), {"state": dropped, "closed_at": _day(1), "closed_by_id": None}),  # misread: counts nowhere
        (date(2026, 3, 13), {"owner_name": "customer"}),  # theirs, not ours
        (date(2026, 3, 6), {}),  # left over
        (date(2026, 3, 16), {}),  # next week's
    ]


def _complaints() -> list[tuple[datetime, dict[str, Any]]]:
    closed = ComplaintState.CLOSED
    return [
        (_day(3) - timedelta(hours=1), {}),
        (_day(-2), {"reopened_at": _day(1)}),
        (_day(-10), {"routed_role": Role.SUPPORT}),
        (_day(-40), {}),
        (_day(-10), {"state": closed, "closed_at": _day(2)}),  # settled
        (_day(-10), {"state": ComplaintState.WITHDRAWN, "closed_at": _day(2)}),
    ]


def _fill_untouched(session: Session, ana: Staff) -> None:
    """Add customers whose last meeting is too long ago, or was none: each with what does not count as one."""
    for name, value in (("Not Reached", 100), ("Handed On", 300), ("Silent", None), ("Moved Away", 900)):
        customer = make_customer(
            session,
            name,
            owner_id=ana.id,
            created_at=LONG_AGO,
            visit_interval_days=7,
            yearly_value=Decimal(value) if value else None,
        )
        make_visit(session, ana, customer, arrived_at=_day(-9))
        if name == "Not Reached":
            make_note(session, ana, customer, started_at=_day(1), channel=Channel.CALL, outcome=Outcome.NOT_REACHED)
        elif name == "Handed On":
            make_note(session, ana, customer, started_at=_day(1), channel=Channel.HANDOVER)
        elif name == "Moved Away":
            customer.left_at = _day(0)
    make_customer(session, "Nobody's", created_at=LONG_AGO)  # without an owner no default interval counts


def _day(days: int) -> datetime:
    """Return noon in Chicago that many days after the Monday of the week."""
    on = date(2026, 3, 9) + timedelta(days=days)
    return datetime(on.year, on.month, on.day, 12, tzinfo=CHICAGO).astimezone(UTC)
