"""At most one question a day, about the visit whose answer tells most; none once the rep has answered one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.visit import Decision, Origin, Visit
from server.services.visits.visit_question import ask_at_most_one
from server.services.visits.visit_reading import visits_on
from tests.support.makers import TUESDAY_MORNING, make_customer, make_recording, make_staff

DAY = (TUESDAY_MORNING.replace(hour=5), TUESDAY_MORNING.replace(hour=5) + timedelta(days=1))
EVENING = TUESDAY_MORNING.replace(hour=23)


@pytest.fixture
def staff_id(session: Session) -> str:
    return make_staff(session).id


def add(session: Session, staff_id: str, at: datetime = TUESDAY_MORNING, **more: Any) -> Visit:
    values: dict[str, Any] = {"probability": 0.5, "is_question": True, "left_at": at + timedelta(minutes=20), **more}
    visit = Visit(staff_id=staff_id, customer_id=make_customer(session).id, arrived_at=at, **values)
    session.add(visit)
    session.flush()
    return visit


def asked(session: Session, staff_id: str) -> list[str]:
    visits = ask_at_most_one(session, staff_id, visits_on(session, staff_id, *DAY), DAY, EVENING)
    return [visit.id for visit in visits if visit.is_question]


def test_of_several_doubts_only_the_greatest_is_asked(session: Session, staff_id: str) -> None:
    add(session, staff_id, probability=0.78)
    toss_up = add(session, staff_id, at=TUESDAY_MORNING + timedelta(minutes=30), probability=0.5)
    add(session, staff_id, at=TUESDAY_MORNING + timedelta(minutes=60), probability=0.35)
    assert asked(session, staff_id) == [toss_up.id]


def test_of_equal_doubts_the_latest_is_asked(session: Session, staff_id: str) -> None:
    add(session, staff_id)
    late = add(session, staff_id, at=TUESDAY_MORNING + timedelta(hours=5))
    assert asked(session, staff_id) == [late.id]


def test_a_doubt_on_which_a_note_hangs_goes_first(session: Session, staff_id: str) -> None:
    noted = add(session, staff_id)
    add(session, staff_id, at=TUESDAY_MORNING + timedelta(minutes=30))
    make_recording(session, noted.staff, visit_id=noted.id)
    assert asked(session, staff_id) == [noted.id]


def test_nothing_is_asked_once_a_doubt_was_answered_today(session: Session, staff_id: str) -> None:
    add(session, staff_id)
    answered = {"decision": Decision.CONFIRMED, "decided_by_id": staff_id, "decided_at": TUESDAY_MORNING}
    add(session, staff_id, **answered, is_question=False)
    assert asked(session, staff_id) == []


@pytest.mark.parametrize("more", [{"probability": 0.97}, {"origin": Origin.PERSON}])
def test_a_word_on_what_was_sure_is_no_answer(session: Session, staff_id: str, more: dict[str, Any]) -> None:
    doubt = add(session, staff_id)
    decided = {"decision": Decision.CONFIRMED, "decided_by_id": staff_id, "decided_at": TUESDAY_MORNING}
    add(session, staff_id, **decided, is_question=False, **more)
    assert asked(session, staff_id) == [doubt.id]
