"""A paired phone and its owner, for the tests of the API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.database import Database
from models.staff import Role
from tests.support.makers import make_phone, make_staff


@dataclass(frozen=True)
class Phone:
    """A paired phone that sends requests."""

    client: FlaskClient
    headers: dict[str, str]
    staff_id: str
    device_id: str

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, headers=self.headers)

    def put(self, path: str, **sent: object) -> TestResponse:
        return self.client.put(path, headers=self.headers, **sent)  # type: ignore[arg-type]

    def post(self, path: str, **sent: object) -> TestResponse:
        return self.client.post(path, headers=self.headers, **sent)  # type: ignore[arg-type]


@pytest.fixture
def house(app: Flask) -> Iterator[Database]:
    """The application's own database."""
    yield app.extensions["rounds"].database


@pytest.fixture
def pair(client: FlaskClient, house: Database) -> Callable[..., Phone]:
    """Pair a phone with a new member of staff."""

    def pair_one(name: str = "Ana Ruiz", role: Role = Role.REP) -> Phone:
        with house.session() as session:
            staff = make_staff(session, name, role)
            device, headers = make_phone(session, staff)
            session.commit()
            return Phone(client, headers, staff.id, device.id)

    return pair_one


@pytest.fixture
def phone(pair: Callable[..., Phone]) -> Phone:
    return pair()
