"""Works on an import in the background: tries a table out, takes it in, undoes it; begun anew it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from threading import Event, Thread

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.base import now
from models.import_run import ImportRun, ImportState
from models.job import LEASE, Job, finish, renew
from server.current import Installation
from server.services.imports.commit import ROWS_AT_ONCE, commit_rows
from server.services.imports.dry_run import read_plan, try_out
from server.services.imports.run import end_commit, folder_of, forget_table, table_of_run
from server.services.imports.table import FileRefused
from server.services.imports.undo import count_changes, named_in_notes, undo_some
from server.services.notes.hearing import LeaseLost

RENEW_EVERY_S = LEASE.total_seconds() / 3


def work_on_import(installation: Installation, job: Job) -> None:
    """Do the step that the import is at; each transaction notes how far it came, so killing it loses nothing."""
    with installation.database.reading() as session:
        run = session.get(ImportRun, job.arguments["run_id"])
        state = run.state if run is not None else None
    with _kept_lease(installation, job):
        if state == ImportState.PLANNING:
            _plan(installation, job)
        elif state == ImportState.COMMITTING:
            _commit(installation, job)
        elif state == ImportState.UNDOING:
            _undo(installation, job)
        else:
            _end(installation, job)


@contextmanager
def _kept_lease(installation: Installation, job: Job) -> Iterator[None]:
    """Renew the lease beside the work: loading a large company's customers may take longer than it lasts."""
    is_done = Event()

    def keep() -> None:
        while not is_done.wait(RENEW_EVERY_S):
            with suppress(OperationalError), installation.database.session() as session:
                renew(session, job)
                session.commit()

    keeper = Thread(target=keep, name="lease of an import", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        is_done.set()
        keeper.join()


def _plan(installation: Installation, job: Job) -> None:
    run_id = job.arguments["run_id"]
    with installation.database.reading() as session:
        run = session.get_one(ImportRun, run_id)
        folder, country = folder_of(installation, run_id), installation.settings.phone_country
        try:
            table = table_of_run(installation, run)
            counts = try_out(
                session, run.kind, table, run.mapping, country, folder, lambda rows: _tell(installation, job, rows)
            )
            state = ImportState.PLANNED
        except FileRefused as refusal:
            counts, state = {"problem": str(refusal)}, ImportState.OPENED
    with installation.database.session() as session:
        run = session.get_one(ImportRun, run_id)
        run.counts, run.state, run.total_rows = counts, state, int(counts.get("rows", 0))
        _finish(session, job)


def _tell(installation: Installation, job: Job, rows: int) -> None:
    with installation.database.session() as session:
        if not renew(session, job):
            raise LeaseLost
        session.get_one(ImportRun, job.arguments["run_id"]).done_rows = rows
        session.commit()


def _commit(installation: Installation, job: Job) -> None:
    run_id = job.arguments["run_id"]
    with installation.database.reading() as session:
        start = session.get_one(ImportRun, run_id).done_rows
    rows = read_plan(folder_of(installation, run_id), start)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        with installation.database.session() as session:
            if not renew(session, job):
                raise LeaseLost
            commit_rows(session, session.get_one(ImportRun, run_id), some)
            session.commit()
    with installation.database.session() as session:
        end_commit(session.get_one(ImportRun, run_id))
        _finish(session, job)
    forget_table(installation, run_id)


def _undo(installation: Installation, job: Job) -> None:
    run_id = job.arguments["run_id"]
    with installation.database.reading() as session:
        run = session.get_one(ImportRun, run_id)
        total, named = run.done_rows + count_changes(session, run), named_in_notes(session, run)
    is_more = True
    while is_more:
        with installation.database.session() as session:
            if not renew(session, job):
                raise LeaseLost
            run = session.get_one(ImportRun, run_id)
            run.total_rows = total
            is_more = undo_some(session, run, named)
            session.commit()
    with installation.database.session() as session:
        run = session.get_one(ImportRun, run_id)
        run.state, run.undone_at = ImportState.UNDONE, now()
        _finish(session, job)


def _end(installation: Installation, job: Job) -> None:
    with installation.database.session() as session:
        _finish(session, job)


def _finish(session: Session, job: Job) -> None:
    if not finish(session, job):
        raise LeaseLost
    session.commit()
