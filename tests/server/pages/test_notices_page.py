"""Notices at the desk: who is told of what, once, and never a word that the reader may not open."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.action import Action
from models.base import new_id, now
from models.complaint import Complaint
from models.customer import Customer
from models.handover import Handover
from models.message import Message
from models.notice import Notice, Reason
from models.recording import Channel, Recording, RecordingSource
from models.staff import Role, Staff
from server.current import Identity
from server.services.colleagues.following import follow
from server.services.notes.note_taking import write_entry
from server.services.notes.written_note import keep_written
from server.services.notices.making import Cause, give_notice
from server.services.touchpoints.interaction import Met, keep_interaction
from tests.server.pages.desk_makers import make_customer, make_note, make_recording, make_staff

Browse = Callable[[Staff], FlaskClient]


@pytest.fixture
def bistro(db: Session, tom: Staff) -> Customer:
    """A customer that Tom follows."""
    customer = make_customer(db)
    follow(db, tom.id, customer.id)
    let_go(db)
    return customer


def let_go(db: Session) -> None:
    """Commit, and keep what was made as plain values: a session that reads again holds SQLite's write lock."""
    db.commit()
    db.expunge_all()


def written(app: Flask, db: Session, by: Staff, customer: Customer, words: str, **details: object) -> Recording:
    note = make_recording(db, by, customer, source=RecordingSource.WRITTEN, received_at=now(), **details)
    keep_written(db, app.extensions["rounds"], note, words)
    let_go(db)
    return note


def reply_to(browser: FlaskClient, note: Recording, words: str, message_id: str | None = None) -> int:
    form = {"id": message_id or new_id(), "text": words}
    return browser.post(f"/notes/{note.id}/replies", data=form).status_code


def reasons_of(db: Session, reader: Staff) -> list[str]:
    reasons = db.scalars(select(Notice.reason).where(Notice.staff_id == reader.id).order_by(Notice.made_at)).all()
    let_go(db)
    return list(reasons)


def test_whoever_follows_a_customer_is_told_of_each_note_once_and_the_writer_is_not(
    app: Flask, db: Session, tom: Staff, ana: Staff, bistro: Customer, desk: FlaskClient
) -> None:
    follow(db, ana.id, bistro.id)
    note = written(app, db, ana, bistro, "maria wants two cases of oat milk")
    write_entry(db, app.extensions["rounds"], db.get_one(Recording, note.id))  # understood again
    let_go(db)
    assert (reasons_of(db, tom), reasons_of(db, ana)) == ([Reason.FOLLOWED], [])
    page = desk.get("/notices").text
    assert "Ana Ruiz wrote about Bellavista Bistro" in page and "1 unread notice" in page
    notice_id = db.scalars(select(Notice.id)).one()
    let_go(db)
    assert desk.get(f"/notices/{notice_id}").headers["Location"] == f"/notes/{note.id}"
    assert "unread notice" not in desk.get("/notices").text


def test_a_complaint_is_told_to_whoever_looks_after_the_customer_instead_of_the_note(
    app: Flask, db: Session, tom: Staff, ana: Staff, bistro: Customer
) -> None:
    db.get_one(Customer, bistro.id).owner_id = tom.id
    written(app, db, ana, bistro, "maria complained that the oat milk came late again")
    assert reasons_of(db, tom) == [Reason.COMPLAINT]


def test_a_reply_tells_the_author_and_whom_it_mentions_and_is_kept_once(
    app: Flask, db: Session, tom: Staff, ana: Staff, bistro: Customer, signed_in: Browse, desk: FlaskClient
) -> None:
    mei = make_staff(db, "Mei-Ling Hsu", Role.MANAGER)
    let_go(db)
    note = written(app, db, ana, bistro, "maria wants two cases of oat milk")
    message_id = new_id()
    words = "@mei-ling hsu can we give her a discount? card 4111 1111 1111 1111"
    assert [reply_to(desk, note, words, message_id) for _time in range(2)] == [303, 303]
    assert (reasons_of(db, mei), reasons_of(db, ana)) == ([Reason.MENTION], [Reason.REPLY])
    shown = signed_in(mei).get("/notices").text
    assert "Tom Becker mentioned you about Bellavista Bistro" in shown and "give her a discount" in shown
    assert "4111 1111" not in shown and "4111 1111" not in desk.get(f"/notes/{note.id}").text
    assert "1 reply" in desk.get("/").text
    assert reply_to(desk, note, "   ") == 422 and reply_to(desk, note, "hello", "no id") == 422


def test_a_notice_of_a_note_made_private_later_is_gone_and_comes_back_when_it_is_shared(
    app: Flask, db: Session, tom: Staff, ana: Staff, bistro: Customer, signed_in: Browse, desk: FlaskClient
) -> None:
    note = written(app, db, ana, bistro, "maria wants two cases of sherbet")
    reply_to(signed_in(ana), note, "@Tom the sherbet is a secret")
    notice_ids = db.scalars(select(Notice.id).where(Notice.staff_id == tom.id)).all()
    let_go(db)
    assert "sherbet is a secret" in desk.get("/notices").text and "2 unread notices" in desk.get("/").text
    address = f"/api/recordings/{note.id}/privacy"
    signed_in(ana).put(address, json={"is_private": True})
    for path in ("/notices", "/notices/list", "/api/notices"):
        page = desk.get(path).text
        assert "sherbet" not in page and "Ana Ruiz" not in page
    assert "unread notice" not in desk.get("/").text
    assert desk.get(f"/notes/{note.id}/replies").status_code == 404
    assert [desk.get(f"/notices/{one}").status_code for one in notice_ids] == [404, 404]
    assert reply_to(desk, note, "may i?") == 404
    signed_in(ana).put(address, json={"is_private": False})
    assert "sherbet is a secret" in desk.get("/notices").text
    assert db.scalar(select(func.count()).select_from(Notice)) == 2
    let_go(db)


