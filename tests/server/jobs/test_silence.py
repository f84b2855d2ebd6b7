"""A phone whose location app fell silent is told so by its own browser, once a day, and nobody else hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models.location_choice import PositionTally
from models.position_source import PositionApp, PositionSource
from models.reminder import PushSubscription
from server.current import Installation
from server.jobs.remind import door_of
from server.jobs.silence import tell_silent_phones
from server.services.positions.position_source import make_source
from server.settings import Settings
from tests.support.makers import make_phone, make_staff
from tests.support.push_service import Browser, PushService, push_service

EIGHT = datetime(2026, 3, 10, 13, 0, tzinfo=UTC)  # a Tuesday, 8:00 in Chicago


@dataclass
class House:
    """An installation with two reps; Ana's phone has OwnTracks and a subscribed browser, Ben's a browser only."""

    installation: Installation
    service: PushService
    ana: Browser

    def look(self, hours: float) -> None:
        tell_silent_phones(self.installation, door_of(self.installation.settings), EIGHT + timedelta(hours=hours))

    def said(self) -> list[dict[str, str]]:
        return [self.ana.open(body) for _, body in self.service.requests]


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    with push_service() as service:
        installation = Installation.open(replace(settings, push_to_loopback=True, working_hours="mon-fri 07:00-19:00"))
        browsers = {"Ana Ruiz": Browser(), "Ben Cho": Browser()}
        with installation.database.session() as session:
            for name, browser in browsers.items():
                staff = make_staff(session, name)
                device, _ = make_phone(session, staff)
                session.add(PushSubscription(device_id=device.id, endpoint=service.address, **browser.keys))
                if name == "Ana Ruiz":
                    make_source(session, device.id, PositionApp.OWNTRACKS)
                    source = session.scalars(select(PositionSource)).one()
                    source.last_received_at = EIGHT
                    for back in (1, 4):
                        on = EIGHT.date() - timedelta(days=back)
                        tally = PositionTally(
                            staff_id=staff.id, counted_on=on, source="owntracks", received=90, last_received_at=EIGHT
                        )
                        session.add(tally)
            session.commit()
        yield House(installation, service, browsers["Ana Ruiz"])
        installation.database.close()


def test_a_silent_phone_is_told_once_that_day(house: House) -> None:
    for hours in (2.5, 3.0, 3.5, 5.0):
        house.look(hours)
    assert house.said() == [
        {
            "kind": "phone-silent",
            "title": "OwnTracks has sent nothing since Tue 08:00",
            "body": "Open it once, so that your visits go on recording themselves.",
        }
    ]


def test_the_next_day_it_is_told_again(house: House) -> None:
    house.look(4)
    house.look(24 + 4)
    assert len(house.said()) == 2


def test_outside_hours_and_between_the_looks_nothing_is_said(house: House) -> None:
    house.look(12)
    house.look(4 + 1 / 60)
    assert house.said() == []


def test_a_phone_that_speaks_again_is_left_in_peace(house: House) -> None:
    with house.installation.database.session() as session:
        session.scalars(select(PositionSource)).one().last_received_at = EIGHT + timedelta(hours=3)
        session.commit()
    house.look(4)
    assert house.said() == []


def test_a_browser_that_takes_nothing_is_not_asked(house: House) -> None:
    with house.installation.database.session() as session:
        for subscription in session.scalars(select(PushSubscription)):
            subscription.gone_at = EIGHT
        session.commit()
    house.look(4)
    assert house.said() == []
