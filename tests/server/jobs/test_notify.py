"""Notices go out once, killed worker or not: pushed in working hours, mailed once a day, with no words of notes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from models.action import Action
from models.base import now
from models.job import Job, claim
from models.message import Message
from models.notice import Digest, Notice, Reason
from models.recording import Recording
from models.reminder import PushSubscription
from models.staff import Role
from server.current import Installation
from server.jobs.endless import plan_endless
from server.jobs.notify import NOTIFY, notify, push_one, send_one
from server.services.notices.choice import Ways, choose
from server.services.notices.digest import due_digests, plan_digests
from server.services.notices.making import Cause, give_notice
from server.services.notices.pushing import take_push
from server.settings import Settings
from tests.support.makers import make_customer, make_phone, make_recording, make_staff
from tests.support.push_service import Browser, PushService, push_service
from tests.support.smtp_server import SmtpServer

ELEVEN = datetime(2026, 3, 10, 16, 0, tzinfo=UTC)  # a Tuesday, 11:00 in Chicago
EVENING = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)
WORDS = "maria hates the sherbet"


@dataclass
class House:
    """Tom, whose phone and mailbox are told, and a note by Ana."""

    installation: Installation
    push: PushService
    mail: SmtpServer
    browser: Browser
    tom_id: str
    ana_id: str
    note_id: str
    customer_id: str

    def tell(self, cause: str = "message:1", at: datetime = ELEVEN) -> str:
        """Tell Tom that Ana mentioned him; return the notice's id."""
        with self.installation.database.session() as session:
            message = Message(recording_id=self.note_id, author_id=self.ana_id, text=WORDS)
            session.add(message)
            session.flush()
            give_notice(
                session, Reason.MENTION, Cause(cause, self.note_id, self.ana_id, message_id=message.id), [self.tom_id]
            )
            session.execute(update(Notice).where(Notice.cause == cause).values(made_at=at))
            session.execute(update(Notice).where(Notice.cause == cause, Notice.push_at.is_not(None)).values(push_at=at))
            session.commit()
            return session.scalars(select(Notice.id).where(Notice.cause == cause)).one()

    def want(self, **ways: bool) -> None:
        with self.installation.database.session() as session:
            choose(session, self.tom_id, {Reason.MENTION: Ways(**ways)})
            session.commit()

    def look(self, at: datetime = ELEVEN) -> None:
        """Do the endless job once, as a worker does, at a moment of the test's choice."""
        with self.installation.database.session() as session:
            session.execute(update(Job).values(run_at=now() - timedelta(seconds=1)))
            session.commit()
            job = claim(session, "worker", (NOTIFY,))
            session.commit()
        assert job is not None
        notify(self.installation, job, at)

    def hide(self, is_private: bool = True) -> None:
        with self.installation.database.session() as session:
            session.get_one(Recording, self.note_id).is_private = is_private
            session.commit()

    def digests(self) -> list[Digest]:
        with self.installation.database.reading() as session:
            return list(session.scalars(select(Digest)))


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    with push_service() as push, SmtpServer() as mail:
        chosen = replace(
            settings,
            push_to_loopback=True,
            working_hours="mon-fri 07:00-19:00",
            smtp_server=mail.address,
            smtp_security="none",
            public_url="https://rounds.halyard.example",
        )
        installation, browser = Installation.open(chosen), Browser()
        with installation.database.session() as session:
            ana = make_staff(session)
            tom = make_staff(session, "Tom Becker", Role.SUPPORT, email="tom@halyard.example")
            device, _ = make_phone(session, tom)
            customer = make_customer(session)
            note = make_recording(session, ana, customer_id=customer.id)
            session.add(PushSubscription(device_id=device.id, endpoint=push.address, **browser.keys))
            session.commit()
        plan_endless(installation, NOTIFY)
        plan_endless(installation, NOTIFY)
        yield House(installation, push, mail, browser, tom.id, ana.id, note.id, customer.id)
        installation.database.close()


def test_a_notice_is_pushed_once_and_says_who_and_which_customer_and_no_words(house: House) -> None:
    notice_id = house.tell()
    house.look()
    house.look(ELEVEN + timedelta(hours=1))
    ((_, body),) = house.push.requests
    assert house.browser.open(body) == {
        "kind": "notice",
        "notice_id": notice_id,
        "recording_id": house.note_id,
        "customer_id": house.customer_id,
        "title": "Bellavista Bistro",
        "body": "Ana Ruiz mentioned you about Bellavista Bistro",
    }


@pytest.mark.parametrize(("reminded_at", "count"), [(ELEVEN, 0), (ELEVEN - timedelta(days=1), 1), (None, 1)])
def test_a_promise_of_which_its_own_reminder_was_said_that_day_is_not_pushed_again(
    house: House, reminded_at: datetime | None, count: int
) -> None:
    with house.installation.database.session() as session:
        choose(session, house.tom_id, {Reason.PROMISE: Ways(by_push=True)})
        details = {"item_id": "actions-0", "what": "send the list", "reminded_at": reminded_at}
        action = Action(recording_id=house.note_id, owner_id=house.tom_id, **details)
        session.add(action)
        session.flush()
        give_notice(session, Reason.PROMISE, Cause("due:1", house.note_id, action_id=action.id), [house.tom_id])
        session.execute(update(Notice).values(made_at=ELEVEN, push_at=ELEVEN))
        session.commit()
    house.look()
    assert len(house.push.requests) == count


