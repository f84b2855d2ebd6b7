"""What is closed to a role is nowhere shown to it: walked through every address, in every role, by a telling word."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action import Action
from models.base import new_id, now
from models.catalogue import Competitor, Product
from models.complaint import Complaint
from models.customer_fact import CustomerFact, FactTopic
from models.entry import Entry
from models.event import record_event
from models.fact_kind import FactKind
from models.feed_link import FeedKind
from models.need_to_know import OWN_KIND, ClosedTopic, NoteTopic, Topic
from models.question import Question
from models.recording import Recording, RecordingSource
from models.staff import Role, Staff
from models.webhook import WebhookDelivery
from server.auth import rule_of
from server.services.feeds.feed_link import make_link
from server.services.notes.entry_ledgers import keep_ledgers
from server.services.notes.written_note import keep_written
from server.services.people.api_token import LOOK_UP, READ_RECORDS, make_token
from server.services.webhooks.keeping import add_webhook
from server.services.webhooks.message import body_of
from tests.server.pages.desk_makers import make_contact, make_customer, make_recording, make_staff

Browse = Callable[[Staff], FlaskClient]
WORD = "sherbet"
PLAIN = "she wants twelve cases of oat milk every week"
NEVER_ENDS = {"live.stream", "panel.feed"}
TOLD = {
    Topic.COMPLAINTS: f"maria complained that the {WORD} came late again {PLAIN}",
    Topic.PREFERENCES: f"{PLAIN} she prefers to be called about {WORD} in the morning",
}


@dataclass(frozen=True)
class Told:
    """A note of a topic, and ids of what follows from it."""

    id: str
    author: Staff
    ids: dict[str, str]


def tell(app: Flask, db: Session, author: Staff, words: str) -> Told:
    customer = make_customer(db)
    make_contact(db, customer)
    db.add(Product(name="Oat Milk", unit="case"))  # what is open of the note
    db.flush()
    note = make_recording(db, author, customer, source=RecordingSource.WRITTEN)
    keep_written(db, app.extensions["rounds"], note, words)
    db.commit()
    found = {
        "entry_id": db.scalar(select(Entry.id).where(Entry.recording_id == note.id)),
        "action_id": db.scalar(select(Action.id).where(Action.recording_id == note.id)),
        "complaint_id": db.scalar(select(Complaint.id).where(Complaint.recording_id == note.id)),
    }
    ids = {name: one for name, one in found.items() if one} | {"recording_id": note.id, "customer_id": customer.id}
    db.commit()
    return Told(note.id, author, ids)


def close(db: Session, topic: str, *roles: Role) -> None:
    db.commit()
    db.add_all(ClosedTopic(topic=topic, role=role) for role in roles)
    db.commit()


def answers(app: Flask, db: Session, browser: FlaskClient, reader: Staff, told: Told) -> Iterator[tuple[str, bytes]]:
    """Ask every address that reads, as a page, a phone, a program, a panel and a subscription of one person."""
    _token, written = make_token(db, None, reader.id, "program", [LOOK_UP, READ_RECORDS])
    feeds = {f"feeds.{kind}": make_link(db, reader.id, kind) for kind in FeedKind}
    db.commit()
    program, bearer = app.test_client(), {"Authorization": f"Bearer {written}"}
    about = {"customer_id": told.ids["customer_id"]}
    link = program.post("/api/panel-links", json=about, headers=bearer).get_json()["url"]
    panel = program.get(link.removeprefix("http://localhost")).headers["Location"].partition("?")[2]
    # The page of the search says again what was asked: other words of the note.
    queries = {
        "search.show": "?q=came+late"
        if "complaint_id" in told.ids
        else "?q=prefers",  # the page says again what was asked
        "pop.show": "?phone=3125550197",
        "touchpoints.look_up": "?phone=3125550197",
        "briefs.read": f"?customer_ids={told.ids['customer_id']}",
        "handovers.new": f"?complaint={told.ids.get('complaint_id', '')}",
    }
    for route in app.url_map.iter_rules():
        if "GET" not in (route.methods or ()) or route.endpoint in NEVER_ENDS:
            continue
        rule = rule_of(app, route.endpoint)
        assert rule is not None
        numbers = {name: 0 for name in route.arguments if name in ("n", "number")}
        secret = {"secret": feeds[route.endpoint]} if route.endpoint in feeds else {}
        built = route.build({name: told.ids.get(name, "none") for name in route.arguments} | numbers | secret)
        address = (built[1] if built else route.rule) + queries.get(route.endpoint, "")
        if rule.is_panel:
            address = f"{address}{'&' if '?' in address else '?'}{panel}&from_s=0&to_s=1"
        client = program if rule.scopes or rule.is_panel else browser
        with client.get(address, headers=bearer if rule.scopes else {}) as answer:
            assert answer.status_code < 500, address
            yield route.endpoint, answer.data


def where_said(app: Flask, db: Session, browser: FlaskClient, reader: Staff, told: Told, word: str = WORD) -> set[str]:
    return {endpoint for endpoint, said in answers(app, db, browser, reader, told) if word.encode() in said}


def reply(browser: FlaskClient, told: Told) -> None:
    words = {"id": new_id(), "text": f"@sam reader what about the {WORD}?"}
    assert browser.post(f"/notes/{told.id}/replies", data=words).status_code == 303


@pytest.mark.parametrize("topic", TOLD)
def test_a_closed_topic_is_said_nowhere_to_its_role_and_everywhere_to_the_others(
    app: Flask, db: Session, ana: Staff, signed_in: Browse, topic: Topic
) -> None:
    people = {role: make_staff(db, f"{role.title().replace('_', ' ')} Reader", role) for role in Role}
    people[Role.SUPPORT].name = "Sam Reader"
    db.commit()
    told = tell(app, db, ana, TOLD[topic])
    reply(signed_in(ana), told)
    shut = (Role.SUPPORT, Role.READ_ONLY)
    before = where_said(app, db, signed_in(people[Role.SUPPORT]), people[Role.SUPPORT], told)
    assert {"home.show", "note.show", "customer.show", "recordings.show", "search.show", "note.versions"} <= before
    assert {"feeds.interactions", "timeline_api.timeline", "pop.show", "panel.show", "notices.show"} <= before
    assert {"touchpoints.look_up", "briefs.read", "replies.show", "correction.show"} <= before
    close(db, topic, *shut)
    for role in shut:
        reader = people[role]
        assert where_said(app, db, signed_in(reader), reader, told) == set(), role
        page = signed_in(reader).get(f"/notes/{told.id}").text
        assert "Not all of this note is for your role" in page and ">Correct</a>" not in page
        for address in (f"/notes/{told.id}", f"/customers/{told.ids['customer_id']}", f"/api/recordings/{told.id}"):
            assert "Oat Milk" in signed_in(reader).get(address).text  # what is open of the same note
    clerk = people[Role.COUNTER]
    told_to_one = {"notices.show", "notices.fragment", "notices_api.read"}
    assert before - told_to_one <= where_said(app, db, signed_in(clerk), clerk, told)
    for reader in (people[Role.ADMIN], people[Role.MANAGER], ana):
        assert WORD in signed_in(reader).get(f"/notes/{told.id}").text, reader.role


def test_the_week_and_its_tables_leave_out_what_is_closed_to_a_manager(
    app: Flask, db: Session, ana: Staff, signed_in: Browse
) -> None:
    manager, boss = make_staff(db, "Mo Manager", Role.MANAGER), make_staff(db, "Grace Boss", Role.ADMIN)
    db.add(Competitor(name="Sherbet Brothers"))
    db.commit()
    tell(app, db, ana, f"maria got a quote from {WORD} brothers {PLAIN} she prefers to be called about {WORD}")
    pages = ("/friday", "/friday/competitors", "/friday/competitors/csv", "/friday/facts", "/api/friday")
    before = [WORD in signed_in(manager).get(page).text.lower() for page in pages]
    assert before[:3] == [True, True, True] and before[3:] == [True, True]
    close(db, Topic.COMPETITORS, Role.MANAGER)
    close(db, Topic.PREFERENCES, Role.MANAGER)
    assert [page for page in pages if WORD in signed_in(manager).get(page).text.lower()] == []
    assert [WORD in signed_in(boss).get(page).text.lower() for page in pages] == before


def test_the_author_of_a_note_reads_all_of_it(app: Flask, db: Session, signed_in: Browse) -> None:
    clerk = make_staff(db, "Cora Clerk", Role.COUNTER)
    db.commit()
    told = tell(app, db, clerk, TOLD[Topic.COMPLAINTS])
    close(db, Topic.COMPLAINTS, Role.COUNTER)
    browser = signed_in(clerk)
    for address in (f"/notes/{told.id}", "/complaints", f"/api/recordings/{told.id}", "/search?q=came+late"):
        assert WORD in browser.get(address).text, address
    assert "Correct</a>" in browser.get(f"/notes/{told.id}").text


def test_whoever_is_to_deal_with_a_complaint_reads_it(app: Flask, db: Session, ana: Staff, signed_in: Browse) -> None:
    clerk = make_staff(db, "Cora Clerk", Role.COUNTER)
    db.commit()
    told = tell(app, db, ana, TOLD[Topic.COMPLAINTS])
    close(db, Topic.COMPLAINTS, Role.COUNTER)
    assert WORD not in signed_in(clerk).get("/complaints").text
    db.get_one(Complaint, told.ids["complaint_id"]).routed_to_id = clerk.id
    db.commit()
    assert WORD in signed_in(clerk).get("/complaints").text


@pytest.mark.parametrize("topic", [Topic.WORDS, Topic.SOUND])
def test_words_and_sound_are_closed_without_the_facts(
    app: Flask, db: Session, ana: Staff, tom: Staff, signed_in: Browse, topic: Topic
) -> None:
    told = tell(app, db, ana, TOLD[Topic.COMPLAINTS])
    db.get_one(Recording, told.id).chunk_count = 1
    close(db, topic, Role.SUPPORT)
    desk = signed_in(tom)
    read = desk.get(f"/api/recordings/{told.id}").get_json()
    assert read["has_sound"] is False
    assert [fact["kind"] for fact in read["entry"]["facts"]].count("complaint") == 1
    assert (read["transcript"] is None) == (topic == Topic.WORDS)
    assert (WORD in desk.get("/search?q=came+late").text) == (topic == Topic.SOUND)
    refused = desk.get(f"/api/recordings/{told.id}/audio")
    assert refused.status_code == 403 and "not for your role" in refused.get_json()["detail"]
    assert desk.get(f"/api/recordings/{told.id}/clip?from_s=0&to_s=1").status_code == 403
    assert signed_in(ana).get(f"/api/recordings/{told.id}/audio").status_code == 404  # no sound was kept


def test_of_a_note_that_nothing_was_read_from_only_the_rest_is_shown(
    app: Flask, db: Session, ana: Staff, tom: Staff, signed_in: Browse
) -> None:
    told = tell(app, db, ana, TOLD[Topic.PREFERENCES])
    entry = db.get_one(Entry, told.ids["entry_id"])
    entry.newest.content = {"not_understood": "de"}
    entry.confirmed_at = None
    db.flush()
    keep_ledgers(db, entry, "America/Chicago")
    db.commit()
    close(db, Topic.PRICES, Role.SUPPORT)  # of which the note may tell or not
    assert WORD not in signed_in(tom).get(f"/notes/{told.id}").text
    assert WORD in signed_in(ana).get(f"/notes/{told.id}").text


def test_nobody_corrects_what_they_cannot_see_and_nothing_of_it_is_lost(
    app: Flask, db: Session, ana: Staff, tom: Staff, signed_in: Browse
) -> None:
    told = tell(app, db, ana, TOLD[Topic.COMPLAINTS])
    close(db, Topic.COMPLAINTS, Role.SUPPORT)
    desk = signed_in(tom)
    for address in ("confirmation", "versions", "customer"):
        refused = desk.post(f"/notes/{told.id}/{address}", data={"customer_id": told.ids["customer_id"]})
        assert refused.status_code == 403, address
    close(db, Topic.COMPLAINTS, Role.REP)
    items = db.get_one(Entry, told.ids["entry_id"]).newest.content
    order = next(one["item_id"] for one in items["products"])
    db.commit()
    change = {"id": new_id(), "changes": [{"op": "set", "item_id": order, "attribute": "quantity", "value": 9}]}
    kept = signed_in(ana).post(f"/api/entries/{told.ids['entry_id']}/versions", json=change)
    assert kept.status_code in (200, 201), kept.text
    db.expire_all()
    assert db.scalars(select(Complaint.state).where(Complaint.recording_id == told.id)).all() == ["open"]


def test_a_correction_takes_no_word_out_so_the_note_stays_as_closed_as_it_was(
    app: Flask, db: Session, ana: Staff, tom: Staff, signed_in: Browse
) -> None:
    told = tell(app, db, ana, TOLD[Topic.COMPLAINTS])
    content = db.get_one(Entry, told.ids["entry_id"]).newest.content
    db.commit()
    change = {"id": new_id(), "changes": [{"op": "remove", "item_id": content["complaints"][0]["item_id"]}]}
    kept = signed_in(ana).post(f"/api/entries/{told.ids['entry_id']}/versions", json=change)
    assert kept.status_code in (200, 201), kept.text
    close(db, Topic.COMPLAINTS, Role.SUPPORT)
    topics = db.scalars(select(NoteTopic.topic).where(NoteTopic.recording_id == told.id)).all()
    db.commit()
    assert Topic.COMPLAINTS in topics
    assert WORD not in signed_in(tom).get(f"/notes/{told.id}").text
    assert WORD not in signed_in(tom).get(f"/notes/{told.id}/versions").text


def test_a_kind_of_fact_of_ones_own_is_closed_like_the_others(
    db: Session, ana: Staff, tom: Staff, signed_in: Browse
) -> None:
    customer, kind = make_customer(db), FactKind(name="Cooling room", cues=["the cooling room is"])
    note = make_recording(db, ana, customer)
    db.add(kind)
    db.flush()
    said = {"said_on": note.started_at.date(), "said_at": note.started_at, "recording_id": note.id}
    db.add(CustomerFact(customer_id=customer.id, kind=kind.id, subject="Cooling room", value=WORD, **said))
    about = {"kind": kind.id, "subject": "Cooling room", "why": f"{WORD} since March"}
    asked = {"kind": "choice", "options": [WORD, "down"], "customer_id": customer.id, "about": about}
    db.add(Question(key="which", text=f"Is the cooling room {WORD}?", **asked))
    db.commit()
    page, topic = f"/customers/{customer.id}", f"{OWN_KIND}{kind.id}"
    db.commit()
    assert signed_in(tom).get(page).text.count(WORD) > 1
    close(db, topic, Role.SUPPORT)
    assert WORD not in signed_in(tom).get(page).text and WORD in signed_in(ana).get(page).text
    db.get_one(FactKind, kind.id).retired_at = now()  # looked for no more, and what was said of it stays closed
    boss = make_staff(db, "Grace Boss", Role.ADMIN)
    db.commit()
    assert WORD not in signed_in(tom).get(page).text
    everybody = {"topic": [topic], f"readers.{topic}": [role for role in Role if role != Role.ADMIN]}
    assert "Cooling room" in signed_in(boss).get("/reading-rules").text
    assert signed_in(boss).post("/reading-rules", data=everybody).status_code == 303
    assert WORD in signed_in(tom).get(page).text


def test_an_answer_belongs_to_the_topic_of_the_facts_that_it_settles(
    app: Flask, db: Session, ana: Staff, tom: Staff, signed_in: Browse
) -> None:
    customer, shut, free = make_customer(db), "quincy", "monday"
    about = {"kind": FactTopic.SUPPLIER, "subject": "current supplier", "why": ""}
    asked = {"text": "Which supplier do they have?", "kind": "choice", "options": [shut, "bartlett"]}
    db.add(Question(key="supplier", customer_id=customer.id, about=about, **asked))
    db.add(Question(key="rest", text="Which day are you closed?", kind="choice", options=[free, "sunday"]))
    db.flush()
    note = make_recording(db, ana, customer, source=RecordingSource.WRITTEN)
    keep_written(db, app.extensions["rounds"], note, f"their supplier is {shut} and they are closed on {free}")
    db.commit()
    address = f"/api/recordings/{note.id}"

    def answers_to(reader: Staff) -> list[str]:
        facts = signed_in(reader).get(address).get_json()["entry"]["facts"]
        return [fact["text"] for fact in facts if fact["kind"] == "answer"]

    assert len(answers_to(tom)) == 2
    close(db, Topic.COMPETITORS, Role.SUPPORT)
    assert [shut in text for text in answers_to(tom)] == [False]
    assert len(answers_to(ana)) == 2


def test_programs_that_are_told_words_are_told_only_what_is_open_to_every_role(
    app: Flask, db: Session, ana: Staff
) -> None:
    told = tell(app, db, ana, TOLD[Topic.COMPLAINTS])
    webhook = add_webhook(db, None, "Helpdesk", "https://helpdesk.example/hook", has_words=True)
    event = record_event(db, "entry.made", recording_id=told.id, customer_id=told.ids["customer_id"])
    db.flush()
    delivery = WebhookDelivery(webhook_id=webhook.id, event_id=event.id, type="note.understood")
    db.add(delivery)
    db.commit()

    def words() -> dict[str, str]:
        found: dict[str, str] = json.loads(body_of(db, delivery, "", has_words=True))["data"]["words"]
        return found

    assert WORD in words()["text"] and WORD in words()["summary"]
    close(db, Topic.COMPLAINTS, Role.COUNTER)
    assert words()["text"] == "" and WORD not in words()["summary"] and "Oat Milk" in words()["summary"]


def test_an_administrator_sets_the_table_and_nobody_else_opens_it(
    app: Flask, db: Session, ana: Staff, tom: Staff, signed_in: Browse
) -> None:
    boss = make_staff(db, "Grace Boss", Role.ADMIN)
    db.commit()
    told, desk = tell(app, db, ana, TOLD[Topic.COMPLAINTS]), signed_in(boss)
    assert desk.get("/reading-rules").text.count("checked") == len(Topic) * (len(Role) - 1)
    others = [role for role in Role if role not in (Role.ADMIN, Role.SUPPORT)]
    form = {"topic": [Topic.COMPLAINTS], f"readers.{Topic.COMPLAINTS}": others}
    assert desk.post("/reading-rules", data=form).status_code == 303
    assert desk.get("/reading-rules").text.count("checked") == len(Topic) * (len(Role) - 1) - 1
    assert WORD not in signed_in(tom).get(f"/notes/{told.id}").text
    form[f"readers.{Topic.COMPLAINTS}"] = [*others, Role.SUPPORT]
    desk.post("/reading-rules", data=form)
    assert WORD in signed_in(tom).get(f"/notes/{told.id}").text
    assert desk.post("/reading-rules", data={"topic": ["nonsense"]}).status_code == 422
    assert signed_in(tom).get("/reading-rules").status_code == 403
