"""A session in somebody's eyes leaves out what follows from others' private notes, however the query is written."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from models.action import Action
from models.database import Database
from models.message import Message
from models.private import FOLLOWERS, seen_by
from tests.support.makers import make_recording, make_staff


@pytest.fixture
def people(database: Database) -> tuple[str, str]:
    """Ana, who kept a note private with a promise and a reply, and Tom; return their ids."""
    with database.session() as session:
        ana, tom = make_staff(session), make_staff(session, "Tom Becker")
        note = make_recording(session, ana, is_private=True)
        session.add(Action(recording_id=note.id, item_id="actions-0", owner_id=tom.id, what="send the price list"))
        session.add(Message(recording_id=note.id, author_id=ana.id, text="to myself"))
        session.commit()
        return ana.id, tom.id


def test_what_follows_from_a_private_note_is_hidden_without_asking_for_the_note(
    database: Database, people: tuple[str, str]
) -> None:
    for reader_id, count in zip(people, (1, 0), strict=True):
        with seen_by(database, reader_id).reading() as session:
            assert len(session.scalars(select(Action)).all()) == count
            assert session.scalar(select(func.count()).select_from(Message)) == count
            assert len(session.execute(select(Action.what)).all()) == count


def test_every_record_that_hangs_on_a_note_hides_with_it() -> None:
    assert all("recording_id" in one.__table__.c for one in FOLLOWERS)
