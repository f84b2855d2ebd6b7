"""Reading a customer's record leaves a line, which the administrator reads and hands over."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event as sql_event
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.access_log import AccessLine
from models.customer import Customer
from models.staff import Role, Staff
from server.services.people.api_token import LOOK_UP, READ_RECORDS, make_token
from server.services.rights import access_log
from tests.server.pages.desk_makers import make_customer, make_note, make_staff

Browse = Callable[[Staff], FlaskClient]


@pytest.fixture
def customer(db: Session) -> Customer:
    made = make_customer(db, "=Bellavista")
    db.commit()
    return made


def lines(db: Session) -> list[tuple[str, str]]:
    db.rollback()
    query = select(Staff.name, AccessLine.door).join(Staff, Staff.id == AccessLine.staff_id).order_by(AccessLine.id)
    found = [(name, door) for name, door in db.execute(query)]
    db.rollback()  # a session that read holds SQLite's write lock
    return found


def test_each_door_leaves_a_line_and_the_same_reading_only_one(
    app: Flask, db: Session, ana: Staff, tom: Staff, signed_in: Browse, customer: Customer
) -> None:
    note = make_note(db, ana, customer)
    _token, written = make_token(db, None, tom.id, "helpdesk", [LOOK_UP, READ_RECORDS])
    db.commit()
    address, note_address = f"/customers/{customer.id}", f"/notes/{note.id}"
    db.rollback()
    desk, phone, program = signed_in(tom), signed_in(ana), app.test_client()
    for _ in range(2):
        assert desk.get(address).status_code == 200
        assert desk.get(note_address).status_code == 200
    assert lines(db) == [("Tom Becker", "page")]
    ids = address.removeprefix("/customers/")
    db.rollback()
    assert phone.get(f"/api/briefs?customer_ids={ids}").status_code == 200
    told = program.get("/api/lookup?phone=3125550197", headers={"Authorization": f"Bearer {written}"})
    assert told.status_code == 200
    assert lines(db) == [("Tom Becker", "page"), ("Ana Ruiz", "phone"), ("Tom Becker", "program")]


def test_an_administrator_reads_who_looked_and_takes_it_along_as_a_table(
    db: Session, tom: Staff, signed_in: Browse, customer: Customer
) -> None:
    boss = make_staff(db, "Grace Boss", Role.ADMIN)
    other = make_customer(db, "Anjou Bistro")
    db.commit()
    own, another = f"/customers/{customer.id}", f"/customers/{other.id}"
    db.rollback()
    signed_in(tom).get(own)
    signed_in(tom).get(another)
    desk = signed_in(boss)
    page = desk.get("/access-log").text
    assert "Tom Becker" in page and "Anjou Bistro" in page
    of_one = f"/access-log?customer={own.removeprefix('/customers/')}"
    assert "Anjou Bistro" not in desk.get(of_one).text
    table = list(csv.reader(io.StringIO(desk.get(of_one.replace("?", "/csv?")).text)))
    assert [row[1:3] + row[4:] for row in table] == [
        ["who", "customer", "by"],
        ["Tom Becker", "'=Bellavista", "A page"],
    ]
    assert signed_in(tom).get("/access-log").status_code == 403
    assert "Who looked" in desk.get(own).text and "Who looked" not in signed_in(tom).get(own).text


def test_older_lines_stand_on_the_next_page(
    db: Session, tom: Staff, signed_in: Browse, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss = make_staff(db, "Grace Boss", Role.ADMIN)
    for stretch in range(5):
        db.add(AccessLine(staff_id=tom.id, customer_id=customer.id, about=customer.id, door="page", stretch=stretch))
    db.commit()
    monkeypatch.setattr("server.pages.access_log.MOST_SHOWN", 3)
    page = signed_in(boss).get("/access-log").text
    assert page.count("<tr>") == 4 and "Older" in page
    older = page.split("before=")[1].split('"')[0]
    last = signed_in(boss).get(f"/access-log?before={older}").text
    assert last.count("<tr>") == 3 and "Older" not in last


def test_a_record_is_read_although_the_log_cannot_be_written(
    app: Flask, db: Session, tom: Staff, signed_in: Browse, customer: Customer
) -> None:
    other = f"/customers/{make_customer(db, 'Anjou Bistro').id}"
    db.commit()
    address, desk = f"/customers/{customer.id}", signed_in(tom)
    db.rollback()
    engine = app.extensions["rounds"].database.engine

    def full(_conn: object, _cursor: object, statement: str, *_more: object) -> None:
        if "INSERT INTO access_line" in statement:
            raise OperationalError(statement, None, Exception("database or disk is full"))

    sql_event.listen(engine, "before_cursor_execute", full)
    try:
        assert desk.get(address).status_code == 200
    finally:
        sql_event.remove(engine, "before_cursor_execute", full)
    assert lines(db) == []
    assert desk.get(other).status_code == 200
    assert lines(db) == [("Tom Becker", "page"), ("Tom Becker", "page")]


def test_what_was_written_lately_is_remembered_up_to_a_bound(
    app: Flask, db: Session, tom: Staff, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_log, "MOST_REMEMBERED", 2)
    who, where = tom.id, customer.id
    db.rollback()
    for door in access_log.Door:
        access_log.note_reads(app.extensions["rounds"].database, who, door, [access_log.Subject.customer(where)])
    assert len(access_log._written) <= 2
    assert len(lines(db)) == len(access_log.Door)


def test_a_record_is_read_at_once_while_another_writes_and_the_line_comes_later(
    db: Session, tom: Staff, signed_in: Browse, customer: Customer
) -> None:
    other = make_customer(db, "Anjou Bistro")
    db.commit()
    address, another, desk = f"/customers/{customer.id}", f"/customers/{other.id}", signed_in(tom)
    tom.team = "North"
    db.flush()  # holds the write lock on SQLite
    assert desk.get(address).status_code == 200
    db.commit()
    assert desk.get(another).status_code == 200
    assert len(lines(db)) == 2


def test_an_address_that_names_nobody_keeps_no_other_line_out(
    db: Session, tom: Staff, signed_in: Browse, customer: Customer
) -> None:
    address, desk = f"/customers/{customer.id}", signed_in(tom)
    db.rollback()
    assert desk.get("/customers/nobody/known").status_code == 200
    assert desk.get("/promises/list?customer=nobody").status_code == 200
    assert desk.get(address).status_code == 200
    assert lines(db) == [("Tom Becker", "page")]
