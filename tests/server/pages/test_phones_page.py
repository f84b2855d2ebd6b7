"""Pairing and unpairing phones at the desk: own ones by everybody, others' by managers and administrators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.device import Device, PairingCode
from models.staff import Role, Staff
from server.services.phones.pairing import make_pairing_code, pair_device
from tests.server.pages.desk_makers import make_staff

SignIn = Callable[[Staff], FlaskClient]


def make_device(db: Session, staff: Staff, name: str = "Ana's phone") -> Device:
    code = make_pairing_code(db, staff_id=staff.id, made_by_id=staff.id, valid_for=timedelta(minutes=5))
    db.flush()
    device, _token = pair_device(db, code, name)
    db.commit()
    return device


@pytest.fixture
def dana(db: Session) -> Staff:
    staff = make_staff(db, "Dana Okafor", Role.MANAGER)
    db.commit()
    return staff


def test_a_rep_sees_and_unpairs_own_phones_only(signed_in: SignIn, db: Session, ana: Staff, dana: Staff) -> None:
    own, other = make_device(db, ana), make_device(db, dana, "Dana's phone")
    client = signed_in(ana)
    page = client.get("/phones").text
    assert own.name.replace("'", "&#39;") in page
    assert "Dana&#39;s phone" not in page
    assert client.get(f"/phones/{other.id}/revocation").status_code == 403
    assert client.post(f"/phones/{other.id}/revocation").status_code == 403
    assert client.post(f"/phones/{own.id}/revocation").status_code == 303


def test_unpairing_is_asked_once_more_and_then_noted(signed_in: SignIn, db: Session, ana: Staff, dana: Staff) -> None:
    device = make_device(db, ana)
    client = signed_in(dana)
    asked = client.get(f"/phones/{device.id}/revocation").text
    assert "Unpair Ana&#39;s phone of Ana Ruiz?" in asked
    assert "by Dana Okafor" not in client.get("/phones").text
    client.post(f"/phones/{device.id}/revocation")
    db.refresh(device)
    assert device.revoked_by_id == dana.id
    assert "by Dana Okafor" in client.get("/phones").text


def test_a_code_is_shown_once_made_with_picture_letters_and_time_left(
    signed_in: SignIn, db: Session, ana: Staff, dana: Staff
) -> None:
    client = signed_in(dana)
    made = client.post("/phones/codes", data={"staff_id": ana.id})
    page = client.get(made.headers["Location"]).text
    assert "Pair a phone with Ana Ruiz" in page
    assert "<svg" in page and "Works once, for another" in page
    letters = page.split('aria-label="Code: ')[1].split('"')[0].replace(" ", "")
    device, _token = pair_device(db, letters, "Pixel")
    assert device.staff_id == ana.id


def test_the_page_says_when_the_phone_is_paired(signed_in: SignIn, db: Session, ana: Staff) -> None:
    client = signed_in(ana)
    address = client.post("/phones/codes").headers["Location"]
    letters = client.get(address).text.split('aria-label="Code: ')[1].split('"')[0].replace(" ", "")
    pair_device(db, letters, "Pixel")
    db.commit()
    assert "Pixel is paired" in client.get(address, headers={"HX-Request": "true"}).text


def test_a_rep_cannot_pair_a_phone_for_somebody_else(signed_in: SignIn, db: Session, ana: Staff, dana: Staff) -> None:
    assert signed_in(ana).post("/phones/codes", data={"staff_id": dana.id}).status_code == 403
    assert db.scalars(select(PairingCode)).all() == []


def test_a_code_is_not_shown_at_another_screen(signed_in: SignIn, dana: Staff, app: Flask) -> None:
    address = signed_in(dana).post("/phones/codes").headers["Location"]
    page = signed_in(dana).get(address).text
    assert "shown on another screen" in page
    assert "Code: " not in page


def test_a_code_that_was_not_used_in_time_offers_a_new_one(signed_in: SignIn, db: Session, dana: Staff) -> None:
    client = signed_in(dana)
    address = client.post("/phones/codes").headers["Location"]
    db.scalars(select(PairingCode)).one().expires_at = now()
    db.commit()
    page = client.get(address).text
    assert "This code is too old" in page
    assert "Show a new code" in page


@pytest.mark.parametrize(
    ("address", "is_warned"),
    [("http://desk.halyard.example", True), ("https://desk.halyard.example", False), ("http://localhost", False)],
)
def test_a_page_that_phones_refuse_the_microphone_says_so(
    signed_in: SignIn, dana: Staff, address: str, is_warned: bool
) -> None:
    page = signed_in(dana).get("/phones", base_url="http://localhost").text
    assert "Phones will refuse the microphone" not in page
    other = signed_in(dana)
    with other.session_transaction(base_url=address) as kept:
        kept["_user_id"], kept["_fresh"] = dana.id, True
    assert ("Phones will refuse the microphone" in other.get("/phones", base_url=address).text) is is_warned


def test_an_unknown_phone_is_said_to_be_unknown(signed_in: SignIn, dana: Staff) -> None:
    client = signed_in(dana)
    assert client.get("/phones/none/revocation").status_code == 404
    assert client.get("/phones/codes/none").status_code == 404
