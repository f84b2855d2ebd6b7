"""A position that a person does not let be stored is never stored, whatever its phone's clock says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from models.base import new_id
from models.database import Database
from models.device import Device
from models.fix import Fix, UnreadMessage
from models.location_choice import LocationChoice, LocationMode, PositionPause, PositionTally
from models.staff import Role
from models.working_hours import hours_from_text
from server.current import Identity
from server.services.notes.note_position import allowed_position
from server.services.positions.position_intake import Reading, Saved, keep_unread
from server.services.visits.company_map import CompanyMap
from server.services.visits.visit_logging import record_fixes
from tests.support.makers import make_phone, make_staff

HERE = (41.88, -87.65)
CHICAGO = ZoneInfo("America/Chicago")
LIVE = timedelta(seconds=2)


def tuesday(clock: str, day: int = 10) -> datetime:
    """An instant of that week in March 2026 on the company's clock; the 10th is a Tuesday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 3, day, hour, minute, tzinfo=CHICAGO).astimezone(UTC)


@dataclass
class Rep:
    """A rep in a company that works on weekdays from seven to seven."""

    database: Database
    by: Identity
    company_map: CompanyMap

    def send(self, *instants: datetime, received_at: datetime | None = None, by: Identity | None = None) -> Saved:
        """Send positions as a phone does that sends live, unless it is said when they came in."""
        readings = [Reading(at, *HERE, 9.0, "owntracks") for at in instants]
        with self.database.session() as session:
            saved = record_fixes(
                session, self.company_map, by or self.by, readings, received_at or max(instants) + LIVE
            )
            session.commit()
        return saved

    def say(self, **choice: Any) -> None:
        with self.database.session() as session:
            session.merge(LocationChoice(staff_id=self.by.staff_id, **choice))
            session.commit()

    def pause(self, began_at: datetime, ended_at: datetime | None) -> None:
        with self.database.session() as session:
            session.add(PositionPause(staff_id=self.by.staff_id, began_at=began_at, ended_at=ended_at))
            session.commit()

    def stored(self) -> list[datetime]:
        with self.database.reading() as session:
            return list(session.scalars(select(Fix.at).order_by(Fix.at)))

    def counts(self) -> list[tuple[str, int, int]]:
        with self.database.reading() as session:
            query = select(PositionTally.source, PositionTally.received, PositionTally.refused)
            return [tuple(row) for row in session.execute(query.order_by(PositionTally.counted_on))]


@pytest.fixture
def rep(database: Database) -> Rep:
    with database.session() as session:
        ana = make_staff(session)
        device, _ = make_phone(session, ana)
        session.commit()
        by = Identity(ana.id, ana.name, Role.REP, device.id)
    hours = hours_from_text("mon-fri 07:00-19:00")
    return Rep(database, by, CompanyMap(database, "America/Chicago", hours, check_every_s=0.0))


def test_inside_the_company_s_hours_it_is_stored_and_outside_only_counted(rep: Rep) -> None:
    saved = [rep.send(tuesday(clock)) for clock in ("06:59", "07:00", "18:59", "19:00", "23:30")]
    assert [one.refused for one in saved] == [1, 0, 0, 1, 1]
    assert rep.stored() == [tuesday("07:00"), tuesday("18:59")]
    assert rep.counts() == [("owntracks", 5, 3)]


def test_own_hours_go_before_the_company_s(rep: Rep) -> None:
    rep.say(mode=LocationMode.VISITS, hours=[{"days": ["tue"], "from": "20:00", "to": "02:00"}])
    rep.send(tuesday("12:00"))
    rep.send(tuesday("23:00"))
    rep.send(tuesday("01:00", day=11))
    assert rep.stored() == [tuesday("23:00"), tuesday("01:00", day=11)]


def test_switched_off_nothing_is_stored(rep: Rep) -> None:
    rep.say(mode=LocationMode.NONE)
    assert rep.send(tuesday("12:00"), tuesday("12:01")).refused == 2
    assert rep.stored() == []


def test_a_batch_is_parted_by_the_time_of_each_position(rep: Rep) -> None:
    instants = [tuesday(clock) for clock in ("06:00", "07:30", "12:10", "12:30", "19:30")]
    rep.pause(tuesday("12:00"), tuesday("12:20"))
    saved = rep.send(*instants, received_at=tuesday("21:00"))
    assert (saved.kept, saved.refused) == (2, 3)
    assert rep.stored() == [instants[1], instants[3]]


def test_a_pause_without_an_end_lasts(rep: Rep) -> None:
    rep.pause(tuesday("12:00"), None)
    rep.send(tuesday("11:59"))
    rep.send(tuesday("12:00"))
    rep.send(tuesday("12:00", day=11))
    assert rep.stored() == [tuesday("11:59")]


