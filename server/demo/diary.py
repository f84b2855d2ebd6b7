"""Plans who was where and when: four weeks of rounds up to this minute, the same for the same seed and instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from random import Random
from zoneinfo import ZoneInfo

from models.staff import Staff
from server.demo.company import Company, Shop, read_lines

DAYS_BACK = 28
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Round:
    """One stop of a rep; `said` is a note written for this very stop, `recording` the file of one with sound."""

    rep: Staff
    shop: Shop
    arrived_at: datetime
    left_at: datetime
    age_days: int
    said: str | None = None
    recording: str | None = None


def plan_rounds(company: Company, now: datetime, zone: ZoneInfo, seed: str) -> list[Round]:
    """Return all stops of all reps in the order of their departures; the last of each rep is the recorded one."""
    stories = _stories(now.astimezone(zone).date())
    planned: list[Round] = []
    for rep in company.reps:
        rounds = list(_rounds_of(rep, company, stories, now, zone, Random(f"{seed}/{rep.reference}")))
        planned += _with_recording(rounds, company)
    return sorted(planned, key=lambda stop: (stop.left_at, stop.shop.reference))


def _stories(today: date) -> dict[tuple[date, str], str]:
    told = {}
    for line in read_lines("stories.jsonl"):
        on = today - timedelta(days=line["days_ago"])
        while on.weekday() >= SATURDAY:
            on -= timedelta(days=1)
        told[on, str(line["customer"])] = str(line["text"])
    return told


def _rounds_of(
    rep: Staff,
    company: Company,
    stories: dict[tuple[date, str], str],
    now: datetime,
    zone: ZoneInfo,
    chance: Random,
) -> Iterator[Round]:
    own = list(company.shops_of[rep.id])
    chance.shuffle(own)
    turns = cycle(own)
    today = now.astimezone(zone).date()
    for age_days in range(DAYS_BACK, 0, -1):
        on = today - timedelta(days=age_days)
        if on.weekday() >= SATURDAY:
            continue
        told = [shop for shop in own if (on, shop.reference) in stories]
        shops = _of_the_day(told, turns, chance.choice((3, 4, 4, 5)))
        begins_at = datetime.combine(on, time(8, chance.randrange(30, 59)), zone)
        for shop, (arrived_at, left_at) in zip(shops, _hours(begins_at, len(shops), chance), strict=True):
            yield Round(rep, shop, arrived_at, left_at, age_days, stories.get((on, shop.reference)))
    yield from _rounds_of_today(rep, [next(turns) for _ in range(3)], now, zone, chance)


def _of_the_day(told: list[Shop], turns: Iterator[Shop], count: int) -> list[Shop]:
    shops = list(told)
    while len(shops) < count:
        shop = next(turns)
        if shop not in shops:
            shops.append(shop)
    return sorted(shops, key=lambda shop: shop.site.lon or 0.0)  # a way through the town, not a zigzag


def _hours(begins_at: datetime, count: int, chance: Random) -> Iterator[tuple[datetime, datetime]]:
    at = begins_at
    for number in range(count):
        left_at = at + timedelta(minutes=chance.randrange(12, 48), seconds=chance.randrange(60))
        yield at, left_at
        lunch_min = 40 if number == 1 else 0
        at = left_at + timedelta(minutes=lunch_min + chance.randrange(18, 45), seconds=chance.randrange(60))


def _rounds_of_today(
    rep: Staff, shops: Sequence[Shop], now: datetime, zone: ZoneInfo, chance: Random
) -> Iterator[Round]:
    """Fill the hours before this minute, whatever the clock says, so that a demo shows a day at work."""
    midnight = datetime.combine(now.astimezone(zone).date(), time(0), zone)
    left_at = now - timedelta(minutes=chance.randrange(6, 20), seconds=chance.randrange(60))
    for shop in shops:
        arrived_at = left_at - timedelta(minutes=chance.randrange(12, 40), seconds=chance.randrange(60))
        if arrived_at <= midnight:
            return
        yield Round(rep, shop, arrived_at, left_at, 0)
        left_at = arrived_at - timedelta(minutes=chance.randrange(15, 35))


def _with_recording(rounds: list[Round], company: Company) -> list[Round]:
    """Put the rep's recorded note behind the latest stop, at the customer of whom it speaks."""
    for line in read_lines("recordings.jsonl"):
        shop = company.shops[line["customer"]]
        latest = max(rounds, key=lambda stop: stop.left_at)
        if shop.customer.owner_id != latest.rep.id:
            continue
        on = latest.arrived_at.date()
        others = [s for s in rounds if s is not latest and not (s.shop is shop and s.arrived_at.date() == on)]
        recorded = Round(latest.rep, shop, latest.arrived_at, latest.left_at, latest.age_days, recording=line["file"])
        return [*others, recorded]
    return rounds
