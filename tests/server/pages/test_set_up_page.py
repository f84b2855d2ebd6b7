"""The one-time link: it works once, says beforehand what a password needs, and names what is wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.staff import Role, SignInLink, Staff
from server.services.people.sign_in import first_admin_link, make_sign_in_link, set_password
from tests.server.pages.desk_makers import make_staff

FORM = {"name": "Mei-Ling Hsu", "email": "Mei@Halyard.example", "password": "seven quiet rivers"}


@pytest.fixture
def link(db: Session) -> str:
    made = first_admin_link(db)
    assert made is not None
    db.commit()
    return made


def test_the_first_administrator_sets_a_password_and_is_in(client: FlaskClient, db: Session, link: str) -> None:
    assert "At least 10 characters" in client.get(link).text
    assert client.post(link, data=FORM).headers["Location"] == "/"
    assert "Mei-Ling Hsu" in client.get("/").text
    admin = db.scalars(select(Staff)).one()
    assert (admin.name, admin.email, admin.role) == ("Mei-Ling Hsu", "mei@halyard.example", Role.ADMIN)
    assert first_admin_link(db) is None


def test_a_link_works_once(client: FlaskClient, link: str) -> None:
    client.post(link, data=FORM)
    again = client.post(link, data=FORM)
    assert again.status_code == 404
    assert "used already" in again.text
    assert client.get(link).status_code == 404


def test_a_link_is_kept_as_its_hash_only(db: Session, link: str) -> None:
    kept = db.scalars(select(SignInLink)).one()
    assert len(kept.code_sha256) == 64
    assert link.rsplit("/", 1)[1] not in str(vars(kept))


def test_opening_a_link_does_not_use_it_up(client: FlaskClient, link: str) -> None:
    assert [client.get(link).status_code for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "too short"}, "at least 10 characters"),
        ({"password": "x" * 501}, "at most 500 characters"),
        ({"name": "  "}, "Enter your name"),
        ({"email": "mei"}, "Enter an e-mail address"),
        ({"email": "mei@halyard.example, you@halyard.example"}, "Enter an e-mail address"),
        ({"email": "ana@halyard.example"}, "Somebody else here uses this e-mail"),
    ],
)
def test_what_is_wrong_is_said_and_the_link_still_works(
    client: FlaskClient, ana: Staff, link: str, wrong: dict[str, str], said: str
) -> None:
    answer = client.post(link, data=FORM | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert client.post(link, data=FORM).status_code == 303


def test_a_link_that_is_too_old_says_so(client: FlaskClient, db: Session, link: str) -> None:
    db.scalars(select(SignInLink)).one().expires_at = now() - timedelta(seconds=1)
    db.commit()
    assert "too old" in client.get(link).text


def test_an_unknown_link_says_what_to_do(client: FlaskClient) -> None:
    answer = client.get("/set-up/made-up")
    assert answer.status_code == 404
    assert "Ask your administrator for a new one" in answer.text


def test_a_new_link_makes_the_earlier_one_void(client: FlaskClient, db: Session, ana: Staff) -> None:
    first, second = make_sign_in_link(db, ana.id, 1), make_sign_in_link(db, ana.id, 1)
    db.commit()
    assert [client.get(link).status_code for link in (first, second)] == [404, 200]


def test_a_link_of_somebody_who_left_does_not_work(client: FlaskClient, db: Session, ana: Staff) -> None:
    link = make_sign_in_link(db, ana.id, 1)
    ana.left_at = now()
    db.commit()
    assert client.get(link).status_code == 404


def test_an_earlier_password_can_be_removed_with_the_new_one(client: FlaskClient, db: Session) -> None:
    staff = make_staff(db, "Ola Berg", Role.SUPPORT)
    set_password(staff, "lost with my phone")
    link = make_sign_in_link(db, staff.id, 1)
    db.commit()
    assert "Remove my earlier passkeys and password" in client.get(link).text
    client.post(link, data=FORM | {"forget": "1"})
    form = {"email": FORM["email"], "password": "lost with my phone"}
    assert client.post("/sign-in", data=form).status_code == 403


def test_an_administrator_who_can_sign_in_needs_no_first_link(db: Session) -> None:
    admin = make_staff(db, "Ida Moe", Role.ADMIN)
    assert first_admin_link(db) is not None
    set_password(admin, "at last a password")
    db.flush()
    assert first_admin_link(db) is None


def test_the_first_link_is_for_an_administrator_that_is_there(db: Session) -> None:
    make_staff(db, "Ida Moe", Role.ADMIN)
    first_admin_link(db)
    assert [staff.name for staff in db.scalars(select(Staff))] == ["Ida Moe"]
