"""Appointments come from a table and stay one however often it is imported; the visit interval comes with customers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.appointment import Appointment
from models.customer import Customer
from server.services.customers.table_import import ImportReport, import_tables

START = 1_791_210_600


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reps.csv").write_text("id,name\nR01,Ana Ruiz\n")
    (tmp_path / "customers.csv").write_text("id,name,visit_interval_days\nC1,Bellavista,14\nC2,Marchetti,\n")
    return tmp_path


def take(session: Session, folder: Path, *rows: str, columns: str = "rep,customer_id,start,end") -> ImportReport:
    (folder / "appointments.csv").write_text("\n".join([columns, *rows]) + "\n")
    report = import_tables(session, folder)
    session.flush()
    return report


def stored(session: Session) -> list[Appointment]:
    session.expire_all()
    return list(session.scalars(select(Appointment).order_by(Appointment.starts_at)))


def test_appointments_are_taken_once_with_their_times(session: Session, folder: Path) -> None:
    rows = [f"R01,C1,{START},{START + 900}", "R01,C2,2026-10-06T09:00:00-05:00,2026-10-06T10:00:00-05:00"]
    assert take(session, folder, *rows).refused == ()
    again = take(session, folder, *rows)
    assert (again.new, again.changed) == (0, 0)
    first, second = stored(session)
    assert (first.starts_at, (first.ends_at - first.starts_at).seconds) == (datetime.fromtimestamp(START, UTC), 900)
    assert second.starts_at == datetime(2026, 10, 6, 14, 0, tzinfo=UTC)


def test_one_with_an_id_of_its_own_can_be_put_off(session: Session, folder: Path) -> None:
    columns = "id,rep,customer_id,start,end,title"
    take(session, folder, f"A7,R01,C1,{START},{START + 900},Tasting", columns=columns)
    report = take(session, folder, f"A7,R01,C1,{START + 7200},{START + 8100},Tasting", columns=columns)
    assert (report.new, report.changed) == (0, 1)
    (only,) = stored(session)
    assert (only.title, only.starts_at.timestamp()) == ("Tasting", START + 7200)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"R09,C1,{START},{START}", "the rep R09 is nobody's id"),
        (f"R01,C9,{START},{START}", "the customer C9 is not known"),
        (f"R01,C1,{START},{START - 1}", "it ends before it starts"),
        (f"R01,C1,tomorrow,{START}", "start 'tomorrow' is no instant"),
        (f"R01,C1,2026-10-06T09:00:00,{START}", "start '2026-10-06T09:00:00' is no instant"),
        (f"R01,C1,99999999999999,{START}", "start '99999999999999' is no instant"),
    ],
)
def test_a_broken_row_is_refused_alone(session: Session, folder: Path, row: str, reason: str) -> None:
    report = take(session, folder, row, f"R01,C2,{START},{START + 60}")
    assert [refusal.reason for refusal in report.refused] == [reason]
    assert report.refused[0].advice and len(stored(session)) == 1


def test_the_interval_comes_with_the_customer_and_stays_where_the_table_says_nothing(
    session: Session, folder: Path
) -> None:
    import_tables(session, folder)
    (folder / "customers.csv").write_text("id,name\nC1,Bellavista\nC2,Marchetti\n")
    import_tables(session, folder)
    found = dict(session.execute(select(Customer.reference, Customer.visit_interval_days)).all())
    assert found == {"C1": 14, "C2": None}


@pytest.mark.parametrize("written", ["often", "-1", "1.5"])
def test_an_interval_that_is_none_is_refused(session: Session, folder: Path, written: str) -> None:
    (folder / "customers.csv").write_text(f"id,name,visit_interval_days\nC1,Bellavista,{written}\n")
    assert len(import_tables(session, folder).refused) == 1
