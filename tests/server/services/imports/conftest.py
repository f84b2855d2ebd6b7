"""An installation on both kinds of database, and imports brought to their end as the worker does it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from models.import_run import ImportRun
from models.job import claim
from models.staff import Role, Staff
from server.current import Installation
from server.jobs.imports import work_on_import
from server.services.imports.run import IMPORT, begin_run, choose_columns, commit_run, undo_run
from server.settings import Settings


@dataclass
class Office:
    """An administrator's desk without its pages."""

    installation: Installation
    folder: Path
    ida_id: str

    def upload(self, content: str | bytes, name: str = "customers.csv") -> str:
        """Bring a file in and have it tried out as it was guessed; return the import's id."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        with self.installation.database.session() as session:
            run = begin_run(session, self.installation, path, name, self.ida_id)
            choose_columns(session, self.installation, run, run.kind, run.mapping)
            session.commit()
        self.work()
        return run.id

    def commit(self, run_id: str, **choices: str) -> ImportRun:
        with self.installation.database.session() as session:
            run = session.get_one(ImportRun, run_id)
            commit_run(session, run, {line.removeprefix("row_"): choice for line, choice in choices.items()})
            session.commit()
        self.work()
        return self.run(run_id)

    def undo(self, run_id: str) -> ImportRun:
        with self.installation.database.session() as session:
            undo_run(session, session.get_one(ImportRun, run_id))
            session.commit()
        self.work()
        return self.run(run_id)

    def take(self, content: str | bytes, name: str = "customers.csv", **choices: str) -> ImportRun:
        return self.commit(self.upload(content, name), **choices)

    def run(self, run_id: str) -> ImportRun:
        with self.installation.database.reading() as session:
            return session.get_one(ImportRun, run_id)

    def counts(self, run_id: str) -> dict[str, Any]:
        return self.run(run_id).counts

    def work(self, worker: str = "worker") -> None:
        """Do the jobs that wait, as a worker does."""
        while True:
            with self.installation.database.session() as session:
                job = claim(session, worker, (IMPORT,))
                session.commit()
            if job is None:
                return
            work_on_import(self.installation, job)


@pytest.fixture
def office(settings: Settings, tmp_path: Path) -> Iterator[Office]:
    installation = Installation.open(settings)
    with installation.database.session() as session:
        ida = Staff(name="Ida Moe", role=Role.ADMIN, email="ida@example.com", reference="S1")
        session.add(ida)
        session.commit()
    yield Office(installation, tmp_path, ida.id)
    installation.database.close()
