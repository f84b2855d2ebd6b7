"""A visit without a note has one quiet word sent, encrypted, in working hours, once; everything else sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from models.action import Action, ActionState
from models.base import now
from models.job import Job, JobState, claim
from models.reminder import PushSubscription, Reminder
from models.staff import Staff
from models.visit import Decision, Visit
from server.current import Installation
from server.jobs.endless import plan_endless
from server.jobs.remind import REMIND, remind
from server.services.notes.note_taking import take_note
from server.services.outside import connection
from server.services.phones.push_door import Outcome, PushDoor
from server.services.phones.push_keys import public_key
from server.settings import Settings
from tests.support.makers import make_customer, make_phone, make_recording, make_staff
from tests.support.push_service import Browser, PushService, in_url, push_service
from voice.types import Transcript, Word

ELEVEN = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)  # a Tuesday, 11:00 in Chicago


@dataclass
class House:
    """An installation with one rep, whose browser is subscribed at a push service on loopback."""

    installation: Installation
    service: PushService
    browser: Browser
    staff_id: str
    customer_id: str

    def visit(self, left_at: datetime = ELEVEN - timedelta(minutes=21), **more: Any) -> str:
        with self.installation.database.session() as session:
            values = {"customer_id": self.customer_id, "probability": 0.9, **more}
            visit = Visit(staff_id=self.staff_id, arrived_at=left_at - timedelta(minutes=39), left_at=left_at, **values)
            session.add(visit)
            session.commit()
            return visit.id

    def look(self, at: datetime = ELEVEN) -> None:
        """Do the endless job once, as a worker does, at a moment of the test's choice."""
        with self.installation.database.session() as session:
            session.execute(Job.__table__.update().values(run_at=now() - timedelta(seconds=1)))
            session.commit()
            job = claim(session, "worker", (REMIND,))
            session.commit()
        assert job is not None
        remind(self.installation, job, at)

    def said(self) -> list[str]:
        return [self.browser.open(body)["visit_id"] for _, body in self.service.requests]

    def reminders(self) -> list[Reminder]:
        with self.installation.database.reading() as session:
            return list(session.scalars(select(Reminder)))


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    with push_service() as service:
        installation = Installation.open(replace(settings, push_to_loopback=True, working_hours="mon-fri 07:00-19:00"))
        browser = Browser()
        with installation.database.session() as session:
            ana = make_staff(session)
            device, _ = make_phone(session, ana)
            customer_id = make_customer(session).id
            session.add(PushSubscription(device_id=device.id, endpoint=service.address, **browser.keys))
            session.commit()
            staff_id = ana.id
        plan_endless(installation, REMIND)
        plan_endless(installation, REMIND)
        yield House(installation, service, browser, staff_id, customer_id)
        installation.database.close()


def test_a_visit_without_a_note_is_said_once_and_only_the_browser_reads_it(house: House) -> None:
    visit_id = house.visit()
    house.look()
    house.look(ELEVEN + timedelta(minutes=1))
    ((headers, body),) = house.service.requests
    assert house.browser.open(body) == {
        "kind": "visit-without-note",
        "visit_id": visit_id,
        "title": "Bellavista Bistro, 10:00-10:39",
        "body": "Talk?",
    }
    assert b"Bellavista" not in body and visit_id.encode() not in body
    assert (headers["content-encoding"], headers["ttl"]) == ("aes128gcm", "3600")
    (reminder,) = house.reminders()
    assert (reminder.visit_id, reminder.sent_at) == (visit_id, ELEVEN)


def test_the_message_is_signed_with_the_key_that_browsers_are_given(house: House) -> None:
    house.visit()
    house.look()
    claims, key = house.service.signed_by()
    assert in_url(key) == public_key(house.installation.settings.var_dir)
    assert claims["sub"] == "mailto:rounds@example.com"
    assert claims["aud"] == house.service.address.removesuffix("/send/abc")  # the origin, with its port
    assert timedelta(0) < datetime.fromtimestamp(claims["exp"], UTC) - now() <= timedelta(hours=24)


@pytest.mark.parametrize(
    "more",
    [
        {"left_at": ELEVEN - timedelta(minutes=19)},
        {"left_at": ELEVEN - timedelta(hours=3)},
        {"is_open": True},
        {"customer_id": None},
        {"withdrawn_at": ELEVEN},
        {"decision": Decision.DELETED},
        {"decision": Decision.MERGED},
    ],
    ids=["just left", "hours ago", "still there", "nobody's", "withdrawn", "no visit", "merged"],
)
def test_what_is_no_visit_to_speak_of_by_now_has_nothing_said(house: House, more: dict[str, Any]) -> None:
    house.visit(**more)
    house.look()
    assert house.service.requests == [] and house.reminders() == []


def test_a_visit_with_a_note_has_nothing_said(house: House) -> None:
    visit_id = house.visit()
    with house.installation.database.session() as session:
        make_recording(session, session.get_one(Staff, house.staff_id), visit_id=visit_id)
        session.commit()
    house.look()
    assert house.service.requests == []


def test_nothing_is_said_outside_working_hours(house: House) -> None:
    evening = ELEVEN + timedelta(hours=9)
    house.visit(left_at=evening - timedelta(minutes=21))
    house.look(evening)
    assert house.service.requests == []


def test_nothing_is_planned_where_nobody_subscribed(house: House) -> None:
    with house.installation.database.session() as session:
        session.execute(PushSubscription.__table__.update().values(gone_at=ELEVEN))
        session.commit()
    house.visit()
    house.look()
    assert house.service.requests == [] and house.reminders() == []


