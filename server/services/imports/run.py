"""An import from the upload to its undoing: what may be done with it when, and the job that does it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.import_run import UNDO_WITHIN, ImportChange, ImportKind, ImportRun, ImportState
from models.job import Job, JobState, enqueue
from server.current import Installation
from server.errors import NotFound, Problem
from server.services.imports.columns import guess_columns, guess_kind
from server.services.imports.dry_run import PLAN, check_mapping
from server.services.imports.planned_row import Choice
from server.services.imports.reading import open_table
from server.services.imports.table import FileRefused, Table

IMPORT = "import"
FILE = "table"
FILE_KEPT = timedelta(days=1)
UNDER_WAY = (ImportState.PLANNING, ImportState.COMMITTING, ImportState.UNDOING)
BEFORE_COMMIT = (ImportState.OPENED, ImportState.PLANNED)


def folder_of(installation: Installation, run_id: str) -> Path:
    """Return where an import's file and plan lie."""
    return installation.settings.var_dir / "imports" / run_id


def begin_run(session: Session, installation: Installation, upload: Path, file_name: str, staff_id: str) -> ImportRun:
    """Take an uploaded file: guess what it is and which column is what. The caller commits.

    The file is moved into the import's folder; raises FileRefused where it cannot be read as a table.
    """
    table = open_table(upload)
    sample = table.sample()
    kind = guess_kind(table.columns, sample)
    name = Path(file_name.replace("\\", "/")).name[-200:] or "table"
    run = ImportRun(id=new_id(), kind=kind, state=ImportState.OPENED, file_name=name, staff_id=staff_id)
    run.mapping, run.choices, run.counts = guess_columns(kind, table.columns, sample), {}, {}
    folder = folder_of(installation, run.id)
    folder.mkdir(parents=True, mode=0o700)
    shutil.move(upload, folder / FILE)
    session.add(run)
    return run


def run_of(session: Session, run_id: str) -> ImportRun:
    """Return an import to be worked with; raises NotFound."""
    run = session.get(ImportRun, run_id, with_for_update=True, populate_existing=True)
    if run is None:
        raise NotFound("There is no such import.")
    return run


def table_of_run(installation: Installation, run: ImportRun) -> Table:
    """Open the run's file; raises FileRefused where it was thrown away."""
    path = folder_of(installation, run.id) / FILE
    if not path.is_file():
        raise FileRefused("The file was thrown away after a day. Upload it again.")
    return open_table(path)


def choose_columns(
    session: Session, installation: Installation, run: ImportRun, kind: ImportKind, mapping: Mapping[str, str]
) -> None:
    """Set what the file is and which column is what, and have it tried out. The caller commits."""
    _allow(run, *BEFORE_COMMIT)
    check_mapping(kind, mapping, table_of_run(installation, run).columns)
    run.kind, run.mapping, run.choices, run.counts = kind, dict(mapping), {}, {}
    _start(session, run, ImportState.PLANNING, "plan")


def change_kind(installation: Installation, run: ImportRun, kind: ImportKind) -> None:
    """Set another kind of rows and guess the columns anew. The caller commits."""
    _allow(run, *BEFORE_COMMIT)
    table = table_of_run(installation, run)
    run.kind, run.state = kind, ImportState.OPENED
    run.mapping = guess_columns(kind, table.columns, table.sample())


def commit_run(session: Session, run: ImportRun, choices: Mapping[str, str]) -> None:
    """Have the dry run's rows taken in; `choices` by line of the file, and under "all". The caller commits."""
    _allow(run, ImportState.PLANNED)
    run.choices = {line: Choice(choice).value for line, choice in choices.items()}
    _start(session, run, ImportState.COMMITTING, "commit")


def undo_run(session: Session, run: ImportRun) -> None:
    """Have what the run did undone. The caller commits."""
    _allow(run, ImportState.COMMITTED)
    if not may_be_undone(run):
        raise Problem("This import is older than seven days and can no longer be undone.", status=409)
    _start(session, run, ImportState.UNDOING, "undo")


def drop_run(installation: Installation, run: ImportRun) -> None:
    """Throw away a file that was not taken in. The caller commits."""
    _allow(run, *BEFORE_COMMIT)
    run.state = ImportState.DROPPED
    forget_files(installation, run.id)


def may_be_undone(run: ImportRun) -> bool:
    return run.state == ImportState.COMMITTED and run.undo_until is not None and now() < run.undo_until


def _allow(run: ImportRun, *states: ImportState) -> None:
    if run.state not in states:
        raise Problem("This import is at another step by now. Look at its page again.", status=409)


def _start(session: Session, run: ImportRun, state: ImportState, step: str) -> None:
    run.state, run.done_rows = state, 0
    run.total_rows = int(run.counts.get("rows", 0)) if step == "commit" else 0
    enqueue(session, IMPORT, _job_key(run, step), run_id=run.id)


def _job_key(run: ImportRun, step: str) -> str:
    return f"{IMPORT}:{run.id}:{step}"


_STEPS = {ImportState.PLANNING: "plan", ImportState.COMMITTING: "commit", ImportState.UNDOING: "undo"}


def stopped_because(session: Session, run: ImportRun) -> str | None:
    """Return why a step is not going on, None while it is."""
    if run.state not in _STEPS:
        return None
    job = session.scalar(select(Job).where(Job.key == _job_key(run, _STEPS[run.state])))
    return (job.reason or "it stopped") if job is not None and job.state == JobState.FAILED else None


def try_again(session: Session, run: ImportRun) -> None:
    """Have a step that stopped go on where it was. The caller commits."""
    _allow(run, *UNDER_WAY)
    enqueue(session, IMPORT, _job_key(run, _STEPS[run.state]), run_id=run.id)


def end_commit(run: ImportRun) -> None:
    """Note that everything was taken in; from here on it can be undone for seven days."""
    run.state, run.committed_at = ImportState.COMMITTED, now()
    run.undo_until = run.committed_at + UNDO_WITHIN


def forget_files(installation: Installation, run_id: str) -> None:
    shutil.rmtree(folder_of(installation, run_id), ignore_errors=True)


def forget_table(installation: Installation, run_id: str) -> None:
    """Throw away a file that was taken in; the rows to mend stay for the rest of a day."""
    for name in (FILE, PLAN):
        (folder_of(installation, run_id) / name).unlink(missing_ok=True)


def forget_old_imports(session: Session, installation: Installation, at: datetime) -> None:
    """Throw away files that a day passed over, and what was kept to undo imports older than seven days."""
    waiting = select(ImportRun).where(ImportRun.state.in_(BEFORE_COMMIT), ImportRun.created_at < at - FILE_KEPT)
    for run in session.scalars(waiting):
        run.state = ImportState.DROPPED
        forget_files(installation, run.id)
    old = select(ImportRun.id).where(ImportRun.undo_until < at)
    past = delete(ImportChange).where(ImportChange.run_id.in_(old))
    session.execute(past.execution_options(synchronize_session=False))
    parent = installation.settings.var_dir / "imports"
    under_way = set(session.scalars(select(ImportRun.id).where(ImportRun.state.in_(UNDER_WAY))))
    for left in parent.glob("*"):
        if left.stat().st_mtime > (at - FILE_KEPT).timestamp() or left.name in under_way:
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
