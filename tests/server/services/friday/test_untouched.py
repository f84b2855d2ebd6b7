"""Who was not met in time: the same customers that are due by their interval, those who buy most first."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from models.recording import Channel
from server.services.friday.looking import Looking, look_at
from server.services.friday.untouched import UNTOUCHED, sum_up_untouched
from server.services.visits.visit_due import due_of, interval_of
from tests.server.pages.desk_makers import make_customer, make_recording, make_staff, make_visit
from tests.server.services.friday.a_week import LONG_AGO, fill, looking_at


def names(session: Session, looking: Looking) -> list[str]:
    return [row.customer for row in UNTOUCHED.read(session, looking)]


def test_those_who_buy_most_come_first_and_of_the_others_those_overdue_longest(session: Session) -> None:
    fill(session)
    ana = make_staff(session, "Cara Diaz")
    for name, days in (("Long Ago", 30), ("Longest Ago", 50)):
        customer = make_customer(session, name, owner_id=ana.id, created_at=LONG_AGO, visit_interval_days=14)
        make_visit(session, ana, customer, arrived_at=looking_at().at - timedelta(days=days))
    found = UNTOUCHED.read(session, looking_at())
    assert [row.customer for row in found] == ["Handed On", "Not Reached", "Longest Ago", "Long Ago", "Silent"]
    assert [(row.value, row.state) for row in found[:3]] == [
        (Decimal(300), "5 days, wanted every 7"),
        (Decimal(100), "5 days, wanted every 7"),
        (None, "36 days, wanted every 14"),
    ]
    for most in (1, 2, 3, 8):
        summed, first = sum_up_untouched(session, looking_at(), most)
        assert first == found[:most]
    assert (summed.customers, summed.valued, summed.yearly_value) == (5, 2, Decimal(400))


def test_a_call_or_an_e_mail_is_a_meeting_as_a_visit_is(session: Session) -> None:
    ana = make_staff(session)
    looking = looking_at()
    for channel in Channel:
        customer = make_customer(session, channel.value, owner_id=ana.id, created_at=LONG_AGO, visit_interval_days=7)
        make_recording(session, ana, customer, channel=channel, started_at=looking.at - timedelta(days=3))
    assert names(session, looking) == ["handover"]


@pytest.mark.parametrize("zone", ["America/Chicago", "Europe/Berlin", "Pacific/Kiritimati", "UTC"])
def test_the_same_are_overdue_as_a_phone_shows_in_red_whatever_the_clocks_do(session: Session, zone: str) -> None:
    dice = random.Random(zone)
    ana = make_staff(session)
    people = []
    for place in range(60):
        customer = make_customer(
            session,
            f"House {place}",
            owner_id=dice.choice([ana.id, ana.id, None]),
            visit_interval_days=dice.choice([None, 0, 1, 7, 7, 30]),
            created_at=datetime(2026, 2, 20, tzinfo=UTC) + timedelta(hours=dice.randrange(24 * 30)),
        )
        met = [datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=dice.randrange(60 * 24 * 70)) for _ in range(3)]
        for at in met[: dice.randrange(4)]:
            make_visit(session, ana, customer, arrived_at=at)
        people.append((customer, met))
    visits = {customer.id: [visit.arrived_at for visit in _visits(session, customer.id)] for customer, _ in people}
    for at in (
        datetime(2026, 3, 8, 5, 30, tzinfo=UTC),
        datetime(2026, 3, 9, 4, 30, tzinfo=UTC),
        datetime(2026, 4, 2, 1, tzinfo=UTC),
    ):
        looking = look_at("", at, zone, 14)
        wanted = set()
        for customer, _met in people:
            interval = interval_of(customer.visit_interval_days, 14, is_mine=customer.owner_id is not None)
            since = max((one for one in visits[customer.id] if one < at), default=customer.created_at)
            if due_of(interval, since.astimezone(looking.zone).date(), looking.today).light == "red":
                wanted.add(customer.name)
        assert set(names(session, looking)) == wanted


def _visits(session: Session, customer_id: str) -> list:  # type: ignore[type-arg]
    from sqlalchemy import select

    from models.visit import Visit

    return list(session.scalars(select(Visit).where(Visit.customer_id == customer_id)))


def test_a_week_that_is_over_is_seen_as_it_stood(session: Session) -> None:
    ana = make_staff(session)
    customer = make_customer(session, owner_id=ana.id, created_at=LONG_AGO, visit_interval_days=7)
    make_visit(session, ana, customer, arrived_at=looking_at().starts_at + timedelta(hours=12))
    assert names(session, looking_at()) == []
    assert names(session, looking_at(weeks_back=1)) == ["Bellavista Bistro"]


def test_a_customer_met_before_it_came_into_the_books_is_overdue_all_the_same(session: Session) -> None:
    ana = make_staff(session)
    looking = looking_at()
    customer = make_customer(session, owner_id=ana.id, created_at=looking.at - timedelta(days=1), visit_interval_days=7)
    assert names(session, looking) == []
    make_visit(session, ana, customer, arrived_at=looking.at - timedelta(days=20))
    assert names(session, looking) == ["Bellavista Bistro"]


def test_without_an_interval_nobody_is_overdue(session: Session) -> None:
    make_customer(session, owner_id=make_staff(session).id, created_at=LONG_AGO)
    assert names(session, looking_at(default_interval_days=0)) == []
    assert names(session, looking_at(default_interval_days=30)) == ["Bellavista Bistro"]