def test_a_day_that_comes_a_week_late_is_judged_by_its_own_hours(rep: Rep) -> None:
    instants = [tuesday(clock) for clock in ("05:00", "09:00", "22:00")]
    rep.send(*instants, received_at=tuesday("23:00", day=17))
    assert rep.stored() == [tuesday("09:00")]


def test_a_week_on_which_the_clock_is_set_keeps_the_hours(rep: Rep) -> None:
    rep.say(mode=LocationMode.VISITS, hours=[{"days": ["sun"], "from": "06:00", "to": "08:00"}])
    before, after = datetime(2026, 3, 8, 10, 59, tzinfo=UTC), datetime(2026, 3, 8, 11, 0, tzinfo=UTC)
    rep.send(before)
    rep.send(after)
    assert rep.stored() == [after]


def live_with_clock_off(rep: Rep, start: str, minutes: int, off: timedelta) -> None:
    for minute in range(0, minutes, 3):
        true_at = tuesday(start) + timedelta(minutes=minute)
        rep.send(true_at + off, received_at=true_at + LIVE)


@pytest.mark.parametrize("off", [timedelta(hours=-3), timedelta(hours=3)], ids=["behind", "ahead"])
def test_a_clock_hours_wrong_stores_nothing_after_the_true_end_of_work(rep: Rep, off: timedelta) -> None:
    live_with_clock_off(rep, "17:00", 110, off)
    inside = len(rep.stored())
    live_with_clock_off(rep, "19:01", 60, off)
    assert len(rep.stored()) == inside > 0


def test_a_clock_ahead_stores_nothing_before_work_though_it_says_morning(rep: Rep) -> None:
    live_with_clock_off(rep, "05:00", 60, timedelta(hours=3))
    assert rep.stored() == []


@pytest.mark.parametrize("off", [timedelta(days=-9000), timedelta(days=3000)], ids=["behind", "ahead"])
def test_a_clock_years_wrong_is_judged_by_the_time_of_receipt(rep: Rep, off: timedelta) -> None:
    rep.send(tuesday("12:00") + off, received_at=tuesday("22:00"))
    assert rep.stored() == []
    assert rep.send(tuesday("22:00") + off, received_at=tuesday("12:00")).flagged == 1


def test_one_absurd_time_does_not_move_the_others(rep: Rep) -> None:
    far = datetime(8999, 1, 1, tzinfo=UTC)
    rep.send(tuesday("12:00"), tuesday("20:00"), far, received_at=tuesday("22:00"))
    assert rep.stored() == [tuesday("12:00")]


def test_two_phones_of_one_person_obey_one_choice(rep: Rep) -> None:
    with rep.database.session() as session:
        second = Device(staff_id=rep.by.staff_id, name="Tablet", token_sha256="2")
        session.add(second)
        session.commit()
        tablet = Identity(rep.by.staff_id, rep.by.name, Role.REP, second.id)
    rep.say(mode=LocationMode.NONE)
    rep.send(tuesday("12:00"))
    rep.send(tuesday("12:00"), by=tablet)
    assert rep.stored() == []


@pytest.mark.parametrize(("clock", "kept"), [("12:00", 1), ("21:00", 0)])
def test_a_message_that_cannot_be_read_is_kept_only_while_positions_are_taken(rep: Rep, clock: str, kept: int) -> None:
    with rep.database.session() as session:
        keep_unread(session, rep.company_map, rep.by, b'{"lat": 41.9}', "owntracks", "no time", tuesday(clock))
        session.commit()
        assert session.scalar(select(func.count()).select_from(UnreadMessage)) == kept
    assert rep.counts() == [("owntracks", 1, 1 - kept)]


@pytest.mark.parametrize(("clock", "place"), [("12:00", HERE), ("21:00", None)])
def test_the_position_at_the_talk_button_obeys_the_same_choice(
    rep: Rep, clock: str, place: tuple[float, float] | None
) -> None:
    at = tuesday(clock)
    with rep.database.session() as session:
        assert allowed_position(session, rep.company_map, rep.by, new_id(), HERE, at, at + LIVE) == place
        session.commit()
    assert rep.counts() == [("note", 1, int(place is None))]


def test_late_uploads_in_the_evening_are_not_taken_for_a_wrong_clock(rep: Rep) -> None:
    day = [tuesday("08:00") + timedelta(minutes=2 * step) for step in range(60)]
    for start in range(0, 60, 20):
        rep.send(*day[start : start + 20], received_at=tuesday("21:00") + timedelta(seconds=start))
    assert rep.stored() == day


def test_refused_again_and_again_is_answered_alike(rep: Rep) -> None:
    answers: list[Callable[[], object] | Saved] = [rep.send(tuesday("22:00")) for _ in range(2)]
    assert answers[0] == answers[1]
