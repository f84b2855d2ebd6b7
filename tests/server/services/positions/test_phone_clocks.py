"""Two phones of one rep, one of them days behind: the visits stay where they are, today and in the past."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.device import Device
from server.current import Identity
from server.services.positions.phone_clocks import clock_shifts
from tests.support.rep_on_the_road import Rep
from tests.support.rounds_on_the_road import BELLAVISTA, MARCHETTI, TUESDAY_9_AM, in_batches, morning, moved_in_time

BEHIND = timedelta(days=3, minutes=2)
TODAY = morning((BELLAVISTA, 30), (MARCHETTI, 25))


@pytest.fixture
def tablet(rep: Rep) -> Identity:
    """Pair a second phone with the rep."""
    with rep.database.session() as session:
        device = Device(staff_id=rep.by.staff_id, name="Tablet", token_sha256="2")
        session.add(device)
        session.commit()
        return Identity(rep.by.staff_id, rep.by.name, rep.by.role, device.id)


def send_both(rep: Rep, tablet: Identity) -> list[list[str | None]]:
    """Send today from both phones as it happens; give the customers seen after each pair of batches."""
    seen = []
    slow = moved_in_time(TODAY.readings, timedelta(seconds=6) - BEHIND)
    for mine, wrong in zip(in_batches(TODAY.readings), in_batches(slow), strict=True):
        rep.send(mine)
        rep.send(wrong, wrong[-1].at + BEHIND + timedelta(seconds=2), tablet)
        seen.append(rep.customers_seen())
    return seen


def test_a_phone_days_behind_is_told_from_one_that_was_offline(rep: Rep, tablet: Identity) -> None:
    send_both(rep, tablet)
    rep.send(morning((BELLAVISTA, 30), start=TUESDAY_9_AM - timedelta(days=1)).readings, TODAY.end)
    with rep.database.reading() as session:
        shifts = clock_shifts(session, rep.by.staff_id)
    assert shifts == {tablet.device_id: timedelta(days=3)}


def test_visits_come_out_as_from_one_phone(rep: Rep, tablet: Identity) -> None:
    seen = send_both(rep, tablet)
    assert seen[-1] == [rep.bellavista, rep.marchetti]
    assert all(visit.arrived_at > TUESDAY_9_AM for visit in rep.visits())


def test_visits_of_the_days_between_stay_and_none_comes_and_goes(rep: Rep, tablet: Identity) -> None:
    past = morning((MARCHETTI, 30), (BELLAVISTA, 20), start=TUESDAY_9_AM - timedelta(days=3))
    between = morning((BELLAVISTA, 25), start=TUESDAY_9_AM - timedelta(days=2))
    rep.send(past.readings)
    rep.send(between.readings)
    before = rep.seen()
    send_both(rep, tablet)
    assert rep.seen()[:3] == before
    assert rep.customers_seen()[3:] == [rep.bellavista, rep.marchetti]
    told = rep.events()
    rep.send(in_batches(TODAY.readings)[-1])
    assert rep.events() == told


def test_once_its_clock_is_known_a_phone_alone_has_its_visits_today(rep: Rep, tablet: Identity) -> None:
    slow = moved_in_time(TODAY.readings, -BEHIND)
    for batch in in_batches(slow):
        rep.send(batch, batch[-1].at + BEHIND + timedelta(seconds=2), tablet)
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]
    assert all(visit.arrived_at > TUESDAY_9_AM for visit in rep.visits())
