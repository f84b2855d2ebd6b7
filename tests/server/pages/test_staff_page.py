"""Staff: an administrator adds people, changes roles and makes links; the last administrator stays one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.staff import Role, Staff
from tests.server.pages.desk_makers import make_staff

NEW = {"name": "Owen Castellano", "email": "owen@halyard.example", "role": "support", "team": "Customer support"}


@pytest.fixture
def ida(db: Session) -> Staff:
    staff = make_staff(db, "Ida Moe", Role.ADMIN)
    db.commit()
    return staff


@pytest.fixture
def office(ida: Staff, signed_in: Callable[[Staff], FlaskClient]) -> FlaskClient:
    return signed_in(ida)


def test_somebody_added_gets_a_link_that_is_shown_once_and_works(
    office: FlaskClient, client: FlaskClient, db: Session
) -> None:
    address = office.post("/staff", data=NEW).headers["Location"]
    page = office.get(address).text
    link = page.split('value="http://localhost/set-up/')[1].split('"')[0]
    assert client.get(f"/set-up/{link}").status_code == 200
    assert "/set-up/" not in office.get(address).text
    owen = db.scalars(select(Staff).where(Staff.email == NEW["email"])).one()
    assert (owen.name, owen.role, owen.team) == (NEW["name"], Role.SUPPORT, NEW["team"])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"name": ""}, "Enter your name"), ({"email": "x"}, "e-mail address"), ({"email": "ida@halyard.example"}, "uses")],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    office: FlaskClient, db: Session, wrong: dict[str, str], said: str
) -> None:
    answer = office.post("/staff", data=NEW | wrong)
    assert answer.status_code == 422
    assert said in answer.text and NEW["team"] in answer.text
    assert len(db.scalars(select(Staff)).all()) == 1


def test_a_role_that_does_not_exist_is_refused(office: FlaskClient) -> None:
    assert office.post("/staff", data=NEW | {"role": "king"}).status_code == 422


def test_a_role_is_changed(office: FlaskClient, db: Session, ana: Staff) -> None:
    form = {"name": ana.name, "email": ana.email, "role": "manager", "team": "North"}
    assert office.post(f"/staff/{ana.id}", data=form).status_code == 303
    db.refresh(ana)
    assert (ana.role, ana.team) == (Role.MANAGER, "North")


def test_the_only_administrator_cannot_stop_being_one(office: FlaskClient, db: Session, ida: Staff) -> None:
    form = {"name": ida.name, "email": ida.email, "role": "rep"}
    for answer in (office.post(f"/staff/{ida.id}", data=form), office.post(f"/staff/{ida.id}/departure")):
        assert answer.status_code == 409
        assert "the only administrator" in answer.text
    db.refresh(ida)
    assert (ida.role, ida.left_at) == (Role.ADMIN, None)


def test_with_a_second_administrator_the_first_may_go(office: FlaskClient, db: Session, ida: Staff) -> None:
    make_staff(db, "Second Admin", Role.ADMIN)
    db.commit()
    assert office.post(f"/staff/{ida.id}/departure").status_code == 303
    assert office.get("/").status_code == 302


def test_somebody_leaves_and_comes_back(office: FlaskClient, db: Session, ana: Staff) -> None:
    office.post(f"/staff/{ana.id}/departure")
    assert "Left Today" in office.get("/staff").text
    assert office.post(f"/staff/{ana.id}/link").status_code == 409
    office.post(f"/staff/{ana.id}/return")
    db.refresh(ana)
    assert ana.left_at is None


def test_nobody_but_administrators_sees_staff(desk: FlaskClient, ana: Staff) -> None:
    for answer in (desk.get("/staff"), desk.get(f"/staff/{ana.id}"), desk.post("/staff", data=NEW)):
        assert answer.status_code == 403
        assert "Your role does not open this" in answer.text


def test_an_unknown_person_is_said_to_be_unknown(office: FlaskClient) -> None:
    assert office.get("/staff/none").status_code == 404


def test_an_administrator_says_in_which_language_somebody_speaks(office: FlaskClient, ana: Staff, db: Session) -> None:
    asked = {"name": ana.name, "email": ana.email or "", "role": "rep", "language": "de"}
    assert office.post(f"/staff/{ana.id}", data=asked).status_code == 303
    page = office.get(f"/staff/{ana.id}").text
    assert 'value="de" selected' in page and "German (de)" in page
    assert office.post(f"/staff/{ana.id}", data={**asked, "language": "?"}).status_code == 422
    assert office.post(f"/staff/{ana.id}", data={**asked, "language": ""}).status_code == 303
    db.expire_all()
    assert db.get_one(Staff, ana.id).language is None