def test_a_busy_push_service_is_tried_again_after_growing_pauses(house: House) -> None:
    house.service.statuses = [503, 429, 201]
    visit_id = house.visit()
    tried = []
    for minute in range(12):
        before = len(house.service.requests)
        house.look(ELEVEN + timedelta(minutes=minute))
        if len(house.service.requests) > before:
            tried.append(minute)
    assert house.said() == [visit_id] * 3
    assert [later - earlier for earlier, later in pairwise(tried)] == [1, 2]


def test_a_reminder_that_waits_is_cancelled_once_a_note_is_there(house: House) -> None:
    house.service.statuses = [503]
    visit_id = house.visit()
    house.look()
    with house.installation.database.session() as session:
        make_recording(session, session.get_one(Staff, house.staff_id), visit_id=visit_id)
        session.commit()
    house.look(ELEVEN + timedelta(minutes=10))
    (reminder,) = house.reminders()
    assert len(house.service.requests) == 1
    assert (reminder.sent_at, reminder.cancelled_at) == (None, ELEVEN + timedelta(minutes=10))


def test_a_reminder_that_never_gets_through_is_given_up(house: House) -> None:
    house.service.statuses = [500]
    house.visit()
    for minute in range(0, 300, 5):
        house.look(ELEVEN + timedelta(minutes=minute))
    assert 3 <= len(house.service.requests) <= 10
    assert house.reminders()[0].cancelled_at is not None


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_told_nothing_more(house: House, status: int) -> None:
    house.service.statuses = [status]
    house.visit()
    house.look()
    house.visit(left_at=ELEVEN - timedelta(minutes=20))
    house.look(ELEVEN + timedelta(minutes=5))
    assert len(house.service.requests) == 1


def test_a_message_that_a_push_service_refuses_is_not_sent_again(house: House) -> None:
    house.service.statuses = [400]
    house.visit()
    house.look()
    house.look(ELEVEN + timedelta(minutes=30))
    assert len(house.service.requests) == 1


def test_a_name_that_leads_into_a_private_network_is_not_followed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lead_home(*_asked: object, **_more: object) -> list[Any]:
        return [(2, 1, 6, "", ("10.0.0.7", 443))]

    monkeypatch.setattr(connection.socket, "getaddrinfo", lead_home)
    to = PushSubscription(endpoint="https://push.example.com/x", **house.browser.keys)
    assert PushDoor(house.installation.settings.var_dir, "a@example.com").send(to, {}, "x") == Outcome.REFUSED


def test_loopback_is_refused_unless_a_test_says_otherwise(house: House) -> None:
    door = PushDoor(house.installation.settings.var_dir, "a@example.com")
    to = PushSubscription(endpoint=house.service.address, **house.browser.keys)
    assert door.send(to, {}, "x") == Outcome.GONE
    assert house.service.requests == []


def test_a_push_service_that_cannot_be_reached_is_tried_later(house: House) -> None:
    to = PushSubscription(endpoint="http://127.0.0.1:9/x", **house.browser.keys)
    door = PushDoor(house.installation.settings.var_dir, "a@example.com", is_local_allowed=True)
    assert door.send(to, {}, "x") == Outcome.LATER


def test_the_job_comes_again(house: House) -> None:
    house.look()
    with house.installation.database.reading() as session:
        job = session.scalars(select(Job).where(Job.kind == REMIND)).one()
    assert (job.state, job.run_at) == (JobState.READY, ELEVEN + timedelta(minutes=1))


def ask_in_a_note(house: House, text: str) -> None:
    """Take a note spoken on this Tuesday morning."""
    with house.installation.database.session() as session:
        ana = session.get_one(Staff, house.staff_id)
        recording = make_recording(session, ana, customer_id=house.customer_id)
        words = tuple(Word(word, at * 0.4, at * 0.4 + 0.39, 0.9) for at, word in enumerate(text.split()))
        take_note(session, house.installation, recording, Transcript(words, 9.0, "test-model"), is_trial=True)
        session.commit()


def bodies(house: House) -> list[str]:
    return [house.browser.open(body)["body"] for _, body in house.service.requests]


THURSDAY_NINE = datetime(2026, 3, 12, 14, 0, tzinfo=UTC)


def test_a_reminder_asked_for_in_a_note_comes_once_on_its_day(house: House) -> None:
    ask_in_a_note(house, "maria was happy remind me thursday to call maria")
    house.look(THURSDAY_NINE - timedelta(hours=12))
    assert bodies(house) == []
    house.look(THURSDAY_NINE)
    house.look(THURSDAY_NINE + timedelta(minutes=1))
    assert bodies(house) == ["call maria"]


def test_a_reminder_waits_for_working_hours(house: House) -> None:
    ask_in_a_note(house, "maria was happy remind me on saturday to call maria")
    house.look(datetime(2026, 3, 14, 15, 0, tzinfo=UTC))
    assert bodies(house) == []
    house.look(datetime(2026, 3, 16, 14, 0, tzinfo=UTC))
    assert bodies(house) == ["call maria"]


def test_what_is_done_is_not_reminded_of(house: House) -> None:
    ask_in_a_note(house, "maria was happy remind me thursday to call maria")
    with house.installation.database.session() as session:
        session.scalars(select(Action)).one().state = ActionState.DONE
        session.commit()
    house.look(THURSDAY_NINE)
    assert bodies(house) == []


def test_a_promise_that_nobody_asked_to_be_reminded_of_is_not_pushed(house: House) -> None:
    ask_in_a_note(house, "maria was happy i will send the price list on thursday")
    house.look(THURSDAY_NINE)
    assert bodies(house) == []
