"""A phone's automation says "arrived" and "left" by opening an address, and reads in a line what was kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.base import now
from models.device import Device
from models.event import Event
from models.location_choice import LocationChoice, LocationMode, PositionPause
from models.visit import Decision, Origin, Visit
from tests.server.ingest.conftest import AppPhone, basic
from tests.support.makers import make_customer
from tests.support.rounds_on_the_road import BELLAVISTA, MARCHETTI, morning

BISTRO = "Bellavista Bistro"
CHICAGO = ZoneInfo("America/Chicago")
YESTERDAY_10 = (now().astimezone(CHICAGO) - timedelta(days=1)).replace(hour=10, minute=2, second=0, microsecond=0)
AT_10, AT_1041 = YESTERDAY_10.astimezone(UTC), (YESTERDAY_10 + timedelta(minutes=39)).astimezone(UTC)


@pytest.fixture(autouse=True)
def at_any_hour(phone: AppPhone) -> None:
    """The tests run at night and on Sundays too."""
    every_day = [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00", "to": "24:00"}]
    with phone.database.session() as session:
        session.add(LocationChoice(staff_id=phone.staff_id, mode=LocationMode.VISITS, hours=every_day))
        session.commit()


def call(phone: AppPhone, event: str, at: datetime | None = None, **more: Any) -> TestResponse:
    fields = {**more, **({"at": at.isoformat()} if at else {})}
    return phone.client.get(f"/ingest/automation/{phone.tokens['automation']}/{event}?{urlencode(fields)}")


def test_arriving_and_leaving_at_a_customer_is_a_visit_and_a_line_for_each(phone: AppPhone) -> None:
    arrived = call(phone, "arrived", AT_10, customer=BISTRO)
    assert (arrived.status_code, arrived.mimetype) == (200, "text/plain")
    assert arrived.text == "Kept: arrived at Bellavista Bistro, 10:02.\n"
    (visit,) = phone.visits()
    assert (visit.is_open, visit.origin, visit.customer_id) == (True, Origin.AUTOMATION, phone.customer_id)
    assert call(phone, "left", AT_1041, customer=BISTRO).text == "Kept: left Bellavista Bistro, 10:41.\n"
    (visit,) = phone.visits()
    assert (visit.arrived_at, visit.left_at, visit.is_open) == (AT_10, AT_1041, False)
    assert (visit.is_question, visit.decision, visit.flag) == (False, None, None)
    assert phone.fixes() == []
    with phone.database.reading() as session:
        kinds = list(session.scalars(select(Event.kind).where(Event.visit_id == visit.id).order_by(Event.id)))
    assert kinds == ["visit.opened", "visit.closed"]


@pytest.mark.parametrize("named", ["C-1017", "bellavista bistro", "Bellavista", "BISTRO bellavista"])
def test_a_customer_is_known_by_number_name_or_part_of_it(phone: AppPhone, named: str) -> None:
    call(phone, "arrived", AT_10, customer=named)
    assert [visit.customer_id for visit in phone.visits()] == [phone.customer_id]


def test_a_customer_is_known_by_its_id(phone: AppPhone) -> None:
    call(phone, "arrived", AT_10, customer=phone.customer_id)
    assert [visit.customer_id for visit in phone.visits()] == [phone.customer_id]


def test_retries_and_double_shots_are_one_visit(phone: AppPhone) -> None:
    for late_s in (0, 0, 30, 400):
        call(phone, "arrived", AT_10 + timedelta(seconds=late_s), customer=BISTRO)
    for late_s in (0, 0, 60):
        call(phone, "left", AT_1041 + timedelta(seconds=late_s), customer=BISTRO)
    assert [(one.arrived_at, one.left_at) for one in phone.visits()] == [(AT_10, AT_1041)]


def test_leaving_that_comes_before_arriving_is_one_visit(phone: AppPhone) -> None:
    call(phone, "left", AT_1041, customer=BISTRO)
    (alone,) = phone.visits()
    assert alone.flag is not None and "not known" in alone.flag
    call(phone, "arrived", AT_10, customer=BISTRO)
    assert [(one.arrived_at, one.left_at, one.flag) for one in phone.visits()] == [(AT_10, AT_1041, None)]


def test_arriving_elsewhere_ends_what_was_left_open(phone: AppPhone) -> None:
    with phone.database.session() as session:
        marchetti = make_customer(session, "Hotel Marchetti", lat=MARCHETTI[0], lon=MARCHETTI[1]).id
        session.commit()
    call(phone, "arrived", AT_10, customer=BISTRO)
    call(phone, "arrived", AT_1041, customer="Hotel Marchetti")
    found = [(one.customer_id, one.left_at, one.is_open) for one in phone.visits()]
    assert found == [(phone.customer_id, AT_1041, False), (marchetti, AT_1041, True)]


def test_without_position_and_customer_the_rep_is_asked_where_it_was(phone: AppPhone) -> None:
    assert call(phone, "arrived", AT_10).text == "Kept: arrived, 10:02. Rounds will ask you where it was.\n"
    call(phone, "left", AT_1041)
    (visit,) = phone.visits()
    assert (visit.customer_id, visit.is_question, visit.arrived_at, visit.left_at) == (None, True, AT_10, AT_1041)


def test_leaving_a_named_customer_names_the_arrival_before(phone: AppPhone) -> None:
    call(phone, "arrived", AT_10)
    call(phone, "left", AT_1041, customer=BISTRO)
    found = [(one.customer_id, one.is_question, one.arrived_at) for one in phone.visits()]
    assert found == [(phone.customer_id, False, AT_10)]


def test_a_name_that_nobody_bears_is_asked_about_and_kept(phone: AppPhone) -> None:
    answer = call(phone, "arrived", AT_10, customer="Zanzibar Grill")
    assert answer.text == (
        "Kept: arrived, 10:02. Rounds will ask you where it was. Rounds knows no one customer “Zanzibar Grill”.\n"
    )
    (visit,) = phone.visits()
    assert visit.flag == "The automation named “Zanzibar Grill”."


def test_of_a_name_that_two_bear_both_are_offered(phone: AppPhone) -> None:
    with phone.database.session() as session:
        ids = {make_customer(session, "Corner Deli", lat=lat).id for lat in (41.7, 41.8)}
        session.commit()
    call(phone, "arrived", AT_10, customer="Corner Deli")
    (visit,) = phone.visits()
    assert (visit.customer_id, visit.is_question) == (None, True)
    assert {one["customer_id"] for one in visit.alternatives} == ids


def test_with_a_position_it_is_the_crossing_of_the_customers_region(phone: AppPhone) -> None:
    place = {"lat": BELLAVISTA[0], "lon": BELLAVISTA[1], "acc": 12}
    assert call(phone, "arrived", AT_10, customer=BISTRO, **place).text.startswith("Kept: arrived at Bellavista Bistro")
    assert call(phone, "left", AT_1041, customer=BISTRO, **place).status_code == 200
    found = [(one.trigger, one.region_event, one.region_id, one.source) for one in phone.fixes()]
    assert found == [("c", event, phone.customer_id, "automation") for event in ("enter", "leave")]
    assert [visit.customer_id for visit in phone.visits()] == [phone.customer_id]


def test_with_a_position_alone_it_is_a_position(phone: AppPhone) -> None:
    assert call(phone, "arrived", AT_10, lat=41.5, lon=-87.5).text == "Kept: arrived, 10:02.\n"
    assert [(one.trigger, one.region_event, one.accuracy_m) for one in phone.fixes()] == [("", "", None)]


def test_a_position_that_cannot_be_true_is_kept_and_the_customer_counts(phone: AppPhone) -> None:
    answer = call(phone, "arrived", AT_10, customer=BISTRO, lat=0, lon=0)
    assert answer.text.startswith("Kept: arrived at Bellavista Bistro, 10:02. Its position is of no use:")
    assert [one.flaw is not None for one in phone.fixes()] == [True]
    assert [visit.customer_id for visit in phone.visits()] == [phone.customer_id]


@pytest.mark.parametrize("written", ["yesterday", "1999-01-01T00:00:00Z", "4102444800", "0"])
def test_a_wrong_clock_is_flagged_and_the_receipt_counts(phone: AppPhone, written: str) -> None:
    token = phone.tokens["automation"]
    query = urlencode({"customer": BISTRO, "at": written})
    assert phone.client.get(f"/ingest/automation/{token}/arrived?{query}").status_code == 200
    (visit,) = phone.visits()
    assert abs((now() - visit.arrived_at).total_seconds()) < 60
    assert "clock" in (visit.flag or "")


def test_every_way_to_call_it_does_the_same(phone: AppPhone) -> None:
    token, path, fields = (
        phone.tokens["automation"],
        "/ingest/automation",
        {"customer": BISTRO, "at": AT_10.isoformat()},
    )
    signed_in = {"Authorization": basic(token)}
    answers = [
        phone.client.get(f"{path}/{token}/arrived?{urlencode(fields)}"),
        phone.client.post(f"{path}/{token}/arrived", data=fields),
        phone.client.post(f"{path}/{token}/arrived", data=json.dumps(fields), content_type="application/json"),
        phone.client.get(f"{path}/arrived?{urlencode({**fields, 'token': token})}"),
        phone.client.post(f"{path}/arrived", data=fields, headers=signed_in),
        phone.client.post(f"{path}/arrived", data=fields, headers={"Authorization": f"Bearer {token}"}),
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {
        (200, "Kept: arrived at Bellavista Bistro, 10:02.\n")
    }
    assert len(phone.visits()) == 1


def test_a_refusal_is_a_line_too(phone: AppPhone) -> None:
    answer = phone.client.get("/ingest/automation/wrong/arrived")
    assert (answer.status_code, answer.mimetype) == (401, "text/plain")
    assert "Set it up again" in answer.text
    with phone.database.session() as session:
        session.get_one(Device, phone.device_id).revoked_at = now()
        session.commit()
    assert call(phone, "arrived").status_code == 401


@pytest.mark.parametrize("body", [b"{oops", b"\xff\xfe", b"[" * 30_000, b"a=1&" * 999])
def test_poison_is_kept_and_said(phone: AppPhone, body: bytes) -> None:
    token = phone.tokens["automation"]
    for _ in range(2):
        answer = phone.client.post(f"/ingest/automation/{token}/arrived", data=body)
        assert answer.status_code == 200
        assert answer.text.startswith("Kept as it came")
    assert (len(phone.unread()), phone.visits()) == (1, [])


def test_who_paused_is_told_that_nothing_was_kept(phone: AppPhone) -> None:
    with phone.database.session() as session:
        session.add(PositionPause(staff_id=phone.staff_id, began_at=AT_10 - timedelta(minutes=5)))
        session.commit()
    for more in ({"customer": BISTRO}, {}, {"lat": BELLAVISTA[0], "lon": BELLAVISTA[1]}):
        assert call(phone, "arrived", AT_10, **more).text == "Not kept. You paused positions.\n"
    assert (phone.visits(), phone.fixes()) == ([], [])


def test_what_the_rep_deleted_is_not_made_anew_by_a_retry(phone: AppPhone) -> None:
    call(phone, "arrived", AT_10, customer=BISTRO)
    call(phone, "left", AT_1041, customer=BISTRO)
    with phone.database.session() as session:
        session.scalars(select(Visit)).one().decision = Decision.DELETED
        session.commit()
    call(phone, "arrived", AT_10, customer=BISTRO)
    call(phone, "left", AT_1041, customer=BISTRO)
    (visit,) = phone.visits()
    assert (visit.decision, visit.left_at) == (Decision.DELETED, AT_1041)


def test_what_the_engine_saw_of_the_same_stay_is_one_visit_with_it(phone: AppPhone) -> None:
    readings = morning((BELLAVISTA, 30), start=AT_10 - timedelta(minutes=10)).readings
    features = [
        {
            "geometry": {"coordinates": [one.lon, one.lat]},
            "properties": {"timestamp": one.at.isoformat(), "horizontal_accuracy": 9},
        }
        for one in readings
    ]
    stay = [one for one in readings if abs(one.lat - BELLAVISTA[0]) < 0.0005 and abs(one.lon - BELLAVISTA[1]) < 0.0005]

    def send_positions() -> None:
        path = f"/ingest/overland/{phone.tokens['overland']}"
        assert phone.client.post(path, data=json.dumps({"locations": features})).status_code == 200

    call(phone, "arrived", stay[0].at)
    send_positions()
    call(phone, "left", stay[-1].at)
    assert [visit.customer_id for visit in phone.visits()] == [phone.customer_id]
    send_positions()
    assert [visit.customer_id for visit in phone.visits()] == [phone.customer_id]


def test_positions_elsewhere_do_not_take_away_what_was_told(phone: AppPhone) -> None:
    call(phone, "arrived", AT_10, customer=BISTRO)
    path = f"/ingest/overland/{phone.tokens['overland']}"
    feature = {
        "geometry": {"coordinates": [-87.9, 41.5]},
        "properties": {"timestamp": (AT_10 + timedelta(minutes=5)).isoformat(), "horizontal_accuracy": 9},
    }
    phone.client.post(path, data=json.dumps({"locations": [feature]}))
    call(phone, "left", AT_1041, customer=BISTRO)
    found = [(one.customer_id, one.arrived_at, one.left_at) for one in phone.visits()]
    assert found == [(phone.customer_id, AT_10, AT_1041)]


def test_the_source_tells_when_it_was_heard_last(phone: AppPhone) -> None:
    call(phone, "arrived", AT_10, customer=BISTRO)
    source = phone.source("automation")
    assert (source.last_at, source.last_problem) == (AT_10, None)


def test_asking_for_the_head_keeps_nothing(phone: AppPhone) -> None:
    path = f"/ingest/automation/{phone.tokens['automation']}/arrived?customer=C-1017"
    assert phone.client.head(path).status_code == 204
    assert phone.visits() == []


def test_an_address_that_is_neither_says_which_there_are(phone: AppPhone) -> None:
    answer = call(phone, "sleeping")
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert "arrived" in answer.text and "left" in answer.text
