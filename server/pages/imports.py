"""Imports: an administrator brings in a table, sees first what it would do, takes it in, and may undo it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apiflask import APIBlueprint
from flask import Response, make_response, redirect, render_template, request, send_file, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from models.base import new_id
from models.import_run import ImportKind, ImportRun, ImportState
from models.staff import Role, Staff
from server.auth import allow
from server.current import database, identity, installation
from server.errors import NotFound, Problem
from server.services.imports.columns import fields_of
from server.services.imports.dry_run import PLAN, REFUSED, rows_that
from server.services.imports.planned_row import Choice, What
from server.services.imports.reading import LARGEST_FILE
from server.services.imports.run import (
    UNDER_WAY,
    begin_run,
    change_kind,
    choose_columns,
    commit_run,
    drop_run,
    folder_of,
    may_be_undone,
    run_of,
    stopped_because,
    table_of_run,
    try_again,
    undo_run,
)
from server.services.imports.table import MOST_ROWS, FileRefused

blueprint = APIBlueprint("imports", __name__, url_prefix="/imports", enable_openapi=False)
KIND_NAMES = {
    ImportKind.CUSTOMERS: "Customers",
    ImportKind.CONTACTS: "Contacts",
    ImportKind.PRODUCTS: "Products",
}
STATE_NAMES = {
    ImportState.OPENED: "columns to choose",
    ImportState.PLANNING: "being tried out",
    ImportState.PLANNED: "tried out, not taken in",
    ImportState.COMMITTING: "being taken in",
    ImportState.COMMITTED: "taken in",
    ImportState.UNDOING: "being undone",
    ImportState.UNDONE: "undone",
    ImportState.DROPPED: "thrown away",
}
CHOICE_NAMES = {Choice.UPDATE: "Update that one", Choice.NEW: "Make a new one", Choice.LEAVE: "Leave out"}
FORM_BYTES = 1 << 20
MOST_RUNS, MOST_SHOWN, SAMPLES, LOOK_AGAIN_S = 50, 100, 3, 2


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column as its row on the page shows it: its name, some of its cells, and the field that it fills."""

    name: str
    samples: tuple[str, ...]
    field: str


@blueprint.get("")
@allow(Role.ADMIN)
def show() -> str:
    with database().reading() as db:
        return _list(db)


@blueprint.post("")
@allow(Role.ADMIN)
def upload() -> AnyResponse | tuple[str, int]:
    """Take a file; it is kept until it is taken in, or for a day."""
    request.max_content_length = LARGEST_FILE + FORM_BYTES  # the general limit is for chunks
    file = request.files.get("table")
    with database().session() as db:
        try:
            if file is None or not file.filename:
                raise FileRefused("Choose a file first: a CSV file or an Excel workbook (.xlsx).")
            folder = installation().settings.var_dir / "imports"
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / f"upload-{new_id()}"
            try:
                file.save(path)
                run = begin_run(db, installation(), path, file.filename, identity().staff_id)
            finally:
                path.unlink(missing_ok=True)
        except FileRefused as refusal:
            db.rollback()
            return _list(db, str(refusal)), 422
        db.commit()
    return _to(run.id)


@blueprint.get("/<run_id>")
@allow(Role.ADMIN)
def show_run(run_id: str) -> Response:
    with database().reading() as db:
        run = _found(db, run_id)
        answer = make_response(_page(db, run))
    if run.state in UNDER_WAY:
        answer.headers["Refresh"] = str(LOOK_AGAIN_S)
    return answer


@blueprint.post("/<run_id>/kind")
@allow(Role.ADMIN)
def set_kind(run_id: str) -> AnyResponse | tuple[str, int]:
    with database().session() as db:
        run = run_of(db, run_id)
        try:
            change_kind(installation(), run, _kind())
        except FileRefused as refusal:
            return _refused(db, run_id, refusal)
        db.commit()
    return _to(run_id)


@blueprint.post("/<run_id>/dry-run")
@allow(Role.ADMIN)
def try_out(run_id: str) -> AnyResponse | tuple[str, int]:
    """Have the file tried out with the columns that the form says."""
    with database().session() as db:
        run = run_of(db, run_id)
        try:
            choose_columns(
                db, installation(), run, ImportKind(run.kind), _mapping(table_of_run(installation(), run).columns)
            )
        except FileRefused as refusal:
            return _refused(db, run_id, refusal)
        db.commit()
    return _to(run_id)


@blueprint.get("/<run_id>/refused.csv")
@allow(Role.ADMIN)
def refused_rows(run_id: str) -> Response:
    with database().reading() as db:
        run = _found(db, run_id)
    path = folder_of(installation(), run.id) / REFUSED
    if not path.is_file():
        raise NotFound("These rows are no longer kept. They are while the import waits to be taken in.")
    return send_file(path, mimetype="text/csv", as_attachment=True, download_name="rows-to-fix.csv", max_age=0)