def test_a_colleague_mentioned_in_a_typed_note_is_told_without_following(
    app: Flask, db: Session, tom: Staff, ana: Staff, desk: FlaskClient
) -> None:
    customer = make_customer(db)
    let_go(db)
    by = Identity(ana.id, ana.name, Role.REP)
    met = Met(new_id(), customer.id, Channel.CALL, "@Tom Becker please send maria the price list")
    assert keep_interaction(app.extensions["rounds"], by, met)
    assert reasons_of(db, tom) == [Reason.MENTION]


def test_two_workers_that_tell_of_the_same_cause_make_one_notice(
    app: Flask, db: Session, tom: Staff, ana: Staff, bistro: Customer
) -> None:
    note = make_note(db, ana, bistro)
    let_go(db)
    database = app.extensions["rounds"].database

    def tell(_worker: int) -> None:
        with database.session() as session:
            give_notice(session, Reason.FOLLOWED, Cause(f"note:{note.id}", note.id, ana.id), [tom.id])
            session.commit()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(tell, range(8)))
    assert reasons_of(db, tom) == [Reason.FOLLOWED]


def test_who_wants_no_way_for_a_reason_is_not_told_and_choices_are_each_persons_own(
    app: Flask, db: Session, tom: Staff, ana: Staff, bistro: Customer, desk: FlaskClient, signed_in: Browse
) -> None:
    form = {"mention": ["page", "mail"]}
    assert desk.post("/notices/choices", data=form).status_code == 303
    assert desk.get("/notices/choices").text.count(" checked") == 2
    assert signed_in(ana).get("/notices/choices").text.count(" checked") > 4
    note = written(app, db, ana, bistro, "maria wants two cases of oat milk")
    assert reasons_of(db, tom) == []
    reply_to(signed_in(ana), note, "@tom look")
    assert reasons_of(db, tom) == [Reason.MENTION]


def test_all_are_marked_as_read_at_once_and_nobody_reads_anothers(
    app: Flask, db: Session, tom: Staff, ana: Staff, bistro: Customer, desk: FlaskClient, signed_in: Browse
) -> None:
    written(app, db, ana, bistro, "maria wants two cases of oat milk")
    notice_id = db.scalars(select(Notice.id)).one()
    let_go(db)
    stranger = signed_in(ana)
    assert stranger.get(f"/notices/{notice_id}").status_code == 404
    stranger.post("/notices/reading", data={"notice": notice_id})
    assert desk.get("/api/notices").get_json()["unread"] == 1
    desk.post("/notices/reading", data={"all": "1"})
    assert desk.get("/api/notices").get_json()["unread"] == 0


def test_the_star_follows_and_follows_no_more(db: Session, desk: FlaskClient) -> None:
    customer = make_customer(db)
    let_go(db)
    path = f"/customers/{customer.id}"
    desk.post(f"{path}/follow", data={"is_followed": "1"})
    assert 'aria-pressed="true"' in desk.get(path).text
    assert desk.get("/api/follows").get_json()["customers"] == [{"id": customer.id, "name": customer.name}]
    answer = desk.post(f"{path}/follow", data={"is_followed": "0"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="false"' in answer.text and "<html" not in answer.text
    assert desk.post("/customers/none/follow", data={"is_followed": "1"}).status_code == 404


def test_names_are_completed_from_any_part(db: Session, desk: FlaskClient, ana: Staff) -> None:
    make_staff(db, "Bruno Anders", Role.REP, email=None)
    let_go(db)
    names = [one["name"] for one in desk.get("/api/colleagues?q=an").get_json()["colleagues"]]
    assert names == ["Ana Ruiz", "Bruno Anders"]


def test_no_notice_of_any_reason_says_a_word_of_a_private_note(
    app: Flask, db: Session, tom: Staff, ana: Staff, bistro: Customer, desk: FlaskClient, signed_in: Browse
) -> None:
    db.get_one(Customer, bistro.id).owner_id = tom.id
    note = written(app, db, ana, bistro, "maria complained that the sherbet came late i will send sherbet by friday")
    reply_to(signed_in(ana), note, "sherbet")
    about: dict[str, Any] = {
        "message_id": db.scalar(select(Message.id)),
        "complaint_id": db.scalar(select(Complaint.id)),
        "action_id": (action_id := db.scalar(select(Action.id))),
    }
    handed = Handover(action_id=action_id, recording_id=note.id, from_id=ana.id, to_id=tom.id, step="eat the sherbet")
    db.add(handed)
    db.flush()
    for reason in Reason:
        cause = Cause(f"test:{reason}", note.id, ana.id, **about, handover_id=handed.id)
        give_notice(db, reason, cause, [tom.id])
    let_go(db)
    told = {one["reason"] for one in desk.get("/api/notices").get_json()["notices"]}
    assert told == set(Reason) and "sherbet" in desk.get("/notices").text
    signed_in(ana).put(f"/api/recordings/{note.id}/privacy", json={"is_private": True})
    shown = [desk.get(path).text for path in ("/notices", "/api/notices", "/queue", "/api/queue", "/api/handovers")]
    assert [page for page in shown if "sherbet" in page or note.id in page] == []
    assert desk.get("/api/notices").get_json() == {"unread": 0, "notices": [], "next": None}
