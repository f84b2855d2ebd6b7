"""How fast search is in a large company: `python -m bench.search_size [--customers N] [--interactions N]`.

Fills a database of its own in bulk (SQLite; --postgresql: a private server), then asks what people ask: half a name,
a number in any form, a street, a word of a note that is rare, common or in between, the middle of a word, two words, a
sound. Prints for each kind the milliseconds of the search (p50, p99), those of the bare SQL of the same search through
the database's own driver, and their ratio; then those of the page that is shown while one types.
Exit status 1 where a search takes over 50 ms (p99) or a page over 150 ms.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import event, insert, text

from bench.made_database import made_database
from models.base import new_id, now
from models.customer import Contact, Customer, Site
from models.database import Database, open_database
from models.phone_number import phone_key
from models.schema import migrate
from models.search import SearchDocument, SearchSound, fold
from models.staff import Role, Staff
from server.app import create_app
from server.services.search.searching import search
from server.settings import Settings
from tests.server.pages.desk_makers import sign_in_as
from voice.sound import sound_keys

MOST_MS, MOST_PAGE_MS = 50.0, 150.0
ROWS_AT_ONCE = 20_000
FIRST = "Ana Maria Luis Priya Tom Dana Thanh Oksana Giulia Pavel Noor Ewa Kofi Lena Marc Yuki Sven Aylin Omar Ruth"
ONSETS = "b br c ch d dr f fl g gr h j k l m n p pr qu r s sh st t tr v w z".split()
CORES = "a e i o u ai ea ia oo ou".split()
ENDS = "n r s l t m nd rt lli tti nez son man ska ek".split()
SORTS = "Bistro Cafe Grill Kitchen Hotel Deli Bakery Tavern Diner Trattoria".split()
ROADS = "Randolph Lincoln Halsted Clark Wells Damen Ashland Fulton Racine Sheffield".split()
COMMON = "cases oat milk delivery late price list wants order invoice monday thursday coffee called asked about".split()


class Company:
    """Made words and rows, the same on every run; `asked` collects what can be looked for."""

    def __init__(self, customers: int, interactions: int) -> None:
        self.customers, self.interactions = customers, interactions
        self.dice = random.Random(7)
        self.asked: dict[str, list[str]] = {}
        # Of 40,000 words the n-th is said in proportion to 1/n, as in speech.
        self.words = COMMON + [self._word() for _ in range(40_000)]
        self.weights = [1 / (place + 2) for place in range(len(self.words))]
        total, self.cumulative = 0.0, []
        for weight in self.weights:
            self.cumulative.append(total := total + weight)
        self.customer_ids: list[str] = []

    def names(self) -> Iterator[tuple[dict[str, object], dict[str, object], list[dict[str, object]]]]:
        """Yield a customer, its site and, for both the customer and a person there, what the index holds."""
        number = 0
        for _ in range(self.customers):
            name, person = (
                f"{self._name()} {self.dice.choice(SORTS)}",
                f"{self.dice.choice(FIRST.split())} {self._name()}",
            )
            street = f"{self.dice.randrange(1, 4000)} {self._name()} {self.dice.choice(ROADS)} St"
            phone, own = self._phone(), self._phone()
            customer_id, contact_id = new_id(), new_id()
            self.customer_ids.append(customer_id)
            customer = {
                "id": customer_id,
                "name": name,
                "kind": "restaurant",
                "phone": phone,
                "phone_key": phone_key(phone),
            }
            site = {"id": new_id(), "customer_id": customer_id, "street": street, "city": "Chicago"}
            documents = []
            for kind, subject, title, about, told in (
                ("customer", customer_id, name, f"restaurant {street} Chicago", phone),
                ("contact", contact_id, person, f"chef {name}", own),
            ):
                number += 1
                digits = "".join(filter(str.isdigit, told))
                about = f"{about} {told} {digits}"
                at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
                documents.append(self._document(number, kind, subject, customer_id, title, about, at))
            documents[1]["person"] = {
                "id": contact_id,
                "customer_id": customer_id,
                "name": person,
                "role": "chef",
                "phone": own,
                "phone_key": phone_key(own),
            }
            yield customer, site, documents

    def notes(self) -> Iterator[dict[str, object]]:
        begun, step_s = now() - timedelta(days=3 * 365), 3 * 365 * 86_400 / self.interactions
        for place in range(self.interactions):
            said = " ".join(self.dice.choices(self.words, cum_weights=self.cumulative, k=self.dice.randrange(12, 36)))
            at = begun + timedelta(seconds=step_s * place)
            row_id = 2 * self.customers + place + 1
            yield self._document(row_id, "note", f"note-{place}", self.dice.choice(self.customer_ids), "", said, at)

    def questions(self, kind: str, count: int) -> list[str]:
        return [self._question(kind) for _ in range(count)]

    def _question(self, kind: str) -> str:
        name = self._name()
        if kind == "half a name":
            return name[: self.dice.randrange(3, 6)]
        if kind == "number":
            digits = f"{self.dice.randrange(201, 990)}{self.dice.randrange(200, 1000)}{self.dice.randrange(10_000):04}"
            return self.dice.choice(
                (f"+1 {digits}", f"({digits[:3]}) {digits[3:6]}-{digits[6:]}", digits[3:], digits[2:7])
            )
        if kind == "street":
            return f"{self.dice.randrange(1, 4000)} {self.dice.choice(ROADS)}"
        if kind == "common word":
            return self.dice.choice(COMMON)
        if kind == "word in a note":
            return self.dice.choices(self.words, cum_weights=self.cumulative)[0]
        if kind == "rare word":
            return self.dice.choice(self.words[10_000:])
        if kind == "middle of a word":
            word = self.dice.choice([one for one in self.words[:5_000] if len(one) > 6])
            return word[2:6]
        if kind == "two words":
            return " ".join(self.dice.choices(self.words[:3_000], k=2))
        return f"sounds like {name}"

    def _document(
        self, row_id: int, kind: str, subject: str, customer_id: str, title: str, body: str, at: datetime
    ) -> dict[str, object]:
        return {
            "id": row_id,
            "kind": kind,
            "subject_id": subject,
            "customer_id": customer_id,
            "at": at,
            "title": title,
            "body": body,
            "folded": fold(f"{title} {body}"),
            "named": fold(title),
        }

    def _word(self) -> str:
        parts = [self.dice.choice(ONSETS) + self.dice.choice(CORES) for _ in range(self.dice.randrange(1, 4))]
        return "".join(parts) + self.dice.choice(ENDS)

    def _name(self) -> str:
        return self._word().capitalize()

    def _phone(self) -> str:
        return f"({self.dice.randrange(201, 990)}) {self.dice.randrange(200, 1000)}-{self.dice.randrange(10_000):04}"


KINDS = (
    "half a name",
    "number",
    "street",
    "word in a note",
    "common word",
    "rare word",
    "middle of a word",
    "two words",
    "sound",
)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.search_size", description=__doc__)
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--interactions", type=int, default=100_000)
    parser.add_argument("--asked", type=int, default=100, help="questions of each kind")
    parser.add_argument("--postgresql", action="store_true", help="on a private PostgreSQL server instead of SQLite")
    asked = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory() as folder,
        made_database(folder, is_postgresql=asked.postgresql) as address,
    ):
        begun = time.perf_counter()
        database = open_database(address)
        migrate(database)
        company = Company(asked.customers, asked.interactions)
        fill(database, company)
        print(
            f"{asked.customers} customers, {asked.interactions} notes, {database.engine.dialect.name}; "
            f"filled in {time.perf_counter() - begun:.0f} s",
            flush=True,
        )
        status = _measure(database, company, asked.asked)
        status |= _measure_pages(replace(Settings(), var_dir=Path(folder), database_url=address), company, asked.asked)
        database.close()
    return status


def fill(database: Database, company: Company) -> None:
    """Put all rows in, with the text indexes made afterwards: one by one they cost ten times as much."""
    with database.engine.begin() as connection:
        if database.is_sqlite:
            made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
            drop = "DROP TRIGGER {}"
        else:
            made = connection.execute(
                text("SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%USING gin%'")
            ).all()
            drop = "DROP INDEX {}"
            connection.execute(text("ALTER TABLE search_document DISABLE TRIGGER USER"))
        for name, _ in made:
            connection.execute(text(drop.format(name)))
    with database.session() as session:
        pending: dict[type, list[dict[str, object]]] = {}
        for customer, site, documents in company.names():
            person = documents[1].pop("person")
            sounds = [
                {"key": key, "document_id": one["id"]}
                for one in documents
                for key in {key for word in str(one["named"]).split() for key in sound_keys(word)}
            ]
            for table, rows in (
                (Customer, [customer]),
                (Site, [site]),
                (Contact, [person]),
                (SearchDocument, documents),
                (SearchSound, sounds),
            ):
                pending.setdefault(table, []).extend(rows)  # type: ignore[arg-type]
            if len(pending[Customer]) >= ROWS_AT_ONCE:
                for table, rows in pending.items():
                    session.execute(insert(table), rows)
                pending.clear()
        for table, rows in pending.items():
            session.execute(insert(table), rows)
        batch = []
        for note in company.notes():
            batch.append(note)
            if len(batch) >= ROWS_AT_ONCE:
                session.execute(insert(SearchDocument), batch)
                batch.clear()
        if batch:
            session.execute(insert(SearchDocument), batch)
        session.commit()
    with database.engine.begin() as connection:
        if database.is_sqlite:
            for table in ("search_text", "search_name"):
                connection.execute(text(f"INSERT INTO {table} ({table}) VALUES ('rebuild')"))
        else:
            connection.execute(text("SET maintenance_work_mem = '1GB'"))
            connection.execute(text(_WORDS_OF_NOTES))
            connection.execute(text("ALTER TABLE search_document ENABLE TRIGGER USER"))
        for _, statement in made:
            connection.exec_driver_sql(statement.replace("%", "%%") if not database.is_sqlite else statement)
        connection.execute(text("ANALYZE"))


_WORDS_OF_NOTES = (
    "INSERT INTO search_word SELECT DISTINCT unnest(search_words(folded)) FROM search_document WHERE kind = 'note'"
)


def _measure(database: Database, company: Company, count: int) -> int:
    """Ask each question twice, in turns: by the search, and by the statements that it asked, from the driver."""
    status = 0
    statements: list[tuple[str, object]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *said: statements.append((said[2], said[3])))
    for kind in KINDS:
        ours, bare = [], []
        for query in company.questions(kind, count):
            statements.clear()
            with database.reading() as session:
                search(session, query)  # once for the caches of both
                said = list(statements)
                ours.append(_ms(lambda q=query, s=session: search(s, q)))
                session.expire_all()
            raw = database.engine.raw_connection()
            cursor = raw.cursor()
            bare.append(_ms(lambda c=cursor, s=said: [c.execute(sql, values) and _all(c) for sql, values in s]))
            raw.rollback()
            raw.close()
        _print(kind, ours, bare)
        status |= int(_p(ours, 0.99) > MOST_MS)
    return status


def _all(cursor: object) -> object:
    return cursor.fetchall() if cursor.description else None  # type: ignore[attr-defined]


def _measure_pages(settings: Settings, company: Company, count: int) -> int:
    app = create_app(settings)
    opened: Database = app.extensions["rounds"].database
    with opened.session() as session:
        tom = Staff(name="Tom Becker", role=Role.SUPPORT, email="tom@halyard.example")
        session.add(tom)
        session.commit()
    client: FlaskClient = app.test_client()
    sign_in_as(client, tom)
    times = []
    for kind in KINDS:
        for query in company.questions(kind, max(10, count // 4)):
            times.append(_ms(lambda q=query: client.get("/search", query_string={"q": q}, headers={"HX-Request": "1"})))
    print(f"{'the page, all kinds':<20} p50 {_p(times, 0.5):7.1f} ms  p99 {_p(times, 0.99):7.1f} ms")
    opened.close()
    return int(_p(times, 0.99) > MOST_PAGE_MS)


def _print(kind: str, ours: list[float], bare: list[float]) -> None:
    ratio = _p(ours, 0.5) / _p(bare, 0.5), _p(ours, 0.99) / _p(bare, 0.99)
    print(
        f"{kind:<20} p50 {_p(ours, 0.5):7.1f} ms  p99 {_p(ours, 0.99):7.1f} ms   bare SQL p50 {_p(bare, 0.5):7.1f} ms"
        f"  p99 {_p(bare, 0.99):7.1f} ms   ratio {ratio[0]:.2f} {ratio[1]:.2f}",
        flush=True,
    )


def _ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def _p(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(part * len(times)))]


if __name__ == "__main__":
    sys.exit(main())