def test_outside_working_hours_a_push_waits_for_the_next_morning(house: House) -> None:
    house.tell(at=EVENING)
    house.look(EVENING)
    house.look(EVENING + timedelta(hours=8))
    assert house.push.requests == []
    house.look(EVENING + timedelta(hours=11))
    assert len(house.push.requests) == 1


def test_two_workers_push_a_notice_once(house: House) -> None:
    notice_id = house.tell()
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda _worker: push_one(house.installation, notice_id, ELEVEN), range(8)))
    assert len(house.push.requests) == 1


def test_a_worker_killed_before_its_push_left_says_it_never_twice(house: House) -> None:
    notice_id = house.tell()
    assert take_push(house.installation.database, house.installation.company_map, notice_id, ELEVEN) is not None
    house.look()  # the worker that took it is dead; another one looks
    assert house.push.requests == []


def test_a_busy_push_service_gets_it_again_and_what_was_read_meanwhile_is_not_said(house: House) -> None:
    house.push.statuses = [503, 201]
    house.tell()
    house.look()
    house.look(ELEVEN + timedelta(minutes=6))
    assert len(house.push.requests) == 2
    notice_id = house.tell("message:2")
    with house.installation.database.session() as session:
        session.get_one(Notice, notice_id).read_at = ELEVEN
        session.commit()
    house.look(ELEVEN + timedelta(minutes=7))
    assert len(house.push.requests) == 2


def test_of_a_note_made_private_nothing_goes_out(house: House) -> None:
    house.want(by_push=True, by_mail=True)
    house.tell()
    house.hide()
    house.look()
    assert (house.push.requests, house.mail.mails) == ([], [])


def test_one_mail_a_day_tells_what_was_not_read_without_words_of_notes(house: House) -> None:
    house.want(by_mail=True)
    notice_id = house.tell()
    house.look(ELEVEN - timedelta(hours=5))  # six in the morning
    assert house.mail.mails == []
    for minute in range(3):
        house.look(ELEVEN + timedelta(minutes=minute))
    house.tell("message:2")
    house.look(ELEVEN + timedelta(hours=1))
    (mail,) = house.mail.read
    text = mail.get_payload()
    assert (mail["To"], mail["Subject"]) == ("tom@halyard.example", "My company: 1 notice")
    assert "Ana Ruiz mentioned you about Bellavista Bistro" in text and "sherbet" not in text
    assert f"https://rounds.halyard.example/notices/{notice_id}" in text
    house.look(ELEVEN + timedelta(days=1))
    assert len(house.mail.mails) == 2


def test_a_mail_is_sent_once_by_two_workers_and_after_one_was_killed(house: House) -> None:
    house.want(by_mail=True)
    house.tell()
    with house.installation.database.session() as session:
        plan_digests(session, house.installation.company_map.zone, ELEVEN)
        session.commit()
        (digest_id,) = due_digests(session, ELEVEN)  # the worker that planned it is dead; several others look
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(lambda _worker: send_one(house.installation, digest_id, ELEVEN), range(4)))
    house.look()
    assert len(house.mail.mails) == 1


def test_a_mail_whose_fate_nobody_knows_is_not_sent_again(house: House) -> None:
    house.want(by_mail=True)
    house.mail.breaks_off = True
    house.tell()
    for hour in range(3):
        house.look(ELEVEN + timedelta(hours=hour))
    assert len(house.mail.mails) == 1
    assert "not sent again" in (house.digests()[0].reason or "")


def test_a_mail_that_no_server_takes_is_tried_again_and_at_last_goes_into_the_next_days(house: House) -> None:
    house.want(by_mail=True)
    house.mail.refusals = ["451 later"]
    house.tell()
    house.look()
    assert house.mail.mails == [] and "451" in (house.digests()[0].reason or "")
    house.look(ELEVEN + timedelta(minutes=6))
    assert len(house.mail.mails) == 1
    house.mail.refusals = ["550 unknown"] * 8
    house.tell("message:2")
    for hour in range(24, 42):
        house.look(ELEVEN + timedelta(hours=hour))
    assert len(house.mail.mails) == 1
    house.look(ELEVEN + timedelta(hours=48))
    assert len(house.mail.mails) == 2


def test_a_promise_is_told_of_on_its_day_and_once_more_when_it_has_passed(house: House) -> None:
    with house.installation.database.session() as session:
        details = {"recording_id": house.note_id, "owner_id": house.tom_id, "what": "send the list"}
        session.add(Action(item_id="actions-0", due_on=ELEVEN.date(), **details))
        session.add(Action(item_id="actions-1", due_on=ELEVEN.date() - timedelta(days=30), **details))
        session.commit()
    causes = []
    for hours in (0, 1, 24, 25, 48):
        house.look(ELEVEN + timedelta(hours=hours))
        with house.installation.database.reading() as session:
            causes.append(
                [cause.split(":")[0] for cause in session.scalars(select(Notice.cause).order_by(Notice.cause))]
            )
    assert causes == [["due"], ["due"], ["due", "overdue"], ["due", "overdue"], ["due", "overdue"]]
