"""Positions go once they are matched, visits stay; nothing that comes later undoes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from models.base import new_id, now
from models.customer import Customer, Site
from models.database import Database
from models.event import Event
from models.fix import Fix, UnreadMessage
from models.location_choice import LocationChoice, LocationMode, MatchedPeriod, PositionTally
from models.recording import Recording, RecordingState
from models.staff import Role
from models.visit import Decision, Visit
from server.current import Identity
from server.services.positions.location_choice import choose, give_pause
from server.services.positions.position_discard import Terms, discard_due, discard_in_pause
from server.services.positions.position_intake import Reading, keep_unread
from server.services.visits.company_map import CompanyMap
from server.services.visits.visit_decision import Word, decide_visit
from server.services.visits.visit_logging import record_fixes
from tests.support.makers import make_customer, make_phone, make_staff
from tests.support.rounds_on_the_road import BELLAVISTA, DEPOT, MARCHETTI, TUESDAY_9_AM, morning, moved_in_time
from tests.support.stored_places import Region, places_in_tables

NOWHERE = (41.8750, -87.6900)  # a long stop at no customer
TERMS = Terms(kept=timedelta(hours=12), trail=timedelta(days=30))
MORNING = morning((BELLAVISTA, 30), (NOWHERE, 40), (MARCHETTI, 25))
NIGHT = MORNING.end + timedelta(hours=13)
REGION = Region((41.88, -87.65), 0.5, (BELLAVISTA, MARCHETTI))


@dataclass
class Rep:
    """A rep with a phone and two customers."""

    database: Database
    by: Identity
    company_map: CompanyMap

    def send(self, readings: Sequence[Reading], received_at: datetime | None = None) -> None:
        with self.database.session() as session:
            record_fixes(session, self.company_map, self.by, readings, received_at or readings[-1].at)
            session.commit()

    def discard(self, at: datetime = NIGHT, terms: Terms = TERMS) -> int:
        with self.database.session() as session:
            gone = discard_due(session, self.company_map, self.by.staff_id, at, terms)
            session.commit()
            return gone

    def choose(self, mode: LocationMode, at: datetime = NIGHT) -> None:
        with self.database.session() as session:
            choose(session, self.by, mode, None)
            discard_due(session, self.company_map, self.by.staff_id, at, TERMS, match_first=False)
            session.commit()

    def pause(self, began_at: datetime, ended_at: datetime | None, at: datetime) -> int:
        with self.database.session() as session:
            given = give_pause(session, new_id(), self.by, began_at, ended_at, at)
            staff_id = self.by.staff_id
            gone = discard_in_pause(session, self.company_map, staff_id, given.began_at, given.ended_at, at)
            session.commit()
            return gone

    def note(self, at: datetime, place: tuple[float, float]) -> str:
        with self.database.session() as session:
            note = Recording(
                staff_id=self.by.staff_id,
                mime_type="audio/webm",
                state=RecordingState.READY,
                started_at=at,
                received_at=at,
                lat=place[0],
                lon=place[1],
            )
            session.add(note)
            session.commit()
            return note.id

    def unread(self, body: bytes, at: datetime) -> None:
        with self.database.session() as session:
            keep_unread(session, self.company_map, self.by, body, "owntracks", "no time", at)
            session.commit()

    def visits(self) -> list[tuple[str | None, datetime, datetime]]:
        with self.database.reading() as session:
            query = select(Visit).where(Visit.withdrawn_at.is_(None)).order_by(Visit.arrived_at)
            return [(visit.customer_id, visit.arrived_at, visit.left_at) for visit in session.scalars(query)]

    def stored_visits(self) -> list[Visit]:
        with self.database.reading() as session:
            return list(session.scalars(select(Visit).order_by(Visit.arrived_at)))

    def count(self, what: type) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(what)) or 0

    def tally(self) -> tuple[int, int, int, int]:
        with self.database.reading() as session:
            columns = (PositionTally.received, PositionTally.refused, PositionTally.flagged, PositionTally.discarded)
            return tuple(session.execute(select(*(func.sum(column) for column in columns))).one())  # type: ignore[return-value]

    def places(self, region: Region = REGION) -> list[str]:
        with self.database.reading() as session:
            return places_in_tables(session, region)


@pytest.fixture
def rep(database: Database) -> Rep:
    with database.session() as session:
        ana = make_staff(session)
        device, _ = make_phone(session, ana)
        make_customer(session, "Bellavista Bistro", lat=BELLAVISTA[0], lon=BELLAVISTA[1], owner_id=ana.id)
        make_customer(session, "Hotel Marchetti", lat=MARCHETTI[0], lon=MARCHETTI[1], owner_id=ana.id)
        session.commit()
        by = Identity(ana.id, ana.name, Role.REP, device.id)
    return Rep(database, by, CompanyMap(database, "America/Chicago", check_every_s=0.0))


def test_a_settled_morning_goes_and_its_visits_stay(rep: Rep) -> None:
    rep.send(MORNING.readings)
    rep.note(MORNING.readings[3].at, (MORNING.readings[3].lat, MORNING.readings[3].lon))
    rep.unread(b'{"lat": 41.8650, "lon": -87.6300}', MORNING.end)
    rep.send([Reading(MORNING.end + timedelta(days=2), *DEPOT, 9.0, "web")], MORNING.end)
    visits = rep.visits()
    assert len(visits) >= 2 and rep.places() != []
    assert rep.discard() == len(MORNING.readings) + 1
    assert (rep.visits(), rep.places()) == (visits, [])
    assert (rep.count(Fix), rep.count(MatchedPeriod), rep.count(UnreadMessage)) == (0, 1, 1)


def test_what_is_thrown_away_is_counted(rep: Rep) -> None:
    rep.send(MORNING.readings)
    rep.send([Reading(MORNING.end, 0.0, 0.0, 9.0, "owntracks")], MORNING.end)
    count = len(MORNING.readings)
    assert rep.tally() == (count + 1, 0, 1, 0)
    rep.discard()
    assert rep.tally() == (count + 1, 0, 1, count + 1)


@pytest.mark.parametrize("after", [timedelta(hours=3), timedelta(hours=11, minutes=50)])
def test_what_may_still_grow_or_came_in_lately_stays(rep: Rep, after: timedelta) -> None:
    rep.send(MORNING.readings)
    assert rep.discard(MORNING.end + after) == 0
    assert rep.count(Fix) == len(MORNING.readings)


def test_a_week_late_day_stays_until_twelve_hours_after_it_came(rep: Rep) -> None:
    came_at = MORNING.end + timedelta(days=7)
    rep.send(MORNING.readings, came_at)
    assert rep.discard(came_at + timedelta(hours=11)) == 0
    assert rep.discard(came_at + timedelta(hours=13)) == len(MORNING.readings)
    assert len(rep.visits()) >= 2


def test_twice_is_as_once(rep: Rep) -> None:
    rep.send(MORNING.readings)
    rep.discard()
    before = (rep.visits(), rep.tally())
    assert rep.discard(NIGHT + timedelta(hours=1)) == 0
    assert (rep.visits(), rep.tally(), rep.count(MatchedPeriod)) == (*before, 1)


def test_a_phone_that_never_sleeps_loses_each_day_after_its_night(rep: Rep) -> None:
    rep.send(MORNING.readings)
    at = MORNING.end
    while at < MORNING.end + timedelta(hours=40):
        at += timedelta(hours=1)
        rep.send([Reading(at, *DEPOT, 20.0, "owntracks")])
    visits = rep.visits()
    assert rep.discard(at) > len(MORNING.readings)
    assert 0 < rep.count(Fix) < 40
    rep.send([Reading(at + timedelta(hours=1), *DEPOT, 20.0, "owntracks")])
    assert rep.visits() == visits


def test_late_positions_change_double_and_withdraw_nothing(rep: Rep) -> None:
    rep.send(MORNING.readings)
    rep.discard()
    before, events = rep.visits(), rep.count(Event)
    rep.send(moved_in_time(MORNING.readings[::9], timedelta(seconds=7)), NIGHT)
    rep.send(MORNING.readings[40:60], NIGHT)
    rep.send([Reading(MORNING.readings[0].at - timedelta(minutes=20), *DEPOT, 9.0, "owntracks")], NIGHT)
    assert (rep.visits(), rep.count(Event)) == (before, events)
    rep.discard(NIGHT + timedelta(hours=13))
    assert (rep.visits(), rep.places()) == (before, [])


def test_a_late_stop_that_nothing_overlaps_is_added(rep: Rep) -> None:
    late = (41.9400, -87.7000)
    with rep.database.session() as session:
        make_customer(session, "Late Deli", lat=late[0], lon=late[1], owner_id=rep.by.staff_id)
        session.commit()
    rep.send(MORNING.readings)
    rep.discard()
    before = rep.visits()
    rep.send(morning((late, 30), start=MORNING.end + timedelta(minutes=30)).readings, NIGHT)
    after = rep.visits()
    assert len(after) == len(before) + 1 and after[: len(before)] == before


def test_a_person_s_word_after_the_positions_are_gone_counts(rep: Rep) -> None:
    rep.send(MORNING.readings)
    rep.discard()
    first = rep.stored_visits()[0]
    with rep.database.session() as session:
        decide_visit(session, first.id, rep.by, Word(Decision.DELETED))
        session.commit()
    rep.send(moved_in_time(MORNING.readings[20:80], timedelta(seconds=7)), NIGHT)
    shown = [visit for visit in rep.stored_visits() if visit.is_shown]
    assert first.id not in [visit.id for visit in shown]
    assert all(visit.arrived_at >= first.left_at for visit in shown)


def test_an_open_visit_is_closed_before_its_positions_go(rep: Rep) -> None:
    rep.send(morning((BELLAVISTA, 30)).until(TUESDAY_9_AM + timedelta(minutes=25)))
    assert rep.stored_visits()[0].is_open
    rep.discard()
    assert not rep.stored_visits()[0].is_open


def test_the_centre_of_a_visit_stays_only_at_the_customer_s_door(rep: Rep) -> None:
    rep.send(MORNING.readings)
    with rep.database.session() as session:
        far = session.scalars(select(Site).join(Customer).where(Customer.name == "Hotel Marchetti")).one()
        far.lat = MARCHETTI[0] + 0.0030
        session.commit()
    rep.discard(terms=Terms(timedelta(hours=12), TERMS.trail))
    kept = {visit.customer_id: visit.lat is not None for visit in rep.stored_visits()}
    assert any(kept.values())
    assert rep.places(Region(REGION.centre, 0.5, (BELLAVISTA, (MARCHETTI[0] + 0.0030, MARCHETTI[1])))) == []


def test_an_engine_that_fails_keeps_the_positions_for_a_week(rep: Rep, monkeypatch: pytest.MonkeyPatch) -> None:
    rep.send(MORNING.readings)

    def fail(*_asked: object) -> None:
        raise ValueError

    with monkeypatch.context() as broken:
        broken.setattr("server.services.visits.visit_logging.begin_day", fail)
        assert rep.discard() == 0
        assert rep.discard(NIGHT + timedelta(days=8)) == len(MORNING.readings)


def test_a_trail_stays_for_its_days_and_then_goes(rep: Rep) -> None:
    rep.choose(LocationMode.TRAIL, MORNING.readings[0].at)
    rep.send(MORNING.readings)
    assert rep.discard(NIGHT + timedelta(days=28)) == 0
    assert rep.discard(NIGHT + timedelta(days=31)) == len(MORNING.readings)
    assert rep.places() == [] and len(rep.visits()) >= 2


def test_from_trail_to_visits_only_throws_the_past_away_at_once(rep: Rep) -> None:
    rep.choose(LocationMode.TRAIL, MORNING.readings[0].at)
    rep.send(MORNING.readings)
    today = morning((BELLAVISTA, 20), start=TUESDAY_9_AM + timedelta(days=1))
    rep.send(today.readings)
    visits = rep.visits()
    rep.choose(LocationMode.VISITS, today.end)
    assert rep.count(Fix) == len(today.readings)
    assert rep.visits() == visits


def test_switching_off_throws_everything_away_at_once(rep: Rep) -> None:
    rep.send(MORNING.readings)
    rep.unread(b'{"lat": 41.8650, "lon": -87.6300}', MORNING.end)
    rep.note(MORNING.end, (41.87, -87.63))
    visits = rep.visits()
    rep.choose(LocationMode.NONE, MORNING.end)
    assert (rep.count(Fix), rep.visits(), rep.places()) == (0, visits, [])
    rep.send(moved_in_time(MORNING.readings, timedelta(hours=1)))
    assert (rep.count(Fix), rep.visits()) == (0, visits)


def test_a_pause_given_afterwards_takes_its_positions_and_what_was_seen_in_it(rep: Rep) -> None:
    rep.send(MORNING.readings)
    bellavista, *_, marchetti = rep.stored_visits()
    note_id = rep.note(bellavista.arrived_at + timedelta(minutes=5), BELLAVISTA)
    began_at, ended_at = bellavista.arrived_at - timedelta(minutes=2), bellavista.left_at + timedelta(minutes=2)
    assert rep.pause(began_at, ended_at, MORNING.end) > 50
    with rep.database.reading() as session:
        inside = select(func.count()).select_from(Fix).where(Fix.at >= began_at, Fix.at < ended_at)
        assert session.scalar(inside) == 0
        note = session.get_one(Recording, note_id)
        assert (note.lat, note.lon) == (None, None)
        taken = session.get_one(Visit, bellavista.id)
        assert (taken.customer_id, taken.lat, taken.alternatives, taken.is_shown) == (None, None, [], False)
        told = session.scalars(select(Event.customer_id).where(Event.visit_id == bellavista.id)).all()
        assert told and set(told) == {None}
    assert [visit.id for visit in rep.stored_visits() if visit.is_shown][-1] == marchetti.id


def test_a_pause_given_after_the_positions_are_gone_takes_the_visits_back(rep: Rep) -> None:
    rep.send(MORNING.readings)
    rep.discard()
    first = rep.stored_visits()[0]
    rep.pause(first.arrived_at - timedelta(minutes=5), first.left_at + timedelta(minutes=5), NIGHT)
    assert first.arrived_at not in [arrived_at for _, arrived_at, _ in rep.visits()]


def test_what_a_person_confirmed_outlives_a_pause_around_it(rep: Rep) -> None:
    rep.send(MORNING.readings)
    first = rep.stored_visits()[0]
    with rep.database.session() as session:
        decide_visit(session, first.id, rep.by, Word(Decision.CONFIRMED))
        session.commit()
    rep.pause(first.arrived_at - timedelta(minutes=5), first.left_at + timedelta(minutes=5), NIGHT)
    assert rep.visits()[0] == (first.customer_id, first.arrived_at, first.left_at)


def test_a_pause_that_begins_now_leaves_the_morning_alone(rep: Rep) -> None:
    rep.send(MORNING.readings)
    before = (rep.visits(), rep.count(Fix))
    assert rep.pause(MORNING.end + timedelta(minutes=1), None, MORNING.end + timedelta(minutes=1)) == 0
    assert (rep.visits(), rep.count(Fix)) == before


def test_a_clock_three_hours_behind_is_cut_and_thrown_away_by_the_true_time(rep: Rep) -> None:
    way, behind = morning((BELLAVISTA, 15)), timedelta(hours=3)
    for reading in way.readings[::2]:
        rep.send(moved_in_time([reading], -behind), reading.at + timedelta(seconds=1))
    assert rep.discard(way.end + timedelta(hours=11)) == 0
    assert rep.discard(way.end + timedelta(hours=13)) == len(way.readings[::2])
    with rep.database.reading() as session:
        period = session.scalars(select(MatchedPeriod)).one()
    assert abs(period.start_at - way.readings[0].at) < timedelta(minutes=10)


def test_two_people_are_thrown_away_each_by_their_own_mode(rep: Rep, database: Database) -> None:
    with database.session() as session:
        ben = make_staff(session, "Ben Okafor")
        device, _ = make_phone(session, ben)
        session.add(LocationChoice(staff_id=ben.id, mode=LocationMode.TRAIL, changed_at=now()))
        session.commit()
    other = Rep(database, Identity(ben.id, ben.name, Role.REP, device.id), rep.company_map)
    rep.send(MORNING.readings)
    other.send(MORNING.readings)
    assert (rep.discard(), other.discard()) == (len(MORNING.readings), 0)
    assert rep.count(Fix) == len(MORNING.readings)
