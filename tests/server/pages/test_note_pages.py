"""One note at the desk: confirming, correcting, older versions, and whom it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import new_id, now
from models.customer import Contact
from models.entry import Entry, EntryVersion
from models.job import Job
from models.learnt_alias import LearntAlias
from models.recording import CustomerSource, Recording, RecordingState
from models.staff import Role, Staff
from server.services.notes.entry_content import unread
from server.services.notes.entry_ledgers import keep_ledgers
from server.services.notes.recording_intake import HEAR_AGAIN
from tests.server.pages.desk_makers import make_contact, make_customer, make_note, make_recording, make_staff, spoken


@pytest.fixture
def note(db: Session, ana: Staff) -> Recording:
    made = make_note(db, ana, make_customer(db))
    db.commit()
    return made


def form_of(page: str) -> dict[str, str]:
    """Return what a browser would send if nothing were changed."""
    typed = dict(re.findall(r'<input (?:id="[^"]*" )?(?:type="hidden" )?name="([^"]+)" value="([^"]*)"', page))
    for select_name, options in re.findall(r'<select id="[^"]*" name="([^"]+)">(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        typed[select_name] = chosen.group(1) if chosen else ""
    return typed


def entry_of(db: Session, note: Recording) -> Entry:
    return db.scalars(
        select(Entry).where(Entry.recording_id == note.id).execution_options(populate_existing=True)
    ).one()


def correct(desk: FlaskClient, note: Recording, **changed: str) -> Any:
    typed = form_of(desk.get(f"/notes/{note.id}/correction").text)
    return desk.post(f"/notes/{note.id}/versions", data=typed | changed)


def test_confirming_notes_who_found_it_right(desk: FlaskClient, db: Session, tom: Staff, note: Recording) -> None:
    assert desk.post(f"/notes/{note.id}/confirmation").status_code == 303
    assert entry_of(db, note).confirmed_by_id == tom.id
    page = desk.get(f"/notes/{note.id}").text
    assert "Confirmed by Tom Becker" in page
    assert ">Confirm</button>" not in page


def test_a_correction_is_a_new_version_by_whom_and_the_old_one_stays(
    desk: FlaskClient, db: Session, tom: Staff, note: Recording
) -> None:
    assert correct(desk, note, **{"products-0.quantity": "14"}).status_code == 303
    versions = entry_of(db, note).versions
    assert [version.content["products"][0]["quantity"] for version in versions] == [12, 14]
    assert versions[1].made_by_id == tom.id
    page = desk.get(f"/notes/{note.id}").text
    assert "14 cases Barista Oat Milk" in page and "Corrected by Tom Becker" in page
    both = desk.get(f"/notes/{note.id}/versions").text
    assert both.index("14 cases") < both.index("12 cases")


def test_only_what_was_changed_is_written_down(desk: FlaskClient, db: Session, note: Recording) -> None:
    correct(desk, note, **{"products-0.unit": "pallet"})
    changes = entry_of(db, note).newest.changes
    assert [(change["attribute"], change["value"]) for change in changes] == [("unit", "pallet")]


def test_saving_without_a_change_makes_no_version_and_confirms(desk: FlaskClient, db: Session, note: Recording) -> None:
    assert correct(desk, note).status_code == 303
    entry = entry_of(db, note)
    assert len(entry.versions) == 1
    assert entry.confirmed_at is not None


def test_a_fact_that_was_not_said_is_removed(desk: FlaskClient, db: Session, note: Recording) -> None:
    correct(desk, note, **{"remove.products-0": "1"})
    assert entry_of(db, note).newest.content["products"] == []
    assert "Oat Milk" not in desk.get(f"/notes/{note.id}").text.split("note__foot")[0]


def test_saving_the_same_form_twice_makes_one_version(desk: FlaskClient, db: Session, note: Recording) -> None:
    typed = form_of(desk.get(f"/notes/{note.id}/correction").text) | {"products-0.quantity": "14"}
    for _ in range(2):
        desk.post(f"/notes/{note.id}/versions", data=typed)
    assert len(entry_of(db, note).versions) == 2


def hear_anew(db: Session, note: Recording, products: list[dict[str, Any]]) -> None:
    """Let the engine make a further version, as where a note is heard again while somebody has the form open."""
    entry = entry_of(db, note)
    content = entry.newest.content | {"products": products}
    entry.versions.append(EntryVersion(number=entry.newest.number + 1, content=content))
    db.commit()


def test_a_form_opened_before_the_note_was_heard_again_puts_no_left_value_back(
    desk: FlaskClient, db: Session, note: Recording
) -> None:
    typed = form_of(desk.get(f"/notes/{note.id}/correction").text)
    (line,) = entry_of(db, note).newest.content["products"]
    hear_anew(db, note, [line | {"quantity": 50}])
    desk.post(f"/notes/{note.id}/versions", data=typed | {"products-0.unit": "pallet"})
    (after,) = entry_of(db, note).newest.content["products"]
    assert (after["quantity"], after["unit"]) == (50, "pallet")
    assert entry_of(db, note).confirmed_at is None, "the newest version was not what was read"


def test_a_correction_finds_its_fact_where_it_stands_by_now_and_says_where_it_is_gone(
    desk: FlaskClient, db: Session, note: Recording
) -> None:
    typed = form_of(desk.get(f"/notes/{note.id}/correction").text) | {"products-0.quantity": "14"}
    (line,) = entry_of(db, note).newest.content["products"]
    other = line | {"product_id": None, "name": "Rolled Oats", "evidence": {"start_word": 0, "end_word": 0}}
    hear_anew(db, note, [other | {"item_id": "products-0"}, line | {"item_id": "products-1"}])
    desk.post(f"/notes/{note.id}/versions", data=typed)
    assert [one["quantity"] for one in entry_of(db, note).newest.content["products"]] == [12, 14]
    hear_anew(db, note, [other | {"item_id": "products-0"}])
    desk.post(f"/notes/{note.id}/versions", data=typed | {"version_id": new_id(), "products-0.quantity": "15"})
    assert [one["quantity"] for one in entry_of(db, note).newest.content["products"]] == [12]
    assert "kept but not put in" in desk.get(f"/notes/{note.id}").text


def test_a_value_that_cannot_be_is_said_and_nothing_is_lost(desk: FlaskClient, db: Session, note: Recording) -> None:
    answer = correct(desk, note, **{"products-0.quantity": "a few", "products-0.unit": "pallet"})
    assert answer.status_code == 422
    assert "How many must be a number" in answer.text
    assert 'value="a few"' in answer.text and 'value="pallet"' in answer.text
    assert len(entry_of(db, note).versions) == 1


def test_a_note_that_is_not_heard_yet_cannot_be_corrected(desk: FlaskClient, db: Session, ana: Staff) -> None:
    waiting = make_recording(db, ana, state=RecordingState.WAITING)
    db.commit()
    answer = desk.get(f"/notes/{waiting.id}/correction")
    assert answer.status_code == 404
    assert "It appears by itself" in answer.text
    assert "Being heard" in desk.get(f"/notes/{waiting.id}").text


def test_the_desk_says_whom_a_note_is_about(desk: FlaskClient, db: Session, ana: Staff) -> None:
    unknown = make_note(db, ana, None)
    customer = make_customer(db, "Anjou Bistro")
    db.commit()
    assert "Anjou Bistro" in desk.get(f"/notes/{unknown.id}/customer?q=anj").text
    answer = desk.post(f"/notes/{unknown.id}/customer", data={"customer_id": customer.id})
    assert answer.status_code == 303
    db.refresh(unknown)
    assert (unknown.customer_id, unknown.customer_source) == (customer.id, CustomerSource.PERSON)
    assert f'id="note-{unknown.id}"' in desk.get(f"/customers/{customer.id}").text


def test_a_customer_that_does_not_exist_cannot_be_chosen(desk: FlaskClient, note: Recording) -> None:
    answer = desk.post(f"/notes/{note.id}/customer", data={"customer_id": "none"})
    assert answer.status_code == 422
    assert "Choose a customer from the list" in answer.text


def test_a_card_is_given_for_the_customers_page_it_belongs_on_only(
    desk: FlaskClient, db: Session, note: Recording
) -> None:
    other = make_customer(db, "Somebody Else")
    db.commit()
    assert desk.get(f"/notes/{note.id}/card?customer={note.customer_id}").status_code == 200
    assert desk.get(f"/notes/{note.id}/card?customer={other.id}").status_code == 204


def test_words_that_the_engine_was_unsure_of_are_marked(desk: FlaskClient, db: Session, note: Recording) -> None:
    assert note.transcript is not None
    note.transcript.words = [[word[0], word[1], word[2], 0.3] for word in note.transcript.words]
    db.commit()
    page = desk.get(f"/notes/{note.id}").text
    assert "not sure" in page
    assert "transcript__word--unsure" in page


def test_a_note_without_sound_offers_none(desk: FlaskClient, db: Session, note: Recording) -> None:
    note.chunk_count = 0
    db.commit()
    page = desk.get(f"/notes/{note.id}").text
    assert "12 cases Barista Oat Milk" in page
    assert "/api/recordings/" not in page


@pytest.mark.parametrize("part", ["", "/card", "/versions", "/customer", "/correction"])
def test_an_unknown_note_is_said_to_be_unknown(desk: FlaskClient, part: str) -> None:
    answer = desk.get(f"/notes/none{part}")
    assert answer.status_code == 404
    assert "There is no such note" in answer.text


def test_a_note_with_sound_is_heard_again_at_a_click_and_one_without_says_why_not(
    desk: FlaskClient, db: Session, ana: Staff, note: Recording
) -> None:
    written = make_note(db, ana, None)
    written.chunk_count = 0
    note_id, written_id = note.id, written.id
    db.commit()
    refused = desk.post(f"/notes/{written_id}/transcription")
    assert (refused.status_code, "No sound is kept" in refused.text) == (409, True)
    address = desk.post(f"/notes/{note_id}/transcription").headers["Location"]
    assert "will be heard again" in desk.get(address).text
    wished = db.scalars(select(Job.arguments).where(Job.kind == HEAR_AGAIN)).one()
    assert wished["recording_id"] == note_id


def test_one_press_keeps_somebody_introduced_as_a_contact(desk: FlaskClient, db: Session, ana: Staff) -> None:
    offered = {"name": "Priya Raman", "contact_id": None, "role": "head buyer", "phone": None, "email": None}
    spoken = {"is_offered": True, "evidence": {"start_word": 0, "end_word": 3}}
    content = {"people": [offered | spoken], "outcome": "info"}
    note = make_note(db, ana, make_customer(db), "new contact priya raman", content)
    db.commit()
    page = desk.get(f"/notes/{note.id}").text
    assert "Keep as a contact: Priya Raman, head buyer" in page
    typed = dict(re.findall(r'type="hidden" name="(item_id|contact_id)" value="([^"]+)"', page))
    for _press in range(2):
        assert desk.post(f"/notes/{note.id}/contacts", data=typed).status_code == 303
    assert db.scalars(select(Contact.name)).all() == ["Priya Raman"]
    assert "Keep as a contact" not in desk.get(f"/notes/{note.id}").text


def test_keeping_somebody_who_is_no_longer_in_the_note_says_what_to_do(desk: FlaskClient, note: Recording) -> None:
    answer = desk.post(f"/notes/{note.id}/contacts", data={"item_id": "people-7", "contact_id": new_id()})
    assert answer.status_code == 422 and "Open it again" in answer.text


def test_a_note_says_that_what_it_tells_comes_back_and_sums_up_what_is_long(
    desk: FlaskClient, db: Session, ana: Staff
) -> None:
    customer = make_customer(db)
    late = {"about": "delivery late again", "severity": None, "evidence": spoken(0, 2)}
    wishes = [
        {"about": about, "evidence": spoken(3, 4)} for about in ("text don't call", "only compostable", "no bags")
    ]
    first = make_note(
        db, ana, customer, "delivery late again", {"complaints": [late]}, started_at=now() - timedelta(days=9)
    )
    second = make_note(db, ana, customer, "delivery late again and more", {"complaints": [late], "preferences": wishes})
    for note in (first, second):
        keep_ledgers(db, db.scalars(select(Entry).where(Entry.recording_id == note.id)).one(), "America/Chicago")
    db.commit()
    assert "in 60 days" not in desk.get(f"/notes/{first.id}").text
    page = desk.get(f"/notes/{second.id}").text
    assert "second late delivery in 60 days" in page
    summed_up = page[page.index('class="summary"') : page.index('class="facts"')]
    assert f"/api/recordings/{second.id}/clip?from_s=0&amp;to_s=1.5" in summed_up or (
        f"/api/recordings/{second.id}/clip?from_s=0&to_s=1.5" in summed_up
    )
    assert summed_up.count("data-clip") == 4


@pytest.fixture
def note_of_sam(db: Session, ana: Staff) -> Recording:
    """A note of a Sam at a customer with two of them."""
    customer = make_customer(db)
    chef, owner = make_contact(db, customer, "Sam Okafor", "chef"), make_contact(db, customer, "Sam Reyes", "owner")
    sam = {"name": "sam", "contact_id": None, "role": None, "candidates": [chef.id, owner.id], "evidence": spoken(0, 0)}
    made = make_note(db, ana, customer, "sam wants a call", {"people": [sam], "outcome": "info"})
    db.commit()
    return made


def offered_in(page: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what the open question sends in any case, and by its label what each of its buttons sends."""
    form = re.search(r"<form[^>]*note__ask.*?</form>", page, re.S)
    assert form is not None
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', form[0]))
    return hidden, {label: key for key, label in re.findall(r'name="value" value="([^"]+)">([^<]+)<', form[0])}


