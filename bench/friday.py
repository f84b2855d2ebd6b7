"""How fast a manager's week opens in a large company: `python -m bench.friday [--customers N] [--notes N]`.

Fills a database of its own in bulk (SQLite; --postgresql: a private server) with three years of notes, their entries,
visits, promises, complaints and facts, a hundredth of the notes private. Then reads this week and the last one as a
manager and prints the milliseconds of reading all numbers, of the statements alone through the database's own driver in
the same run, and their ratio; then those of the page, and of the list behind the largest number.
Exit status 1 where the numbers take over three times the bare SQL.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event, text

from bench.made_database import made_database
from models.base import now
from models.database import Database, open_database
from models.private import seen_by
from models.schema import migrate
from models.staff import Role, Staff
from server.app import create_app
from server.services.friday.listings import LISTINGS
from server.services.friday.looking import Looking, look_at
from server.services.friday.reading import read_friday
from server.settings import Settings
from tests.server.pages.desk_makers import sign_in_as

MOST_RATIO = 3.0
TIMES = 5
REPS = 200
YEARS = timedelta(days=3 * 365)
PRODUCTS = "Oat Milk,Olive Oil,Salmon,Napkins,Espresso,Brisket,Cilantro,Rigatoni".split(",")
STANCES = "ordered wants considering declined dropped likes".split()
Row = tuple[Any, ...]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.friday", description=__doc__)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--postgresql", action="store_true", help="on a private PostgreSQL server instead of SQLite")
    parser.add_argument("--each", action="store_true", help="print the milliseconds of each statement too")
    asked = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory() as folder,
        made_database(folder, is_postgresql=asked.postgresql) as address,
    ):
        begun = time.perf_counter()
        database = open_database(address)
        migrate(database)
        manager_id = fill(database, asked.customers, asked.notes)
        kind = database.engine.dialect.name
        took_s = time.perf_counter() - begun
        print(f"{asked.customers:,} customers, {asked.notes:,} notes, {kind}; filled in {took_s:.0f} s", flush=True)
        status = 0
        for weeks_back, name in ((0, "this week"), (1, "last week")):
            looking = _looking(weeks_back)
            status |= _measure(database, manager_id, name, looking, is_each=asked.each)
        _measure_page(replace(Settings(), var_dir=Path(folder), database_url=address), manager_id)
        database.close()
    return status


def _looking(weeks_back: int) -> Looking:
    running = look_at("", now(), "America/Chicago", 30)
    return replace(running, week=running.week.later(-weeks_back))


def fill(database: Database, customers: int, notes: int) -> str:
    """Put all rows in, the same on every run; return the manager's id."""
    dice, put = random.Random(7), _Putting(database)
    with database.session() as session:
        boss = Staff(name="Farah Siddiqui", role=Role.MANAGER, email="farah@halyard.example")
        reps = [Staff(name=f"Rep {place:03}", role=Role.REP) for place in range(REPS)]
        session.add_all([boss, *reps])
        session.commit()
        rep_ids = [rep.id for rep in reps]
    ends_at = now()
    begun_at = ends_at - YEARS
    put.rows("customer", _customers(dice, customers, rep_ids, begun_at))
    put.rows("recording", _recordings(dice, customers, notes, rep_ids, begun_at))
    entries = ({"id": f"e{n}", "recording_id": f"r{n}", "created_at": begun_at} for n in range(notes))
    put.rows("entry", entries)
    put.rows("entry_version", _versions(dice, notes, begun_at))
    put.rows("visit", _visits(dice, customers, notes // 2, rep_ids, begun_at))
    put.rows("action", _actions(dice, customers, notes, rep_ids, begun_at))
    put.rows("complaint", _complaints(dice, customers, notes, begun_at))
    put.rows("customer_fact", _facts(dice, customers, notes, begun_at))
    with database.engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    if not database.is_sqlite:
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
            alone.execute(text("VACUUM ANALYZE"))  # as autovacuum does in the months that are skipped here
    return str(boss.id)


def _at(begun_at: datetime, place: int, of: int) -> datetime:
    return begun_at + YEARS * (place / of)


def _customers(dice: random.Random, count: int, rep_ids: list[str], begun_at: datetime) -> Iterator[dict[str, Any]]:
    for n in range(count):
        yield {
            "id": f"c{n}",
            "name": f"House {n}",
            "kind": "restaurant",
            "owner_id": dice.choice(rep_ids),
            "visit_interval_days": dice.choice((None, 14, 30, 60, 90)),
            "yearly_value": dice.choice((None, round(dice.uniform(500, 90_000), 2))),
            "is_prospect": False,
            "created_at": begun_at,
        }


def _recordings(
    dice: random.Random, customers: int, notes: int, rep_ids: list[str], begun_at: datetime
) -> Iterator[dict[str, Any]]:
    for n in range(notes):
        at = _at(begun_at, n, notes)
        yield {
            "id": f"r{n}",
            "staff_id": dice.choice(rep_ids),
            "mime_type": "audio/webm",
            "started_at": at,
            "received_at": at,
            "visit_id": None,
            "customer_id": f"c{dice.randrange(customers)}",
            "state": "ready",
            "live_text": "",
            "source": "phone",
            "channel": dice.choice(("visit", "visit", "call", "email")),
            "is_private": dice.random() < 0.01,
        }


def _versions(dice: random.Random, notes: int, begun_at: datetime) -> Iterator[dict[str, Any]]:
    contents = [json.dumps(_content(dice)) for _ in range(500)]
    for n in range(notes):
        yield {
            "id": f"v{n}",
            "entry_id": f"e{n}",
            "number": 1,
            "content": dice.choice(contents),
            "changes": "[]",
            "made_at": begun_at,
            "engine": "rules-1",
        }


def _content(dice: random.Random) -> dict[str, Any]:
    evidence = {"start_word": 3, "end_word": 7}
    products = [
        {
            "item_id": f"products-{at}",
            "product_id": name,
            "name": name,
            "stance": dice.choice(STANCES),
            "evidence": evidence,
        }
        for at, name in enumerate(dice.sample(PRODUCTS, dice.randrange(3)))
    ]
    named = [{"item_id": "competitors-0", "name": "norwell foods", "context": "quoting", "evidence": evidence}]
    needs = [{"item_id": "needs-0", "about": "a bigger freezer", "evidence": evidence}]
    return {
        "outcome": "order",
        "sentiment": None,
        "products": products,
        "competitors": named if dice.random() < 0.1 else [],
        "needs": needs if dice.random() < 0.1 else [],
        "people": [{"item_id": "people-0", "name": "maria", "role": "chef", "evidence": evidence}],
        "actions": [{"item_id": "actions-0", "what": "send the price list", "owner": "me", "evidence": evidence}],
    }


def _visits(
    dice: random.Random, customers: int, visits: int, rep_ids: list[str], begun_at: datetime
) -> Iterator[dict[str, Any]]:
    for n in range(visits):
        at = _at(begun_at, n, visits)
        yield {
            "id": f"w{n}",
            "staff_id": dice.choice(rep_ids),
            "customer_id": f"c{dice.randrange(customers)}",
            "arrived_at": at,
            "left_at": at + timedelta(minutes=30),
            "is_open": False,
            "probability": 1.0,
            "reasons": "[]",
            "alternatives": "[]",
            "is_question": False,
            "is_parked_outside": False,
            "origin": "engine",
            "created_at": at,
        }


def _actions(
    dice: random.Random, customers: int, notes: int, rep_ids: list[str], begun_at: datetime
) -> Iterator[dict[str, Any]]:
    for n in range(0, notes, 3):
        at = _at(begun_at, n, notes)
        is_done = dice.random() < 0.97 and at < now() - timedelta(days=5)
        yield {
            "id": f"a{n}",
            "recording_id": f"r{n}",
            "item_id": "actions-0",
            "customer_id": f"c{dice.randrange(customers)}",
            "owner_id": dice.choice(rep_ids),
            "owner_name": "",
            "what": "send the price list",
            "due_on": at.date() + timedelta(days=dice.randrange(1, 8)),
            "state": "done" if is_done else "open",
            "created_at": at,
            "closed_at": at + timedelta(days=dice.randrange(1, 5)) if is_done else None,
        }


def _complaints(dice: random.Random, customers: int, notes: int, begun_at: datetime) -> Iterator[dict[str, Any]]:
    for n in range(0, notes, 10):
        at = _at(begun_at, n, notes)
        is_closed = dice.random() < 0.95
        yield {
            "id": f"k{n}",
            "recording_id": f"r{n}",
            "item_id": "complaints-0",
            "customer_id": f"c{dice.randrange(customers)}",
            "kind": "late",
            "about": "the truck came late",
            "is_serious": False,
            "said_at": at,
            "state": "closed" if is_closed else "open",
            "created_at": at,
            "closed_at": at + timedelta(days=3) if is_closed else None,
        }


def _facts(dice: random.Random, customers: int, notes: int, begun_at: datetime) -> Iterator[dict[str, Any]]:
    for n in range(0, notes, 3):
        at = _at(begun_at, n, notes)
        yield {
            "id": f"f{n}",
            "customer_id": f"c{dice.randrange(customers)}",
            "kind": dice.choice(("preference", "supplier", "role", "hours")),
            "subject": "delivery time",
            "value": f"before {dice.randrange(8, 12)}",
            "said_on": at.astimezone(ZoneInfo("America/Chicago")).date(),
            "said_at": at,
            "tells_change": False,
            "recording_id": f"r{n}",
            "item_id": "preferences-0",
            "created_at": at,
        }


class _Putting:
    """Puts rows into a table by the fastest way that its database has."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def rows(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        told = iter(rows)
        first = next(told)
        names = list(first)
        values: Iterator[Row] = (tuple(_stored(row[name], self.database.is_sqlite) for name in names) for row in told)
        begin = tuple(_stored(first[name], self.database.is_sqlite) for name in names)
        raw = self.database.engine.raw_connection()
        cursor = raw.cursor()
        if self.database.is_sqlite:
            places = ", ".join("?" * len(names))
            cursor.execute("BEGIN")
            statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})"
            cursor.execute(statement, begin)
            cursor.executemany(statement, values)
        else:
            with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:  # type: ignore[attr-defined]
                copy.write_row(begin)
                for row in values:
                    copy.write_row(row)
        raw.commit()
        raw.close()


def _stored(value: Any, is_sqlite: bool) -> Any:
    """Return a value as the column types write it for SQLite's driver."""
    if is_sqlite and isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", timespec="microseconds")
    return value.isoformat() if is_sqlite and isinstance(value, date) else value


def _measure(database: Database, manager_id: str, name: str, looking: Looking, *, is_each: bool) -> int:
    statements: list[tuple[str, Any]] = []

    def see(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        statements.append((statement, values))

    own = seen_by(database, manager_id)
    event.listen(database.engine, "before_cursor_execute", see)
    ours, bare = [], []
    for turn in range(TIMES + 1):
        statements.clear()
        with own.reading() as session:
            took_ms = _ms(lambda s=session: read_friday(s, looking))
        said = list(statements)
        raw = database.engine.raw_connection()
        cursor = raw.cursor()
        each = [(_ms(lambda c=cursor, s=sql, v=values: (c.execute(s, v), c.fetchall())), sql) for sql, values in said]
        raw.rollback()
        raw.close()
        if turn:  # the first one fills the caches of both
            ours.append(took_ms)
            bare.append(sum(one for one, _ in each))
    event.remove(database.engine, "before_cursor_execute", see)
    ratio = _middle(ours) / _middle(bare)
    print(
        f"{name}: all numbers {_middle(ours):7.0f} ms   bare SQL {_middle(bare):7.0f} ms in {len(said)} statements"
        f"   ratio {ratio:.2f} (at most {MOST_RATIO:.0f})",
        flush=True,
    )
    for took_ms, sql in sorted(each, reverse=True) if is_each else ():
        print(f"   {took_ms:7.1f} ms  {' '.join(sql.split())[:260]}")
    return int(ratio > MOST_RATIO)


def _measure_page(settings: Settings, manager_id: str) -> None:
    app = create_app(settings)
    opened: Database = app.extensions["rounds"].database
    with opened.reading() as session:
        boss = session.get_one(Staff, manager_id)
    client = app.test_client()
    sign_in_as(client, boss)
    for address in ("/friday", "/friday/untouched", "/friday/needs", "/friday/changes", "/friday/customers-met"):
        assert address == "/friday" or address.removeprefix("/friday/") in LISTINGS
        assert client.get(address).status_code == 200
        times = [_ms(lambda a=address: client.get(a)) for _ in range(TIMES)]
        print(f"{address:<24} {_middle(times):7.0f} ms")
    opened.close()


def _ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def _middle(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


if __name__ == "__main__":
    sys.exit(main())
