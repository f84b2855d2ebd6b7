"""Everybody makes tokens for their own programs; administrators for anybody."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.api_token import ApiToken
from models.staff import Role, Staff
from tests.server.pages.desk_makers import make_staff

SignIn = Callable[[Staff], FlaskClient]


@pytest.fixture
def ida(db: Session) -> Staff:
    staff = make_staff(db, "Ida Moe", Role.ADMIN)
    db.commit()
    return staff


def shown(page: str) -> str:
    return html.unescape(page).split('class="link-once__text" value="')[1].split('"')[0]


def test_a_rep_makes_a_token_that_is_shown_once_and_works(ana: Staff, signed_in: SignIn, client: FlaskClient) -> None:
    browser = signed_in(ana)
    page = browser.post("/tokens", data={"name": "Watch"}, follow_redirects=True).text
    token = shown(page)
    assert token not in browser.get("/tokens").text
    answer = client.post("/api/notes", headers={"Authorization": f"Bearer {token}"}, data=b"sound")
    assert answer.status_code == 201


def test_only_the_hash_is_kept(ana: Staff, signed_in: SignIn, db: Session) -> None:
    token = shown(signed_in(ana).post("/tokens", data={"name": "Watch"}, follow_redirects=True).text)
    kept = db.scalars(select(ApiToken)).one()
    assert token not in str([getattr(kept, column.name) for column in ApiToken.__table__.columns])


def test_a_revoked_token_opens_nothing(ana: Staff, signed_in: SignIn, client: FlaskClient, db: Session) -> None:
    browser = signed_in(ana)
    token = shown(browser.post("/tokens", data={"name": "Watch"}, follow_redirects=True).text)
    token_id = db.scalars(select(ApiToken.id)).one()
    db.commit()
    page = browser.post(f"/tokens/{token_id}/revocation", follow_redirects=True).text
    assert "Revoked" in page
    refused = client.post("/api/notes", headers={"Authorization": f"Bearer {token}"}, data=b"sound")
    assert refused.status_code == 401


def test_nobody_sees_or_revokes_the_token_of_another(ana: Staff, tom: Staff, signed_in: SignIn, db: Session) -> None:
    signed_in(ana).post("/tokens", data={"name": "Watch of Ana"})
    token_id = db.scalars(select(ApiToken.id)).one()
    db.commit()
    other = signed_in(tom)
    assert "Watch of Ana" not in other.get("/tokens").text
    assert other.post(f"/tokens/{token_id}/revocation").status_code == 404


def test_only_an_administrator_makes_tokens_for_others(
    ana: Staff, tom: Staff, ida: Staff, signed_in: SignIn, db: Session
) -> None:
    for_ana = {"name": "Dictation server", "staff_id": ana.id}
    assert signed_in(tom).post("/tokens", data=for_ana).status_code == 403
    assert signed_in(tom).post("/tokens", data={"name": "All", "scope": "notes:write-any"}).status_code == 403
    assert signed_in(ida).post("/tokens", data={**for_ana, "scope": "notes:write-any"}).status_code == 303
    token = db.scalars(select(ApiToken)).one()
    assert (token.staff_id, token.made_by_id, token.scopes) == (ana.id, ida.id, ["notes:write-any"])


@pytest.mark.parametrize("asked", [{"name": " "}, {"name": "x", "scope": "everything"}])
def test_what_does_not_fit_is_said_on_the_page(ana: Staff, signed_in: SignIn, asked: dict[str, str]) -> None:
    answer = signed_in(ana).post("/tokens", data=asked)
    assert answer.status_code == 422 and 'role="alert"' in answer.text
