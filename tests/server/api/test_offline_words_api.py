"""What a phone said offline is never refused: it is kept, put in order and flagged in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from models.base import new_id, now
from models.customer import Customer
from models.database import Database
from models.event import Event
from models.recording import Recording
from models.staff import Staff
from models.visit import Decision, Origin, Visit
from tests.server.api.conftest import Phone
from tests.support.makers import make_customer, make_recording

NINE = now().replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=1)


@pytest.fixture
def customers(house: Database) -> tuple[str, str]:
    with house.session() as session:
        ids = make_customer(session, "Bellavista Bistro").id, make_customer(session, "Hotel Marchetti").id
        session.commit()
        return ids


def make_visit(house: Database, phone: Phone, customer_id: str | None, minutes: int = 30, **more: Any) -> str:
    at = more.pop("at", NINE)
    values: dict[str, Any] = {"arrived_at": at, "left_at": at + timedelta(minutes=minutes), "probability": 0.9, **more}
    with house.session() as session:
        visit = Visit(staff_id=phone.staff_id, customer_id=customer_id, **values)
        session.add(visit)
        session.commit()
        return visit.id


def stored(house: Database, visit_id: str) -> Visit:
    with house.reading() as session:
        return session.get_one(Visit, visit_id)


def told(house: Database) -> list[str | None]:
    with house.reading() as session:
        return [found.details.get("decision") for found in session.scalars(select(Event).order_by(Event.id))]


def put(phone: Phone, path: str, **said: Any) -> dict[str, Any]:
    answer = phone.put(path, json=said)
    assert answer.status_code == 200, answer.get_json()
    return dict(answer.get_json())


def at(minutes: float) -> str:
    return (NINE + timedelta(minutes=minutes)).isoformat()


def read(written: str) -> datetime:
    return datetime.fromisoformat(written)


def test_a_missed_visit_is_added_once_with_the_phones_id(
    phone: Phone, house: Database, customers: tuple[str, str]
) -> None:
    visit_id = new_id()
    said = {"customer_id": customers[0], "arrived_at": at(0), "left_at": at(25)}
    first, second = (put(phone, f"/api/visits/{visit_id}", **said) for _ in range(2))
    assert first == second
    assert (first["id"], first["origin"], first["certainty"], first["flag"]) == (visit_id, "person", "confirmed", None)
    assert read(first["arrived_at"]) == NINE
    assert told(house) == ["added"]


def test_a_visit_added_over_what_the_engine_saw_of_the_same_stay_replaces_it(
    phone: Phone, house: Database, customers: tuple[str, str]
) -> None:
    seen = make_visit(house, phone, customers[1])
    decided = make_visit(house, phone, customers[1], at=NINE + timedelta(hours=2), decision=Decision.CONFIRMED)
    put(phone, f"/api/visits/{new_id()}", customer_id=customers[0], arrived_at=at(2), left_at=at(28))
    assert stored(house, seen).withdrawn_at is not None
    assert stored(house, decided).withdrawn_at is None


def test_times_can_be_changed_with_the_word(phone: Phone, house: Database, customers: tuple[str, str]) -> None:
    visit_id = make_visit(house, phone, customers[0])
    said = {"decision": "confirmed", "arrived_at": at(-10), "left_at": at(50)}
    first, second = (put(phone, f"/api/visits/{visit_id}/decision", **said) for _ in range(2))
    assert first == second
    assert (read(first["arrived_at"]), read(first["left_at"])) == (read(at(-10)), read(at(50)))
    assert told(house) == ["confirmed"]


@pytest.mark.parametrize(
    ("arrived_min", "left_min", "words"),
    [(30, 0, "exchanged"), (0, 60 * 40, "longer than a day"), (60 * 72, 60 * 73, "future")],
)
def test_times_that_cannot_be_are_mended_and_flagged(
    phone: Phone, house: Database, customers: tuple[str, str], arrived_min: int, left_min: int, words: str
) -> None:
    said = {"customer_id": customers[0], "arrived_at": at(arrived_min), "left_at": at(left_min)}
    visit = put(phone, f"/api/visits/{new_id()}", **said)
    assert words in visit["flag"]
    length = read(visit["left_at"]) - read(visit["arrived_at"])
    assert timedelta(0) < length <= timedelta(hours=24)


def test_a_customer_nobody_knows_is_flagged_and_the_word_kept(
    phone: Phone, house: Database, customers: tuple[str, str]
) -> None:
    visit_id = make_visit(house, phone, customers[0])
    visit = put(phone, f"/api/visits/{visit_id}/decision", decision="changed", customer_id=new_id())
    assert visit["customer"] is None and "not known here" in visit["flag"]
    assert stored(house, visit_id).decision == Decision.CHANGED
    again = put(phone, f"/api/visits/{visit_id}/decision", decision="changed", customer_id=customers[1])
    assert (again["customer"]["id"], again["flag"]) == (customers[1], None)


def test_a_merged_customer_is_mapped_on_to_the_one_that_stands(
    phone: Phone, house: Database, customers: tuple[str, str]
) -> None:
    with house.session() as session:
        session.get_one(Customer, customers[0]).merged_into_id = customers[1]
        session.commit()
    visit = put(phone, f"/api/visits/{new_id()}", customer_id=customers[0], arrived_at=at(0), left_at=at(9))
    assert visit["customer"]["id"] == customers[1]
    assert visit["flag"] == "Bellavista Bistro was merged with Hotel Marchetti."


def test_a_customer_that_has_left_keeps_the_visit_with_a_flag(
    phone: Phone, house: Database, customers: tuple[str, str]
) -> None:
    with house.session() as session:
        session.get_one(Customer, customers[0]).left_at = now()
        session.commit()
    visit_id = make_visit(house, phone, customers[0])
    visit = put(phone, f"/api/visits/{visit_id}/decision", decision="confirmed")
    assert (visit["customer"]["id"], visit["flag"]) == (customers[0], "Bellavista Bistro is no customer any more.")


def test_a_withdrawn_visit_stands_again_by_the_word(phone: Phone, house: Database, customers: tuple[str, str]) -> None:
    visit_id = make_visit(house, phone, customers[0], withdrawn_at=now())
    rival = make_visit(house, phone, customers[1])
    visit = put(phone, f"/api/visits/{visit_id}/decision", decision="confirmed")
    assert "taken back" in visit["flag"]
    assert stored(house, visit_id).withdrawn_at is None
    assert stored(house, rival).withdrawn_at is not None


def test_a_word_on_a_swallowed_visit_is_kept_on_the_one_that_spans_both(
    phone: Phone, house: Database, customers: tuple[str, str]
) -> None:
    kept, other = make_visit(house, phone, customers[0]), make_visit(house, phone, None, at=NINE + timedelta(hours=1))
    put(phone, f"/api/visits/{kept}/merge", other_id=other)
    visit = put(phone, f"/api/visits/{other}/decision", decision="changed", customer_id=customers[1])
    assert visit["id"] == kept and "it was at Hotel Marchetti" in visit["flag"]
    assert stored(house, other).decision == Decision.MERGED


def test_a_visit_of_ones_own_that_was_never_heard_of_is_made(
    phone: Phone, house: Database, customers: tuple[str, str]
) -> None:
    visit_id = new_id()
    visit = put(phone, f"/api/visits/{visit_id}/decision", decision="changed", customer_id=customers[0])
    assert (visit["id"], visit["customer"]["id"]) == (visit_id, customers[0])
    assert "not known here" in visit["flag"] and "a guess" in visit["flag"]
    assert abs(now() - read(visit["arrived_at"])) < timedelta(minutes=5)
    later = put(phone, f"/api/visits/{visit_id}", customer_id=customers[0], arrived_at=at(0), left_at=at(20))
    assert read(later["left_at"]) == read(at(20)) and "guess" not in later["flag"]


def test_a_deleted_visit_that_was_never_heard_of_stays_out_of_the_day(phone: Phone, house: Database) -> None:
    visit_id = new_id()
    put(phone, f"/api/visits/{visit_id}/decision", decision="deleted")
    assert stored(house, visit_id).decision == Decision.DELETED
    assert (phone.get("/api/today").get_json())["visits"] == []
    assert told(house) == []


def test_merging_spans_both_and_takes_the_notes_along(
    phone: Phone, house: Database, customers: tuple[str, str]
) -> None:
    kept, other = make_visit(house, phone, customers[0]), make_visit(house, phone, None, at=NINE + timedelta(hours=1))
    with house.session() as session:
        evening = NINE + timedelta(hours=11)
        note = make_recording(session, session.get_one(Staff, phone.staff_id), visit_id=other, started_at=evening)
        session.commit()
    first, second = (put(phone, f"/api/visits/{kept}/merge", other_id=other) for _ in range(2))
    assert first == second
    assert (first["id"], first["certainty"], first["recording_ids"]) == (kept, "confirmed", [note.id])
    assert (read(first["arrived_at"]), read(first["left_at"])) == (NINE, NINE + timedelta(minutes=90))
    assert (stored(house, other).decision, stored(house, other).merged_into_id) == (Decision.MERGED, kept)
    assert told(house) == ["merged"]


def test_merging_with_a_visit_that_is_not_known_is_flagged(
    phone: Phone, house: Database, customers: tuple[str, str]
) -> None:
    kept = make_visit(house, phone, customers[0])
    first, second = (put(phone, f"/api/visits/{kept}/merge", other_id=new_id()) for _ in range(2))
    assert first == second and "not known here" in first["flag"]
    far = make_visit(house, phone, customers[0], at=NINE - timedelta(days=3))
    assert "a day away" in put(phone, f"/api/visits/{kept}/merge", other_id=far)["flag"]
    assert stored(house, far).decision is None


def test_splitting_makes_two_visits_and_notes_find_theirs(
    phone: Phone, house: Database, customers: tuple[str, str]
) -> None:
    whole, ids = make_visit(house, phone, customers[0], minutes=60), (new_id(), new_id())
    with house.session() as session:
        staff = session.get_one(Staff, phone.staff_id)
        note = make_recording(session, staff, visit_id=whole, started_at=NINE + timedelta(minutes=50))
        session.commit()
    said = {
        "at": at(35),
        "first": {"id": ids[0], "customer_id": customers[0]},
        "second": {"id": ids[1], "customer_id": customers[1]},
    }
    first, second = (put(phone, f"/api/visits/{whole}/split", **said) for _ in range(2))
    assert first == second
    parts = first["visits"]
    assert [(part["id"], part["customer"]["id"]) for part in parts] == list(zip(ids, customers, strict=True))
    assert read(parts[0]["left_at"]) == read(parts[1]["arrived_at"]) == read(at(35))
    with house.reading() as session:
        moved = session.get_one(Recording, note.id)
        assert (moved.visit_id, moved.customer_id) == (ids[1], customers[1])
        shown = session.scalar(select(func.count()).select_from(Visit).where(Visit.decision == Decision.SPLIT))
    assert shown == 1
    assert told(house)[:1] == ["split"]


def test_a_cut_outside_of_the_visit_is_moved_to_its_end_and_flagged(
    phone: Phone, house: Database, customers: tuple[str, str]
) -> None:
    whole = make_visit(house, phone, customers[0])
    said = {"at": at(500), "first": {"id": new_id(), "customer_id": customers[0]}, "second": {"id": new_id()}}
    parts = put(phone, f"/api/visits/{whole}/split", **said)["visits"]
    assert read(parts[0]["left_at"]) == NINE + timedelta(minutes=30)
    assert all("outside" in part["flag"] for part in parts)


def test_a_prospect_stands_where_the_visit_was_and_takes_it_over(phone: Phone, house: Database) -> None:
    stop, prospect_id = make_visit(house, phone, None, lat=41.9, lon=-87.7, probability=0.1), new_id()
    said = {"name": "Corner Cafe", "visit_id": stop, "kind": "cafe"}
    first, second = (put(phone, f"/api/prospects/{prospect_id}", **said) for _ in range(2))
    assert first == second == {"id": prospect_id, "name": "Corner Cafe", "kind": "cafe", "is_prospect": True}
    with house.reading() as session:
        customer = session.get_one(Customer, prospect_id)
        assert (customer.owner_id, customer.sites[0].lat, customer.sites[0].pin_lon) == (phone.staff_id, 41.9, -87.7)
        visit = session.get_one(Visit, stop)
        assert (visit.customer_id, visit.decision, visit.origin) == (prospect_id, Decision.CHANGED, Origin.ENGINE)
    found = phone.get("/api/customers?q=corner").get_json()["customers"]
    assert [place["id"] for place in found] == [prospect_id]


def test_two_places_of_one_visit_are_refused_in_words(phone: Phone) -> None:
    visit_id = new_id()
    answer = phone.put(f"/api/visits/{visit_id}/merge", json={"other_id": visit_id})
    assert answer.status_code == 422 and answer.get_json()["detail"]
    same = {"at": at(1), "first": {"id": visit_id}, "second": {"id": new_id()}}
    assert phone.put(f"/api/visits/{visit_id}/split", json=same).status_code == 422
    assert phone.put("/api/prospects/x", json={"name": "A"}).status_code == 404
    assert phone.put(f"/api/prospects/{visit_id}", json={"name": ""}).status_code == 422


@pytest.mark.parametrize(
    ("days", "told"),
    [(365, "lies in the future"), (-1, "exchanged"), (-20_000, "lies years back"), (365_000, "future")],
)
def test_a_visit_of_a_wrong_clock_is_kept_with_all_that_is_odd_about_it(
    house: Database, phone: Phone, customers: tuple[str, str], days: int, told: str
) -> None:
    began = NINE + timedelta(days=days)
    times = {"arrived_at": began.isoformat(), "left_at": (began - timedelta(minutes=20)).isoformat()}
    flag = put(phone, f"/api/visits/{new_id()}", customer_id=customers[0], **times)["flag"]
    assert told in flag and "exchanged" in flag


def test_a_visit_that_two_phones_cut_is_cut_once(house: Database, phone: Phone, customers: tuple[str, str]) -> None:
    whole = make_visit(house, phone, customers[0], 60)
    ids = [[new_id(), new_id()] for _phone in range(2)]

    def cut(first: str, second: str, minute: int, customer_id: str | None) -> list[dict[str, Any]]:
        said = {
            "first": {"id": first, "customer_id": customers[0]},
            "second": {"id": second, "customer_id": customer_id},
        }
        return list(put(phone, f"/api/visits/{whole}/split", at=at(minute), **said)["visits"])

    once = cut(ids[0][0], ids[0][1], 30, None)
    again = cut(ids[1][0], ids[1][1], 40, customers[1])
    assert cut(ids[1][0], ids[1][1], 40, customers[1]) == again
    assert [part["id"] for part in again] == [part["id"] for part in once] == ids[0]
    assert again[1]["customer"]["id"] == customers[1]
    word = put(phone, f"/api/visits/{ids[1][1]}/decision", decision="confirmed", customer_id=customers[1])
    assert word["id"] == ids[0][1]
    with house.reading() as session:
        shown = session.scalars(select(Visit).order_by(Visit.arrived_at)).all()
        assert [visit.id for visit in shown if visit.is_shown] == ids[0]


def test_naming_the_customer_of_the_half_before_says_that_the_stay_went_on(
    house: Database, phone: Phone, customers: tuple[str, str]
) -> None:
    first = make_visit(house, phone, customers[0], 40)
    asked = make_visit(house, phone, None, 35, at=NINE + timedelta(minutes=41), is_question=True)
    again = make_visit(house, phone, customers[0], 20, at=NINE + timedelta(hours=3))
    answer = put(phone, f"/api/visits/{asked}/decision", decision="changed", customer_id=customers[0])
    assert (answer["arrived_at"], answer["left_at"]) == (at(0).replace("+00:00", "Z"), at(76).replace("+00:00", "Z"))
    assert put(phone, f"/api/visits/{asked}/decision", decision="changed", customer_id=customers[0]) == answer
    assert (stored(house, first).decision, stored(house, first).merged_into_id) == (Decision.MERGED, asked)
    assert stored(house, again).decision is None


@pytest.mark.parametrize("said", [{"customer_id": 1}, {"customer_id": 0, "arrived_at": at(45), "left_at": at(60)}])
def test_another_customer_or_times_of_its_own_make_it_a_visit_of_its_own(
    house: Database, phone: Phone, customers: tuple[str, str], said: dict[str, Any]
) -> None:
    first = make_visit(house, phone, customers[0], 40)
    asked = make_visit(house, phone, None, 35, at=NINE + timedelta(minutes=41), is_question=True)
    put(
        phone,
        f"/api/visits/{asked}/decision",
        decision="changed",
        **{**said, "customer_id": customers[said["customer_id"]]},
    )
    assert stored(house, first).is_shown
