"""Who may change a note: its own rep and the desk; every other rep reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import new_id
from models.entry import Entry
from models.recording import Recording
from models.staff import Role, Staff
from tests.server.pages.desk_makers import make_customer, make_note, make_staff

Browse = Callable[[Staff], FlaskClient]


@pytest.fixture
def note(db: Session, ana: Staff) -> Recording:
    made = make_note(db, ana, make_customer(db))
    db.commit()
    return made


def tries(db: Session, browser: FlaskClient, note: Recording) -> dict[str, int]:
    """Try each way of changing a note; return the answers."""
    entry_id = db.scalars(select(Entry.id).where(Entry.recording_id == note.id)).one()
    db.commit()  # a session that read holds SQLite's write lock
    change = {"op": "set", "item_id": "products-0", "attribute": "quantity", "value": 14}
    chosen = {"customer_id": note.customer_id}
    return {
        "confirm": browser.post(f"/notes/{note.id}/confirmation").status_code,
        "correct": browser.post(f"/notes/{note.id}/versions", data={"remove.products-0": "1"}).status_code,
        "customer": browser.post(f"/notes/{note.id}/customer", data=chosen).status_code,
        "api confirm": browser.put(f"/api/entries/{entry_id}/confirmation").status_code,
        "api correct": browser.post(
            f"/api/entries/{entry_id}/versions", json={"id": new_id(), "changes": [change]}
        ).status_code,
        "api customer": browser.put(f"/api/recordings/{note.id}/customer", json=chosen).status_code,
    }


def test_another_rep_reads_a_note_but_cannot_change_it(db: Session, signed_in: Browse, note: Recording) -> None:
    bo = make_staff(db, "Bo Lind", Role.REP)
    db.commit()
    browser = signed_in(bo)
    page = browser.get(f"/notes/{note.id}")
    assert page.status_code == 200
    assert "Correct</a>" not in page.text and "Confirm</button>" not in page.text
    assert browser.get(f"/api/recordings/{note.id}").status_code == 200
    assert set(tries(db, browser, note).values()) == {403}
    entry = db.scalars(select(Entry).where(Entry.recording_id == note.id)).one()
    assert (len(entry.versions), entry.confirmed_at) == (1, None)


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.MANAGER, Role.ADMIN])
def test_the_desk_may_change_every_note(db: Session, signed_in: Browse, note: Recording, role: Role) -> None:
    tom = make_staff(db, "Tom of the desk", role)
    db.commit()
    assert "Confirm</button>" in signed_in(tom).get(f"/notes/{note.id}").text
    assert {code for code in tries(db, signed_in(tom), note).values() if code >= 400} == set()


def test_a_rep_may_change_an_own_note(db: Session, ana: Staff, signed_in: Browse, note: Recording) -> None:
    assert {code for code in tries(db, signed_in(ana), note).values() if code >= 400} == set()


def test_a_version_id_that_is_none_is_not_kept(db: Session, ana: Staff, signed_in: Browse, note: Recording) -> None:
    form = {"version_id": "\x00' OR 1", "remove.products-0": "1"}
    assert signed_in(ana).post(f"/notes/{note.id}/versions", data=form).status_code == 303
    entry = db.scalars(select(Entry).where(Entry.recording_id == note.id)).one()
    assert len(entry.versions[-1].id) == 36
