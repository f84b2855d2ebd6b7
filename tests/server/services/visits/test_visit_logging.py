"""Positions become visits, the same ones however the positions come."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from models.base import now
from models.database import Database
from models.device import Device
from models.event import Event
from models.fix import Fix
from models.staff import Role
from models.visit import Visit
from server.current import Identity
from server.services.positions.position_intake import Reading
from tests.support.makers import make_phone, make_staff
from tests.support.rep_on_the_road import Rep
from tests.support.rounds_on_the_road import (
    BELLAVISTA,
    DEPOT,
    MARCHETTI,
    TUESDAY_9_AM,
    in_batches,
    morning,
    moved_in_time,
)

TWO_STAYS = morning((BELLAVISTA, 30), (MARCHETTI, 25))


def test_a_morning_with_two_customers_is_two_visits(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]
    first, second = rep.visits()
    assert not first.is_open and not second.is_open
    assert timedelta(minutes=25) < first.left_at - first.arrived_at < timedelta(minutes=35)
    assert first.reasons and first.alternatives[0]["customer_id"] == rep.bellavista


def test_a_visit_opens_grows_and_closes_under_one_id(rep: Rep) -> None:
    inside = [reading for reading in TWO_STAYS.readings if reading.at < TUESDAY_9_AM + timedelta(minutes=22)]
    rep.send(inside)
    (early,) = rep.visits()
    assert early.is_open
    rep.send_live(TWO_STAYS.readings[len(inside) :])
    late = rep.visits()[0]
    assert (late.id, late.is_open) == (early.id, False)
    assert late.left_at > early.left_at + timedelta(minutes=5)


def test_live_batch_shuffled_and_doubled_give_the_same_visits(rep: Rep, database: Database) -> None:
    rep.send_live(TWO_STAYS.readings)
    live = rep.seen()
    with database.session() as session:
        for table in (Event, Visit, Fix):
            session.execute(table.__table__.delete())
        session.commit()
    batches = [(batch, batch[-1].at + timedelta(seconds=2)) for batch in in_batches(TWO_STAYS.readings)]
    batches += [(batch, at + timedelta(minutes=50)) for batch, at in batches[::2]]
    random.Random(7).shuffle(batches)
    for batch, received_at in batches:
        rep.send(batch, received_at)
    rep.send(TWO_STAYS.readings[:3], TWO_STAYS.end + timedelta(hours=1))
    assert rep.seen() == live
    assert rep.count(Fix) == len(TWO_STAYS.readings)


def test_sending_again_answers_the_same_and_changes_nothing(rep: Rep) -> None:
    first = rep.send(TWO_STAYS.readings)
    before = (rep.seen(), rep.events())
    assert rep.send(TWO_STAYS.readings, now()).kept == first.kept == len(TWO_STAYS.readings)
    assert (rep.seen(), rep.events()) == before


def test_each_change_leaves_one_event_and_growing_leaves_none(rep: Rep) -> None:
    rep.send_live(morning((BELLAVISTA, 40)).readings)
    told = rep.events()
    assert told.count("visit.opened") == 1
    assert told[-1] == "visit.closed"
    assert len(told) <= 6  # some sixteen batches came while the visit grew


def test_events_and_the_log_hold_no_coordinates(rep: Rep, caplog: pytest.LogCaptureFixture) -> None:
    rep.send_live(TWO_STAYS.readings)
    with rep.database.reading() as session:
        assert all(found.details == {} for found in session.scalars(select(Event)))
    assert "41.8" not in caplog.text


def test_an_engine_that_fails_loses_no_fix_and_tells_no_position(
    rep: Rep, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_asked: object) -> None:
        raise ValueError("no sense in 41.8781, -87.6298")

    monkeypatch.setattr("server.services.visits.visit_logging.begin_day", fail)
    rep.send_live(TWO_STAYS.readings)
    assert rep.count(Fix) == len(TWO_STAYS.readings)
    assert "ValueError" in caplog.text and "41.8" not in caplog.text


def test_two_phones_of_one_rep_make_one_visit(rep: Rep) -> None:
    with rep.database.session() as session:
        second = Device(staff_id=rep.by.staff_id, name="Tablet", token_sha256="2")
        session.add(second)
        session.commit()
        tablet = Identity(rep.by.staff_id, rep.by.name, Role.REP, second.id)
    rep.send(TWO_STAYS.readings)
    rep.send(moved_in_time(TWO_STAYS.readings, timedelta(seconds=5)), by=tablet)
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]


def test_a_phone_paired_anew_with_another_rep_leaves_the_first_rep_s_visits_alone(rep: Rep) -> None:
    rep.send(morning((BELLAVISTA, 30)).readings)
    first = rep.seen()
    with rep.database.session() as session:
        ben = make_staff(session, "Ben Okafor")
        device, _ = make_phone(session, ben)
        session.commit()
        other = Identity(ben.id, ben.name, Role.REP, device.id)
    rep.send(morning((MARCHETTI, 30)).readings, by=other)
    found = {visit.staff_id: visit.customer_id for visit in rep.visits()}
    assert found == {rep.by.staff_id: rep.bellavista, ben.id: rep.marchetti}
    assert [row for row in rep.seen() if row[0] == rep.bellavista] == first


def test_a_phone_that_falls_silent_in_a_visit_has_left_by_the_next_day(rep: Rep) -> None:
    rep.send(morning((BELLAVISTA, 30)).until(TUESDAY_9_AM + timedelta(minutes=25)))
    assert rep.visits()[0].is_open
    rep.send(morning((MARCHETTI, 30), start=TUESDAY_9_AM + timedelta(days=1)).readings)
    assert [visit.is_open for visit in rep.visits()] == [False, False]


def test_a_day_that_comes_a_week_late_finds_its_place_in_the_past(rep: Rep) -> None:
    today = morning((MARCHETTI, 30), start=TUESDAY_9_AM + timedelta(days=7))
    rep.send(today.readings)
    rep.send(morning((BELLAVISTA, 30)).readings, today.end)
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]
    assert not any(visit.is_open for visit in rep.visits())


def test_a_phone_that_never_sleeps_keeps_its_earlier_visits(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    before = rep.seen()
    at = TWO_STAYS.end
    while at < TWO_STAYS.end + timedelta(hours=60):
        at += timedelta(hours=2)
        rep.send([Reading(at, *DEPOT, 20.0, "owntracks")])
    assert rep.seen() == before


def test_requests_of_one_rep_at_the_same_time_make_no_double_visits(rep: Rep) -> None:
    batches = in_batches(TWO_STAYS.readings, 40)
    failures: list[Exception] = []

    def send(batch: Sequence[Reading]) -> None:
        try:
            rep.send(batch, TWO_STAYS.end)
        except Exception as failure:  # noqa: BLE001  told after the threads have ended
            failures.append(failure)

    threads = [threading.Thread(target=send, args=(batch,)) for batch in (*batches, *batches)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]


def test_the_number_of_queries_does_not_grow_with_the_days_behind(rep: Rep) -> None:
    def queries_of(day: int) -> int:
        batch = morning((BELLAVISTA, 20), start=TUESDAY_9_AM + timedelta(days=day)).readings
        rep.send(batch[:40])
        seen: list[str] = []
        listen = lambda *args: seen.append(args[2])  # noqa: E731
        event.listen(rep.database.engine, "before_cursor_execute", listen)
        rep.send(batch[40:45])
        event.remove(rep.database.engine, "before_cursor_execute", listen)
        return len(seen)

    first = queries_of(0)
    for day in range(1, 6):
        rep.send_live(morning((BELLAVISTA, 20), start=TUESDAY_9_AM + timedelta(days=day)).readings)
    assert queries_of(6) <= first


def test_impossible_positions_are_kept_with_their_flaw_and_make_no_visit(rep: Rep) -> None:
    at = TUESDAY_9_AM
    strange = [
        Reading(at + timedelta(days=2), *BELLAVISTA, 9.0, "web"),
        Reading(at, 0.0, 0.0, 9.0, "web"),
        Reading(at, 200.0, 10.0, 9.0, "web"),
        Reading(at, *BELLAVISTA, 1e9, "web"),
        Reading(at - timedelta(days=9000), *BELLAVISTA, 9.0, "web"),
        Reading(at, 1e308, -1e308, -5.0, "web"),
    ]
    saved = rep.send(strange, at + timedelta(seconds=2))
    assert (saved.kept, saved.flagged) == (0, len(strange))
    with rep.database.reading() as session:
        flaws = session.scalars(select(Fix.flaw)).all()
    assert len(flaws) == len(strange) and all(flaws)
    assert any("future" in str(flaw) for flaw in flaws)
    assert rep.visits() == []


def test_strange_positions_among_good_ones_do_not_change_the_visits(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    before = rep.seen()
    at = TWO_STAYS.readings[40].at
    rep.send([Reading(at, 0.0, 0.0, 9.0, "owntracks"), Reading(at, 95.0, 0.0, 9.0, "owntracks")], TWO_STAYS.end)
    assert rep.seen() == before
