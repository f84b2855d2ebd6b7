"""Stored visits follow what the engine sees, and never against a person's word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.base import now
from models.customer import Site
from models.visit import Decision, Visit
from server.services.position_intake import Reading
from tests.support.rep_on_the_road import Rep
from tests.support.rounds_on_the_road import (
    BELLAVISTA,
    DEPOT,
    MARCHETTI,
    TUESDAY_9_AM,
    morning,
)

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


def test_a_stop_that_turns_out_to_be_none_is_withdrawn_but_its_row_stays(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    with rep.database.session() as session:
        session.execute(Site.__table__.update().values(lat=10.0, lon=10.0))
        session.commit()
    rep.send([Reading(TWO_STAYS.end + timedelta(seconds=30), *DEPOT, 9.0, "owntracks")])
    assert rep.visits() == []
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