def test_of_two_sams_one_tap_says_which(desk: FlaskClient, db: Session, tom: Staff, note_of_sam: Recording) -> None:
    page = desk.get(f"/notes/{note_of_sam.id}").text
    assert "Which Sam?" in page
    hidden, buttons = offered_in(page)
    assert list(buttons) == ["Sam Okafor, chef", "Sam Reyes, owner"]
    for _press in range(2):
        answer = desk.post(f"/notes/{note_of_sam.id}/choice", data=hidden | {"value": buttons["Sam Reyes, owner"]})
        assert answer.status_code == 303
    entry = entry_of(db, note_of_sam)
    assert [version.made_by_id for version in entry.versions] == [None, tom.id]
    assert entry.newest.content["people"][0]["name"] == "Sam Reyes"
    assert entry.confirmed_at is None  # one name was said, the rest was not read
    assert "Which Sam?" not in desk.get(f"/notes/{note_of_sam.id}").text


def test_a_choice_that_is_no_longer_asked_says_what_to_do(
    desk: FlaskClient, db: Session, note_of_sam: Recording
) -> None:
    hidden, buttons = offered_in(desk.get(f"/notes/{note_of_sam.id}").text)
    desk.post(f"/notes/{note_of_sam.id}/choice", data=hidden | {"value": buttons["Sam Reyes, owner"]})
    late = hidden | {"version_id": new_id(), "value": buttons["Sam Okafor, chef"]}
    answer = desk.post(f"/notes/{note_of_sam.id}/choice", data=late)
    assert answer.status_code == 409 and "Open the note again" in answer.text
    assert entry_of(db, note_of_sam).newest.content["people"][0]["name"] == "Sam Reyes"


