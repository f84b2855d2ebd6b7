"""The manager's week at the desk: each number's link opens as many rows, for whom it is open and for nobody else."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.access_log import AccessLine
from models.database import Database
from models.need_to_know import ClosedTopic, NoteTopic, Topic
from models.recording import Recording
from models.staff import Role, Staff
from server.api import friday as friday_api
from server.pages import friday as friday_page
from server.services.rights import access_log
from tests.server.pages.desk_makers import make_customer, make_staff
from tests.server.pages.query_counter import queries
from tests.server.services.friday.a_week import LONG_AGO, THURSDAY, AWeek, fill, note_of_the_week

Browse = Callable[[Staff], FlaskClient]
NUMBER = re.compile(r'<a class="number" href="([^"]+)">([\d,]+)<')
IN_THE_MORNING = THURSDAY - timedelta(hours=3)
ROWS = re.compile(r"<strong>([\d,]+)</strong> rows?")


@pytest.fixture(autouse=True)
def on_thursday(monkeypatch: pytest.MonkeyPatch) -> None:
    for door in (friday_page, friday_api):
        monkeypatch.setattr(door, "now", lambda: THURSDAY)


@pytest.fixture
def a_week(db: Session) -> AWeek:
    return fill(db)


def numbers_of(page: str) -> list[tuple[str, int]]:
    return [(unescape(address), int(count.replace(",", ""))) for address, count in NUMBER.findall(page)]


@pytest.mark.parametrize("reader", ["boss", "dana"])
def test_each_number_on_the_page_opens_as_many_rows_to_look_at_and_to_take_along(
    a_week: AWeek, signed_in: Browse, reader: str
) -> None:
    browser = signed_in(getattr(a_week, reader))
    for week in ("", "?week=2026-W10"):
        page = browser.get(f"/friday{week}").text
        numbers = numbers_of(page)
        assert len(numbers) > (50 if not week else 10)
        for address, count in set(numbers):
            opened = browser.get(address).text
            (said,) = ROWS.findall(opened)
            assert int(said) == count == len(re.findall(r"<tr>", opened)) - 1, address
            table = browser.get(address.replace("?", "/csv?")).text
            assert len(list(csv.reader(io.StringIO(table)))) == count + 1, address
            told = browser.get("/api" + address).get_json()
            assert told["count"] == count == len(told["rows"]), address


def test_the_page_says_whose_what_and_since_when(a_week: AWeek, signed_in: Browse) -> None:
    page = signed_in(a_week.boss).get("/friday").text
    assert "Mon 9 – Sun 15 Mar 2026" in page and "$400 a year" in page
    assert "Norwell Foods" in page and "Freezer" in page and "Over 30 days" in page
    assert "lat=" not in page and "Randolph" not in page  # nothing of where anybody was
    assert page.index("Ana Ruiz") < page.index("Ben Moe")
    changes = signed_in(a_week.boss).get("/friday/changes").text
    assert "Wants, then declined" in changes and "House 0" in changes and "House 1" not in changes


def test_a_picture_is_told_in_words_and_stands_beside_its_table(a_week: AWeek, signed_in: Browse) -> None:
    page = signed_in(a_week.boss).get("/friday").text
    assert page.count('role="img"') == 4
    assert "Up to 2 days: 1; 3 to 7 days: 1; 8 to 30 days: 1; Over 30 days: 1" in page
    assert "Kept: 1; Broken: 2; Ahead: 2" in page


@pytest.mark.parametrize("role", [Role.REP, Role.SUPPORT, Role.COUNTER, Role.READ_ONLY])
def test_who_does_not_oversee_neither_sees_the_link_nor_opens_it(db: Session, signed_in: Browse, role: Role) -> None:
    browser = signed_in(_staff(db, role))
    assert 'href="/friday"' not in browser.get("/").text
    for address in ("/friday", "/friday/notes", "/friday/notes/csv", "/api/friday", "/api/friday/notes"):
        assert browser.get(address).status_code == 403, address


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMIN])
def test_who_oversees_finds_it_in_the_bar_and_an_empty_company_is_told_what_to_do(
    db: Session, signed_in: Browse, role: Role
) -> None:
    browser = signed_in(_staff(db, role))
    assert 'href="/friday"' in browser.get("/").text
    page = browser.get("/friday").text
    assert "There is nothing to look back on yet" in page and "No complaint is open." in page
    assert numbers_of(page) == []


def test_a_cell_that_begins_like_a_formula_is_text(db: Session, a_week: AWeek, signed_in: Browse) -> None:
    make_customer(db, "=cmd|' /C calc'!A0", owner_id=a_week.ana.id, created_at=LONG_AGO, visit_interval_days=7)
    db.commit()
    answer = signed_in(a_week.boss).get("/friday/untouched/csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="2026-W11-untouched.csv"'
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == [
        "Customer",
        "Buys in a year",
        "Last met",
        "Overdue",
        "Whose",
        "Also",
        "Customer's id",
        "Note's id",
    ]
    assert "'=cmd|' /C calc'!A0" in {row[0] for row in rows} and ["Handed On", "300.00"] in [row[:2] for row in rows]


def test_a_list_that_shows_what_was_said_leaves_a_line_and_a_list_of_names_none(
    db: Session, a_week: AWeek, signed_in: Browse
) -> None:
    note_of_the_week(db, a_week.ben, None, IN_THE_MORNING)
    db.commit()
    browser = signed_in(a_week.boss)
    for address in ("/friday", "/friday/untouched", "/friday/customers-met", "/api/friday"):
        assert browser.get(address).status_code == 200
    assert db.scalars(select(AccessLine)).all() == []
    db.rollback()  # a session that read holds SQLite's write lock
    for address in ("/friday/needs", "/friday/needs/csv", "/api/friday/needs"):
        assert browser.get(address).status_code == 200
        lines = db.execute(select(AccessLine.customer_id.is_(None), AccessLine.door)).all()
        assert sorted(tuple(line) for line in lines) == [(False, "list"), (True, "list")], address
        db.execute(delete(AccessLine))
        db.commit()
        access_log._written.clear()


@pytest.mark.parametrize(
    ("topic", "closed"),
    [
        (Topic.WORDS, {"/friday/notes": "they want olive oil"}),
        (Topic.COMPETITORS, {"/friday/notes": "they want olive oil", "/friday/competitors": "Norwell Foods"}),
        (Topic.PREFERENCES, {"/friday/notes": "they want olive oil", "/friday/facts": "only before ten"}),
        (Topic.COMPLAINTS, {"/friday/notes": "they want olive oil", "/friday/complaints": "late 0"}),
    ],
)
def test_what_is_closed_to_managers_is_not_shown_behind_a_number_and_counts_nowhere(
    db: Session, a_week: AWeek, signed_in: Browse, topic: Topic, closed: dict[str, str]
) -> None:
    for note_id in db.scalars(select(Recording.id)).all():
        db.add(NoteTopic(recording_id=note_id, topic=topic))
    db.commit()
    browser = signed_in(a_week.boss)
    assert all(words in browser.get(address).text for address, words in closed.items())
    db.add(ClosedTopic(topic=topic, role=Role.MANAGER))
    db.commit()
    for address, words in closed.items():
        shown = [browser.get(one).text for one in (address, f"{address}/csv", f"/api{address}", "/friday")]
        assert not any(words in one for one in shown), address
    for address, count in set(numbers_of(browser.get("/friday").text)):
        assert ROWS.findall(browser.get(address).text) == [str(count)], address


def test_odd_addresses_are_answered_in_words(a_week: AWeek, signed_in: Browse) -> None:
    browser = signed_in(a_week.boss)
    for address, status, words in (
        ("/friday?week=2026-W99", 422, "Name a week"),
        ("/friday?week=2026-W30", 422, "has not begun"),
        ("/friday/nothing", 404, "no such list"),
        ("/friday/nothing/csv", 404, "no such list"),
        ("/friday/notes?person=nobody-known&page=99999999", 200, "somebody unknown"),
        ("/friday/notes?person=%00&topic=%00&page=x", 200, "rows"),
        ("/friday/complaints?topic=5", 200, "rows"),
    ):
        answer = browser.get(address)
        assert (answer.status_code, words in answer.text) == (status, True), address


def test_long_lists_go_on_page_by_page(db: Session, a_week: AWeek, signed_in: Browse) -> None:
    for _ in range(130):
        note_of_the_week(db, a_week.ben, None, IN_THE_MORNING)
    db.commit()
    browser = signed_in(a_week.boss)
    first, second = (browser.get(f"/friday/needs?page={page}").text for page in (0, 1))
    assert "1 to 100 here" in first and "101 to 131 here" in second and "Further" not in second
    told = browser.get("/api/friday/needs?first=100&most=20").get_json()
    assert (told["count"], len(told["rows"]), told["next"]) == (131, 20, 120)


def test_the_page_asks_the_database_no_more_for_more_rows(
    app: Flask, db: Session, a_week: AWeek, signed_in: Browse
) -> None:
    database: Database = app.extensions["rounds"].database
    browser = signed_in(a_week.boss)
    browser.get("/friday")
    with queries(database.engine) as before:
        browser.get("/friday")
    for _ in range(12):
        note_of_the_week(db, _staff(db, Role.REP), make_customer(db, "One More", created_at=LONG_AGO), IN_THE_MORNING)
    db.commit()
    with queries(database.engine) as after:
        browser.get("/friday")
    assert len(after) == len(before)


def test_programs_read_the_same_numbers(a_week: AWeek, signed_in: Browse) -> None:
    told = signed_in(a_week.boss).get("/api/friday?week=2026-W11").get_json()
    assert told["week"] == {"name": "2026-W11", "monday": "2026-03-09", "sunday": "2026-03-15", "is_running": True}
    assert told["untouched"] == {"customers": 3, "valued": 2, "yearly_value": 400.0}
    assert told["complaints"]["by_age"] == {"0-2": 1, "3-7": 1, "8-30": 1, "31": 1}
    assert [(one["name"], one["due"], one["kept"], one["broken"]) for one in told["promises"]] == [
        ("Ana Ruiz", 2, 1, 0),
        ("Ben Moe", 2, 0, 1),
        ("", 1, 0, 1),
    ]
    assert told["learnt"]["competitors"] == [{"name": "Norwell Foods", "customers": 1, "rows": 1}]
    assert signed_in(a_week.boss).get("/api/friday?week=March").status_code == 422


_people = iter(range(1_000))


def _staff(db: Session, role: Role) -> Staff:
    staff = make_staff(db, "Somebody", role, email=f"somebody-{next(_people)}@halyard.example")
    db.commit()
    return staff
