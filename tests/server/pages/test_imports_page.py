"""An administrator brings in a table by its pages alone: file, columns, dry run, taking in, undoing."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.customer import Customer
from models.import_run import ImportRun, ImportState
from models.job import Job, JobState, claim
from models.staff import Role, Staff
from server.jobs.imports import work_on_import
from server.services.imports.run import IMPORT, folder_of
from tests.server.pages.desk_makers import make_staff

SignIn = Callable[[Staff], FlaskClient]
TABLE = "Kunden-Nr;Firma;Telefon;PLZ\n1;<b>Bäckerei</b> Zoë;+1 312 555 0101;60601\n2;Deli;4.4E+11;60602\n"


@pytest.fixture
def office(db: Session, signed_in: SignIn) -> FlaskClient:
    ida = make_staff(db, "Ida Moe", Role.ADMIN)
    db.commit()
    return signed_in(ida)


def _upload(office: FlaskClient, content: str = TABLE, name: str = "kunden.csv") -> str:
    answer = office.post("/imports", data={"table": (io.BytesIO(content.encode()), name)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def _work(app: Flask, db: Session) -> None:
    db.rollback()
    while (job := claim(db, "worker", (IMPORT,))) is not None:
        db.commit()
        work_on_import(app.extensions["rounds"], job)
    db.rollback()


def _guessed(office: FlaskClient, address: str) -> dict[str, str]:
    assert 'value="name" selected' in office.get(address).text
    return {"column-0": "id", "column-1": "name", "column-2": "phone", "column-3": "postcode"}


def test_a_table_is_tried_out_taken_in_and_undone(app: Flask, office: FlaskClient, db: Session) -> None:
    address = _upload(office)
    page = office.get(address).text
    assert "Which column is what?" in page and "&lt;b&gt;Bäckerei&lt;/b&gt; Zoë" in page and "<b>B" not in page
    assert office.post(f"{address}/dry-run", data=_guessed(office, address)).status_code == 303
    waiting = office.get(address)
    assert "Trying the file out" in waiting.text and waiting.headers["Refresh"] == "2"
    _work(app, db)
    tried = office.get(address)
    assert "Refresh" not in tried.headers and "shortened by a spreadsheet" in tried.text
    assert "Take in 1 row" in tried.text
    fix = office.get(f"{address}/refused.csv")
    assert "attachment" in fix.headers["Content-Disposition"] and "What to fix" in fix.text and "4.4E+11" in fix.text
    fix.close()
    assert db.scalar(select(func.count()).select_from(Customer)) == 0
    db.rollback()
    assert office.post(f"{address}/commit").status_code == 303
    assert office.post(f"{address}/commit").status_code == 409
    _work(app, db)
    assert "Undo this import" in office.get(address).text
    assert db.scalars(select(Customer.name)).all() == ["<b>Bäckerei</b> Zoë"]
    db.rollback()
    run_id = address.rsplit("/", 1)[-1]
    assert not (folder_of(app.extensions["rounds"], run_id) / "table").exists()
    office.post(f"{address}/undoing")
    _work(app, db)
    assert "1 records were removed" in office.get(address).text
    assert db.scalar(select(func.count()).select_from(Customer)) == 0
    db.rollback()
    assert "kunden.csv" in office.get("/imports").text


def test_proposed_merges_are_chosen_by_row(app: Flask, office: FlaskClient, db: Session) -> None:
    for content in (TABLE, "Firma;PLZ;Telefon\n<b>Bäckerei</b> Zoë;60601;+1 312 555 0999\n"):
        address = _upload(office, content)
        run = db.get_one(ImportRun, address.rsplit("/", 1)[-1], populate_existing=True)
        columns = content.splitlines()[0].split(";")
        data = {f"column-{columns.index(column)}": field for field, column in run.mapping.items()}
        db.rollback()
        office.post(f"{address}/dry-run", data=data)
        _work(app, db)
        if content == TABLE:
            office.post(f"{address}/commit")
            _work(app, db)
    page = office.get(address).text
    assert "same name and postcode" in page and 'name="row-2"' in page
    office.post(f"{address}/commit", data={"all": "update", "row-2": "leave"})
    _work(app, db)
    assert db.scalars(select(Customer.phone)).all() == ["+1 312 555 0101"]


def test_columns_chosen_wrongly_are_told(office: FlaskClient) -> None:
    address = _upload(office)
    doubled = office.post(f"{address}/dry-run", data={"column-0": "name", "column-1": "name"})
    assert doubled.status_code == 422 and "set to the same field" in doubled.text
    nameless = office.post(f"{address}/dry-run", data={"column-0": "id"})
    assert nameless.status_code == 422 and "No column is chosen for the name" in nameless.text
    assert office.post(f"{address}/kind", data={"kind": "contacts"}).status_code == 303
    assert "First name" in office.get(address).text


@pytest.mark.parametrize(("content", "words"), [(b"", "empty"), (b"PK\x03\x04xx", "cannot be read")])
def test_a_file_that_is_no_table_is_refused_and_not_kept(
    app: Flask, office: FlaskClient, content: bytes, words: str
) -> None:
    answer = office.post("/imports", data={"table": (io.BytesIO(content), "x.xlsx")})
    assert answer.status_code == 422 and words in answer.text
    assert office.post("/imports").status_code == 422
    folder: Path = app.extensions["rounds"].settings.var_dir / "imports"
    assert list(folder.iterdir()) == []


def test_a_step_that_stopped_says_why_and_goes_on(app: Flask, office: FlaskClient, db: Session) -> None:
    address = _upload(office)
    office.post(f"{address}/dry-run", data=_guessed(office, address))
    job = db.scalars(select(Job).where(Job.kind == IMPORT)).one()
    job.state, job.reason = JobState.FAILED, "the disk is full"
    db.commit()
    page = office.get(address).text
    assert "the disk is full" in page and "Go on" in page
    office.post(f"{address}/another-try")
    _work(app, db)
    run = db.scalars(select(ImportRun)).one()
    assert run.state == ImportState.PLANNED


def test_a_file_can_be_thrown_away(app: Flask, office: FlaskClient) -> None:
    address = _upload(office)
    assert office.post(f"{address}/dropping").status_code == 303
    assert not folder_of(app.extensions["rounds"], address.rsplit("/", 1)[-1]).exists()
    assert "thrown away" in office.get(address).text


def test_only_administrators_bring_in_tables(desk: FlaskClient, office: FlaskClient) -> None:
    assert desk.get("/imports").status_code == 403
    assert "Bring in tables" in office.get("/imports").text and "None yet" in office.get("/imports").text
