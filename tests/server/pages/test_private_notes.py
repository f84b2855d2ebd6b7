"""A private note is nobody's but its author's: walked through every route in every role, and through the live feed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from itertools import islice

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from models.action import Action
from models.complaint import Complaint
from models.customer_fact import CustomerFact
from models.entry import Entry
from models.event import record_event
from models.question import Answer
from models.recording import Recording, RecordingSource
from models.staff import Role, Staff
from server.auth import rule_of
from server.feed import Feed
from server.services.friday.listings import LISTINGS
from server.services.notes.written_note import keep_written
from server.services.webhooks.message import may_go_out
from tests.server.pages.desk_makers import make_contact, make_customer, make_recording, make_staff

Browse = Callable[[Staff], FlaskClient]
WORDS = (
    "maria complained that the sherbet came late again i will send her the sherbet price list by friday she prefers "
    "deliveries before ten because of the sherbet"
)
SAID = b"sherbet"


@pytest.fixture
def note(app: Flask, db: Session, ana: Staff) -> Recording:
    customer = make_customer(db)
    make_contact(db, customer)
    made = make_recording(db, ana, customer, source=RecordingSource.WRITTEN)
    keep_written(db, app.extensions["rounds"], made, WORDS)
    db.commit()
    return made


def addresses(app: Flask, db: Session, note: Recording) -> Iterator[str]:
    """Build every address that reads, about this note and what follows from it."""
    about = {
        "recording_id": note.id,
        "customer_id": note.customer_id,
        "staff_id": note.staff_id,
        "entry_id": db.scalar(select(Entry.id).where(Entry.recording_id == note.id)),
        "action_id": db.scalar(select(Action.id).where(Action.recording_id == note.id)),
        "complaint_id": db.scalar(select(Complaint.id).where(Complaint.recording_id == note.id)),
    }
    db.commit()  # a session that read holds SQLite's write lock
    for route in app.url_map.iter_rules():
        rule = rule_of(app, route.endpoint)
        if "GET" not in (route.methods or ()) or route.endpoint == "live.stream" or (rule and rule.scopes):
            continue
        numbers = {name: 0 for name in route.arguments if name in ("n", "number")}
        built = route.build({name: about.get(name, "none") for name in route.arguments} | numbers)
        yield built[1] if built else route.rule
    for name in LISTINGS:
        yield from (f"/friday/{name}", f"/friday/{name}/csv", f"/api/friday/{name}")
    yield "/search?q=came+late"
    yield "/pop?phone=3125550197"
    yield f"/notes/{note.id}/card?customer={note.customer_id}"


def where_said(app: Flask, db: Session, browser: FlaskClient, note: Recording) -> set[str]:
    """Return the addresses at which somebody finds a word of the note."""
    found = set()
    for address in addresses(app, db, note):
        with browser.get(address) as answer:
            assert answer.status_code < 500, address
            if SAID in answer.data:
                found.add(address)
    return found


def make_private(browser: FlaskClient, note: Recording, *, is_private: bool = True) -> int:
    address = f"/api/recordings/{note.id}/privacy"
    if session := object_session(note):
        session.rollback()  # a session that read holds SQLite's write lock
    return browser.put(address, json={"is_private": is_private}).status_code


def test_nobody_else_finds_a_private_note_anywhere_and_shared_again_it_is_back(
    app: Flask, db: Session, ana: Staff, signed_in: Browse, note: Recording
) -> None:
    colleagues = [make_staff(db, f"{role.title()} Colleague", role) for role in Role]
    db.commit()
    tom = next(one for one in colleagues if one.role == Role.SUPPORT)
    before = where_said(app, db, signed_in(tom), note)
    assert {f"/notes/{note.id}", f"/customers/{note.customer_id}", "/promises", "/complaints", "/"} <= before
    assert {f"/api/recordings/{note.id}", "/search?q=came+late", "/pop?phone=3125550197"} <= before

    assert make_private(signed_in(ana), note) == 200
    for colleague in colleagues:
        assert where_said(app, db, signed_in(colleague), note) == set(), colleague.role
    assert {f"/notes/{note.id}", f"/api/recordings/{note.id}"} <= where_said(app, db, signed_in(ana), note)

    assert make_private(signed_in(ana), note, is_private=False) == 200
    assert where_said(app, db, signed_in(tom), note) == before


def test_of_a_private_note_no_fact_complaint_or_answer_stands(
    db: Session, ana: Staff, signed_in: Browse, note: Recording
) -> None:
    def standing() -> list[int]:
        db.expire_all()
        facts = select(CustomerFact).where(CustomerFact.recording_id == note.id, CustomerFact.withdrawn_at.is_(None))
        open_ones = select(Complaint).where(Complaint.recording_id == note.id, Complaint.state == "open")
        answers = select(Answer).where(Answer.recording_id == note.id)
        return [len(db.scalars(query).all()) for query in (facts, open_ones, answers)]

    before = standing()
    assert min(before[:2]) > 0
    make_private(signed_in(ana), note)
    assert standing() == [0, 0, 0]
    make_private(signed_in(ana), note, is_private=False)
    assert standing() == before


def test_only_its_author_makes_a_note_private(db: Session, ana: Staff, signed_in: Browse, note: Recording) -> None:
    boss = make_staff(db, "Boss", Role.ADMIN)
    db.commit()
    assert make_private(signed_in(boss), note) == 403
    assert make_private(signed_in(ana), note) == 200
    assert make_private(signed_in(boss), note, is_private=False) == 404
    page = signed_in(ana).get(f"/notes/{note.id}").text
    assert "Private: only you see it" in page and "Share with everybody" in page
    shared = signed_in(ana).post(f"/notes/{note.id}/privacy", data={"is_private": "0"})
    assert shared.status_code == 303
    assert "Keep private" in signed_in(ana).get(f"/notes/{note.id}").text


def test_open_pages_and_programs_hear_only_that_a_note_is_gone(
    app: Flask, db: Session, ana: Staff, tom: Staff, signed_in: Browse, note: Recording
) -> None:
    make_private(signed_in(ana), note)
    told = record_event(db, "entry.corrected", recording_id=note.id, customer_id=note.customer_id)
    record_event(db, "visit.opened")
    db.commit()
    db.expire_all()
    assert not may_go_out(db, told)
    feed: Feed = app.extensions["feed"]

    def kinds(reader: Staff) -> list[str]:
        stream = feed.stream(0, reader.id)
        lines = (line for line in stream if line.startswith("id:"))
        found = []
        for line in islice(lines, 20):
            message = json.loads(line.split("data: ", 1)[1])
            if message["recording_id"] == note.id:
                found.append(message["kind"])
            if message["kind"] == "visit.opened":
                break
        stream.close()
        return found

    assert kinds(tom) == ["note.hidden"]
    assert kinds(ana)[-2:] == ["note.hidden", "entry.corrected"]
    for watcher in [thread for thread in threading.enumerate() if thread.name == "feed"]:
        watcher.join()  # it ends once nobody reads, and closes its connection


def test_a_colleagues_phone_cannot_take_the_id_of_a_private_note(
    db: Session, ana: Staff, signed_in: Browse, note: Recording
) -> None:
    bo = make_staff(db, "Bo Lind", Role.REP)
    db.commit()
    make_private(signed_in(ana), note)
    announced = {"mime_type": "audio/ogg", "started_at": "2026-03-11T14:00:00Z", "visit_id": None, "position": None}
    assert signed_in(bo).put(f"/api/recordings/{note.id}", json=announced).status_code == 403
    assert signed_in(bo).put(f"/api/recordings/{note.id}/chunks/0", data=b"sound").status_code == 403
