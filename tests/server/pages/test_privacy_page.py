"""The page to print says what is kept of the person who reads it, from settings and choice as they are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.location_choice import LocationChoice, LocationMode
from models.staff import Staff
from server.settings import Settings
from tests.support.makers import make_phone


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, positions_kept_h=9, trail_days=21)


def page_of(app: Flask, db: Session, staff: Staff, headers: dict[str, str], **choice: object) -> str:
    if choice:
        db.merge(LocationChoice(staff_id=staff.id, **choice))
        db.commit()
    return app.test_client().get("/privacy", headers=headers).get_data(as_text=True)


def test_each_mode_is_told_with_its_own_time(app: Flask, db: Session, ana: Staff) -> None:
    _device, headers = make_phone(db, ana)
    db.commit()
    visits = page_of(app, db, ana, headers)
    assert "What is kept of Ana Ruiz" in visits
    assert "9 hours after the last one came in" in visits and "21 days" not in visits
    assert "21 days" in page_of(app, db, ana, headers, mode=LocationMode.TRAIL)
    off = page_of(app, db, ana, headers, mode=LocationMode.NONE)
    assert "None is accepted" in off and "9 hours" not in off


def test_hours_are_told_as_they_are(app: Flask, db: Session, ana: Staff) -> None:
    _device, headers = make_phone(db, ana)
    db.commit()
    assert "The company&#39;s hours: at any time" in page_of(app, db, ana, headers)
    own = [{"days": ["mon", "tue", "wed"], "from": "08:00", "to": "16:00"}]
    assert "Your own hours: Mon-Wed 08:00-16:00" in page_of(app, db, ana, headers, mode=LocationMode.VISITS, hours=own)


def test_the_phone_reads_the_same_lines(app: Flask, db: Session, ana: Staff) -> None:
    _device, headers = make_phone(db, ana)
    db.commit()
    lines = app.test_client().get("/api/privacy", headers=headers).get_json()["lines"]
    page = page_of(app, db, ana, headers)
    assert len(lines) >= 10
    assert all(line["what"].replace("'", "&#39;") in page for line in lines)


def test_it_is_found_from_every_page(desk: FlaskClient) -> None:
    assert 'href="/privacy"' in desk.get("/").get_data(as_text=True)


def test_a_stranger_is_sent_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/privacy").status_code == 302
