"""An administrator sees what the ear learnt, and lets it forget."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.learnt_alias import LearntAlias
from models.staff import Role, Staff
from tests.server.pages.desk_makers import make_staff
from tests.support.makers import make_contact, make_customer

SignIn = Callable[[Staff], FlaskClient]


@pytest.fixture
def ida(db: Session) -> Staff:
    staff = make_staff(db, "Ida Moe", Role.ADMIN)
    contact = make_contact(db, make_customer(db, "Saigon Lotus"), "Quynh Tranh")
    db.add(LearntAlias(kind="contact", record_id=contact.id, alias="doctor strange", taught_by_id=staff.id))
    db.commit()
    return staff


def test_what_was_learnt_is_listed_with_who_taught_it(ida: Staff, signed_in: SignIn) -> None:
    page = signed_in(ida).get("/learnt-names").text
    assert all(part in page for part in ("doctor strange", "Quynh Tranh", "Saigon Lotus", "Ida Moe"))


def test_what_is_forgotten_leaves_the_list_and_stays_in_the_records(ida: Staff, signed_in: SignIn, db: Session) -> None:
    alias = db.scalars(select(LearntAlias)).one()
    db.commit()
    page = signed_in(ida).post(f"/learnt-names/{alias.id}/forgetting", follow_redirects=True).text
    assert "doctor strange" not in page and "Nothing learnt yet" in page
    db.refresh(alias)
    assert alias.forgotten_at is not None


def test_others_do_not_see_it(ana: Staff, signed_in: SignIn) -> None:
    assert signed_in(ana).get("/learnt-names").status_code == 403
