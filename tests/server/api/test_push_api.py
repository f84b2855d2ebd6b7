"""Phones subscribe to reminders with the installation's own key; only a push service's address is taken."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select

from models.database import Database
from models.reminder import PushSubscription
from server.settings import Settings
from tests.server.api.conftest import Phone

GENERATOR = "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"  # a valid point
KEYS = {"p256dh": GENERATOR, "auth": "AAAAAAAAAAAAAAAAAAAAAA"}
ENDPOINT = "https://push.example.com/send/abc"


def subscriptions(house: Database) -> list[PushSubscription]:
    with house.reading() as session:
        return list(session.scalars(select(PushSubscription)))


def test_the_key_is_made_once_and_readable_by_this_user_alone(phone: Phone, settings: Settings) -> None:
    first, second = (phone.get("/api/push").get_json()["public_key"] for _ in range(2))
    assert first == second
    point = base64.urlsafe_b64decode(first + "=")
    assert ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    key: Path = settings.var_dir / "push.key"
    assert key.stat().st_mode & 0o077 == 0


def test_the_newest_subscription_of_a_phone_counts(phone: Phone, house: Database) -> None:
    for endpoint in (ENDPOINT, ENDPOINT, f"{ENDPOINT}d"):
        answer = phone.put("/api/push/subscription", json={"endpoint": endpoint, "keys": KEYS})
        assert answer.status_code == 200, answer.get_json()
    (kept,) = subscriptions(house)
    assert (kept.device_id, kept.endpoint) == (phone.device_id, f"{ENDPOINT}d")


def test_a_subscription_can_be_taken_back(phone: Phone, house: Database) -> None:
    phone.put("/api/push/subscription", json={"endpoint": ENDPOINT, "keys": KEYS})
    for _ in range(2):
        assert phone.client.delete("/api/push/subscription", headers=phone.headers).status_code == 204
    assert subscriptions(house) == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://10.0.0.7/x",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://169.254.169.254/latest",
        "https://intranet/x",
        "https://printer.local/x",
        "https://user:word@push.example.com/x",
        "https://push.example.com:notaport/x",
        "file:///etc/passwd",
        "https://push.example.com/\r\nHost: evil",
        "",
    ],
)
def test_an_address_that_no_push_service_has_is_refused(phone: Phone, house: Database, endpoint: str) -> None:
    answer = phone.put("/api/push/subscription", json={"endpoint": endpoint, "keys": KEYS})
    assert answer.status_code == 422 and answer.get_json()["type"].endswith("/bad-endpoint")
    assert subscriptions(house) == []


@pytest.mark.parametrize("wrong", [{"auth": "AAAA"}, {"auth": "!"}, {"p256dh": "AAAA"}, {"p256dh": "A" * 87}])
def test_keys_that_cannot_be_used_are_refused(phone: Phone, wrong: dict[str, Any]) -> None:
    answer = phone.put("/api/push/subscription", json={"endpoint": ENDPOINT, "keys": {**KEYS, **wrong}})
    assert answer.status_code == 422 and answer.get_json()["type"].endswith("/bad-keys")
