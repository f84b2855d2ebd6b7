"""A rep with a phone and two customers to see, who sends positions through the one door and has a word on visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from models.database import Database
from models.event import Event
from models.recording import Recording, RecordingState
from models.staff import Role
from models.visit import Decision, Visit
from server.current import Identity
from server.services.positions.position_intake import Reading, Saved
from server.services.visits.company_map import CompanyMap
from server.services.visits.visit_decision import Word, decide_visit
from server.services.visits.visit_logging import record_fixes
from tests.support.makers import make_customer, make_phone, make_staff
from tests.support.rounds_on_the_road import BELLAVISTA, MARCHETTI, in_batches


@dataclass
class Rep:
    """A rep with a phone, two customers to see, and the one door."""

    database: Database
    by: Identity
    company_map: CompanyMap
    bellavista: str
    marchetti: str

    def send(
        self, readings: Sequence[Reading], received_at: datetime | None = None, by: Identity | None = None
    ) -> Saved:
        with self.database.session() as session:
            received_at = received_at or readings[-1].at + timedelta(seconds=2)
            saved = record_fixes(session, self.company_map, by or self.by, readings, received_at)
            session.commit()
            return saved

    def send_live(self, readings: Sequence[Reading]) -> None:
        for batch in in_batches(readings):
            self.send(batch)

    def visits(self) -> list[Visit]:
        with self.database.reading() as session:
            query = select(Visit).where(Visit.withdrawn_at.is_(None)).order_by(Visit.arrived_at)
            return list(session.scalars(query))

    def seen(self) -> list[tuple[object, ...]]:
        """What the visits say, without their ids."""
        return [
            (v.customer_id, v.arrived_at, v.left_at, v.is_open, v.probability, v.reasons, v.is_question)
            for v in self.visits()
        ]

    def customers_seen(self) -> list[str | None]:
        return [visit.customer_id for visit in self.visits()]

    def events(self) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(select(Event.kind).where(Event.kind.like("visit.%")).order_by(Event.id)))

    def count(self, what: type) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(what)) or 0

    def decide(self, visit_id: str, decision: Decision, customer_id: str | None = None) -> None:
        with self.database.session() as session:
            decide_visit(session, visit_id, self.by, Word(decision, customer_id))
            session.commit()

    def note(self, ended_at: datetime, **more: object) -> str:
        with self.database.session() as session:
            staff = self.by.staff_id
            note = Recording(
                staff_id=staff,
                mime_type="audio/webm",
                state=RecordingState.READY,
                started_at=ended_at - timedelta(seconds=30),
                ended_at=ended_at,
                **more,
            )
            session.add(note)
            session.commit()
            return note.id

    def note_now(self, note_id: str) -> Recording:
        with self.database.reading() as session:
            return session.get_one(Recording, note_id)


def make_rep(database: Database) -> Rep:
    with database.session() as session:
        ana = make_staff(session)
        device, _ = make_phone(session, ana)
        bellavista = make_customer(session, "Bellavista Bistro", lat=BELLAVISTA[0], lon=BELLAVISTA[1], owner_id=ana.id)
        marchetti = make_customer(session, "Hotel Marchetti", lat=MARCHETTI[0], lon=MARCHETTI[1], owner_id=ana.id)
        session.commit()
        by = Identity(ana.id, ana.name, Role.REP, device.id)
    return Rep(database, by, CompanyMap(database, "America/Chicago", check_every_s=0.0), bellavista.id, marchetti.id)
