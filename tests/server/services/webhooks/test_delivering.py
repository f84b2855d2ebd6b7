"""Webhooks: signed as the specification says, at least once, in growing pauses, and never into one's own network."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from models.base import now
from models.event import record_event
from models.job import Job, JobState, claim
from models.recording import Recording
from models.webhook import DeliveryState, Webhook, WebhookDelivery
from server.current import Installation
from server.errors import NotFound, Problem
from server.jobs.webhooks import WEBHOOK, bring_to_webhook, wake_webhooks
from server.services.notes.hearing import LeaseLost
from server.services.notes.written_note import keep_written
from server.services.webhooks import delivering, keeping, sending
from server.services.webhooks.signature import signature_headers
from server.settings import Settings
from tests.support.makers import make_customer, make_recording, make_staff
from tests.support.webhook_receiver import Receiver, is_signed, webhook_receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with webhook_receiver() as running:
        yield running


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation.open(replace(settings, webhook_networks="127.0.0.0/8", public_url="https://rounds.example"))
    yield opened
    opened.database.close()


def add(installation: Installation, url: str, **more: object) -> Webhook:
    with installation.database.session() as session:
        webhook = keeping.add_webhook(session, None, "Helpdesk", url, **more)  # type: ignore[arg-type]
        session.commit()
    return webhook


def write_note(installation: Installation, text: str = "she has got the twelve cases of oat milk") -> Recording:
    with installation.database.session() as session:
        recording = make_recording(session, make_staff(session), customer_id=make_customer(session).id)
        keep_written(session, installation, recording, text)
        session.commit()
    return recording


def work(installation: Installation) -> list[Job]:
    """Do what a worker does for webhooks; return the jobs as they stand then."""
    wake_webhooks(installation)
    while True:
        with installation.database.session() as session:
            job = claim(session, "test", (WEBHOOK,))
            session.commit()
        if job is None:
            break
        bring_to_webhook(installation, job)
    with installation.database.reading() as session:
        return list(session.scalars(select(Job).where(Job.kind == WEBHOOK)))


def deliveries(installation: Installation) -> list[WebhookDelivery]:
    with installation.database.reading() as session:
        return list(session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)))


def make_due(installation: Installation) -> None:
    with installation.database.session() as session:
        session.execute(update(WebhookDelivery).values(next_at=now()))
        session.execute(update(Job).values(run_at=now()))
        session.commit()


def test_a_signature_is_the_one_of_the_specification() -> None:
    at = datetime.fromtimestamp(1614265330, UTC)
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    headers = signature_headers([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}')
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_note_is_told_of_once_by_ids_and_links_without_words(installation: Installation, receiver: Receiver) -> None:
    webhook = add(installation, receiver.address)
    note = write_note(installation)
    jobs = work(installation)
    work(installation)
    (headers, body), (message,) = receiver.came[0], receiver.messages
    assert is_signed(webhook.secret, headers, body) and headers["webhook-id"].startswith("msg_")
    assert abs(int(headers["webhook-timestamp"]) - now().timestamp()) < 60
    assert message["type"] == "note.made" and message["data"]["note_id"] == note.id
    assert message["data"]["links"]["note"] == f"https://rounds.example/notes/{note.id}"
    assert message["timestamp"].endswith("Z") and "words" not in message["data"] and b"oat milk" not in body
    assert [job.state for job in jobs] == [JobState.PARKED]
    assert [one.state for one in deliveries(installation)] == [DeliveryState.DELIVERED]


def test_words_go_along_only_where_chosen_and_their_secrets_are_cut(
    installation: Installation, receiver: Receiver
) -> None:
    add(installation, receiver.address, has_words=True)
    write_note(installation, "the alarm code is four four one one and she wants oat milk")
    work(installation)
    text = receiver.messages[0]["data"]["words"]["text"]
    assert "oat milk" in text and "four four one one" not in text


def test_only_the_types_that_were_chosen_and_never_where_a_rep_is(
    installation: Installation, receiver: Receiver
) -> None:
    add(installation, receiver.address, types=["visit.ended"])
    write_note(installation)
    with installation.database.session() as session:
        for kind in ("visit.opened", "device.paired", "visit.closed"):
            record_event(session, kind)
        session.commit()
    work(installation)
    assert [message["type"] for message in receiver.messages] == ["visit.ended"]


def test_what_fails_is_tried_again_in_growing_pauses_under_one_id_for_three_days(
    installation: Installation, receiver: Receiver
) -> None:
    receiver.statuses = [500, 302, 404, 429, 200]
    add(installation, receiver.address)
    write_note(installation)
    waits = []
    for _try in range(4):
        (job,) = work(installation)
        (delivery,) = deliveries(installation)
        assert delivery.attempted_at is not None and job.state == JobState.READY and job.run_at == delivery.next_at
        waits.append((delivery.next_at - delivery.attempted_at).total_seconds())
        make_due(installation)
    work(installation)
    (delivery,) = deliveries(installation)
    assert (delivery.state, delivery.status, delivery.attempts) == (DeliveryState.DELIVERED, 200, 5)
    assert delivery.answer == "receiver says 200" and len(set(receiver.ids)) == 1
    planned = [wait.total_seconds() for wait in delivering.WAITS]
    assert all(0.9 * plan <= wait <= 1.1 * plan for plan, wait in zip(planned, waits, strict=False))
    assert 2 * 86400 < sum(planned) < 4 * 86400


def test_after_the_last_try_it_is_given_up_and_can_be_replayed(installation: Installation, receiver: Receiver) -> None:
    receiver.statuses = [503]
    webhook = add(installation, receiver.address)
    write_note(installation)
    for _try in range(len(delivering.WAITS) + 1):
        work(installation)
        make_due(installation)
    (delivery,) = deliveries(installation)
    assert delivery.state == DeliveryState.GIVEN_UP and len(receiver.came) == len(delivering.WAITS) + 1
    receiver.statuses = [200]
    with installation.database.session() as session:
        keeping.replay_delivery(session, webhook.id, delivery.id)
        session.commit()
    work(installation)
    assert deliveries(installation)[0].state == DeliveryState.DELIVERED and len(set(receiver.ids)) == 1


def test_a_receiver_says_how_long_to_wait(installation: Installation, receiver: Receiver) -> None:
    receiver.statuses, receiver.headers = [429], {"Retry-After": "900"}
    add(installation, receiver.address)
    write_note(installation)
    work(installation)
    (delivery,) = deliveries(installation)
    assert delivery.attempted_at and delivery.next_at - delivery.attempted_at == timedelta(seconds=900)


def test_gone_ends_it_until_an_administrator_has_it_go_on(installation: Installation, receiver: Receiver) -> None:
    receiver.statuses = [410, 204]
    webhook = add(installation, receiver.address)
    write_note(installation)
    assert [job.state for job in work(installation)] == [JobState.PARKED]
    make_due(installation)
    work(installation)
    assert len(receiver.came) == 1
    with installation.database.session() as session:
        assert session.get_one(Webhook, webhook.id).gone_at is not None
        keeping.change_webhook(session, webhook.id, is_paused=False)
        session.commit()
    work(installation)
    assert len(receiver.came) == 2


def test_what_happens_during_a_pause_is_told_afterwards(installation: Installation, receiver: Receiver) -> None:
    webhook = add(installation, receiver.address)
    for is_paused in (True, False):
        with installation.database.session() as session:
            keeping.change_webhook(session, webhook.id, is_paused=is_paused)
            session.commit()
        if is_paused:
            write_note(installation)
        work(installation)
        assert len(receiver.came) == (0 if is_paused else 1)


def test_all_since_a_time_is_sent_again_also_from_before(installation: Installation, receiver: Receiver) -> None:
    before, earlier = now(), write_note(installation)
    webhook = add(installation, receiver.address, types=["note.made"])
    later = write_note(installation)
    work(installation)
    with installation.database.session() as session:
        assert keeping.replay_since(session, webhook.id, before) == 2
        session.commit()
        with pytest.raises(Problem, match="30 days"):
            keeping.replay_since(session, webhook.id, before - timedelta(days=40))
    work(installation)
    notes = [message["data"]["note_id"] for message in receiver.messages]
    assert sorted(notes) == sorted([later.id, later.id, earlier.id]) and len(set(receiver.ids)) == 2


def test_a_new_secret_signs_beside_the_earlier_one_for_a_day(installation: Installation, receiver: Receiver) -> None:
    earlier = add(installation, receiver.address).secret
    with installation.database.session() as session:
        webhook = keeping.rotate_secret(session, keeping.list_webhooks(session)[0].id)
        session.commit()
    write_note(installation)
    work(installation)
    headers, body = receiver.came[0]
    assert is_signed(earlier, headers, body) and is_signed(webhook.secret, headers, body) and earlier != webhook.secret
    with installation.database.session() as session:
        session.get_one(Webhook, webhook.id).earlier_until = now()
        session.commit()
    write_note(installation)
    work(installation)
    headers, body = receiver.came[-1]
    assert not is_signed(earlier, headers, body) and is_signed(webhook.secret, headers, body)


def test_a_worker_that_dies_after_sending_sends_again_under_the_same_id(
    installation: Installation, receiver: Receiver
) -> None:
    add(installation, receiver.address)
    write_note(installation)
    wake_webhooks(installation)
    with installation.database.session() as session:
        job = claim(session, "first", (WEBHOOK,))
        session.commit()
    assert job is not None

    class Killed(BaseException):
        """kill -9 between the answer and the note of it."""

    def die(*_told: object) -> None:
        raise Killed

    kept, delivering._write_down = delivering._write_down, die  # type: ignore[assignment]
    try:
        with pytest.raises(Killed):
            bring_to_webhook(installation, job)
    finally:
        delivering._write_down = kept
    with installation.database.session() as session:
        session.execute(update(Job).values(lease_until=now() - timedelta(seconds=1)))
        session.commit()
    work(installation)
    assert len(receiver.came) == 2 and len(set(receiver.ids)) == 1
    with pytest.raises(LeaseLost):
        bring_to_webhook(installation, job)


@pytest.mark.parametrize(
    ("networks", "url", "said"),
    [
        ("", "http://127.0.0.1:9/x", "private address"),
        ("", "https://localhost/x", "private address"),
        ("10.0.0.0/8", "http://169.254.169.254/latest/meta-data", "private address"),
        ("", "http://[::ffff:127.0.0.1]/x", "private address"),
        ("", "http://93.184.215.14/x", "must begin with https"),
        ("127.0.0.0/8", "http://127.0.0.1:1/x", "ConnectionRefusedError"),
        ("", "https://no-such-name.invalid/x", "name is not known"),
    ],
)
def test_nothing_goes_into_ones_own_network_unless_allowed(networks: str, url: str, said: str) -> None:
    answered = sending.post(url, b"{}", {}, networks)
    assert answered.status is None and said in answered.text


def test_an_answer_that_drips_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "WITHIN_S", 0.4)
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(9999)
                try:
                    while not over.wait(0.05):
                        connection.sendall(b"H")
                except OSError:
                    over.set()

        thread = threading.Thread(target=drip)
        thread.start()
        answered = sending.post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {}, "127.0.0.0/8")
        assert over.wait(30)
        thread.join()
    assert answered.status is None


@pytest.mark.parametrize(
    "url", ["", "ftp://x.example", "https://", "https://a:b@x.example", "https://x y", "https://x:99999"]
)
def test_an_address_that_cannot_be_used_is_refused_in_words(installation: Installation, url: str) -> None:
    with pytest.raises(Problem, match="address"):
        add(installation, url)


def test_a_removed_webhook_is_told_nothing(installation: Installation, receiver: Receiver) -> None:
    webhook = add(installation, receiver.address)
    write_note(installation)
    with installation.database.session() as session:
        keeping.remove_webhook(session, webhook.id)
        session.commit()
        with pytest.raises(NotFound):
            keeping.send_test(session, webhook.id)
    work(installation)
    assert receiver.came == []


def test_nothing_of_a_private_note_goes_out_also_when_it_was_made_private_meanwhile(
    installation: Installation, receiver: Receiver
) -> None:
    receiver.statuses = [500, 204]
    add(installation, receiver.address, has_words=True)
    for is_tried_first in (False, True):
        note = write_note(installation)
        if is_tried_first:
            work(installation)
        with installation.database.session() as session:
            session.get_one(Recording, note.id).is_private = True
            session.commit()
        make_due(installation)
        work(installation)
    assert len(receiver.came) == 1
    assert [one.state for one in deliveries(installation)] == [DeliveryState.WITHHELD]
