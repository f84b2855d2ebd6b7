"""An administrator sees what came in from elsewhere, and gives to somebody what was nobody's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.intake_batch import IntakeBatch
from models.recording import Recording
from models.staff import Role, Staff
from server.services.intake.mail_message import take_mail
from tests.server.pages.desk_makers import make_staff
from tests.support.made_mail import made_mail
from tests.support.recordings import WAV

SignIn = Callable[[Staff], FlaskClient]


@pytest.fixture
def office(db: Session, signed_in: SignIn) -> FlaskClient:
    ida = make_staff(db, "Ida Moe", Role.ADMIN)
    db.commit()
    return signed_in(ida)


def test_a_mail_of_nobody_is_named_and_given_to_its_person(
    app: Flask, office: FlaskClient, ana: Staff, db: Session
) -> None:
    mail = made_mail(("note.wav", "audio/wav", WAV.data), sender="ana.private@elsewhere.example", Subject="From home")
    (trouble,) = take_mail(app.extensions["rounds"], mail).troubles
    page = office.get("/intake").text
    assert "ana.private@elsewhere.example: From home" in page and "0 of 1" in page
    kept = (trouble.kept or "").rsplit("/", 1)[-1].removesuffix(".eml")
    assert office.post(f"/intake/mail/{kept}", data={"staff_id": ana.id}).status_code == 303
    assert [recording.staff_id for recording in db.scalars(select(Recording))] == [ana.id]
    batch = db.scalars(select(IntakeBatch)).one()
    assert (batch.taken, batch.refused, batch.problems) == (1, 0, [])
    db.commit()
    assert "From home" not in office.get("/intake").text
    assert office.post(f"/intake/mail/{kept}", data={"staff_id": ana.id}).status_code == 404


@pytest.mark.parametrize("name", ["none", "0" * 64, "..%2f..%2fsession.key"])
def test_what_is_not_kept_cannot_be_given(office: FlaskClient, ana: Staff, name: str) -> None:
    assert office.post(f"/intake/mail/{name}", data={"staff_id": ana.id}).status_code == 404


def test_only_administrators_see_it(desk: FlaskClient, office: FlaskClient) -> None:
    assert desk.get("/intake").status_code == 403
    assert "Nothing has come in" in office.get("/intake").text
