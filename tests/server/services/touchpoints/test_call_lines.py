"""Three lines say what a call is probably about: what was said just now, what is open, what is due."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.base import new_id, now
from models.complaint import Complaint
from models.recording import Channel, Outcome
from models.visit import Visit
from server.services.customers.round_reading import Asking
from server.services.touchpoints.call_lines import Line, call_lines
from server.services.touchpoints.interaction import Met, keep_interaction
from tests.server.services.touchpoints.conftest import Desk


def say(desk: Desk, text: str, *, days_ago: float = 0, channel: Channel = Channel.CALL, **more: object) -> str:
    values = {"id": new_id(), "at": now() - timedelta(days=days_ago), "text": text, **more}
    met = Met(customer_id=desk.customer_id, channel=channel, **values)  # type: ignore[arg-type]
    keep_interaction(desk.installation, desk.tom, met)
    return met.id


def complain(session: Session, desk: Desk, recording_id: str, about: str, *, is_serious: bool = False) -> None:
    session.add(
        Complaint(
            recording_id=recording_id,
            item_id=new_id(),
            customer_id=desk.customer_id,
            kind="quality",
            about=about,
            is_serious=is_serious,
            said_at=now() - timedelta(days=9),
        )
    )
    session.commit()


def lines(desk: Desk) -> list[Line]:
    asking = Asking(desk.tom.staff_id, now(), ZoneInfo("America/Chicago"), 30)
    with desk.installation.database.reading() as session:
        return call_lines(session, desk.customer_id, asking)


def test_a_customer_of_whom_nothing_is_known_has_no_lines(desk: Desk) -> None:
    assert lines(desk) == []


def test_what_was_said_just_now_comes_first_then_what_is_overdue(desk: Desk) -> None:
    say(desk, "I will send the price list by tomorrow", days_ago=5)
    say(desk, "they like the olive oil", days_ago=40)
    say(desk, "asked about the new opening hours")
    told = lines(desk)
    assert [line.kind for line in told] == ["met", "promise", "met"]
    assert told[0].head == "Tom spoke to them on the phone"
    assert told[1].is_urgent and told[1].head.endswith("not done") and "price list" in told[1].text


def test_an_open_complaint_stands_before_an_old_note(desk: Desk) -> None:
    old = say(desk, "they like the olive oil", days_ago=9)
    with desk.installation.database.session() as session:
        complain(session, desk, old, "crates were broken", is_serious=True)
    told = lines(desk)
    assert (told[0].kind, told[0].text) == ("complaint", "crates were broken")
    assert told[0].head == "Complaint, open with nobody yet"
    assert told[0].recording_id == old


def test_no_kind_takes_all_three_lines(desk: Desk) -> None:
    for number in range(4):
        say(desk, f"asked about invoice {number}")
    say(desk, "I will send the price list by tomorrow", days_ago=40)
    assert [line.kind for line in lines(desk)].count("met") == 2
    assert len(lines(desk)) == 3


def test_a_call_without_words_shows_how_it_ended_by_being_there(desk: Desk) -> None:
    say(desk, "", outcome=Outcome.NOT_REACHED)
    assert [(line.kind, line.text) for line in lines(desk)] == [("met", "Not reached")]


def test_a_visit_that_has_just_ended_is_told_and_one_going_on_is_not(desk: Desk) -> None:
    with desk.installation.database.session() as session:
        visit = Visit(
            staff_id=desk.ana.staff_id,
            customer_id=desk.customer_id,
            arrived_at=now() - timedelta(minutes=40),
            left_at=now() - timedelta(minutes=6),
            probability=1,
            is_open=True,
        )
        session.add(visit)
        session.commit()
        assert lines(desk) == []
        visit.is_open = False
        session.commit()
    assert [(line.head, line.text) for line in lines(desk)] == [("Ana was there", "No note is spoken yet.")]


def test_lines_of_written_notes_have_no_sound(desk: Desk) -> None:
    say(desk, "I will send the price list by tomorrow")
    assert {(line.from_s, line.to_s) for line in lines(desk)} == {(None, None)}
