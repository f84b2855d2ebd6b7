"""A real worker takes a table in, is killed with -9 in its middle, and the next one ends it with every row once."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.customer import Customer, Site
from models.import_run import ImportChange, ImportRun, ImportState
from models.staff import Role, Staff
from server.current import Installation
from server.services.imports.run import begin_run, choose_columns, commit_run
from server.settings import Settings
from tests.server.cli.test_run import find_process
from tests.support.processes import wait_for
from tests.support.server_process import ServerProcess

ROWS = 6_000


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_worker_killed_in_the_middle_of_an_import_loses_and_doubles_nothing(
    server_process: ServerProcess, tmp_path: Path
) -> None:
    installation = Installation.open(Settings(var_dir=server_process.var_dir))
    table = tmp_path / "customers.csv"
    table.write_text("id,name,postcode\n" + "".join(f"N{n},Store {n},{60_000 + n}\n" for n in range(ROWS)))
    with installation.database.session() as session:
        ida = Staff(name="Ida Moe", role=Role.ADMIN)
        session.add(ida)
        session.flush()
        run = begin_run(session, installation, table, "customers.csv", ida.id)
        choose_columns(session, installation, run, run.kind, run.mapping)
        session.commit()

    def now_at(state: ImportState) -> Callable[[], bool]:
        return lambda: _run(installation, run.id).state == state

    wait_for(now_at(ImportState.PLANNED), "it was tried out")
    worker = find_process(server_process, "worker")
    with installation.database.session() as session:
        commit_run(session, session.get_one(ImportRun, run.id), {})
        session.commit()
    wait_for(lambda: _run(installation, run.id).done_rows > 0, "some rows are in")
    os.kill(worker, signal.SIGKILL)
    assert 0 < _run(installation, run.id).done_rows < ROWS
    lease_and_work_s = time.monotonic() + 120
    while not now_at(ImportState.COMMITTED)() and time.monotonic() < lease_and_work_s:
        time.sleep(0.2)
    assert now_at(ImportState.COMMITTED)(), server_process.log
    with installation.database.reading() as session:
        counts = [session.scalar(select(func.count()).select_from(kind)) for kind in (Customer, Site, ImportChange)]
    assert (counts, _run(installation, run.id).counts["made"]) == ([ROWS, ROWS, 2 * ROWS], ROWS)
    installation.database.close()


def _run(installation: Installation, run_id: str) -> ImportRun:
    with installation.database.reading() as session:
        return session.get_one(ImportRun, run_id)
