"""The job that throws positions away: after a whole day through the doors no byte tells of the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from models.base import now
from models.database import Database
from models.fix import Fix
from models.job import Job, JobState, claim
from models.location_choice import LocationChoice, LocationMode, MatchedPeriod
from models.visit import Visit
from server.app import create_app
from server.current import KEY, Installation
from server.jobs.discard import DISCARD, EVERY, discard_positions
from server.jobs.endless import plan_endless
from server.services.notes.hearing import LeaseLost
from server.services.positions.held_positions import cut_into_stretches, held_positions
from server.settings import Settings
from tests.support.makers import make_customer, make_phone, make_staff
from tests.support.simulated_day import CUSTOMERS, SimulatedDay
from tests.support.stored_places import places_in_files, places_in_tables


def live_a_day(client: FlaskClient, database: Database) -> SimulatedDay:
    """Let a rep live through a day that ended five hours ago."""
    with database.session() as session:
        ana = make_staff(session)
        _device, bearer = make_phone(session, ana)
        for name, (lat, lon) in CUSTOMERS.items():
            make_customer(session, name, lat=lat, lon=lon, owner_id=ana.id)
        session.commit()

    def ask(method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        answer = client.open(path, method=method, data=body, headers=headers)
        assert 200 <= answer.status_code < 300, (path, answer.status_code, answer.get_data(as_text=True))
        return answer.data

    day = SimulatedDay(ask, bearer, now() - timedelta(hours=9))
    day.live_through()
    return day


def sweep(installation: Installation, at: datetime, run: int = 0) -> None:
    """Let a worker do the job as of an instant."""
    with installation.database.session() as session:
        session.execute(update(Job).where(Job.kind == DISCARD).values(run_at=now() - timedelta(seconds=1)))
        job = claim(session, f"worker {run}", (DISCARD,))
        session.commit()
    assert job is not None
    discard_positions(installation, job, at)


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def sqlite_app(tmp_path: Path, sqlite_template: Path) -> Iterator[Flask]:
    """An application with everything in one folder, as it is installed."""
    folder = tmp_path / "var"
    folder.mkdir()
    (folder / "rounds.sqlite3").write_bytes(sqlite_template.read_bytes())
    made = create_app(Settings(var_dir=folder, working_hours="always"))
    yield made
    made.extensions[KEY].database.close()


def test_after_a_day_no_stored_byte_tells_of_a_place_away_from_a_customer(sqlite_app: Flask, tmp_path: Path) -> None:
    installation: Installation = sqlite_app.extensions[KEY]
    plan_endless(installation, DISCARD)
    day = live_a_day(sqlite_app.test_client(), installation.database)
    assert len(places_in_files(files_under(tmp_path / "var"), day.region, day.sent)) > 100  # the search finds them
    with installation.database.reading() as session:
        assert len(places_in_tables(session, day.region)) > 100
        shown = session.scalar(select(func.count()).select_from(Visit).where(Visit.customer_id.is_not(None)))
    sweep(installation, now() + timedelta(hours=13))
    with installation.database.reading() as session:
        assert places_in_tables(session, day.region) == []
        visits = select(func.count()).select_from(Visit).where(Visit.customer_id.is_not(None))
        assert session.scalar(visits) == shown and shown and shown >= 2
    assert places_in_files(files_under(tmp_path / "var"), day.region, day.sent) == []


def test_after_a_day_no_column_of_any_table_holds_a_place_away_from_a_customer(app: Flask, client: FlaskClient) -> None:
    installation: Installation = app.extensions[KEY]
    plan_endless(installation, DISCARD)
    day = live_a_day(client, installation.database)
    with installation.database.reading() as session:
        # One stretch, or two where three at night, at which days are cut, falls into the day just lived.
        (staff_id,) = set(session.scalars(select(Fix.staff_id)))
        lived = cut_into_stretches(held_positions(session, staff_id))
    sweep(installation, now() + timedelta(hours=13))
    with installation.database.reading() as session:
        assert places_in_tables(session, day.region) == []
        assert session.scalar(select(func.count()).select_from(MatchedPeriod)) == len(lived) in (1, 2)


def test_switching_off_leaves_no_byte_either(sqlite_app: Flask, tmp_path: Path) -> None:
    database: Database = sqlite_app.extensions[KEY].database
    client = sqlite_app.test_client()
    day = live_a_day(client, database)
    assert client.put("/api/location-choice", json={"mode": "none"}, headers=day.bearer).status_code == 200
    assert places_in_files(files_under(tmp_path / "var"), day.region, day.sent) == []


def test_one_that_was_killed_leaves_the_rest_to_the_next(sqlite_app: Flask, tmp_path: Path) -> None:
    installation: Installation = sqlite_app.extensions[KEY]
    plan_endless(installation, DISCARD)
    day = live_a_day(sqlite_app.test_client(), installation.database)
    with installation.database.session() as session:
        assert claim(session, "killed", (DISCARD,)) is not None
        session.commit()
        session.execute(update(Job).where(Job.kind == DISCARD).values(lease_until=now() - timedelta(seconds=1)))
        session.commit()
    sweep(installation, now() + timedelta(hours=13), run=2)
    assert places_in_files(files_under(tmp_path / "var"), day.region, day.sent) == []


def test_a_worker_that_lost_the_job_walks_away(sqlite_app: Flask) -> None:
    installation: Installation = sqlite_app.extensions[KEY]
    plan_endless(installation, DISCARD)
    live_a_day(sqlite_app.test_client(), installation.database)
    with installation.database.session() as session:
        job = claim(session, "slow", (DISCARD,))
        session.commit()
    assert job is not None
    with installation.database.session() as session:
        session.execute(update(Job).where(Job.kind == DISCARD).values(owner="other"))
        session.commit()
    with pytest.raises(LeaseLost):
        discard_positions(installation, job, now() + timedelta(hours=13))
    with installation.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Fix)) != 0


def test_the_job_is_there_once_and_comes_round_again(app: Flask) -> None:
    installation: Installation = app.extensions[KEY]
    for _worker in range(3):
        plan_endless(installation, DISCARD)
    sweep(installation, now())
    with installation.database.reading() as session:
        job = session.scalars(select(Job).where(Job.kind == DISCARD)).one()
    assert job.state == JobState.READY
    assert timedelta() < job.run_at - now() <= EVERY


def test_one_person_s_trouble_does_not_keep_the_others_positions(
    sqlite_app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    installation: Installation = sqlite_app.extensions[KEY]
    plan_endless(installation, DISCARD)
    client = sqlite_app.test_client()
    live_a_day(client, installation.database)
    with installation.database.session() as session:
        first = session.scalar(select(Fix.staff_id).limit(1))
        session.add(LocationChoice(staff_id=first, mode=LocationMode.VISITS, hours=[{"days": 5}]))
        session.execute(update(LocationChoice).values(mode="nonsense"))
        session.commit()
    sweep(installation, now() + timedelta(hours=13))
    with installation.database.reading() as session:
        assert (
            session.scalar(select(Job.reason).where(Job.kind == DISCARD))
            == "could not look at the positions of 1 people"
        )
    assert "41.8" not in capsys.readouterr().out
