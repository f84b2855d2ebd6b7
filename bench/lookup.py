"""How long it takes to know who is calling, with many customers: `python -m bench.lookup [--customers N]`.

Fills a database of its own (SQLite), then asks for numbers in many forms, and prints the milliseconds of the lookup and
of the three lines, beside those of the bare SQL of the same lookup in the same run.
Exit status 1 when an answer with its lines takes over 300 ms (p95), or over thirty times the bare SQL.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text

from models.base import new_id, now
from models.customer import Contact, Customer
from models.database import open_database
from models.phone_number import phone_key
from models.schema import migrate
from models.staff import Role, Staff
from server.current import Installation
from server.services.customers.round_reading import Asking
from server.services.touchpoints.call_lines import call_lines
from server.services.touchpoints.caller import callers_by_phone
from server.settings import Settings

FORMS = ("({a}) {b}-{c}", "+1 {a} {b} {c}", "{a}{b}{c}", "{a}.{b}.{c}")
MOST_RATIO, MOST_MS = 30.0, 300.0
ASKED = 400
ROWS_AT_ONCE = 10_000


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.lookup", description=__doc__)
    parser.add_argument("--customers", type=int, default=100_000)
    count = parser.parse_args(arguments).customers
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(Settings(), var_dir=Path(folder))
        opened = open_database(settings.database)
        migrate(opened)
        opened.close()
        installation = Installation.open(settings)
        numbers = _fill(installation, count)
        print(f"{count} customers, {2 * count} numbers")
        status = _measure(installation, random.Random(2).sample(numbers, ASKED))
        installation.database.close()
    return status


def _fill(installation: Installation, count: int) -> list[str]:
    dice, numbers = random.Random(1), []

    def number() -> str:
        a, b, c = dice.randrange(201, 990), dice.randrange(200, 1000), dice.randrange(10_000)
        numbers.append(dice.choice(FORMS).format(a=a, b=b, c=f"{c:04}"))
        return numbers[-1]

    with installation.database.session() as session:
        session.add(Staff(name="Tom Becker", role=Role.SUPPORT))
        session.flush()
        for start in range(0, count, ROWS_AT_ONCE):
            customers, people = [], []
            for place in range(start, min(start + ROWS_AT_ONCE, count)):
                customer_id, phone, own = new_id(), number(), number()
                customers.append(
                    {"id": customer_id, "name": f"House {place}", "phone": phone, "phone_key": phone_key(phone)}
                )
                people.append(
                    {
                        "id": new_id(),
                        "customer_id": customer_id,
                        "name": f"Person {place}",
                        "phone": own,
                        "phone_key": phone_key(own),
                    }
                )
            session.execute(insert(Customer), customers)
            session.execute(insert(Contact), people)
        session.commit()
    return numbers


def _measure(installation: Installation, numbers: Sequence[str]) -> int:
    asking = Asking("", now(), ZoneInfo("America/Chicago"), 30)

    def bare(number: str) -> None:
        with installation.database.reading() as session:
            for table in ("customer", "contact"):
                session.execute(
                    text(f"SELECT id, phone FROM {table} WHERE phone_key = :key"), {"key": phone_key(number)}
                ).all()

    def look_up(number: str) -> None:
        with installation.database.reading() as session:
            assert callers_by_phone(session, number, "US")

    def answer(number: str) -> None:
        with installation.database.reading() as session:
            for caller in callers_by_phone(session, number, "US"):
                call_lines(session, caller.customer_id, asking)

    look_up(numbers[0])  # reads the tables of telephone numbers
    p95 = {
        name: _p95_ms(work, numbers) for name, work in (("bare SQL", bare), ("lookup", look_up), ("with lines", answer))
    }
    ratio = p95["with lines"] / p95["bare SQL"]
    print(f"answer with its lines over bare SQL, p95: {ratio:.1f} (at most {MOST_RATIO:.0f})")
    return 1 if ratio > MOST_RATIO or p95["with lines"] > MOST_MS else 0


def _p95_ms(work: Callable[[str], None], numbers: Sequence[str]) -> float:
    times = []
    for number in numbers:
        begun = time.perf_counter()
        work(number)
        times.append(1000 * (time.perf_counter() - begun))
    times.sort()
    print(f"p50 {times[len(times) // 2]:7.2f} ms  p95 {times[int(0.95 * len(times))]:7.2f} ms  {work.__name__}")
    return times[int(0.95 * len(times))]


if __name__ == "__main__":
    sys.exit(main())
