"""How fast a table comes in: `python -m bench.table_import [--customers N]`.

Writes a table of made customers, brings it into a fresh SQLite database as the page's job does (dry run, taking in,
undoing), and prints the rows per second of each step, beside those of a bare `executemany` of the same customers,
sites and search rows into the same tables through the database's own driver in the same run, their ratio, and the
load of the machine. Exit status 1 where a step takes longer than ten minutes for 100,000 customers, or where anything
is left after the undo.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from models.base import new_id, now
from models.customer import Customer
from models.import_run import ImportRun
from models.job import claim
from models.schema import migrate
from models.search import SearchDocument, fold
from models.staff import Role, Staff
from server.current import Installation
from server.jobs.imports import work_on_import
from server.services.imports.run import IMPORT, begin_run, choose_columns, commit_run, undo_run
from server.settings import Settings

SLOWEST_S_FOR_A_ROW = 600 / 100_000
FIRST = "Bella Corner North Golden River Oak Union Park Lake Grand Silver Blue Royal Crown Harbor".split()
SECOND = "Bakery Deli Market Grill Kitchen Cafe Tavern Bistro Diner Foods Trattoria Hotel".split()
COLUMNS = ("Customer No", "Company", "Phone", "Street", "ZIP", "City", "Latitude", "Longitude")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=100_000)
    count = parser.parse_args().customers
    with tempfile.TemporaryDirectory() as folder:
        return _measure(Path(folder), count)


def _measure(folder: Path, count: int) -> int:
    table = folder / "customers.csv"
    _write_table(table, count)
    print(f"{count:,} customers, {table.stat().st_size / 1e6:.1f} MB, load {os.getloadavg()[0]:.1f}")
    settings = Settings(var_dir=folder / "var")
    installation = Installation.open(settings)
    migrate(installation.database)
    with installation.database.session() as session:
        staff = Staff(name="Ida", role=Role.ADMIN)
        session.add(staff)
        session.flush()
        run = begin_run(session, installation, table, "customers.csv", staff.id)
        session.commit()
    bare_s = _bare(folder, count)
    print(f"{'bare executemany':18} {bare_s:7.1f} s {count / bare_s:10,.0f} rows/s")
    steps: tuple[tuple[str, Callable[[Installation, str], None]], ...] = (
        ("dry run", _plan),
        ("taking in", _commit),
        ("undoing", _undo),
    )
    is_slow = False
    for name, begin in steps:
        took_s = _time(installation, run.id, begin)
        is_slow = is_slow or took_s > SLOWEST_S_FOR_A_ROW * count
        print(f"{name:18} {took_s:7.1f} s {count / took_s:10,.0f} rows/s   {took_s / bare_s:6.1f} times bare")
    with installation.database.reading() as session:
        counts = session.get_one(ImportRun, run.id).counts
        left = session.scalar(select(func.count()).select_from(Customer))
        left_to_find = session.scalar(select(func.count()).select_from(SearchDocument))
    installation.database.close()
    print(f"new {counts['new']:,}, made {counts['made']:,}, removed {counts['customers_removed']:,}, left {left}")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    is_whole = counts["made"] == counts["customers_removed"] == count and left == left_to_find == 0
    return 1 if is_slow or not is_whole else 0


def _write_table(path: Path, count: int) -> None:
    dice = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(COLUMNS)
        for number in range(count):
            name = f"{dice.choice(FIRST)} {dice.choice(SECOND)} {number}"
            phone = f"+1 312 {dice.randrange(200, 999)} {dice.randrange(10_000):04}"
            street = f"{dice.randrange(1, 9_999)} {dice.choice(FIRST)} Street"
            lat, lon = 41 + dice.random(), -88 + dice.random()
            written.writerow((f"N{number}", name, phone, street, f"{60_000 + number % 900}", "Chicago", lat, lon))


def _plan(installation: Installation, run_id: str) -> None:
    with installation.database.session() as session:
        run = session.get_one(ImportRun, run_id)
        choose_columns(session, installation, run, run.kind, run.mapping)
        session.commit()


def _commit(installation: Installation, run_id: str) -> None:
    with installation.database.session() as session:
        commit_run(session, session.get_one(ImportRun, run_id), {})
        session.commit()


def _undo(installation: Installation, run_id: str) -> None:
    with installation.database.session() as session:
        undo_run(session, session.get_one(ImportRun, run_id))
        session.commit()


def _time(installation: Installation, run_id: str, begin: Callable[[Installation, str], None]) -> float:
    began_s = time.perf_counter()
    begin(installation, run_id)
    with installation.database.session() as session:
        job = claim(session, "bench", (IMPORT,))
        session.commit()
    assert job is not None
    work_on_import(installation, job)
    return time.perf_counter() - began_s


def _bare(folder: Path, count: int) -> float:
    """Return the seconds of writing the same customers, sites and search rows with nothing around it."""
    at = now().isoformat()
    names = [(new_id(), f"{FIRST[n % 15]} {SECOND[n % 12]} {n}") for n in range(count)]
    bare = Installation.open(Settings(var_dir=folder / "bare"))
    migrate(bare.database)
    connection = bare.database.engine.raw_connection()
    began_s = time.perf_counter()
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    cursor.executemany(
        "INSERT INTO customer (id, name, kind, phone, reference, is_prospect, created_at)"
        " VALUES (?, ?, '', ?, ?, 0, ?)",
        [(one, name, "+1 312 555 0101", f"N{n}", at) for n, (one, name) in enumerate(names)],
    )
    cursor.executemany(
        "INSERT INTO site (id, customer_id, street, city, state, postcode, lat, lon, learnt_from, created_at)"
        " VALUES (?, ?, '1 Main Street', 'Chicago', '', '60601', 41.5, -87.5, 0, ?)",
        [(new_id(), one, at) for one, _name in names],
    )
    cursor.executemany(
        "INSERT INTO search_document (kind, subject_id, customer_id, at, title, body, folded, named)"
        " VALUES ('customer', ?, ?, ?, ?, '1 Main Street Chicago 60601', ?, ?)",
        [(one, one, at, name, fold(f"{name} 1 Main Street Chicago 60601"), fold(name)) for one, name in names],
    )
    cursor.execute("COMMIT")
    took_s = time.perf_counter() - began_s
    cursor.close()
    connection.close()
    bare.database.close()
    return took_s


if __name__ == "__main__":
    sys.exit(main())
