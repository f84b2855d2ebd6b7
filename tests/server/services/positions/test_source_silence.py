"""An app that normally reports and fell silent in working time is noticed, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models.database import Database
from models.location_choice import LocationChoice, LocationMode, PositionPause, PositionTally
from models.position_source import PositionApp
from models.working_hours import hours_from_text
from server.services.positions.position_source import make_source, sources_of
from server.services.positions.source_silence import silent_apps
from server.services.visits.company_map import CompanyMap
from tests.support.makers import make_phone, make_staff

ZONE = "America/Chicago"
TUESDAY_8_AM = datetime(2026, 3, 10, 13, 0, tzinfo=UTC)
HOURS = hours_from_text("mon-fri 07:00-19:00")


def at(hours: float) -> datetime:
    """Return the instant so many hours after eight o'clock on Tuesday."""
    return TUESDAY_8_AM + timedelta(hours=hours)


class Rep:
    """A rep with one app, which reported on earlier days and last at eight on Tuesday."""

    def __init__(self, database: Database, session: Session) -> None:
        self.session, self.map = session, CompanyMap(database, ZONE, HOURS, check_every_s=0.0)
        self.staff = make_staff(session)
        self.device, _headers = make_phone(session, self.staff)

    def with_app(
        self, app: PositionApp = PositionApp.OWNTRACKS, *days: int, last: datetime | None = TUESDAY_8_AM
    ) -> Rep:
        make_source(self.session, self.device.id, app)
        (source,) = sources_of(self.session, self.device.id)
        source.last_received_at, source.created_at = last, TUESDAY_8_AM - timedelta(days=20)
        for back, received in enumerate(days, start=1):
            self.add_day(app, back, received)
        self.session.flush()
        return self

    def add_day(self, app: PositionApp, back: int, received: int, refused: int = 0) -> None:
        on = TUESDAY_8_AM.date() - timedelta(days=back)
        tally = PositionTally(staff_id=self.staff.id, counted_on=on, source=app, received=received, refused=refused)
        self.session.add(tally)

    def silent(self, instant: datetime) -> set[PositionApp]:
        return silent_apps(self.session, self.map, self.staff.id, sources_of(self.session, self.device.id), instant)


@pytest.fixture
def rep(database: Database, session: Session) -> Rep:
    made = Rep(database, session)
    session.commit()
    return made


def test_an_app_that_reports_often_is_silent_after_three_working_hours(rep: Rep) -> None:
    rep.with_app(PositionApp.OWNTRACKS, 120, 90, 140)
    assert rep.silent(at(2.8)) == set()
    assert rep.silent(at(3.1)) == {PositionApp.OWNTRACKS}


def test_one_that_reports_rarely_is_waited_for_by_its_own_rhythm(rep: Rep) -> None:
    rep.with_app(PositionApp.OWNTRACKS, 12, 12)  # one an hour
    assert rep.silent(at(5.8)) == set()
    assert rep.silent(at(6.1)) == {PositionApp.OWNTRACKS}


def test_a_day_that_begins_without_any_counts_from_its_first_working_hour(rep: Rep) -> None:
    rep.with_app(PositionApp.OWNTRACKS, 120, 90, last=TUESDAY_8_AM - timedelta(days=1))
    assert rep.silent(at(1.8)) == set()
    assert rep.silent(at(2.1)) == {PositionApp.OWNTRACKS}


@pytest.mark.parametrize("days", [(), (120,), (0, 0)])
def test_without_a_habit_nobody_is_told(rep: Rep, days: tuple[int, ...]) -> None:
    assert rep.with_app(PositionApp.OWNTRACKS, *days).silent(at(9)) == set()


def test_days_on_which_all_was_refused_make_no_habit(rep: Rep) -> None:
    rep.with_app(PositionApp.OWNTRACKS)
    for back in (1, 2):
        rep.add_day(PositionApp.OWNTRACKS, back, 50, refused=50)
    assert rep.silent(at(9)) == set()


def test_an_automation_is_never_silent_for_it_speaks_at_places_only(rep: Rep) -> None:
    assert rep.with_app(PositionApp.AUTOMATION, 50, 50).silent(at(9)) == set()


def test_outside_hours_and_on_days_off_nobody_is_told(rep: Rep) -> None:
    rep.with_app(PositionApp.OWNTRACKS, 120, 90)
    assert rep.silent(at(11.5)) == set()
    assert rep.silent(at(4 * 24 + 4)) == set()


def test_whoever_takes_no_positions_or_paused_is_not_told(rep: Rep) -> None:
    rep.with_app(PositionApp.OWNTRACKS, 120, 90)
    pause = PositionPause(staff_id=rep.staff.id, began_at=at(1))
    rep.session.add(pause)
    rep.session.flush()
    assert rep.silent(at(6)) == set()
    pause.ended_at = at(5)
    rep.session.flush()
    assert rep.silent(at(6.9)) == set()  # one hour before the pause and less than two after it
    assert rep.silent(at(7.1)) == {PositionApp.OWNTRACKS}
    rep.session.add(LocationChoice(staff_id=rep.staff.id, mode=LocationMode.NONE))
    rep.session.flush()
    assert rep.silent(at(9)) == set()


def test_a_new_message_ends_the_silence(rep: Rep) -> None:
    rep.with_app(PositionApp.OWNTRACKS, 120, 90)
    (source,) = sources_of(rep.session, rep.device.id)
    source.last_received_at = at(5.9)
    rep.session.flush()
    assert rep.silent(at(6)) == set()