def test_only_those_who_were_asked_about_can_be_chosen(desk: FlaskClient, db: Session, note_of_sam: Recording) -> None:
    stranger = make_contact(db, make_customer(db, "Hotel Marchetti"), "Paolo Neri")
    db.commit()
    hidden, _buttons = offered_in(desk.get(f"/notes/{note_of_sam.id}").text)
    assert desk.post(f"/notes/{note_of_sam.id}/choice", data=hidden | {"value": stranger.id}).status_code == 409
    assert len(entry_of(db, note_of_sam).versions) == 1


def test_a_colleague_is_not_asked_about_a_note_that_is_not_theirs(
    db: Session, note_of_sam: Recording, signed_in: Callable[[Staff], FlaskClient]
) -> None:
    ben = make_staff(db, "Ben Ode", Role.REP)
    db.commit()
    assert "Which Sam?" not in signed_in(ben).get(f"/notes/{note_of_sam.id}").text
    answer = signed_in(ben).post(f"/notes/{note_of_sam.id}/choice", data={"item_id": "people-0", "value": "x"})
    assert answer.status_code == 403


def test_of_two_customers_one_tap_says_which_for_the_note_as_well(desk: FlaskClient, db: Session, ana: Staff) -> None:
    cafe, diner = make_customer(db, "Blue Hen Cafe"), make_customer(db, "Blue Hen Diner")
    make_contact(db, diner, "Maria Conti")
    named = {"customer_id": None, "name": "blue hen", "candidates": [cafe.id, diner.id], "evidence": spoken(2, 3)}
    note = make_note(db, ana, None, "was at blue hen met maria conti", {"spoken_customer": named, "people": []})
    db.commit()
    hidden, buttons = offered_in(desk.get(f"/notes/{note.id}").text)
    assert list(buttons) == ["Blue Hen Cafe", "Blue Hen Diner"]
    assert desk.post(f"/notes/{note.id}/choice", data=hidden | {"value": diner.id}).status_code == 303
    db.refresh(note)
    assert (note.customer_id, note.customer_source) == (diner.id, CustomerSource.PERSON)
    newest = entry_of(db, note).newest
    assert newest.made_by_id is not None and newest.content["spoken_customer"]["customer_id"] == diner.id
    assert [person["name"] for person in newest.content["people"]] == ["Maria Conti"]  # read with the diner's people
    assert "Which customer?" not in desk.get(f"/notes/{note.id}").text


