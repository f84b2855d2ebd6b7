"""Calendar, contacts and feed at secret addresses: made once, read by any program, revoked at once."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from xml.etree import ElementTree as Xml

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.action import Action, ActionState
from models.appointment import Appointment
from models.base import now
from models.customer import Customer
from models.staff import Staff
from server.cli.web_log import hide_tokens
from server.services.feeds.folded_lines import escape, folded
from tests.server.pages.desk_makers import make_contact, make_customer, make_note, make_staff

SignIn = Callable[[Staff], FlaskClient]
LONG = "Größe, Menge; \\ und Preis für die Küche von Maria Conti, damit sie am Freitag bestellen kann"


@pytest.fixture
def customer(db: Session, ana: Staff) -> Customer:
    customer = make_customer(db, owner_id=ana.id)
    make_contact(db, customer).email = "maria@bella.example"
    note = make_note(db, ana, customer)
    at = now().replace(microsecond=0)
    due = {"due_on": at.date() + timedelta(days=2), "recording_id": note.id, "customer_id": customer.id}
    db.add(Action(item_id="a", what=LONG, owner_id=ana.id, **due))
    db.add(Action(item_id="b", what="Send the list", owner_id=ana.id, state=ActionState.DONE, closed_at=at, **due))
    db.add(Action(item_id="c", what="Not Ana's", owner_id=make_staff(db, "Ben Ode").id, **due))
    meeting = {"staff_id": ana.id, "customer_id": customer.id, "title": "Tasting"}
    db.add(Appointment(starts_at=at + timedelta(days=1), ends_at=at + timedelta(days=1, hours=1), **meeting))
    db.commit()
    return customer


def address(browser: FlaskClient, kind: str) -> str:
    page = browser.post("/subscriptions", data={"kind": kind}, follow_redirects=True).text
    return html.unescape(page.split('class="link-once__text" value="')[1].split('"')[0]).removeprefix(
        "http://localhost"
    )


def unfolded(text: str) -> list[str]:
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")) and "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")


def test_the_calendar_has_ones_own_promises_and_appointments(
    app: Flask, ana: Staff, signed_in: SignIn, customer: Customer
) -> None:
    program = app.test_client(use_cookies=False)
    there = address(signed_in(ana), "calendar")
    answer = program.get(there)
    lines = unfolded(answer.text)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert f"SUMMARY:{escape(f'Promised: {LONG} (Bellavista Bistro)')}" in lines
    assert "SUMMARY:Done: Send the list (Bellavista Bistro)" in lines
    assert "SUMMARY:Bellavista Bistro: Tasting" in lines and "Ana's" not in answer.text
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 3
    assert len([line for line in lines if line.startswith("DTSTART;VALUE=DATE:")]) == 2
    assert f"URL:http://localhost/customers/{customer.id}" in lines
    assert program.get(there, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("version", ["4.0", "3.0"])
def test_people_are_given_as_cards(app: Flask, ana: Staff, signed_in: SignIn, customer: Customer, version: str) -> None:
    there = address(signed_in(ana), "contacts")
    text = app.test_client(use_cookies=False).get(f"{there}?version={version}").text
    lines = unfolded(text)
    for line in (f"VERSION:{version}", "FN:Maria Conti", "N:Conti;Maria;;;", "ORG:Bellavista Bistro", "TITLE:chef"):
        assert line in lines
    assert any(line.startswith("EMAIL") and line.endswith(":maria@bella.example") for line in lines)
    assert any(line.startswith("TEL") and line.endswith(":(312) 555-0144") for line in lines)
    assert "ADR;TYPE=work:;;812 W Randolph St;Chicago;IL;60607;" in lines


def test_new_interactions_are_a_feed(app: Flask, tom: Staff, signed_in: SignIn, customer: Customer) -> None:
    there = address(signed_in(tom), "interactions")
    feed = Xml.fromstring(app.test_client(use_cookies=False).get(there).data)
    names = {"a": "http://www.w3.org/2005/Atom"}
    (entry,) = feed.findall("a:entry", names)
    texts = {name: entry.findtext(f"a:{name}", namespaces=names) for name in ("id", "title", "updated", "summary")}
    assert texts["title"] == "Bellavista Bistro: Visit" and "12 cases Barista Oat Milk" in (texts["summary"] or "")
    assert (texts["id"] or "").startswith("urn:uuid:") and re.fullmatch(r"[\d-]+T[\d:]+Z", texts["updated"] or "")
    assert entry.findtext("a:author/a:name", namespaces=names) == "Ana Ruiz"


def test_an_address_opens_its_own_feed_until_it_is_revoked(
    app: Flask, ana: Staff, tom: Staff, signed_in: SignIn, customer: Customer
) -> None:
    browser, program = signed_in(ana), app.test_client(use_cookies=False)
    there = address(browser, "calendar")
    secret = there.removeprefix("/feeds/calendar/").removesuffix(".ics")
    page = browser.get("/subscriptions").text
    assert secret not in page and program.get(f"/feeds/contacts/{secret}.vcf").status_code == 404
    link_id = re.findall(r"/subscriptions/([0-9a-f-]{36})/revocation", page)[0]
    assert signed_in(tom).post(f"/subscriptions/{link_id}/revocation").status_code == 404
    assert program.get(there).status_code == 200
    browser.post(f"/subscriptions/{link_id}/revocation")
    assert program.get(there).status_code == 404
    assert browser.post("/subscriptions", data={"kind": "x"}).status_code == 422
    assert secret not in hide_tokens(f'"GET {there} HTTP/1.1" 200') and "/feeds/calendar/" in hide_tokens(there)


def test_lines_are_folded_between_letters() -> None:
    text = folded([f"SUMMARY:{'ü' * 100}"])
    assert unfolded(text)[0] == f"SUMMARY:{'ü' * 100}" and text.count("\r\n") == 4 - 1


def test_a_private_note_is_in_its_authors_feed_alone(
    app: Flask, ana: Staff, tom: Staff, db: Session, signed_in: SignIn, customer: Customer
) -> None:
    make_note(db, ana, customer, is_private=True)
    db.commit()
    counts = {}
    for who in (ana, tom):
        feed = app.test_client(use_cookies=False).get(address(signed_in(who), "interactions")).text
        counts[who.name] = feed.count("<entry>")
    assert counts == {"Ana Ruiz": 2, "Tom Becker": 1}
