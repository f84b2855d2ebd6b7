"""Stored visits follow what the engine sees, and never against a person's word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.base import new_id, now
from models.customer import Site
from models.visit import Decision, Visit
from server.services.customers.prospect import NewProspect, add_prospect
from server.services.positions.position_intake import Reading
from server.services.visits.visit_addition import add_visit
from server.services.visits.visit_merging import merge_visits
from server.services.visits.visit_splitting import Part, split_visit
from server.services.visits.visit_stops import is_stop
from tests.support.rep_on_the_road import Rep
from tests.support.rounds_on_the_road import BELLAVISTA, DEPOT, MARCHETTI, TUESDAY_9_AM, Morning, morning, moved_in_time

NOBODYS = (41.8900, -87.6300)
TWO_STAYS = morning((BELLAVISTA, 30), (MARCHETTI, 25))


@pytest.mark.parametrize("decision", [Decision.CONFIRMED, Decision.CHANGED, Decision.DELETED])
def test_what_a_person_decided_outlives_every_later_run(rep: Rep, decision: Decision) -> None:
    rep.send(morning((BELLAVISTA, 30)).readings)
    (visit,) = rep.visits()
    rep.decide(visit.id, decision, rep.marchetti if decision == Decision.CHANGED else None)
    decided = rep.seen()
    extra = [Reading(r.at + timedelta(seconds=7), r.lat, r.lon, 12.0, "owntracks") for r in TWO_STAYS.readings[20:80]]
    rep.send(extra, TWO_STAYS.end)
    assert rep.seen()[:1] == decided
    assert rep.count(Visit) == 1


def test_a_visit_confirmed_while_open_still_ends_when_the_rep_leaves(rep: Rep) -> None:
    whole = morning((BELLAVISTA, 40))
    rep.send(whole.until(TUESDAY_9_AM + timedelta(minutes=22)))
    (visit,) = rep.visits()
    rep.decide(visit.id, Decision.CONFIRMED)
    rep.send_live(whole.readings)
    (closed,) = rep.visits()
    assert closed.id == visit.id and closed.arrived_at == visit.arrived_at
    assert not closed.is_open and closed.left_at > visit.left_at + timedelta(minutes=10)


def test_a_visit_that_turns_out_to_be_at_nobodys_is_taken_back_but_its_row_stays(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    with rep.database.session() as session:
        session.execute(Site.__table__.update().values(lat=10.0, lon=10.0))
        session.commit()
    rep.send([Reading(TWO_STAYS.end + timedelta(seconds=30), *DEPOT, 9.0, "owntracks")])
    assert all(is_stop(visit) for visit in rep.visits())
    assert rep.count(Visit) == 2
    assert rep.events()[-2:] == ["visit.withdrawn", "visit.withdrawn"]


def test_a_withdrawn_visit_that_is_seen_again_is_the_same_visit(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    ids = [visit.id for visit in rep.visits()]
    with rep.database.session() as session:
        session.execute(Visit.__table__.update().values(withdrawn_at=now()))
        session.commit()
    rep.send([Reading(TWO_STAYS.end + timedelta(seconds=30), *DEPOT, 9.0, "owntracks")])
    assert [visit.id for visit in rep.visits()] == ids


def test_what_was_merged_stays_one_visit_whatever_comes_later(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    first, second = rep.visits()
    with rep.database.session() as session:
        merge_visits(session, first.id, second.id, rep.by)
        session.commit()
    rep.send(moved_in_time(TWO_STAYS.readings, timedelta(seconds=4)), TWO_STAYS.end)
    (shown,) = [visit for visit in rep.visits() if visit.is_shown]
    assert (shown.id, shown.arrived_at, shown.left_at) == (first.id, first.arrived_at, second.left_at)
    assert rep.count(Visit) == 2


def test_what_was_split_stays_two_visits_whatever_comes_later(rep: Rep) -> None:
    rep.send(morning((BELLAVISTA, 40)).readings)
    (whole,) = rep.visits()
    parts = (Part(new_id(), rep.bellavista), Part(new_id(), rep.marchetti))
    with rep.database.session() as session:
        split_visit(session, whole.id, whole.arrived_at + timedelta(minutes=15), parts, rep.by)
        session.commit()
    rep.send(moved_in_time(morning((BELLAVISTA, 40)).readings, timedelta(seconds=4)), TWO_STAYS.end)
    shown = [visit for visit in rep.visits() if visit.is_shown]
    assert [visit.id for visit in shown] == [part.id for part in parts]
    assert rep.count(Visit) == 3


def test_the_engine_adds_only_what_lies_beside_a_persons_visit(rep: Rep) -> None:
    began_at = TUESDAY_9_AM - timedelta(hours=3)
    with rep.database.session() as session:
        add_visit(session, new_id(), rep.by, rep.marchetti, began_at, TUESDAY_9_AM + timedelta(minutes=18))
        session.commit()
    rep.send(morning((BELLAVISTA, 40)).readings)
    mine, seen = rep.visits()
    assert (mine.arrived_at, mine.left_at) == (began_at, TUESDAY_9_AM + timedelta(minutes=18))
    assert seen.customer_id == rep.bellavista and seen.arrived_at == mine.left_at


def test_a_longer_stop_at_nobodys_is_kept_for_the_rep_alone_and_once(rep: Rep) -> None:
    day = morning((BELLAVISTA, 20), (NOBODYS, 12), (MARCHETTI, 20))
    rep.send(day.readings)
    assert rep.customers_seen() == [rep.bellavista, None, rep.marchetti]
    stop = rep.visits()[1]
    assert is_stop(stop) and not stop.is_question
    assert len(rep.events()) == 2
    rep.decide(stop.id, Decision.DELETED)
    rep.send(moved_in_time(day.readings, timedelta(seconds=4)), day.end)
    assert [visit.id for visit in rep.visits() if visit.customer_id is None] == [stop.id]
    assert rep.events()[2:] == []


def test_a_prospect_made_of_a_stop_is_visited_from_then_on(rep: Rep) -> None:
    day = morning((BELLAVISTA, 20), (NOBODYS, 12), (MARCHETTI, 20))
    rep.send(day.readings)
    stop, prospect_id = rep.visits()[1], new_id()
    with rep.database.session() as session:
        add_prospect(session, prospect_id, rep.by, NewProspect("Corner Cafe", visit_id=stop.id))
        session.commit()
    rep.send(moved_in_time(day.readings, timedelta(seconds=4)), day.end)
    rep.send(moved_in_time(day.readings, timedelta(days=1)), day.end + timedelta(days=1))
    assert rep.customers_seen() == [rep.bellavista, prospect_id, rep.marchetti] * 2


@pytest.mark.parametrize(
    "day",
    [morning((BELLAVISTA, 20), (NOBODYS, 5), (MARCHETTI, 20)), morning((BELLAVISTA, 20), (NOBODYS, 40), after=NOBODYS)],
    ids=["short", "last of the day"],
)
def test_short_stops_and_where_the_day_ends_are_not_kept(rep: Rep, day: Morning) -> None:
    rep.send(day.readings)
    assert None not in rep.customers_seen()
