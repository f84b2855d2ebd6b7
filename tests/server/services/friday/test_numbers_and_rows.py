"""Each number of the week is that of its rows, in everybody's eyes; private notes of others count nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from models.database import Database
from models.private import seen_by
from server.services.friday.listing import NOBODY, Narrow
from server.services.friday.listings import LISTINGS
from server.services.friday.looking import Looking
from server.services.friday.promised import Ending
from server.services.friday.reading import Friday, read_friday
from tests.server.services.friday.a_week import AWeek, fill, looking_at

Counted = tuple[str, Narrow, int]


@pytest.fixture
def a_week(database: Database) -> AWeek:
    with database.session() as session:
        return fill(session)


def numbers(seen: Friday) -> Iterator[Counted]:
    """Yield every number that the week says, with the list and the narrowing that hold its rows."""
    everything, learnt, team = Narrow(), seen.learnt, seen.team
    yield "untouched", everything, seen.untouched.customers
    yield "promises-due", everything, seen.due
    yield "promises-left-over", everything, seen.left_over
    for ending in Ending:
        yield f"promises-{ending}", everything, seen.ended(ending)
    for one in seen.promises:
        whose = Narrow(person=one.staff_id or NOBODY)
        yield "promises-due", whose, one.due
        for ending in Ending:
            yield f"promises-{ending}", whose, one.endings[ending]
    yield "complaints", everything, seen.complaints.open
    for age, count in seen.complaints.by_age.items():
        yield "complaints", Narrow(topic=age), count
    yield "complaints-reopened", everything, seen.complaints.reopened
    yield "complaints-settled", everything, seen.complaints.settled
    yield "facts", everything, learnt.facts
    for topic in learnt.topics:
        yield "facts", Narrow(topic=topic.kind), topic.count
    for name in ("answers", "contacts", "prospects", "needs", "changes"):
        yield name, everything, getattr(learnt, name)
    yield "competitors", everything, learnt.competitor_rows
    yield "asked-for", everything, learnt.asked_for_rows
    for listing, of_all in (("competitors", learnt.competitors), ("asked-for", learnt.asked_for)):
        for named in of_all:
            yield listing, Narrow(topic=named.name), named.rows
    for whose, coverage in [(everything, team)] + [
        (Narrow(person=one.staff_id or NOBODY), one.coverage) for one in seen.people
    ]:
        yield "notes", whose, coverage.notes
        yield "visits", whose, coverage.visits
        yield "visits-noted", whose, coverage.visits_noted
        yield "visits-bare", whose, coverage.visits_bare
        yield "customers-met", whose, coverage.customers_met
        yield "customers", whose, coverage.customers


def read(session: Session, looking: Looking) -> dict[tuple[str, Narrow], int]:
    return {(listing, narrow): count for listing, narrow, count in numbers(read_friday(session, looking))}


@pytest.mark.parametrize("weeks_back", [0, 1, 2])
@pytest.mark.parametrize("reader", ["boss", "dana", "ana"])
def test_every_number_opens_exactly_its_rows(database: Database, a_week: AWeek, reader: str, weeks_back: int) -> None:
    looking = looking_at(weeks_back)
    with seen_by(database, getattr(a_week, reader).id).reading() as session:
        counted = read(session, looking)
        assert {listing for listing, _ in counted} == set(LISTINGS)
        rows = {key: len(LISTINGS[key[0]].read(session, looking, key[1])) for key in counted}
        assert rows == counted
        assert {key: LISTINGS[key[0]].count(session, looking, key[1]) for key in counted} == counted


FROM_NOTES = (
    "promises-due promises-kept promises-broken promises-ahead promises-left-over complaints complaints-reopened "
    "complaints-settled facts answers competitors asked-for needs changes notes visits-noted"
).split()


def test_what_stands_in_private_notes_counts_for_their_author_alone(database: Database, a_week: AWeek) -> None:
    seen: dict[str, dict[str, int]] = {}
    for reader in ("boss", "dana", "ana"):
        with seen_by(database, getattr(a_week, reader).id).reading() as session:
            seen[reader] = {
                name: count for (name, narrow), count in read(session, looking_at()).items() if narrow == Narrow()
            }
    assert seen["boss"] == seen["dana"]
    assert {name: seen["boss"][name] for name in FROM_NOTES if name != "notes"} == {
        "promises-due": 5,
        "promises-kept": 1,
        "promises-broken": 2,
        "promises-ahead": 2,
        "promises-left-over": 1,
        "complaints": 4,
        "complaints-reopened": 1,
        "complaints-settled": 1,
        "facts": 2,
        "answers": 1,
        "competitors": 1,
        "asked-for": 1,
        "needs": 1,
        "changes": 1,
        "visits-noted": 1,
    }
    for name in FROM_NOTES:
        extra = 1 if name == "notes" else seen["boss"][name]
        assert seen["ana"][name] == seen["boss"][name] + extra, name
    for name in ("visits", "customers", "contacts", "prospects"):
        assert seen["ana"][name] == seen["boss"][name] > 0, name


def test_people_stand_in_the_order_of_names_and_nobody_last(database: Database, a_week: AWeek) -> None:
    with seen_by(database, a_week.boss.id).reading() as session:
        seen = read_friday(session, looking_at())
    assert [one.name for one in seen.people] == ["Ana Ruiz", "Ben Moe", ""]
    assert [one.name for one in seen.promises] == ["Ana Ruiz", "Ben Moe", ""]
    assert seen.people[-1].coverage.customers == 1


def test_a_company_that_has_nothing_yet_counts_nothing(database: Database) -> None:
    with database.reading() as session:
        assert {count for _, _, count in numbers(read_friday(session, looking_at()))} == {0}
        assert all(listing.read(session, looking_at()) == [] for listing in LISTINGS.values())
