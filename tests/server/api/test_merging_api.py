"""Programs and phones merge as the desk does; whatever still knows the old id arrives."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask

from models.base import new_id
from models.customer import Customer
from models.database import Database
from models.merge import MergeKind
from models.recording import Recording
from models.staff import Role, Staff
from server.current import Identity, Installation
from server.errors import Problem
from server.services.merging.merging import Wish, merge
from server.services.notes.company_lexicon import CompanyLexicon
from tests.server.api.conftest import Phone
from tests.support.makers import make_customer, make_recording


@pytest.fixture
def support(pair: Callable[..., Phone]) -> Phone:
    return pair("Tom Becker", Role.SUPPORT)


@pytest.fixture
def both(house: Database) -> tuple[str, str]:
    with house.session() as session:
        kept, gone = make_customer(session, "Hotel Marchetti"), make_customer(session, "Grand Palace", lat=41.9)
        session.commit()
        return kept.id, gone.id


def test_a_merge_is_seen_before_made_once_and_taken_back(support: Phone, both: tuple[str, str]) -> None:
    kept, gone = both
    seen = support.get(f"/api/merge-preview?kept_id={kept}&gone_id={gone}").json
    assert seen is not None
    assert [field["name"] for field in seen["fields"]][:2] == ["name", "kind"]
    asked = {"kind": "customer", "kept_id": kept, "gone_id": gone, "take": ["name"]}
    way = f"/api/merges/{new_id()}"
    answers = [support.put(way, json=asked) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json == answers[1].json
    refused = support.put(f"/api/merges/{new_id()}", json=asked)
    assert (refused.status_code, refused.json and refused.json["merged_into"]) == (409, kept)
    undone = [support.put(f"{way}/undoing").json for _ in range(2)]
    assert undone[0] == undone[1]
    assert undone[0] is not None
    assert undone[0]["left_over"] == []


def test_a_rep_may_not(phone: Phone, both: tuple[str, str]) -> None:
    kept, gone = both
    asked = {"kept_id": kept, "gone_id": gone}
    assert phone.put(f"/api/merges/{new_id()}", json=asked).status_code == 403
    assert phone.get("/api/duplicates").status_code == 403


def test_what_a_phone_says_of_the_old_id_lands_at_who_stands(
    support: Phone, both: tuple[str, str], house: Database
) -> None:
    kept, gone = both
    with house.session() as session:
        note_id = make_recording(session, session.get_one(Staff, support.staff_id)).id
        session.commit()
    assert support.put(f"/api/merges/{new_id()}", json={"kept_id": kept, "gone_id": gone}).status_code == 201
    assert support.put(f"/api/recordings/{note_id}/customer", json={"customer_id": gone}).status_code == 200
    assert support.get(f"/api/customers/{gone}/follow").json == {"customer_id": kept, "is_followed": False}
    support.put(f"/api/customers/{gone}/follow", json={"is_followed": True})
    followed = support.get("/api/follows").json
    assert followed is not None
    assert [one["id"] for one in followed["customers"]] == [kept]
    with house.reading() as session:
        assert session.get_one(Recording, note_id).customer_id == kept


def test_the_old_name_is_heard_as_the_one_that_stands(support: Phone, both: tuple[str, str], house: Database) -> None:
    kept, gone = both
    support.put(f"/api/merges/{new_id()}", json={"kept_id": kept, "gone_id": gone})
    with house.reading() as session:
        lexicon = CompanyLexicon().current(session)
    assert [(one.id, one.name) for one in lexicon.customers] == [(kept, "Grand Palace"), (kept, "Hotel Marchetti")]
    assert lexicon.customer_by_id[kept].name == "Hotel Marchetti"


def test_of_two_who_merge_at_once_one_is_first_and_the_other_is_told(
    app: Flask, support: Phone, both: tuple[str, str], house: Database
) -> None:
    installation: Installation = app.extensions["rounds"]
    by = Identity(support.staff_id, "Tom Becker", Role.SUPPORT)
    start, told = Barrier(2), []

    def make(kept: str, gone: str) -> None:
        start.wait()
        try:
            with installation.database.session() as session:
                merge(session, Wish(new_id(), MergeKind.CUSTOMER, kept, gone), by)
                session.commit()
        except Problem as problem:
            told.append(problem.detail)

    threads = [Thread(target=make, args=pair) for pair in (both, both[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert "by Tom Becker already" in told[0]
    with house.reading() as session:
        standing = [session.get_one(Customer, one).merged_into_id for one in both]
    assert standing.count(None) == 1