def test_choosing_among_several_teaches_no_name(desk: FlaskClient, db: Session, ana: Staff) -> None:
    customer = make_customer(db)
    kasias = [make_contact(db, customer, f"Kasia {surname}").id for surname in ("Jablonski", "Nowak")]
    heard = {"name": "casha", "contact_id": None, "candidates": kasias, "evidence": spoken(0, 0)}
    note = make_note(db, ana, customer, "casha wants a call", {"people": [heard]})
    db.commit()
    hidden, _buttons = offered_in(desk.get(f"/notes/{note.id}").text)
    assert desk.post(f"/notes/{note.id}/choice", data=hidden | {"value": kasias[0]}).status_code == 303
    assert entry_of(db, note).newest.content["people"][0]["contact_id"] == kasias[0]
    assert db.scalars(select(LearntAlias)).all() == []


def test_a_note_that_could_not_be_read_says_so_and_is_read_again_at_one_tap(
    desk: FlaskClient, db: Session, ana: Staff
) -> None:
    note = make_note(db, ana, make_customer(db), "the last delivery was late", unread())
    db.commit()
    page = desk.get(f"/notes/{note.id}").text
    assert "facts could not be read from them" in page and "the last delivery was late" in page
    assert ">Confirm</button>" not in page
    assert desk.post(f"/notes/{note.id}/reading").status_code == 303
    page = desk.get(f"/notes/{note.id}").text
    assert "facts could not be read" not in page and "Complaint" in page
    assert [version.number for version in entry_of(db, note).versions] == [1, 2]
