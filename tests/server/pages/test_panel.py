"""The panel inside other software: opened by a signed link, good for minutes, framed only where it is listed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.api_token import ApiToken
from models.base import new_id, now
from models.customer import Contact, Customer
from models.question import Answer, Question
from models.recording import Recording
from models.staff import Role, Staff
from server.services.people.api_token import LOOK_UP, PANEL_OF_ANYBODY, WRITE_NOTES, make_token
from server.services.touchpoints import panel_pass
from server.services.touchpoints.panel_site import add_site
from tests.server.pages.desk_makers import make_contact, make_customer, make_note, make_staff

SignIn = Callable[[Staff], FlaskClient]


@pytest.fixture
def bellavista(db: Session, ana: Staff) -> Customer:
    customer = make_customer(db)
    make_contact(db, customer)
    make_note(db, ana, customer)
    db.commit()
    return customer


@pytest.fixture
def helpdesk(db: Session, tom: Staff) -> dict[str, str]:
    return bearer(db, tom, LOOK_UP)


def bearer(db: Session, owner: Staff, *scopes: str) -> dict[str, str]:
    _token, written = make_token(db, None, owner.id, "Helpdesk", scopes)
    db.commit()
    return {"Authorization": f"Bearer {written}"}


def link(client: FlaskClient, helpdesk: dict[str, str], **about: Any) -> str:
    answer = client.post("/api/panel-links", json=about, headers=helpdesk)
    assert answer.status_code == 200, answer.text
    url: str = answer.get_json()["url"]
    return url.removeprefix("http://localhost")


def test_a_link_opens_the_three_lines_without_any_cookie(
    app: Flask, client: FlaskClient, helpdesk: dict[str, str], bellavista: Customer
) -> None:
    stranger = app.test_client(use_cookies=False)
    page = stranger.get(link(client, helpdesk, phone="(312) 555 0197"), follow_redirects=True)
    assert page.status_code == 200 and "Bellavista Bistro" in page.text and "Ana was there" in page.text
    assert "Set-Cookie" not in page.headers and page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer" and "/panel/clip/" in page.text


def test_only_listed_sites_may_frame_it(
    client: FlaskClient, db: Session, tom: Staff, helpdesk: dict[str, str], bellavista: Customer
) -> None:
    address = link(client, helpdesk, customer_id=bellavista.id)
    before = client.get(address, follow_redirects=True).headers
    add_site(db, tom.id, "https://Helpdesk.example/tickets/17")
    db.commit()
    after = client.get(address, follow_redirects=True).headers
    assert "frame-ancestors 'self'" in before["Content-Security-Policy"].split("; ")
    assert "frame-ancestors 'self' https://helpdesk.example" in after["Content-Security-Policy"].split("; ")
    assert "X-Frame-Options" not in after and client.get("/sign-in").headers["X-Frame-Options"] == "DENY"


def test_the_one_question_is_answered_with_a_click_and_only_for_the_caller_it_was_opened_for(
    client: FlaskClient, db: Session, tom: Staff, helpdesk: dict[str, str], bellavista: Customer
) -> None:
    question = Question(key="terrace", text="Do they have a terrace?", kind="yes_no")
    other = make_customer(db, "Blue Hen")
    db.add(question)
    db.commit()
    address = client.get(link(client, helpdesk, customer_id=bellavista.id)).location
    assert "Do they have a terrace?" in client.get(address).text
    db.rollback()
    form = {"pass": address.partition("pass=")[2], "question_id": question.id, "value": "yes"}
    assert client.post("/panel/answers", data={**form, "customer": other.id}).status_code == 403
    kept = client.post("/panel/answers", data={**form, "customer": bellavista.id})
    assert kept.status_code == 303 and "Do they have a terrace?" not in client.get(kept.location).text
    answer = db.scalars(select(Answer)).one()
    assert (answer.customer_id, answer.value, answer.staff_id) == (bellavista.id, True, tom.id)


def test_an_outcome_is_one_click_in_the_agents_name(
    client: FlaskClient, db: Session, ana: Staff, tom: Staff, bellavista: Customer
) -> None:
    shared = bearer(db, make_staff(db, "Ida Moe", Role.ADMIN), LOOK_UP, PANEL_OF_ANYBODY)
    address = client.get(link(client, shared, phone="3125550144", staff="TOM@halyard.example")).location
    page, maria = client.get(address).text, bellavista.contacts[0].id
    db.commit()
    form = {"pass": address.partition("pass=")[2], "id": new_id(), "customer": bellavista.id, "outcome": "call_back"}
    for _twice in range(2):
        kept = client.post("/panel", data={**form, "contact": maria, "text": "call her at nine"})
        assert kept.status_code == 303
    assert "Maria Conti" in page and "Kept." in client.get(kept.location).text
    db.expire_all()
    note = db.get_one(Recording, form["id"])
    assert (note.staff_id, note.outcome, note.channel) == (tom.id, "call_back", "call")
    db.commit()
    assert client.post("/api/panel-links", json={"staff": "x@y.example"}, headers=shared).status_code == 404
    plain = bearer(db, tom, LOOK_UP)
    refused = client.post("/api/panel-links", json={"staff": "ana@halyard.example"}, headers=plain)
    assert refused.status_code == 403


def test_a_pass_opens_nobody_else(
    client: FlaskClient, db: Session, ana: Staff, helpdesk: dict[str, str], bellavista: Customer
) -> None:
    other = make_customer(db, "Golden Fork", phone="(312) 555-0111")
    note = make_note(db, ana, other)
    db.commit()
    address = client.get(link(client, helpdesk, phone="3125550197")).location
    written = address.partition("pass=")[2]
    assert client.get(f"{address}&customer={other.id}").status_code == 403
    assert client.get(f"/panel/clip/{note.id}?from_s=0&to_s=1&pass={written}").status_code == 404
    form = {"pass": written, "id": new_id(), "customer": other.id, "text": "hello"}
    assert client.post("/panel", data=form).status_code == 403
    assert client.get(f"/customers/{bellavista.id}?pass={written}").status_code == 302


def test_what_was_changed_is_over_or_was_revoked_opens_nothing(
    client: FlaskClient, db: Session, helpdesk: dict[str, str], bellavista: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = link(client, helpdesk, phone="3125550197", minutes=1)
    opened = client.get(address).location
    assert client.get(address[:-3] + "abc").status_code == 410 and client.get("/panel?pass=x").status_code == 401
    context = address.partition("context=")[2]
    assert client.get(f"/panel?pass={context}").status_code == 401
    later = now().timestamp() + 61
    monkeypatch.setattr(panel_pass, "now", lambda: now().fromtimestamp(later, now().tzinfo))
    over = client.get(address)
    assert over.status_code == 410 and "Open the ticket again" in over.text
    assert client.get(opened).status_code == 200
    for token in db.query(ApiToken):
        token.revoked_at = now()
    db.commit()
    assert client.get(opened).status_code == 401


def test_a_shared_line_asks_who_it_is_and_an_unknown_number_says_so(
    client: FlaskClient, db: Session, helpdesk: dict[str, str], bellavista: Customer
) -> None:
    make_customer(db, "Bella Bar")
    db.commit()
    page = client.get(link(client, helpdesk, phone="3125550197"), follow_redirects=True).text
    assert "is shared: who is it?" in page and "Probably about" not in page
    assert "Nobody here has" in client.get(link(client, helpdesk, phone="7735550000"), follow_redirects=True).text


def test_a_number_nobody_has_falls_back_on_the_address(
    client: FlaskClient, db: Session, helpdesk: dict[str, str], bellavista: Customer
) -> None:
    db.add(Contact(customer_id=bellavista.id, name="Paolo Conti", email="paolo@bella.example"))
    db.commit()
    address = link(client, helpdesk, phone="7735550000", email="Paolo@bella.example")
    assert "Paolo Conti" in client.get(address, follow_redirects=True).text


def test_the_scope_is_needed(client: FlaskClient, db: Session, tom: Staff) -> None:
    headers = bearer(db, tom, WRITE_NOTES)
    assert client.post("/api/panel-links", json={"phone": "1234567"}, headers=headers).status_code == 403


def test_an_administrator_lists_the_sites(db: Session, signed_in: SignIn) -> None:
    ida = make_staff(db, "Ida Moe", Role.ADMIN)
    db.commit()
    office = signed_in(ida)
    for wrong in ("helpdesk", "ftp://x.example", "https://x;script-src *"):
        assert office.post("/helpdesks", data={"address": wrong}).status_code == 422
    page = office.post("/helpdesks", data={"address": "http://10.0.0.7:3000/app"}, follow_redirects=True).text
    assert "http://10.0.0.7:3000" in page
    site_id = page.partition("/helpdesks/")[2].partition("/")[0]
    assert "No site may show" in office.post(f"/helpdesks/{site_id}/removal", follow_redirects=True).text
