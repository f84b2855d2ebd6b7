"""The worker tells webhooks of what is committed, whoever committed it."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from models.event import record_event
from server.current import Installation
from server.jobs.worker import run_worker
from server.services.webhooks.keeping import add_webhook, send_test
from server.settings import Settings
from tests.support.webhook_receiver import is_signed, webhook_receiver


def test_a_worker_brings_what_happened_and_what_is_tried(settings: Settings) -> None:
    settings = replace(settings, webhook_networks="127.0.0.1")
    installation, stop = Installation.open(settings), threading.Event()
    worker = threading.Thread(target=run_worker, args=(settings, stop))
    with webhook_receiver() as receiver:
        with installation.database.session() as session:
            webhook = add_webhook(session, None, "Helpdesk", receiver.address)
            session.commit()
        worker.start()
        try:
            with installation.database.session() as session:
                record_event(session, "customer.added")
                session.commit()
            with installation.database.session() as session:
                send_test(session, webhook.id)
                session.commit()
            for _look in range(600):
                if len(receiver.came) >= 2:
                    break
                time.sleep(0.05)
        finally:
            stop.set()
            worker.join(60)
            installation.database.close()
    assert sorted(message["type"] for message in receiver.messages) == ["customer.added", "webhook.test"]
    assert all(is_signed(webhook.secret, headers, body) for headers, body in receiver.came)
