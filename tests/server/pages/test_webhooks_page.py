"""Administrators add webhooks, try them, and read what went out."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.staff import Role, Staff
from models.webhook import DeliveryState, Webhook, WebhookDelivery
from tests.server.pages.desk_makers import make_customer, make_note, make_staff

SignIn = Callable[[Staff], FlaskClient]
FORM = {"name": "Helpdesk", "url": "https://helpdesk.example/hook"}


@pytest.fixture
def office(db: Session, signed_in: SignIn) -> FlaskClient:
    ida = make_staff(db, "Ida Moe", Role.ADMIN)
    db.commit()
    return signed_in(ida)


def added(office: FlaskClient, db: Session, **more: str) -> tuple[Webhook, str]:
    page = office.post("/webhooks", data={**FORM, **more}, follow_redirects=True).text
    webhook = db.scalars(select(Webhook)).one()
    db.commit()
    return webhook, page


def test_a_secret_is_shown_once(office: FlaskClient, db: Session) -> None:
    webhook, page = added(office, db)
    assert f'value="{webhook.secret}"' in html.unescape(page)
    assert webhook.secret not in office.get(f"/webhooks/{webhook.id}").text + office.get("/webhooks").text
    turned = office.post(f"/webhooks/{webhook.id}/secret", follow_redirects=True).text
    assert "The earlier one is good until" in turned and "whsec_" in turned


def test_the_log_shows_status_and_answer_and_no_words(office: FlaskClient, db: Session, ana: Staff) -> None:
    webhook, _page = added(office, db, has_words="yes")
    note = make_note(db, ana, make_customer(db))
    event_id = webhook.last_event_id + 1
    delivery = WebhookDelivery(webhook_id=webhook.id, event_id=event_id, type="note.made", attempts=2, status=500)
    delivery.answer, delivery.state = "<b>down</b>", DeliveryState.GIVEN_UP
    db.add(delivery)
    db.commit()
    page = office.get(f"/webhooks/{webhook.id}").text
    assert "Given up" in page and "500" in page and "&lt;b&gt;down" in page and note.id in page
    assert "oat milk" not in page and delivery.message_id in page
    office.post(f"/webhooks/{webhook.id}/replays", data={"delivery_id": delivery.id})
    db.expire_all()
    assert db.get_one(WebhookDelivery, delivery.id).state == DeliveryState.WAITING


def test_it_is_paused_and_goes_on_and_is_removed(office: FlaskClient, db: Session) -> None:
    webhook, _page = added(office, db)
    there = f"/webhooks/{webhook.id}"
    assert "Paused" in office.post(f"{there}/pause", follow_redirects=True).text
    assert "Going" in office.post(f"{there}/pause", data={"go_on": "yes"}, follow_redirects=True).text
    tried = office.post(f"{there}/test", follow_redirects=True).text
    assert "webhook.test" in tried and "Waiting" in tried
    resent = office.post(f"{there}/replays", data={"since": "2026-03-10T08:00"})
    assert resent.status_code in (303, 422)
    office.post(f"{there}/removal")
    assert office.get(there).status_code == 404


def test_a_wrong_address_is_said_and_what_was_typed_stays(office: FlaskClient) -> None:
    refused = office.post("/webhooks", data={**FORM, "url": "helpdesk"})
    assert refused.status_code == 422 and "https://helpdesk.example/hooks/rounds" in refused.text
    assert 'value="helpdesk"' in refused.text
