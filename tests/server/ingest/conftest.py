"""A phone with OwnTracks, paired with a rep who has a customer."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.database import Database
from models.device import Device
from models.fix import Fix, UnreadMessage
from models.position_source import PositionApp, PositionSource
from models.visit import Visit
from server.services.positions.position_source import make_source
from tests.support.makers import make_customer, make_phone, make_staff
from tests.support.rounds_on_the_road import BELLAVISTA


@dataclass(frozen=True)
class OwnTracksPhone:
    """Posts bodies as the app does and looks at what became of them."""

    client: FlaskClient
    database: Database
    token: str
    device_id: str
    customer_id: str

    def post(self, body: bytes, path: str = "/ingest/owntracks", **headers: str) -> TestResponse:
        sent = {"Authorization": basic(self.token), "Content-Type": "application/json", **headers}
        return self.client.post(path, data=body, headers=sent)

    def say(self, **message: Any) -> TestResponse:
        return self.post(json.dumps(message).encode())

    def fixes(self) -> list[Fix]:
        with self.database.reading() as session:
            return list(session.scalars(select(Fix).order_by(Fix.at, Fix.trigger, Fix.region_id)))

    def unread(self) -> list[UnreadMessage]:
        with self.database.reading() as session:
            return list(session.scalars(select(UnreadMessage)))

    def visits(self) -> list[Visit]:
        with self.database.reading() as session:
            return list(session.scalars(select(Visit).where(Visit.withdrawn_at.is_(None)).order_by(Visit.arrived_at)))

    def device(self) -> Device:
        with self.database.reading() as session:
            return session.get_one(Device, self.device_id)


def basic(password: str, user: str = "ana") -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.fixture
def owntracks(app: Flask, client: FlaskClient) -> OwnTracksPhone:
    database: Database = app.extensions["rounds"].database
    with database.session() as session:
        ana = make_staff(session)
        device, headers = make_phone(session, ana)
        customer = make_customer(session, lat=BELLAVISTA[0], lon=BELLAVISTA[1], owner_id=ana.id)
        session.commit()
        token = headers["Authorization"].removeprefix("Bearer ")
        return OwnTracksPhone(client, database, token, device.id, customer.id)


@dataclass(frozen=True)
class AppPhone:
    """A paired phone with every location app set up; `tokens` by app."""

    client: FlaskClient
    database: Database
    device_id: str
    staff_id: str
    customer_id: str
    tokens: dict[str, str]

    def fixes(self) -> list[Fix]:
        with self.database.reading() as session:
            return list(session.scalars(select(Fix).order_by(Fix.at, Fix.trigger)))

    def unread(self) -> list[UnreadMessage]:
        with self.database.reading() as session:
            return list(session.scalars(select(UnreadMessage).order_by(UnreadMessage.id)))

    def visits(self) -> list[Visit]:
        with self.database.reading() as session:
            return list(session.scalars(select(Visit).where(Visit.withdrawn_at.is_(None)).order_by(Visit.arrived_at)))

    def source(self, which: str) -> PositionSource:
        with self.database.reading() as session:
            is_meant = (PositionSource.device_id == self.device_id) & (PositionSource.app == which)
            return session.scalars(select(PositionSource).where(is_meant)).one()


@pytest.fixture
def phone(app: Flask, client: FlaskClient) -> AppPhone:
    database: Database = app.extensions["rounds"].database
    with database.session() as session:
        ana = make_staff(session)
        device, _headers = make_phone(session, ana)
        customer = make_customer(session, lat=BELLAVISTA[0], lon=BELLAVISTA[1], owner_id=ana.id, reference="C-1017")
        tokens = {str(one): make_source(session, device.id, one) for one in PositionApp}
        session.commit()
        return AppPhone(client, database, device.id, ana.id, customer.id, tokens)
