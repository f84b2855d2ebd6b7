"""Whoever is shown a customer's record leaves a line, at whichever address: walked through every route that reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule as Address

from models.access_log import AccessLine
from models.action import Action
from models.base import new_id
from models.complaint import Complaint
from models.entry import Entry
from models.feed_link import FeedKind
from models.recording import Recording, RecordingSource
from models.staff import Role, Staff
from server.auth import rule_of
from server.reading_log import CUSTOMER, NAMES, WITHOUT_LINE
from server.services.feeds.feed_link import make_link
from server.services.notes.written_note import keep_written
from server.services.people.api_token import LOOK_UP, READ_RECORDS, make_token
from server.services.rights import access_log
from tests.server.pages.desk_makers import (
    make_contact,
    make_customer,
    make_note,
    make_recording,
    make_staff,
    make_visit,
)

Browse = Callable[[Staff], FlaskClient]
WORDS = (
    "maria complained that the sherbet came late again i will send her the sherbet price list by friday she prefers "
    "deliveries before ten because of the sherbet"
)
SAID = b"sherbet"
NEVER_ENDS = {"live.stream", "panel.feed"}  # both tell ids and no word
CLIP = Path(__file__).parents[3] / "server" / "demo" / "recordings" / "note1.ogg"


@dataclass(frozen=True)
class Record:
    """A customer with a note that says the word, and ids of all that follows from it."""

    note_id: str
    customer_id: str
    ids: dict[str, str]


@pytest.fixture
def record(app: Flask, db: Session, ana: Staff) -> Record:
    customer = make_customer(db)
    make_contact(db, customer)
    note = make_recording(db, ana, customer, source=RecordingSource.WRITTEN)
    keep_written(db, app.extensions["rounds"], note, WORDS)
    visit = make_visit(db, ana, customer)
    ids = {
        "recording_id": note.id,
        "customer_id": customer.id,
        "entry_id": db.scalars(select(Entry.id).where(Entry.recording_id == note.id)).one(),
        "action_id": db.scalars(select(Action.id).where(Action.recording_id == note.id)).all()[0],
        "complaint_id": db.scalars(select(Complaint.id).where(Complaint.recording_id == note.id)).all()[0],
        "visit_id": visit.id,
    }
    db.commit()
    return Record(note.id, customer.id, ids)


@pytest.fixture
def reader(db: Session, ana: Staff, signed_in: Browse, record: Record) -> Staff:
    """Somebody who may open every page, and whom a reply to the note mentions."""
    boss = make_staff(db, "Grace Boss", Role.ADMIN)
    author = signed_in(ana)
    db.commit()
    reply = {"id": new_id(), "text": "@grace boss the sherbet again"}
    assert author.post(f"/notes/{record.note_id}/replies", data=reply).status_code == 303
    return boss


def reading_routes(app: Flask) -> Iterator[Address]:
    for route in app.url_map.iter_rules():
        if "GET" in (route.methods or ()) and route.endpoint not in NEVER_ENDS:
            yield route


def names_a_record(route: Address) -> bool:
    return bool(route.arguments & {CUSTOMER, *NAMES}) and route.endpoint not in WITHOUT_LINE


def address_of(route: Address, record: Record) -> str:
    numbers = {name: 0 for name in route.arguments if name in ("n", "number")}
    built = route.build({name: record.ids.get(name, "none") for name in route.arguments} | numbers)
    return built[1] if built else route.rule


QUERIES = {
    "search.show": "?q=sherbet",
    "pop.show": "?phone=3125550197",
    "touchpoints.look_up": "?phone=3125550197",
    "timeline_api.search": "?q=bella",
    "briefs.read": "?customer_ids={customer_id}",
    "recordings.clip": "?from_s=0&to_s=1",
    "handovers.new": "?promise={action_id}",
}


def take_lines(db: Session, staff_id: str) -> list[tuple[str | None, str]]:
    """Return the lines that somebody left, and forget them."""
    db.rollback()
    rows = db.scalars(select(AccessLine).where(AccessLine.staff_id == staff_id)).all()
    found = [(row.customer_id, row.door) for row in rows]
    for row in rows:
        db.delete(row)
    db.commit()
    access_log._written.clear()
    return found


def test_every_page_and_answer_that_shows_a_record_leaves_a_line(
    app: Flask, db: Session, reader: Staff, signed_in: Browse, record: Record
) -> None:
    _token, written = make_token(db, None, reader.id, "program", [LOOK_UP, READ_RECORDS])
    feeds = {f"feeds.{kind}": make_link(db, reader.id, kind) for kind in FeedKind}
    db.commit()
    who, desk, program = reader.id, signed_in(reader), app.test_client()
    bearer = {"Authorization": f"Bearer {written}"}
    link = program.post("/api/panel-links", json={"customer_id": record.customer_id}, headers=bearer).get_json()["url"]
    panel = program.get(link.removeprefix("http://localhost")).headers["Location"].partition("?")[2]
    take_lines(db, who)
    showed, silent, wrong = set(), set(), []
    for route in reading_routes(app):
        rule = rule_of(app, route.endpoint)
        assert rule is not None
        address = address_of(route, record) + QUERIES.get(route.endpoint, "").format(**record.ids)
        headers = bearer if rule.scopes else {}
        if rule.is_panel:
            address = f"{address}{'&' if '?' in address else '?'}{panel}&from_s=0&to_s=1"
        if route.endpoint in feeds:
            address = address.replace("none", feeds[route.endpoint])
        with (program if rule.scopes or rule.is_panel else desk).get(address, headers=headers) as answer:
            said, status = answer.data, answer.status_code
        assert status < 500, address
        lines = take_lines(db, who)
        is_shown = status == 200 and (SAID in said or names_a_record(route) or route.endpoint in feeds)
        whose = None if route.endpoint in feeds else record.customer_id
        if is_shown and whose not in [customer_id for customer_id, _door in lines]:
            wrong.append((route.endpoint, lines))
        (showed if is_shown else silent).add(route.endpoint)
        if status != 200 and lines:
            wrong.append((route.endpoint, lines))  # what was refused was not read
    assert wrong == []
    # The walk reads what it should: none of these came back empty.
    assert {
        "actions.read",
        "briefs.read",
        "colleagues.read",
        "complaints.fragment",
        "complaints.show",
        "complaints_api.read",
        "correction.show",
        "customer.known",
        "customer.show",
        "customer.timeline",
        "handovers.new",
        "handovers_api.queue",
        "home.notes",
        "home.show",
        "note.card",
        "note.choose_customer",
        "note.show",
        "note.versions",
        "notices.fragment",
        "notices.show",
        "notices_api.read",
        "panel.show",
        "pop.show",
        "promises.fragment",
        "promises.show",
        "queue.show",
        "recordings.show",
        "replies.show",
        "search.show",
        "timeline_api.promises",
        "timeline_api.timeline",
        "touchpoints.look_up",
        *feeds,
    } <= showed, sorted(silent)


def test_every_address_that_names_a_record_is_covered_or_says_why_not(app: Flask) -> None:
    known = {route.endpoint for route in app.url_map.iter_rules()}
    assert set(WITHOUT_LINE) <= known and all(WITHOUT_LINE.values())
    assert all(
        "GET" not in (route.methods or ())
        for route in app.url_map.iter_rules()
        if route.endpoint in WITHOUT_LINE and route.endpoint != "colleagues.is_followed"
    )


def test_what_is_changed_and_shown_again_leaves_a_line_and_a_refusal_none(
    db: Session, reader: Staff, signed_in: Browse, record: Record
) -> None:
    who, desk = reader.id, signed_in(reader)
    db.rollback()
    closed = desk.put(f"/api/actions/{record.ids['action_id']}/state", json={"state": "done"})
    assert closed.status_code == 200
    assert take_lines(db, who) == [(record.customer_id, "page")]
    assert desk.put(f"/api/actions/{record.ids['action_id']}/state", json={"state": "nonsense"}).status_code == 422
    assert desk.put(f"/api/customers/{record.customer_id}/follow", json={"is_followed": True}).status_code == 200
    assert take_lines(db, who) == []


@pytest.mark.parametrize("way", ["audio", "clip?from_s=0&to_s=1"])
def test_hearing_a_note_leaves_a_line(
    app: Flask, db: Session, ana: Staff, tom: Staff, signed_in: Browse, way: str
) -> None:
    customer = make_customer(db)
    db.commit()
    note_id, who, whose, phone = new_id(), tom.id, customer.id, signed_in(ana)
    db.rollback()
    announced = {"mime_type": "audio/ogg", "started_at": "2026-03-11T14:00:00Z", "visit_id": None, "position": None}
    assert phone.put(f"/api/recordings/{note_id}", json=announced).status_code in (200, 201)
    phone.put(f"/api/recordings/{note_id}/chunks/0", data=CLIP.read_bytes())
    phone.put(f"/api/recordings/{note_id}/completion", json={"chunk_count": 1})
    note = db.get_one(Recording, note_id)
    note.customer_id, note.state = whose, "ready"
    db.commit()
    take_lines(db, who)
    with signed_in(tom).get(f"/api/recordings/{note_id}/{way}") as answer:
        assert answer.status_code == 200 and answer.data
        assert "max-age=3600" not in answer.headers.get("Cache-Control", "")
    assert take_lines(db, who) == [(whose, "page")]


def test_a_note_of_nobody_yet_leaves_a_line_once_and_belongs_to_whom_it_turns_out_to_be_about(
    db: Session, ana: Staff, reader: Staff, tom: Staff, signed_in: Browse
) -> None:
    note, customer = make_note(db, ana, None), make_customer(db, "Anjou Bistro")
    db.commit()
    address, of_customer = f"/notes/{note.id}", f"/access-log?customer={customer.id}"
    db.rollback()
    for _ in range(2):
        assert signed_in(tom).get(address).status_code == 200
        access_log._written.clear()  # as another process of the same installation
    rows = db.scalars(select(AccessLine)).all()
    assert [(row.customer_id, row.recording_id) for row in rows] == [(None, note.id)]
    db.rollback()
    boss = signed_in(reader)
    assert "Not known yet" in boss.get("/access-log").text
    assert "Tom Becker</td>" not in boss.get(of_customer).text
    db.get_one(Recording, note.id).customer_id = customer.id
    db.commit()
    assert "Tom Becker</td>" in boss.get(of_customer).text


def test_a_subscription_leaves_one_line_a_day_which_each_customer_is_shown(
    app: Flask, db: Session, tom: Staff, reader: Staff, signed_in: Browse, record: Record
) -> None:
    secret = make_link(db, tom.id, FeedKind.CONTACTS)
    db.commit()
    who, program = tom.id, app.test_client(use_cookies=False)
    db.rollback()
    for _ in range(3):
        assert program.get(f"/feeds/contacts/{secret}.vcf").status_code == 200
    page = signed_in(reader).get(f"/access-log?customer={record.customer_id}").text
    assert page.count("The address book") == 1 and "A subscription" in page
    assert take_lines(db, who) == [(None, "feed")]
