"""Fills an empty database with Halyard Foods: its tables, questions, phones and four weeks of history."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.base import now
from models.customer import Customer
from models.database import Database
from models.device import Device, new_token, sha256_of
from models.event import Event, record_event
from models.question import Question
from models.recording import Recording
from models.visit import Visit
from server.current import Installation
from server.demo.agenda import Agenda
from server.demo.appointments import make_appointments, set_intervals
from server.demo.company import TABLES, Company, read_company, read_lines
from server.demo.diary import Round, plan_rounds
from server.demo.note_history import NoteHistory
from server.demo.recorded_notes import hand_in_garbled, hand_in_recorded
from server.demo.spoken import Speaker
from server.demo.visit_history import UNDECIDED_DAYS, VisitHistory
from server.services.customers.table_import import import_tables
from server.settings import Settings

SEED = "halyard"
FILLED = "demo.filled"
SHARE_WITH_NOTE = 0.22
UNKNOWN_PLACE = (
    "left a price list with the owner of the new place on the corner they open in january and want to see the whole "
    "list for coffee and cups i'll call on tuesday and find out the name"
)


class DemoRefused(Exception):
    """The made-up company cannot go in; the message says why and what to do instead."""


def fill_demo(database: Database, settings: Settings, *, at: datetime | None = None) -> str:
    """Put the made-up company into a database that holds no customers yet; return what to tell.

    A database that has it already is left as it is. `at` is the instant up to which the history reaches.
    Raises DemoRefused where other customers are.
    """
    with database.session() as session:
        if session.scalar(select(Event.id).where(Event.kind == FILLED)):
            return "The demo company Halyard Foods is there already; nothing was changed."
        _refuse_real_customers(session)
        installation = replace(Installation.open(settings), database=database)
        summary = _fill(session, installation, at or now())
        session.commit()
    return summary


def _refuse_real_customers(session: Session) -> None:
    count = session.scalar(select(func.count()).select_from(Customer))
    if count:
        raise DemoRefused(
            f"This database holds {count} customers already, so the demo company was not mixed in. "
            "Set VAR_DIR (or DATABASE_URL) to an empty place for the demo."
        )


def _fill(session: Session, installation: Installation, at: datetime) -> str:
    import_tables(session, TABLES)
    session.add_all(Question(**line) for line in read_lines("questions.jsonl"))
    company = read_company(session, SEED)
    zone = ZoneInfo(installation.settings.time_zone)
    set_intervals(list(company.shops.values()), SEED)
    session.add_all(make_appointments(company, at, zone, SEED))
    phones = _pair_phones(session, company, at)
    rounds = plan_rounds(company, at, zone, SEED)
    agenda = Agenda(session, until=at)
    notes = _write_history(agenda, company, rounds, NoteHistory(session, installation, agenda, phones, Random(SEED)))
    session.flush()  # notes and events point at the visits
    agenda.play()
    record_event(session, FILLED)
    visits = session.scalar(select(func.count()).select_from(Visit))
    sounding = session.scalar(select(func.count()).select_from(Recording).where(Recording.chunk_count > 0))
    return (
        f"The demo company Halyard Foods is in: {len(company.shops)} customers, {len(company.reps)} reps, "
        f"{visits} visits and {notes} notes of four weeks, {sounding} recordings to be heard now."
    )


def _pair_phones(session: Session, company: Company, at: datetime) -> dict[str, Device]:
    """Give each rep a phone whose token nobody knows: it stands in lists and owns the notes."""
    phones = {}
    for number, rep in enumerate(company.reps):
        paired_at = at - timedelta(days=30 + number, hours=number)
        phone = Device(
            staff_id=rep.id,
            name=f"{rep.name.split()[0]}'s phone",
            token_sha256=sha256_of(new_token()),
            paired_at=paired_at,
            seen_at=at - timedelta(minutes=5 + 7 * number),
        )
        session.add(phone)
        phones[rep.id] = phone
    session.flush()
    return phones


def _write_history(agenda: Agenda, company: Company, rounds: list[Round], notes: NoteHistory) -> int:
    chance = Random(f"{SEED}/notes")
    speaker = Speaker(company.competitors, chance)
    visits = VisitHistory(agenda, Random(f"{SEED}/visits"))
    count, has_garbled, has_unknown = 0, False, False
    for stop in rounds:
        visit = visits.plan(stop)
        text = stop.said
        if visit.customer_id is None:
            text, has_unknown = (None if has_unknown else UNKNOWN_PLACE), True
        elif text is None and chance.random() < SHARE_WITH_NOTE:
            text = speaker.speak(stop.shop)
        if stop.recording:
            hand_in_recorded(agenda, notes, stop, visit)
        elif text is not None:
            notes.plan(stop, visit, text)
            count += 1
        elif 0 < stop.age_days <= UNDECIDED_DAYS and not has_garbled:
            hand_in_garbled(agenda, notes, stop, visit)
            has_garbled = True
    return count
