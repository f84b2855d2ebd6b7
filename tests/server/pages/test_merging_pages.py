"""Possible duplicates, comparing, merging and undoing at the desk, and where the old address leads."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.customer import Customer
from models.merge import Merge
from models.staff import Staff
from tests.server.pages.desk_makers import make_customer, make_visit


def two(db: Session) -> tuple[str, str]:
    kept = make_customer(db, "Hotel Marchetti", phone="(312) 555-0197")
    gone = make_customer(db, "Marchetti Hotel Ltd", phone="+1 312 555 0197", kind="")
    db.commit()
    return kept.id, gone.id


def merge(desk: FlaskClient, kept: str, gone: str, **fields: str) -> str:
    sent = {"kept": kept, "gone": gone, **{f"field-{name}": side for name, side in fields.items()}}
    answer = desk.post("/merges", data=sent)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_two_are_offered_with_the_reason_and_left_apart_for_good(desk: FlaskClient, db: Session) -> None:
    kept, gone = two(db)
    page = desk.get("/duplicates").text
    assert "Hotel Marchetti" in page
    assert "Same phone number, (312) 555-0197; same name; same address." in page
    assert f"kept={min(kept, gone)}" in page
    assert "This may be the same as" in desk.get(f"/customers/{kept}").text
    sent = {"kind": "customer", "first_id": gone, "second_id": kept}
    assert desk.post("/duplicates/dismissal", data=sent).status_code == 303
    assert "Marchetti" not in desk.get("/duplicates").text
    assert "This may be the same as" not in desk.get(f"/customers/{kept}").text


def test_a_rep_is_offered_nothing_and_may_not_merge(
    ana: Staff, signed_in: Callable[[Staff], FlaskClient], desk: FlaskClient, db: Session
) -> None:
    kept, gone = two(db)
    desk.get("/duplicates")
    rep = signed_in(ana)
    assert rep.get("/duplicates").status_code == 403
    assert rep.post("/merges", data={"kept": kept, "gone": gone}).status_code == 403
    assert "may be the same" not in rep.get(f"/customers/{kept}").text
    assert db.scalar(select(Merge)) is None


def test_both_stand_side_by_side_and_what_is_chosen_stays(desk: FlaskClient, db: Session, ana: Staff) -> None:
    kept, gone = two(db)
    make_visit(db, ana, db.get_one(Customer, gone))
    db.commit()
    page = desk.get(f"/merges/new?kept={kept}&gone={gone}").text
    assert "<strong>1</strong> visit" in page
    assert 'name="field-phone" value="kept" checked' in page
    there = merge(desk, kept, gone, name="gone", phone="kept")
    assert "Hotel Marchetti and Marchetti Hotel Ltd are one." in desk.get(there).text
    shown = desk.get(f"/customers/{kept}").text
    assert "<h1>Marchetti Hotel Ltd</h1>" in shown
    assert "(312) 555-0197" in shown


def test_the_old_address_leads_to_who_stands_and_back_again_once_it_is_undone(desk: FlaskClient, db: Session) -> None:
    kept, gone = two(db)
    there = merge(desk, kept, gone)
    answer = desk.get(f"/customers/{gone}?before=")
    assert (answer.status_code, answer.location) == (302, f"/customers/{kept}?before=")
    assert desk.post(f"/customers/{gone}/follow", data={"is_followed": "1"}).location == f"/customers/{kept}"
    desk.post(f"/customers/{kept}/follow", data={"is_followed": "0"})
    found = desk.get("/search?q=Marchetti").text
    assert f"/customers/{kept}" in found
    assert f"/customers/{gone}" not in found
    undone = desk.post(f"{there}/undoing", follow_redirects=True).text
    assert "All is as it was before." in undone
    assert desk.get(f"/customers/{gone}").status_code == 200
    assert "undone by Tom Becker" in desk.get("/duplicates").text


def test_who_comes_second_is_told(desk: FlaskClient, db: Session) -> None:
    kept, gone = two(db)
    merge(desk, kept, gone)
    refused = desk.post("/merges", data={"kept": gone, "gone": kept})
    assert refused.status_code == 409
    assert "Marchetti Hotel Ltd was merged into Hotel Marchetti by Tom Becker already." in refused.text


def test_another_is_looked_for_by_name(desk: FlaskClient, db: Session) -> None:
    kept, gone = two(db)
    page = desk.get(f"/merges/choice?kept={kept}&q=marchetti").text
    assert f"kept={kept}&amp;gone={gone}" in page
    assert f"gone={kept}" not in page
