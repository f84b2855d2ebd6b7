"""Signing in with a password: who gets in, where they land, and how guessing is slowed down."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.base import now
from models.staff import Role, Staff
from server.services.people.sign_in import set_password
from tests.server.pages.desk_makers import make_staff

PASSWORD = "three blue herons"


@pytest.fixture
def dana(db: Session) -> Staff:
    staff = make_staff(db, "Dana Okafor", Role.MANAGER)
    set_password(staff, PASSWORD)
    db.commit()
    return staff


def sign_in(
    client: FlaskClient, password: str = PASSWORD, email: str = "dana@halyard.example", **more: str
) -> TestResponse:
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def test_the_right_password_opens_the_desk(client: FlaskClient, dana: Staff) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert "Dana Okafor" in client.get("/").text


def test_capitals_in_the_address_do_not_matter(client: FlaskClient, dana: Staff) -> None:
    assert sign_in(client, email=" Dana@Halyard.example ").status_code == 303


def test_a_page_asked_for_before_is_opened_after_signing_in(client: FlaskClient, dana: Staff) -> None:
    asked = client.get("/phones?x=1")
    assert asked.headers["Location"] == "/sign-in?next=/phones?x%3D1"
    assert sign_in(client, next="/phones?x=1").headers["Location"] == "/phones?x=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
    ],
)
def test_no_address_elsewhere_is_gone_on_to(client: FlaskClient, dana: Staff, elsewhere: str) -> None:
    assert sign_in(client, next=elsewhere).headers["Location"] == "/"


def test_a_wrong_password_says_the_same_as_an_unknown_address(client: FlaskClient, dana: Staff) -> None:
    wrong, unknown = sign_in(client, "four blue herons"), sign_in(client, email="nobody@halyard.example")
    assert wrong.status_code == unknown.status_code == 403
    said = "This e-mail address and password do not go together"
    assert said in wrong.text and said in unknown.text


def test_somebody_without_a_password_cannot_sign_in_with_an_empty_one(client: FlaskClient, ana: Staff) -> None:
    assert sign_in(client, "", "ana@halyard.example").status_code == 403


def test_somebody_who_left_cannot_sign_in(client: FlaskClient, db: Session, dana: Staff) -> None:
    dana.left_at = now()
    db.commit()
    assert sign_in(client).status_code == 403


def test_somebody_who_leaves_is_out_at_once(client: FlaskClient, db: Session, dana: Staff) -> None:
    sign_in(client)
    dana.left_at = now()
    db.commit()
    assert client.get("/").headers["Location"].startswith("/sign-in")


def test_guessing_is_slowed_down_and_the_wait_is_said(client: FlaskClient, dana: Staff) -> None:
    answers = [sign_in(client, f"guess number {n}") for n in range(7)]
    assert [answer.status_code for answer in answers[:5]] == [403] * 5
    assert answers[6].status_code == 429
    assert int(answers[6].headers["Retry-After"]) >= 1
    assert "Too many tries. Wait" in answers[6].text


def test_a_stranger_who_guesses_does_not_keep_the_owner_out(client: FlaskClient, dana: Staff) -> None:
    for n in range(9):
        client.post(
            "/sign-in",
            data={"email": "dana@halyard.example", "password": f"guess {n}"},
            environ_overrides={"REMOTE_ADDR": "203.0.113.9"},
        )
    assert sign_in(client).status_code == 303


def test_a_form_of_another_site_signs_nobody_in(client: FlaskClient, dana: Staff) -> None:
    form = {"email": "dana@halyard.example", "password": PASSWORD}
    answer = client.post("/sign-in", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert client.get("/").status_code == 302


def test_signing_out_closes_the_desk(client: FlaskClient, dana: Staff) -> None:
    sign_in(client)
    assert client.post("/sign-out").headers["Location"] == "/sign-in"
    assert client.get("/").headers["Location"].startswith("/sign-in")


def test_another_site_cannot_sign_somebody_out(client: FlaskClient, dana: Staff) -> None:
    sign_in(client)
    assert client.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.get("/").status_code == 200


def test_who_is_signed_in_is_not_asked_again(desk: FlaskClient) -> None:
    assert desk.get("/sign-in?next=/phones").headers["Location"] == "/phones"


@pytest.mark.parametrize(
    "body", ["", "[]", '{"credential": 3}', '{"credential": {}}', '{"credential": {"rawId": "a"}}']
)
def test_a_broken_passkey_is_refused_in_words(client: FlaskClient, body: str) -> None:
    client.post("/sign-in/passkey/options", json={})
    headers = {"Content-Type": "application/json", "Accept": "application/problem+json, application/json"}
    answer = client.post("/sign-in/passkey", data=body, headers=headers)
    assert 400 <= answer.status_code < 500
    assert answer.get_json(force=True)["detail"]


def test_a_passkey_answer_without_a_question_is_refused(client: FlaskClient) -> None:
    answer = client.post(
        "/sign-in/passkey", json={"credential": {"rawId": "AAAA"}}, headers={"Accept": "application/problem+json"}
    )
    assert answer.get_json(force=True)["type"].endswith("challenge-expired")


def test_the_password_form_works_for_whoever_signs_in(signed_in: Callable[[Staff], FlaskClient], dana: Staff) -> None:
    client = signed_in(dana)
    wrong = client.post("/account/password", data={"current": "wrong", "password": "a new long one"})
    assert "Your present password is another" in wrong.text
    assert client.post("/account/password", data={"current": PASSWORD, "password": "short"}).status_code == 422
    assert client.post("/account/password", data={"current": PASSWORD, "password": "a new long one"}).status_code == 303
    assert sign_in(client, "a new long one").status_code == 303


def test_a_new_password_ends_every_other_session(app: Flask, client: FlaskClient, dana: Staff) -> None:
    lost, kept = client, app.test_client()
    for browser in (lost, kept):
        assert sign_in(browser).status_code == 303
    assert kept.post("/account/password", data={"current": PASSWORD, "password": "a new long one"}).status_code == 303
    assert kept.get("/account").status_code == 200
    assert lost.get("/account").status_code == 302


@pytest.mark.parametrize(("scheme", "is_secure"), [("https", True), ("http", False)])
def test_a_session_begun_over_https_never_travels_without_it(
    client: FlaskClient, dana: Staff, scheme: str, is_secure: bool
) -> None:
    form = {"email": "dana@halyard.example", "password": PASSWORD}
    answer = client.post("/sign-in", data=form, base_url=f"{scheme}://rounds.example")
    assert ("Secure" in answer.headers["Set-Cookie"]) is is_secure
