"""Every way in and every way to see, so that what is written through one is looked for at each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from models.base import new_id, now
from models.customer import Customer
from models.staff import Role
from server.current import Installation
from server.services.intake.mail_message import take_mail
from server.services.people.api_token import LOOK_UP, READ_RECORDS, WRITE_INTERACTIONS, make_token
from tests.support.makers import make_contact, make_customer, make_phone, make_staff
from tests.support.recordings import WAV

# By what is seen that a door's note is there, and by what a spoken one is searched: its words, not its summary.
KNOWN_BY = {
    "phone note": "next meeting",
    "pop": "zucchini",
    "API interaction": "artichoke",
    "e-mail": "asparagus",
    "panel": "eggplant",
}
SEARCHED = {"phone note": "ramen samples"}


def word_of(door: str, place: str) -> str:
    """Return the word that shows at a place what came by a door."""
    return SEARCHED.get(door, KNOWN_BY[door]) if place == "search" else KNOWN_BY[door]


@dataclass
class Doors:
    """A house and its doors; `mark` tells one house's people from another's in the same database."""

    app: Flask
    hear: Callable[[], object]
    desk: FlaskClient = field(init=False)
    plain: FlaskClient = field(init=False)
    phone: dict[str, str] = field(init=False)
    program: dict[str, str] = field(init=False)
    ana_id: str = field(init=False)
    mark: str = ""

    def __post_init__(self) -> None:
        self.desk, self.plain = self.app.test_client(), self.app.test_client(use_cookies=False)
        with self.installation.database.session() as session:
            ana = make_staff(session, email=f"ana{self.mark}@halyard.example")
            tom = make_staff(session, "Tom Becker", Role.SUPPORT)
            _device, self.phone = make_phone(session, ana)
            scopes = [LOOK_UP, READ_RECORDS, WRITE_INTERACTIONS]
            _token, written = make_token(session, None, tom.id, "Program", scopes)
            session.commit()
            self.ana_id = ana.id
        self.program = {"Authorization": f"Bearer {written}"}
        with self.desk.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = tom.id, True

    def add_customer(self) -> str:
        """Add a customer with a number and a person whose address are theirs alone."""
        with self.installation.database.session() as session:
            number = session.scalar(select(func.count()).select_from(Customer)) or 0
            phone = f"(312) 555-{1000 + number}"
            customer = make_customer(session, f"Customer {number:04}", phone=phone, owner_id=self.ana_id)
            make_contact(session, customer).email = f"maria{number}@bella.example"
            session.commit()
        return customer.id

    @property
    def installation(self) -> Installation:
        opened: Installation = self.app.extensions["rounds"]
        return opened

    @property
    def ways_in(self) -> dict[str, Callable[[str], None]]:
        """Each door writes for its customer."""
        return {
            "phone note": self._speak,
            "pop": self._by_pop,
            "API interaction": self._by_api,
            "e-mail": self._by_mail,
            "panel": self._by_panel,
        }

    @property
    def ways_to_see(self) -> dict[str, Callable[[str, str], str]]:
        """Each tells what is seen there of a customer when one looks for a word."""
        return {
            "customer page": lambda customer, _word: self.desk.get(f"/customers/{customer}").text,
            "pop": lambda customer, _word: self.desk.get(f"/pop?customer={customer}").text,
            "lookup API": self._look_up,
            "panel": lambda customer, _word: self._panel(customer)[0],
            "timeline API": lambda customer, _word: self._program(f"/api/customers/{customer}/timeline"),
            "search": self._search,
            "phone brief": self._brief,
        }

    def _speak(self, customer: str) -> None:
        there = f"/api/recordings/{new_id()}"
        at = now().isoformat()
        asked = [
            self.plain.put(there, json={"mime_type": WAV.mime_type, "started_at": at}, headers=self.phone),
            self.plain.put(f"{there}/chunks/0", data=WAV.data, headers=self.phone),
            self.plain.put(f"{there}/customer", json={"customer_id": customer}, headers=self.phone),
            self.plain.put(f"{there}/completion", json={"chunk_count": 1, "ended_at": at}, headers=self.phone),
        ]
        assert all(answer.status_code < 300 for answer in asked), [answer.text for answer in asked]
        self.hear()

    def _by_pop(self, customer: str) -> None:
        form = {"id": new_id(), "customer": customer, "text": _sentence("pop"), "outcome": "call_back"}
        assert self.desk.post("/pop", data=form).status_code == 303

    def _by_api(self, customer: str) -> None:
        said = {"id": new_id(), "customer_id": customer, "channel": "chat", "text": _sentence("API interaction")}
        assert self.plain.post("/api/interactions", json=said, headers=self.program).status_code == 201

    def _by_mail(self, customer: str) -> None:
        mail = EmailMessage()
        mail["From"] = f"maria{int(self._name(customer).split()[-1])}@bella.example"
        mail["To"], mail["Subject"], mail["Message-ID"] = "desk@halyard.example", "Question", f"<{new_id()}@bella>"
        mail.set_content(_sentence("e-mail"))
        assert take_mail(self.installation, mail.as_bytes()).troubles == ()

    def _by_panel(self, customer: str) -> None:
        _page, address = self._panel(customer)
        form = {"pass": address.partition("pass=")[2], "id": new_id(), "customer": customer}
        answer = self.plain.post("/panel", data={**form, "text": _sentence("panel")})
        assert answer.status_code == 303, answer.text

    def _panel(self, customer: str) -> tuple[str, str]:
        link = self.plain.post("/api/panel-links", json={"customer_id": customer}, headers=self.program).get_json()
        address = self.plain.get(link["url"].removeprefix("http://localhost")).location
        return self.plain.get(address).text, address

    def _look_up(self, customer: str, _word: str) -> str:
        with self.installation.database.reading() as session:
            number = session.get_one(Customer, customer).phone or ""
        return self._program(f"/api/lookup?phone={number.replace(' ', '%20')}")

    def _search(self, customer: str, word: str) -> str:
        """Return what is shown of the hits, without the marks around words; nothing unless one is this customer's."""
        page = self.desk.get("/search", query_string={"q": word}, headers={"HX-Request": "true"}).text
        hits = " ".join(re.sub(r"<[^>]*>", "", page).split())
        return hits if self._name(customer) in hits else ""

    def _name(self, customer: str) -> str:
        with self.installation.database.reading() as session:
            return session.get_one(Customer, customer).name

    def _program(self, path: str) -> str:
        return self.plain.get(path, headers=self.program).text

    def _brief(self, customer: str, _word: str) -> str:
        return self.plain.get(f"/api/briefs?customer_ids={customer}", headers=self.phone).text


def _sentence(door: str) -> str:
    return f"I promise to send them the {KNOWN_BY[door]} price list by friday."
