"""Facts about a customer are kept with day and source: added and withdrawn as entries change, never overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.base import new_id
from models.complaint import Complaint
from models.customer_fact import CustomerFact
from models.fact_kind import FactKind
from models.staff import Staff
from server.services.facts.contradiction_question import standing
from server.services.notes.entry_correction import correct_entry
from server.services.notes.entry_ledgers import fill_ledgers, keep_ledgers
from tests.support.makers import make_customer, make_staff
from tests.support.told import ZONE, heard, identity, move, tell, tell_again
from voice.lexicon import Lexicon

SAID = "the chef maria wants deliveries before nine norwell supplies them today"
MARIA = {"name": "maria", "contact_id": None, "role": "chef", "evidence": heard(1, 2)}
BEFORE_NINE = {"about": "deliveries before nine", "evidence": heard(4, 6)}
NORWELL = {"name": "Norwell Foods", "context": "current_supplier", "evidence": heard(7, 10)}
CONTENT = {"people": [MARIA], "preferences": [BEFORE_NINE], "competitors": [NORWELL]}


@pytest.fixture
def ana(session: Session) -> Staff:
    return make_staff(session)


@pytest.fixture
def customer_id(session: Session) -> str:
    return make_customer(session).id


def told(facts: list[CustomerFact]) -> set[tuple[str, str, str]]:
    return {(fact.kind, fact.subject, fact.value) for fact in facts}


def rows(session: Session) -> list[CustomerFact]:
    return list(session.scalars(select(CustomerFact).order_by(CustomerFact.created_at, CustomerFact.id)))


ALL_TOLD = {
    ("role", "chef", "Maria"),
    ("preference", "delivery time", "deliveries before nine"),
    ("supplier", "current supplier", "Norwell Foods"),
}


def test_each_fact_is_a_row_with_its_day_its_note_and_its_second(
    session: Session, ana: Staff, customer_id: str
) -> None:
    entry = tell(session, ana, customer_id, CONTENT, SAID)
    facts = standing(session, customer_id)
    assert told(facts) == ALL_TOLD
    assert {(fact.said_on, fact.recording_id) for fact in facts} == {(date(2026, 3, 10), entry.recording_id)}
    (role,) = [fact for fact in facts if fact.kind == "role"]
    assert (role.item_id, role.from_s, role.to_s) == ("people-0", 0.5, 1.5)


def test_keeping_the_same_version_again_changes_nothing(session: Session, ana: Staff, customer_id: str) -> None:
    entry = tell(session, ana, customer_id, CONTENT, SAID)
    before = [(fact.id, fact.created_at, fact.withdrawn_at) for fact in rows(session)]
    keep_ledgers(session, entry, ZONE)
    assert [(fact.id, fact.created_at, fact.withdrawn_at) for fact in rows(session)] == before


def test_a_correction_withdraws_the_old_fact_and_adds_the_new_one(
    session: Session, ana: Staff, customer_id: str
) -> None:
    entry = tell(session, ana, customer_id, CONTENT, SAID)
    change = {"op": "set", "item_id": "preferences-0", "attribute": "about", "value": "deliveries before ten"}
    gone = {"op": "remove", "item_id": "competitors-0"}
    correct_entry(session, entry, new_id(), [change, gone], identity(ana), lexicon=Lexicon(), zone=ZONE)
    assert told(standing(session, customer_id)) == {
        ("role", "chef", "Maria"),
        ("preference", "delivery time", "deliveries before ten"),
    }
    withdrawn = [fact for fact in rows(session) if fact.withdrawn_at]
    assert {fact.value for fact in withdrawn} == {"deliveries before nine", "Norwell Foods"}
    (corrected,) = [fact for fact in standing(session, customer_id) if fact.kind == "preference"]
    assert (corrected.from_s, corrected.to_s) == (2.0, 3.5)


def test_read_otherwise_and_back_the_fact_is_the_same_row(session: Session, ana: Staff, customer_id: str) -> None:
    entry = tell(session, ana, customer_id, CONTENT, SAID)
    tell_again(session, entry, {})
    assert standing(session, customer_id) == []
    tell_again(session, entry, CONTENT)
    assert told(standing(session, customer_id)) == ALL_TOLD
    assert len(rows(session)) == 3


def test_a_later_note_adds_and_leaves_what_was_said_before(session: Session, ana: Staff, customer_id: str) -> None:
    tell(session, ana, customer_id, {"people": [{**MARIA, "name": "paolo"}]}, SAID, day=-30)
    tell(session, ana, customer_id, CONTENT, SAID)
    chefs = [(fact.value, fact.said_on) for fact in standing(session, customer_id) if fact.subject == "chef"]
    assert chefs == [("Paolo", date(2026, 2, 8)), ("Maria", date(2026, 3, 10))]


def test_a_note_that_moves_takes_its_facts_along(session: Session, ana: Staff, customer_id: str) -> None:
    entry = tell(session, ana, customer_id, CONTENT, SAID)
    other_id = make_customer(session, "Blue Hen").id
    move(session, entry, other_id)
    assert standing(session, customer_id) == []
    assert told(standing(session, other_id)) == ALL_TOLD
    move(session, entry, None)
    assert standing(session, other_id) == []


@pytest.mark.parametrize(
    ("content", "fact", "is_change"),
    [
        ({"contact_updates": [{"person": "maria", "field": "role", "value": "head chef"}]}, ("role", "chef"), True),
        (
            {"contact_updates": [{"person": "maria", "field": "left_company", "value": True}]},
            ("contact", "Maria"),
            True,
        ),
        (
            {"contact_updates": [{"person": "maria", "field": "phone", "value": "+13125550144"}]},
            ("contact", "Maria, phone"),
            True,
        ),
        ({"competitors": [{**NORWELL, "context": "switching_to"}]}, ("supplier", "current supplier"), True),
        ({"competitors": [{**NORWELL, "context": "left"}]}, ("supplier", "supplier before"), True),
        ({"preferences": [{"about": "text don't call"}]}, ("preference", "how to reach them"), False),
        ({"preferences": [{"about": "no calls before ten"}]}, ("preference", "when to reach them"), False),
        ({"preferences": [{"about": "only compostable"}]}, ("preference", ""), False),
        ({"preferences": [{"about": "invoices by email"}]}, ("preference", "invoices"), False),
    ],
)
def test_what_items_tell(
    session: Session,
    ana: Staff,
    customer_id: str,
    content: dict[str, Any],
    fact: tuple[str, str],
    is_change: bool,
) -> None:
    tell(session, ana, customer_id, content)
    assert [(one.kind, one.subject, one.tells_change) for one in standing(session, customer_id)] == [(*fact, is_change)]


def test_a_person_without_role_or_a_mentioned_competitor_is_no_fact(
    session: Session, ana: Staff, customer_id: str
) -> None:
    tell(
        session,
        ana,
        customer_id,
        {"people": [{**MARIA, "role": None}], "competitors": [{**NORWELL, "context": "mentioned"}]},
    )
    assert standing(session, customer_id) == []


def test_an_administrators_own_kind_of_fact_is_kept_under_its_id(
    session: Session, ana: Staff, customer_id: str
) -> None:
    kind = FactKind(name="Fryer oil change", value_type="text", cues=["we change the oil"])
    session.add(kind)
    session.flush()
    tell(
        session,
        ana,
        customer_id,
        {"facts": [{"item_id": "facts-0", "kind": kind.id, "subject": "", "value": "fridays"}]},
    )
    assert told(standing(session, customer_id)) == {(kind.id, "", "fridays")}


def test_entries_from_before_the_ledgers_are_filled_in_once(session: Session, ana: Staff, customer_id: str) -> None:
    tell(session, ana, customer_id, {**CONTENT, "complaints": [{"about": "late again", "severity": None}]}, SAID)
    session.execute(delete(CustomerFact))
    session.execute(delete(Complaint))
    assert (fill_ledgers(session, ZONE), fill_ledgers(session, ZONE)) == (1, 0)
    assert told(standing(session, customer_id)) == ALL_TOLD
    assert len(session.scalars(select(Complaint)).all()) == 1
