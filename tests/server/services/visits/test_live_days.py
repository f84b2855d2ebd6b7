"""A day followed from what this process remembers is the day looked at as a whole, whatever happens to the memory."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import delete, event

from models.event import Event
from models.fix import Fix
from models.visit import Visit
from server.services.positions.position_intake import Reading
from server.services.visits.company_map import CompanyMap
from server.services.visits.live_days import LiveDays
from server.services.visits.visit_logging import record_fixes
from tests.support.makers import make_customer
from tests.support.rep_on_the_road import Rep
from tests.support.rounds_on_the_road import TUESDAY_9_AM, in_batches, morning, moved_in_time

NORTH, SOUTH, WEST = (41.9600, -87.6500), (41.8300, -87.6500), (41.9000, -87.7600)
LONG_DAY = morning((NORTH, 20), (SOUTH, 15), (WEST, 25), (NORTH, 15))


@pytest.fixture
def on_the_road(rep: Rep) -> Rep:
    """Give the rep three more customers, each a long drive from the others."""
    with rep.database.session() as session:
        for name, (lat, lon) in (("North Deli", NORTH), ("South Grill", SOUTH), ("West Market", WEST)):
            make_customer(session, name, lat=lat, lon=lon, owner_id=rep.by.staff_id)
        session.commit()
    return rep


def looked_at_as_a_whole(rep: Rep, readings: Sequence[Reading] = LONG_DAY.readings) -> list[tuple[object, ...]]:
    """Forget everything but customers, send the day in one batch, and say what came out."""
    with rep.database.session() as session:
        for table in (Event, Visit, Fix):
            session.execute(delete(table))
        session.commit()
    rep.company_map.live_days.keep(rep.by.staff_id, None)
    rep.send(readings, readings[-1].at + timedelta(seconds=2))
    return rep.seen()


def remembered_cut_s(rep: Rep) -> float:
    day = rep.company_map.live_days.of(rep.by.staff_id)
    return day.checkpoint.cut_s if day else 0.0


def test_a_day_sent_live_is_followed_and_comes_out_as_the_whole(on_the_road: Rep) -> None:
    cuts = set()
    for batch in in_batches(LONG_DAY.readings, 7):
        on_the_road.send(batch)
        cuts.add(remembered_cut_s(on_the_road))
    assert len(cuts) >= 4
    live = on_the_road.seen()
    assert len(live) == 4
    assert live == looked_at_as_a_whole(on_the_road)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_processes_a_block_hours_late_and_lost_memory_change_nothing(on_the_road: Rep, seed: int) -> None:
    chance = random.Random(seed)
    other = CompanyMap(on_the_road.database, "America/Chicago", check_every_s=0.0)
    first = chance.randrange(40, 200)
    late = LONG_DAY.readings[first : first + 40]
    batches = in_batches([r for r in LONG_DAY.readings if r not in late], chance.randint(5, 25))
    batches.insert(len(batches) * 3 // 4, late)
    for number, batch in enumerate(batches):
        if chance.random() < 0.5:
            on_the_road.company_map, other = other, on_the_road.company_map
        if chance.random() < 0.1:
            on_the_road.company_map.live_days.keep(on_the_road.by.staff_id, None)
        on_the_road.send(
            batch, batch[-1].at + timedelta(seconds=2) if batch is not late else batches[number - 1][-1].at
        )
    assert on_the_road.seen() == looked_at_as_a_whole(on_the_road)


def test_what_was_rolled_back_is_not_remembered(on_the_road: Rep) -> None:
    batches = in_batches(LONG_DAY.readings, 20)
    for batch in batches:
        with on_the_road.database.session() as session:
            at = batch[-1].at + timedelta(seconds=2)
            record_fixes(session, on_the_road.company_map, on_the_road.by, batch, at)
            session.rollback()
        if batch is not batches[3]:
            on_the_road.send(batch)
    on_the_road.send(batches[3], LONG_DAY.end + timedelta(minutes=1))
    assert on_the_road.seen() == looked_at_as_a_whole(on_the_road)


def test_fixes_that_another_process_discarded_are_missed_at_once(on_the_road: Rep) -> None:
    half = len(LONG_DAY.readings) // 2
    for batch in in_batches(LONG_DAY.readings[:half]):
        on_the_road.send(batch)
    assert remembered_cut_s(on_the_road)
    day = on_the_road.company_map.live_days.of(on_the_road.by.staff_id)
    assert day is not None
    with on_the_road.database.session() as session:
        session.execute(delete(Fix).where(Fix.at < TUESDAY_9_AM + timedelta(minutes=5)))
        session.commit()
        company = on_the_road.company_map.current(day.company_at)
        assert not day.still_holds(session, company, on_the_road.by.staff_id, LONG_DAY.end, {})


def test_a_customer_that_comes_new_is_seen_in_the_part_of_the_day_that_had_ended(on_the_road: Rep) -> None:
    with on_the_road.database.session() as session:
        lat, lon = 41.9300, -87.7000
        day = morning((NORTH, 20), ((lat, lon), 20), (SOUTH, 20), (NORTH, 20))
        session.commit()
    half = len(day.readings) * 3 // 4
    for batch in in_batches(day.readings[:half]):
        on_the_road.send(batch)
    with on_the_road.database.session() as session:
        made = make_customer(session, "New Cafe", lat=lat, lon=lon, owner_id=on_the_road.by.staff_id)
        session.commit()
    assert made.id not in on_the_road.customers_seen()
    for batch in in_batches(day.readings[half:]):
        on_the_road.send(batch)
    assert made.id in on_the_road.customers_seen()


def test_what_is_loaded_for_a_batch_does_not_grow_with_the_day(on_the_road: Rep) -> None:
    day = morning(*[(NORTH, 10), (SOUTH, 10)] * 5)
    loaded: list[int] = []
    original = Fix.__table__

    def count(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if original.name in statement and "fix.lat" in statement:
            loaded.append(1)

    event.listen(on_the_road.database.engine, "before_cursor_execute", count)
    for batch in in_batches(day.readings):
        on_the_road.send(batch)
    event.remove(on_the_road.database.engine, "before_cursor_execute", count)
    # A look at everything loads twice, a followed batch once.
    batches = len(in_batches(day.readings))
    assert len(loaded) < 1.5 * batches
    assert remembered_cut_s(on_the_road) > day.end.timestamp() - 1800.0


def test_a_phone_with_a_wrong_clock_is_followed_too(on_the_road: Rep) -> None:
    slow = moved_in_time(LONG_DAY.readings, timedelta(seconds=-90))
    for batch in in_batches(slow, 9):
        on_the_road.send(batch, batch[-1].at + timedelta(seconds=92))
    live = on_the_road.seen()
    assert remembered_cut_s(on_the_road)
    with on_the_road.database.session() as session:
        for table in (Event, Visit):
            session.execute(delete(table))
        session.commit()
    on_the_road.company_map.live_days.keep(on_the_road.by.staff_id, None)
    again = Reading(slow[-1].at + timedelta(seconds=1), slow[-1].lat, slow[-1].lon, 9.0, "owntracks")
    on_the_road.send([again], again.at + timedelta(seconds=92))
    assert on_the_road.seen() == live


def test_the_reps_heard_of_last_are_remembered(on_the_road: Rep) -> None:
    for batch in in_batches(LONG_DAY.readings):
        on_the_road.send(batch)
    day = on_the_road.company_map.live_days.of(on_the_road.by.staff_id)
    days = LiveDays(most=2)
    for staff_id in ("ana", "ben", "ana", "cleo"):
        days.keep(staff_id, day)
    assert [days.of(staff_id) is not None for staff_id in ("ana", "ben", "cleo")] == [True, False, True]
