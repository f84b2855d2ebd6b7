"""The diary of the made-up company: what each rep has agreed for today and the days after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from models.appointment import Appointment
from models.staff import Staff
from server.demo.company import Company, Shop
from server.demo.diary import SATURDAY

DAYS_AHEAD = 7
TITLES = (
    "Tasting",
    "Menu for the season",
    "Prices for next year",
    "New chef",
    "Complaint of last week",
    "Quarterly talk",
)
HOURS = (9, 11, 14, 16)
INTERVALS_DAYS = (3, 4, 5, 7, 14)  # these shops are seen about every fifth day


def make_appointments(company: Company, now: datetime, zone: ZoneInfo, seed: str) -> list[Appointment]:
    """Return some appointments of every rep from today on, the same for the same seed and instant."""
    return [one for rep in company.reps for one in _of_rep(rep, company, now, zone, Random(f"{seed}/{rep.reference}"))]


def _of_rep(rep: Staff, company: Company, now: datetime, zone: ZoneInfo, chance: Random) -> Iterator[Appointment]:
    shops = list(company.shops_of[rep.id])
    chance.shuffle(shops)
    today = now.astimezone(zone).date()
    for day in range(DAYS_AHEAD):
        on = today + timedelta(days=day)
        if day == 0:
            yield _coming_up(rep, shops.pop(), now)
        elif on.weekday() < SATURDAY:
            for hour in sorted(chance.sample(HOURS, 2)):
                yield _appointment(rep, shops.pop(), _at(on, hour, zone), chance)


def _coming_up(rep: Staff, shop: Shop, now: datetime) -> Appointment:
    """Put one ahead of this very minute, whatever the clock says, so that a demo has something to prepare for."""
    starts_at = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=2)
    return _between(rep, shop, starts_at, TITLES[0])


def _appointment(rep: Staff, shop: Shop, starts_at: datetime, chance: Random) -> Appointment:
    return _between(rep, shop, starts_at, chance.choice(TITLES))


def _between(rep: Staff, shop: Shop, starts_at: datetime, title: str) -> Appointment:
    ends_at = starts_at + timedelta(minutes=45)
    return Appointment(staff_id=rep.id, customer_id=shop.customer.id, starts_at=starts_at, ends_at=ends_at, title=title)


def _at(on: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(hour), zone)


def set_intervals(shops: Sequence[Shop], seed: str) -> None:
    """Say how often each customer is to be visited, so that some are due and some are not."""
    for shop in shops:
        shop.customer.visit_interval_days = Random(f"{seed}/{shop.reference}/interval").choice(INTERVALS_DAYS)
