"""Notes heal visits: they rename the one that was meant and make the one nobody saw, never against a person's word."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.base import new_id
from models.recording import CustomerSource, Transcript
from models.visit import Decision, Origin, Visit
from server.services.notes.note_visit import heal_visits
from server.services.visits.visit_addition import add_visit
from tests.support.rep_on_the_road import Rep
from tests.support.rounds_on_the_road import BELLAVISTA, DEPOT, MARCHETTI, TUESDAY_9_AM, morning

JUST_LEFT = "just left bellavista they want two cases"
NEXT_DOOR = (BELLAVISTA[0] + 0.0004, BELLAVISTA[1])


def speak(rep: Rep, ended_at: datetime, text: str = JUST_LEFT, customer_id: str | None = None, **more: Any) -> str:
    source = {"customer_id": customer_id or rep.bellavista, "customer_source": CustomerSource.SPOKEN}
    note_id = rep.note(ended_at, **{**source, "received_at": ended_at, **more})
    with rep.database.session() as session:
        words = [[word, 0.0, 0.1, 1.0] for word in text.split()]
        session.add(Transcript(recording_id=note_id, text=text, words=words, seconds=9.0, model="m", is_trial=True))
        session.commit()
    heal(rep, note_id)
    return note_id


def heal(rep: Rep, note_id: str) -> None:
    with rep.database.session() as session:
        heal_visits(session, note_id)
        session.commit()


def shown(rep: Rep) -> list[Visit]:
    return [visit for visit in rep.visits() if visit.is_shown]


def test_a_note_where_no_position_is_makes_a_visit_once(rep: Rep) -> None:
    note_id = speak(rep, TUESDAY_9_AM)
    heal(rep, note_id)
    (visit,) = shown(rep)
    assert (visit.customer_id, visit.origin, visit.probability) == (rep.bellavista, Origin.NOTE, 0.6)
    assert visit.arrived_at < visit.left_at <= TUESDAY_9_AM
    assert (visit.lat, visit.lon) == (None, None) and "your note" in visit.reasons[0]
    assert rep.note_now(note_id).visit_id == visit.id
    assert rep.events() == ["visit.closed"]


def test_positions_that_come_later_take_the_visit_over(rep: Rep) -> None:
    day = morning((BELLAVISTA, 30), (MARCHETTI, 20))
    note_id = speak(rep, TUESDAY_9_AM + timedelta(minutes=38))
    (told,) = shown(rep)
    rep.send(day.readings)
    first, _second = shown(rep)
    assert (first.id, first.customer_id, first.origin) == (told.id, rep.bellavista, Origin.ENGINE)
    assert first.left_at - first.arrived_at > timedelta(minutes=25)
    assert rep.note_now(note_id).visit_id == first.id


def test_positions_that_show_something_else_leave_the_told_visit(rep: Rep) -> None:
    speak(rep, TUESDAY_9_AM - timedelta(hours=1, minutes=30))
    rep.send(morning((MARCHETTI, 30)).readings)
    assert rep.customers_seen() == [rep.bellavista, rep.marchetti]


def test_a_note_that_names_the_neighbour_renames_the_doubtful_visit(rep: Rep) -> None:
    visit_id = stored(rep, rep.marchetti, alternatives=[{"customer_id": rep.bellavista, "probability": 0.4}])
    note_id = speak(rep, TUESDAY_9_AM + timedelta(minutes=31))
    heal(rep, note_id)
    (visit,) = shown(rep)
    assert (visit.id, visit.customer_id) == (visit_id, rep.bellavista)
    assert visit.reasons[0] == "named in your note" and visit.probability >= 0.8
    assert rep.events() == ["visit.changed"]


def test_a_note_about_somebody_far_away_renames_nothing(rep: Rep) -> None:
    stored(rep, rep.marchetti, lat=MARCHETTI[0], lon=MARCHETTI[1])
    speak(rep, TUESDAY_9_AM + timedelta(minutes=31))
    assert rep.customers_seen() == [rep.marchetti]


@pytest.mark.parametrize("decision", [Decision.CONFIRMED, Decision.CHANGED])
def test_what_a_person_said_is_not_renamed(rep: Rep, decision: Decision) -> None:
    others = [{"customer_id": rep.bellavista, "probability": 0.4}]
    stored(rep, rep.marchetti, decision=decision, alternatives=others)
    speak(rep, TUESDAY_9_AM + timedelta(minutes=31))
    assert rep.customers_seen() == [rep.marchetti]


def test_no_visit_is_made_where_a_person_said_that_there_was_none(rep: Rep) -> None:
    stored(rep, rep.bellavista, decision=Decision.DELETED)
    speak(rep, TUESDAY_9_AM + timedelta(minutes=31))
    assert shown(rep) == []


def test_a_note_in_the_evening_goes_to_the_visit_of_the_day(rep: Rep) -> None:
    visit_id = stored(rep, rep.bellavista)
    note_id = speak(rep, TUESDAY_9_AM + timedelta(hours=8), text="at bellavista they want two cases")
    assert [visit.id for visit in shown(rep)] == [visit_id]
    assert rep.note_now(note_id).visit_id == visit_id


@pytest.mark.parametrize("text", ["called bellavista about the invoice", "bellavista emailed they want two cases"])
def test_a_call_is_no_visit(rep: Rep, text: str) -> None:
    speak(rep, TUESDAY_9_AM, text=text)
    assert shown(rep) == []


def test_positions_elsewhere_outweigh_the_words(rep: Rep) -> None:
    rep.send(morning((MARCHETTI, 5)).readings)
    speak(rep, morning((MARCHETTI, 5)).end)
    assert rep.bellavista not in rep.customers_seen()


@pytest.mark.parametrize(("place", "count"), [(NEXT_DOOR, 1), (DEPOT, 0)])
def test_the_place_where_a_note_was_spoken_counts(rep: Rep, place: tuple[float, float], count: int) -> None:
    speak(rep, TUESDAY_9_AM, text="they want two cases", lat=place[0], lon=place[1])
    assert len(shown(rep)) == count


def test_a_told_visit_does_not_reach_into_the_one_before(rep: Rep) -> None:
    with rep.database.session() as session:
        until = TUESDAY_9_AM - timedelta(minutes=5)
        add_visit(session, new_id(), rep.by, rep.marchetti, until - timedelta(minutes=40), until)
        session.commit()
    speak(rep, TUESDAY_9_AM + timedelta(minutes=40))
    speak(rep, TUESDAY_9_AM + timedelta(minutes=2), text="just left bellavista again")
    marchetti, *told = shown(rep)
    assert all(visit.arrived_at >= marchetti.left_at for visit in told)


def stored(rep: Rep, customer_id: str | None, **more: Any) -> str:
    values: dict[str, Any] = {"probability": 0.6, "lat": BELLAVISTA[0], "lon": BELLAVISTA[1], **more}
    with rep.database.session() as session:
        times = {"arrived_at": TUESDAY_9_AM, "left_at": TUESDAY_9_AM + timedelta(minutes=30)}
        visit = Visit(staff_id=rep.by.staff_id, customer_id=customer_id, **times, **values)
        session.add(visit)
        session.commit()
        return visit.id


def test_only_what_the_note_itself_tells_counts(rep: Rep) -> None:
    speak(rep, TUESDAY_9_AM, customer_source=CustomerSource.VISIT)
    heal(rep, new_id())
    assert shown(rep) == []
