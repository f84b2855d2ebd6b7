"""Notes belong to the visit in which they were spoken, whatever becomes of it."""

from __future__ import annotations

from datetime import timedelta

from models.base import now
from models.recording import CustomerSource
from models.visit import Decision
from server.services.notes.note_linking import relink_notes, visit_for_note
from server.services.visits.visit_logging import reconsider
from tests.support.rep_on_the_road import Rep
from tests.support.rounds_on_the_road import (
    BELLAVISTA,
    MARCHETTI,
    TUESDAY_9_AM,
    morning,
)

TWO_STAYS = morning((BELLAVISTA, 30), (MARCHETTI, 25))


def test_a_note_spoken_inside_a_visit_belongs_to_it(rep: Rep) -> None:
    note_id = rep.note(TUESDAY_9_AM + timedelta(minutes=30))
    rep.send(TWO_STAYS.readings)
    note = rep.note_now(note_id)
    assert (note.visit_id, note.customer_id) == (rep.visits()[0].id, rep.bellavista)
    assert note.customer_source == CustomerSource.VISIT


def test_a_note_spoken_on_the_way_to_the_next_customer_belongs_to_the_one_before(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    first, second = rep.visits()
    with rep.database.reading() as session:
        started_at = first.left_at + timedelta(seconds=60)
        found = visit_for_note(session, rep.by.staff_id, started_at, started_at + timedelta(seconds=30), None)
        at_the_second = visit_for_note(session, rep.by.staff_id, second.arrived_at, second.arrived_at, None)
        much_later = second.left_at + timedelta(minutes=45)
        nothing = visit_for_note(session, rep.by.staff_id, much_later, much_later, None)
    assert found is not None and found.id == first.id
    assert at_the_second is not None and at_the_second.id == second.id
    assert nothing is None


def test_a_note_goes_to_the_visit_of_the_customer_it_names(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    first, second = rep.visits()
    between = {"customer_id": rep.bellavista, "customer_source": CustomerSource.SPOKEN}
    note_id = rep.note(second.arrived_at - timedelta(seconds=20), **between)
    with rep.database.session() as session:
        relink_notes(session, rep.by.staff_id, TUESDAY_9_AM, TWO_STAYS.end)
        session.commit()
    assert rep.note_now(note_id).visit_id == first.id


def test_a_spoken_customer_stays_when_the_visit_says_another(rep: Rep) -> None:
    note_id = rep.note(
        TUESDAY_9_AM + timedelta(minutes=30), customer_id=rep.marchetti, customer_source=CustomerSource.PERSON
    )
    rep.send(morning((BELLAVISTA, 30)).readings)
    assert rep.note_now(note_id).customer_id == rep.marchetti


def test_notes_follow_the_visit_to_the_customer_that_a_person_chose(rep: Rep) -> None:
    note_id = rep.note(TUESDAY_9_AM + timedelta(minutes=30))
    rep.send(morning((BELLAVISTA, 30)).readings)
    rep.decide(rep.visits()[0].id, Decision.CHANGED, rep.marchetti)
    assert rep.note_now(note_id).customer_id == rep.marchetti
    rep.decide(rep.visits()[0].id, Decision.DELETED)
    assert (rep.note_now(note_id).visit_id, rep.note_now(note_id).customer_id) == (None, None)


def test_a_note_spoken_in_the_evening_for_a_chosen_visit_stays_there(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    first = rep.visits()[0]
    note_id = rep.note(TWO_STAYS.end + timedelta(hours=3), visit_id=first.id)
    with rep.database.session() as session:
        assert relink_notes(session, rep.by.staff_id, TUESDAY_9_AM, TWO_STAYS.end + timedelta(days=1))
        session.commit()
    assert rep.note_now(note_id).visit_id == first.id
    assert rep.note_now(note_id).customer_id == rep.bellavista


def test_looking_again_after_a_note_keeps_visits_and_links_the_note(rep: Rep) -> None:
    rep.send(TWO_STAYS.readings)
    ids = [visit.id for visit in rep.visits()]
    note_id = rep.note(TUESDAY_9_AM + timedelta(minutes=30))
    with rep.database.session() as session:
        reconsider(session, rep.company_map, rep.by.staff_id, TUESDAY_9_AM + timedelta(minutes=30), now())
        session.commit()
    assert [visit.id for visit in rep.visits()] == ids
    assert rep.note_now(note_id).visit_id == ids[0]