@blueprint.post("/<run_id>/commit")
@allow(Role.ADMIN)
def commit(run_id: str) -> AnyResponse:
    choices = {
        name.removeprefix("row-"): choice
        for name, choice in request.form.items()
        if choice in set(Choice) and (name == "all" or name.removeprefix("row-").isdigit())
    }
    with database().session() as db:
        commit_run(db, run_of(db, run_id), choices)
        db.commit()
    return _to(run_id)


@blueprint.post("/<run_id>/undoing")
@allow(Role.ADMIN)
def undo(run_id: str) -> AnyResponse:
    with database().session() as db:
        undo_run(db, run_of(db, run_id))
        db.commit()
    return _to(run_id)


@blueprint.post("/<run_id>/another-try")
@allow(Role.ADMIN)
def go_on(run_id: str) -> AnyResponse:
    with database().session() as db:
        try_again(db, run_of(db, run_id))
        db.commit()
    return _to(run_id)


@blueprint.post("/<run_id>/dropping")
@allow(Role.ADMIN)
def drop(run_id: str) -> AnyResponse:
    with database().session() as db:
        drop_run(installation(), run_of(db, run_id))
        db.commit()
    return redirect(url_for("imports.show"), code=303)


def _found(db: Session, run_id: str) -> ImportRun:
    run = db.get(ImportRun, run_id)
    if run is None:
        raise NotFound("There is no such import.")
    return run


def _to(run_id: str) -> AnyResponse:
    return redirect(url_for("imports.show_run", run_id=run_id), code=303)


def _kind() -> ImportKind:
    try:
        return ImportKind(request.form.get("kind", ""))
    except ValueError as error:
        raise Problem("Choose customers, contacts or products.", status=422) from error


def _mapping(columns: tuple[str, ...]) -> dict[str, str]:
    """Read which column fills which field; raises FileRefused where two fill the same."""
    mapping: dict[str, str] = {}
    for number, column in enumerate(columns):
        field = request.form.get(f"column-{number}", "")
        if field and field in mapping:
            raise FileRefused(f"{mapping[field]} and {column} are set to the same field. Leave one of them out.")
        if field:
            mapping[field] = column
    return mapping


def _refused(db: Session, run_id: str, refusal: FileRefused) -> tuple[str, int]:
    db.rollback()
    return _page(db, _found(db, run_id), str(refusal)), 422


def _list(db: Session, problem: str | None = None) -> str:
    newest = select(ImportRun, Staff.name).outerjoin(Staff).order_by(ImportRun.created_at.desc()).limit(MOST_RUNS)
    return render_template(
        "imports/show.html",
        runs=db.execute(newest).all(),
        problem=problem,
        kinds=KIND_NAMES,
        states=STATE_NAMES,
        may_be_undone=may_be_undone,
        most_rows=MOST_ROWS,
        largest_mb=LARGEST_FILE >> 20,
    )


def _page(db: Session, run: ImportRun, problem: str | None = None) -> str:
    shown: dict[str, Any] = {}
    problem = problem or run.counts.get("problem")
    folder = folder_of(installation(), run.id)
    if run.state in (ImportState.OPENED, ImportState.PLANNED):
        try:
            shown["columns"] = _columns(run)
        except FileRefused as refusal:
            problem = str(refusal)
    shown["has_rows_to_mend"] = bool(run.counts.get("refused")) and (folder / REFUSED).is_file()
    if run.state == ImportState.PLANNED and (folder / PLAN).is_file():
        shown["merges"] = rows_that(folder, What.MERGE, MOST_SHOWN)
        shown["refused"] = rows_that(folder, What.REFUSED, MOST_SHOWN)
    return render_template(
        "imports/run.html",
        run=run,
        counts=run.counts,
        fields=fields_of(ImportKind(run.kind)),
        problem=problem,
        stopped=stopped_because(db, run),
        kinds=KIND_NAMES,
        states=STATE_NAMES,
        choices=CHOICE_NAMES,
        most_shown=MOST_SHOWN,
        may_be_undone=may_be_undone(run),
        **shown,
    )


def _columns(run: ImportRun) -> list[ColumnRow]:
    table = table_of_run(installation(), run)
    sample = table.sample(50)
    fields = {column: field for field, column in run.mapping.items()}
    rows = []
    for at, name in enumerate(table.columns):
        cells = dict.fromkeys(cells[at][:60] for cells in sample if cells[at])
        rows.append(ColumnRow(name, tuple(cells)[:SAMPLES], fields.get(name, "")))
    return rows
