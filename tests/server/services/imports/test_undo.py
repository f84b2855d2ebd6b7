"""Undoing an import leaves the records as they were, but nothing of what people built on it is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from models.access_log import AccessLine
from models.base import now
from models.customer import Contact, Customer, Site
from models.import_run import ImportChange, ImportRun, ImportState
from models.job import claim
from models.visit import Visit
from server.errors import Problem
from server.jobs.imports import work_on_import
from server.services.imports import commit as committing
from server.services.imports.run import IMPORT, commit_run, undo_run
from server.services.imports.undo import undo_some
from tests.server.services.imports.conftest import Office

HERE = """id,name,phone,street,postcode,city,lat,lon,contact,email
K1,Bella Bakery,+1 312 555 0101,1 Main St,60601,Chicago,41.88,-87.63,Maria Gomez,maria@bella.example
K2,Corner Deli,+1 312 555 0102,2 Oak Ave,60602,Chicago,41.89,-87.64,,
"""
TABLES = ("customer", "site", "contact", "search_document", "search_sound")


def _everything(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows as the database holds them, without SQLAlchemy's reading in between."""
    with office.installation.database.reading() as session:
        return {
            table: sorted(map(tuple, session.execute(text(f"SELECT * FROM {table}"))), key=repr) for table in TABLES
        }


def test_what_was_made_goes_and_what_was_changed_is_as_before(office: Office) -> None:
    office.take(HERE)
    before = _everything(office)
    run = office.take(
        "id,name,phone,street,city,lat,lon,contact,email,role\n"
        "K1,Bella's Bakery,+1 312 555 0199,9 New St,Evanston,42.04,-87.69,Maria Gomez,m@bella.example,Owner\n"
        "K3,Third Store,+1 312 555 0103,3 Elm St,Chicago,41.9,-87.65,Tom Hill,tom@third.example,Buyer\n"
    )
    assert (run.counts["made"], run.counts["changed_now"]) == (1, 1)
    assert _everything(office) != before
    undone = office.undo(run.id)
    assert undone.state == ImportState.UNDONE
    assert _everything(office) == before
    assert (undone.counts["customers_removed"], undone.counts["customers_kept"]) == (1, 0)
    assert undone.counts["put_back"] >= 1 and undone.counts["kept_names"] == []


def test_a_customer_that_was_visited_since_stays_with_place_and_people(office: Office) -> None:
    run = office.take(HERE)
    with office.installation.database.session() as session:
        bella = session.scalars(select(Customer).where(Customer.reference == "K1")).one()
        at = now()
        session.add(Visit(staff_id=office.ida_id, customer_id=bella.id, arrived_at=at, left_at=at))
        session.commit()
    undone = office.undo(run.id)
    with office.installation.database.reading() as session:
        assert session.scalars(select(Customer.reference)).all() == ["K1"]
        assert session.scalars(select(Contact.name)).all() == ["Maria Gomez"]
        assert session.scalar(select(func.count()).select_from(Site)) == 1
    assert "Bella Bakery" in undone.counts["kept_names"]
    assert (undone.counts["customers_removed"], undone.counts["customers_kept"]) == (1, 1)


def test_a_customer_with_a_contact_added_since_stays(office: Office) -> None:
    run = office.take(HERE)
    with office.installation.database.session() as session:
        deli = session.scalars(select(Customer).where(Customer.reference == "K2")).one()
        session.add(Contact(customer_id=deli.id, name="Nina Park"))
        session.commit()
    office.undo(run.id)
    with office.installation.database.reading() as session:
        assert session.scalars(select(Customer.name)).all() == ["Corner Deli"]


def test_a_field_that_somebody_changed_since_stays_and_is_named(office: Office) -> None:
    office.take(HERE)
    run = office.take("id,name,phone,kind\nK1,Bella's Bakery,+1 312 555 0777,bakery\n")
    with office.installation.database.session() as session:
        session.scalars(select(Customer).where(Customer.reference == "K1")).one().phone = "+1 312 555 0888"
        session.commit()
    undone = office.undo(run.id)
    with office.installation.database.reading() as session:
        bella = session.scalars(select(Customer).where(Customer.reference == "K1")).one()
    assert (bella.name, bella.kind, bella.phone, bella.phone_key) == ("Bella Bakery", "", "+1 312 555 0888", "5550888")
    assert undone.counts["fields_kept"] == 1
    assert undone.counts["kept_names"] == ["Bella Bakery: phone changed since"]


def test_having_looked_at_a_customer_does_not_keep_it_and_who_looked_stays_on_record(office: Office) -> None:
    run = office.take(HERE)
    with office.installation.database.session() as session:
        bella = session.scalars(select(Customer).where(Customer.reference == "K1")).one()
        session.add(AccessLine(staff_id=office.ida_id, customer_id=bella.id, about=bella.id, door="page", stretch=0))
        session.commit()
    office.undo(run.id)
    with office.installation.database.reading() as session:
        assert session.scalars(select(Customer)).all() == []
        assert session.scalars(select(AccessLine.about)).all() == [bella.id]


def test_after_seven_days_it_cannot_be_undone(office: Office) -> None:
    run = office.take(HERE)
    with office.installation.database.session() as session:
        late = session.get_one(ImportRun, run.id)
        late.undo_until = now() - timedelta(seconds=1)
        with pytest.raises(Problem, match="older than seven days"):
            undo_run(session, late)


def test_a_commit_and_an_undo_that_are_killed_go_on_and_end_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "ROWS_AT_ONCE", 10)
    monkeypatch.setattr("server.jobs.imports.ROWS_AT_ONCE", 10)
    monkeypatch.setattr("server.services.imports.undo.CHANGES_AT_ONCE", 7)
    empty = _everything(office)
    rows = "".join(f"N{number},Store {number:03},{60000 + number},Person {number}\n" for number in range(35))
    run_id = office.upload("id,name,postcode,contact name\n" + rows)
    with office.installation.database.session() as session:
        commit_run(session, session.get_one(ImportRun, run_id), {})
        session.commit()
    _die_in(office, monkeypatch, "commit_rows", committing.commit_rows)
    assert office.run(run_id).done_rows == 20
    office.work("another worker")
    run = office.run(run_id)
    assert (run.state, run.counts["made"]) == (ImportState.COMMITTED, 35)
    with office.installation.database.session() as session:
        assert session.scalar(select(func.count()).select_from(Customer)) == 35
        assert session.scalar(select(func.count()).select_from(ImportChange)) == 105
        undo_run(session, session.get_one(ImportRun, run_id))
        session.commit()
    _die_in(office, monkeypatch, "undo_some", undo_some)
    office.work("another worker")
    run = office.run(run_id)
    assert (run.state, run.counts["customers_removed"], run.counts["contacts_removed"]) == ("undone", 35, 35)
    assert _everything(office) == empty


def _die_in(office: Office, monkeypatch: pytest.MonkeyPatch, name: str, real: Any) -> None:
    """Let the worker end at its third transaction before it commits, with its lease running out at once."""
    calls = iter(range(100))

    def dying(*arguments: Any) -> Any:
        result = real(*arguments)
        if next(calls) == 2:
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr(f"server.jobs.imports.{name}", dying)
    with office.installation.database.session() as session:
        job = claim(session, "first worker", (IMPORT,))
        session.commit()
    assert job is not None
    with pytest.raises(KeyboardInterrupt):
        work_on_import(office.installation, job)
    monkeypatch.setattr(f"server.jobs.imports.{name}", real)
    with office.installation.database.session() as session:
        session.execute(text("UPDATE job SET lease_until = NULL, state = 'ready'"))
        session.commit()
