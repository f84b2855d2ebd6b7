"""A house of three customers, one of them with a history, and a paired phone that stands near that one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.appointment import Appointment
from models.base import now
from models.customer import Contact, Customer, Site
from models.database import Database, open_database
from models.entry import Entry, EntryVersion
from models.location_choice import LocationChoice, OwnPlace, PositionPause
from models.recording import CustomerSource, RecordingState
from models.schema import migrate
from models.staff import Staff
from server.services.actions.ledger import keep_actions
from server.services.phones.pairing import make_pairing_code
from tests.server.pages.desk_makers import make_visit
from tests.support.makers import make_recording, make_staff
from tests.support.midday import midday_zone
from tests.support.server_process import ServerProcess

HERE = (41.8800, -87.6500)
BELLAVISTA, MARCHETTI, HARBOUR = "Bellavista Bistro", "Marchetti's", "Harbour Cafe"
STEP_MS = 30_000
COUNT_QUESTIONS = """
  window.questions = 0;
  for (const name of ["getCurrentPosition", "watchPosition"]) {
    const ask = navigator.geolocation[name].bind(navigator.geolocation);
    navigator.geolocation[name] = (...given) => { window.questions += 1; return ask(...given); };
  }
"""
BRIEF = {
    "actions": [
        {"item_id": "a", "what": "send the price list", "owner": "me", "due": "2026-03-13"},
        {"item_id": "b", "what": "bring samples", "owner": "me", "due": None},
    ],
    "complaints": [{"item_id": "c", "about": "two cases arrived broken", "severity": "high"}],
    "preferences": [{"item_id": "d", "about": "deliver before ten"}],
}


@dataclass
class OpenPhone:
    """The app on a paired phone, and every request that its browser made."""

    context: BrowserContext
    page: Page
    url: str
    database: Database
    requests: list[Request] = field(default_factory=list)

    def go(self, place: str) -> None:
        self.page.get_by_role("navigation", name="Places").get_by_role("button", name=place, exact=True).click()

    def open_brief(self, name: str) -> None:
        self.go("Near me")
        customers = self.page.get_by_role("list", name="Customers")
        customers.get_by_role("button").filter(has_text=name).click()

    def close(self) -> None:
        self.page.keyboard.press("Escape")

    def count(self, kind: Any) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(kind)) or 0


@contextmanager
def house_with_history(folder: Path) -> Iterator[tuple[ServerProcess, Database]]:
    """Three customers of one rep, one of them with a history, and the running server."""
    database = open_database(f"sqlite:///{folder / 'var' / 'rounds.sqlite3'}")
    migrate(database)
    with database.session() as session:
        rep = make_staff(session, "Ana Ruiz")
        for number, (name, north) in enumerate([(BELLAVISTA, 0.0002), (MARCHETTI, 0.01), (HARBOUR, 0.2)]):
            customer = Customer(id=f"C00{number}", name=name, kind="restaurant", owner_id=rep.id, visit_interval_days=7)
            customer.sites.append(Site(street=f"{number} Main St", city="Chicago", lat=HERE[0] + north, lon=HERE[1]))
            session.add(customer)
        session.add(Contact(customer_id="C000", name="Maria Lopez", role="chef", phone="+1 (312) 555-0142"))
        session.flush()
        note = make_recording(
            session, rep, started_at=now() - timedelta(days=40), state=RecordingState.READY, customer_id="C000"
        )
        entry = Entry(recording_id=note.id, customer_id="C000")
        entry.versions.append(EntryVersion(number=1, content=BRIEF))
        session.add(entry)
        session.flush()
        keep_actions(session, entry, "America/Chicago")
        _introduce(session, rep)
        make_visit(session, rep, session.get_one(Customer, "C000"), arrived_at=now() - timedelta(days=40))
        soon = now() + timedelta(minutes=50)
        booked = Appointment(customer_id="C000", staff_id=rep.id, starts_at=soon, ends_at=soon + timedelta(minutes=30))
        session.add(booked)
        session.commit()
    server = ServerProcess(folder / "var").start()
    yield server, database
    server.kill()
    database.close()


def _introduce(session: Session, rep: Staff) -> None:
    """Add a note of today in which somebody is introduced."""
    at_marchettis = {"customer_id": "C001", "customer_source": CustomerSource.PERSON}
    note = make_recording(session, rep, started_at=now(), state=RecordingState.READY, **at_marchettis)
    entry = Entry(recording_id=note.id, customer_id="C001")
    offered = {"item_id": "p", "name": "Priya Raman", "contact_id": None, "role": "head buyer", "is_offered": True}
    entry.versions.append(EntryVersion(number=1, content={"people": [offered | {"phone": "+13125550144"}]}))
    session.add(entry)


@contextmanager
def paired_near_bellavista(house: tuple[ServerProcess, Database], browser: Any) -> Iterator[OpenPhone]:
    """A phone of its own, paired, standing near Bellavista, with everything it fetches ahead on it."""
    server, database = house
    with database.session() as session:
        rep = session.scalars(select(Staff).where(Staff.name == "Ana Ruiz")).one()
        rep.language = None
        for kept in (PositionPause, OwnPlace, LocationChoice):
            for row in session.scalars(select(kept)):
                session.delete(row)
        code = make_pairing_code(session, staff_id=rep.id, made_by_id=rep.id, valid_for=timedelta(minutes=10))
        session.commit()
    context = browser.new_context(
        timezone_id=midday_zone(),
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        permissions=["geolocation"],
        geolocation={"latitude": HERE[0], "longitude": HERE[1], "accuracy": 12},
    )
    context.set_default_timeout(STEP_MS)
    context.add_init_script(COUNT_QUESTIONS)
    requests: list[Request] = []
    context.on("request", lambda request: requests.append(request))
    page = context.new_page()
    with page.expect_response(lambda answer: "/api/briefs" in answer.url):
        page.goto(f"{server.url}/app/#pair={code}")
        page.get_by_role("button", name="Pair this phone").click()
        page.get_by_role("button", name="Go to today").click()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    yield OpenPhone(context, page, server.url, database, requests)
    context.close()
