"""Each who waits is given the words of their own recording as they come, or in the end what there is."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from models.base import new_id
from models.database import Database
from models.recording import Recording
from server.services.notes import live_answer
from server.services.notes.live_answer import LiveAnswers
from tests.support.makers import TUESDAY_MORNING, make_staff


@pytest.fixture(autouse=True)
def gone_soon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the watching thread leave before the test's database is taken away."""
    monkeypatch.setattr(live_answer, "LEAVE_AFTER_S", 0.0)
    yield
    for thread in threading.enumerate():
        if thread.name == "live answers":
            thread.join(5)


def test_each_is_given_their_own_words(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_answer, "WORDS_WITHIN_S", 5.0)
    ids = [new_id() for _ in range(3)]
    with database.session() as session:
        staff = make_staff(session)
        session.flush()
        session.add_all(
            Recording(id=one, staff_id=staff.id, mime_type="audio/webm", started_at=TUESDAY_MORNING, live_text="met")
            for one in ids
        )
        session.commit()
    answers = LiveAnswers(database)
    with ThreadPoolExecutor(3) as phones:
        waiting = [phones.submit(answers.await_words, one, "met") for one in ids]
        for number, one in enumerate(ids):
            with database.session() as session:
                session.execute(update(Recording).where(Recording.id == one).values(live_text=f"met {number}"))
                session.commit()
        assert [one.result(10) for one in waiting] == ["met 0", "met 1", "met 2"]
    assert answers.await_words(ids[0], "met") == "met 0"  # changed before anybody looked
    monkeypatch.setattr(live_answer, "WORDS_WITHIN_S", 0.2)
    assert answers.await_words(ids[1], "met 1") == "met 1"
    assert answers.await_words(new_id(), "words of a recording that is gone") == ""
