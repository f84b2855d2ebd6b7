"""The desk in a real browser: passkeys, live notes, the keyboard, sound, and access for everybody."""

from __future__ import annotations

import io
import re
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from models.base import now
from models.customer import Customer
from models.question import Question
from models.recording import RecordingState
from models.staff import Role, Staff
from server.services.people.sign_in import first_admin_link, set_password
from tests.server.pages.conftest import ServedDesk
from tests.server.pages.desk_makers import (
    make_contact,
    make_customer,
    make_note,
    make_recording,
    make_staff,
    make_visit,
    tell_of,
)
from tests.support.axe import axe_faults

pytestmark = pytest.mark.browser
PASSWORD = "three blue herons"


def with_people(served: ServedDesk) -> tuple[Staff, Staff, Customer]:
    """Fill in an administrator with a password, a rep and a customer."""
    with served.database.session() as db:
        dana = make_staff(db, "Dana Okafor", Role.ADMIN)
        set_password(dana, PASSWORD)
        ana, customer = make_staff(db, "Ana Ruiz"), make_customer(db)
        make_contact(db, customer)
        db.add(Question(key="seats", text="How many seats do they have?", kind="number"))
        db.commit()
        return dana, ana, customer


def sign_in(page: Page, served: ServedDesk) -> None:
    page.goto(f"{served.address}/sign-in")
    page.get_by_label("E-mail address").fill("dana@halyard.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name="Desk")).to_be_visible()


def add_note(served: ServedDesk, *about: Any, **details: Any) -> str:
    with served.database.session() as db:
        note = make_note(db, *about, **details)
        db.commit()
        return note.id


def test_a_passkey_is_set_up_by_the_link_and_lets_in_again(served: ServedDesk, page: Page) -> None:
    with served.database.session() as db:
        link = first_admin_link(db)
        db.commit()
    control = page.context.new_cdp_session(page)
    control.send("WebAuthn.enable")
    authenticator = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    control.send("WebAuthn.addVirtualAuthenticator", {"options": authenticator})
    page.goto(f"{served.address}{link}")
    page.get_by_label("Your name").fill("Mei-Ling Hsu")
    page.get_by_label("E-mail address").fill("mei@halyard.example")
    page.get_by_role("button", name="Create a passkey").click()
    expect(page.get_by_text("Notes as they come in")).to_be_visible()
    page.locator(".menu summary", has_text="Mei-Ling Hsu").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".menu summary", has_text="Mei-Ling Hsu")).to_be_visible()


def test_what_is_wrong_with_the_name_is_said_before_a_passkey_is_made(served: ServedDesk, page: Page) -> None:
    with served.database.session() as db:
        link = first_admin_link(db)
        db.commit()
    page.goto(f"{served.address}{link}")
    page.get_by_role("button", name="Create a passkey").click()
    expect(page.get_by_role("alert").filter(has_text="Enter your name")).to_be_visible()


def test_a_note_appears_on_an_open_desk_and_takes_no_focus(served: ServedDesk, page: Page) -> None:
    _dana, ana, customer = with_people(served)
    sign_in(page, served)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    search = page.get_by_role("searchbox")
    search.press_sequentially("zz")
    page.evaluate("window.was_not_reloaded = true")
    with served.database.session() as db:
        note = make_recording(db, ana, customer, state=RecordingState.WAITING)
        tell_of(db, note, "recording.received")
        db.commit()
        note_id = note.id
    card = page.locator(f"#note-{note_id}")
    expect(card).to_contain_text("Being heard")
    expect(page.locator("[data-announcer]")).to_have_text("Ana Ruiz spoke a note about Bellavista Bistro")
    with served.database.session() as db:
        db.get_one(type(note), note_id).state = RecordingState.SILENT
        tell_of(db, note, "recording.silent")
        db.commit()
    expect(card).to_contain_text("No words heard")
    expect(page.locator(".notes > .note")).to_have_count(1)
    expect(search).to_be_focused()
    assert page.evaluate("window.was_not_reloaded") is True


def test_notes_come_in_on_top_of_the_feed(served: ServedDesk, page: Page) -> None:
    _dana, ana, customer = with_people(served)
    first = add_note(served, ana, customer)
    sign_in(page, served)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    second = add_note(served, ana, customer)
    expect(page.locator(".notes > .note").first).to_have_id(f"note-{second}")
    expect(page.locator(".notes > .note").nth(1)).to_have_id(f"note-{first}")


def test_what_came_in_without_a_connection_is_there_when_it_is_back(served: ServedDesk, page: Page) -> None:
    _dana, ana, customer = with_people(served)
    sign_in(page, served)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    page.context.set_offline(True)
    missed = add_note(served, ana, customer)
    page.context.set_offline(False)
    expect(page.locator(f"#note-{missed}")).to_be_visible()


def test_a_visit_appears_among_those_going_on(served: ServedDesk, page: Page) -> None:
    _dana, ana, customer = with_people(served)
    sign_in(page, served)
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    with served.database.session() as db:
        visit = make_visit(db, ana, customer, is_open=True, left_at=now())
        from models.event import record_event

        record_event(db, "visit.opened", staff_id=ana.id, customer_id=customer.id, visit_id=visit.id)
        db.commit()
    expect(page.get_by_role("complementary").get_by_role("link", name="Bellavista Bistro")).to_be_visible()


def test_a_customers_page_shows_only_that_customers_new_notes(served: ServedDesk, page: Page) -> None:
    _dana, ana, customer = with_people(served)
    with served.database.session() as db:
        other = make_customer(db, "Somebody Else")
        db.commit()
    sign_in(page, served)
    page.goto(f"{served.address}/customers/{customer.id}")
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    elsewhere, here = add_note(served, ana, other), add_note(served, ana, customer)
    expect(page.locator(f"#note-{here}")).to_be_visible()
    expect(page.locator(f"#note-{elsewhere}")).to_have_count(0)


def test_the_keyboard_finds_and_opens_a_customer(served: ServedDesk, page: Page) -> None:
    _dana, _ana, customer = with_people(served)
    sign_in(page, served)
    page.get_by_role("heading", name="Today").click()
    page.keyboard.press("/")
    page.keyboard.type("bella", delay=20)
    expect(page.locator("a.hit")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(page.locator("a.hit").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{served.address}/customers/{customer.id}")


def test_a_tap_on_a_fact_plays_its_seconds_and_says_the_words(served: ServedDesk, page: Page) -> None:
    _dana, ana, customer = with_people(served)
    note = add_note(served, ana, customer)
    give_sound(page)
    sign_in(page, served)
    with expecting_clip(page, f"/api/recordings/{note}/clip?from_s=0.6&to_s=3.1"):
        page.get_by_role("link", name=re.compile("12 cases")).click()
    expect(page.locator("[data-player-said]")).to_have_text("twelve cases of oat milk")
    expect(page.locator("[data-player]")).to_be_hidden()  # played to its end


def test_a_tap_on_a_word_plays_from_there(served: ServedDesk, page: Page) -> None:
    _dana, ana, customer = with_people(served)
    note = add_note(served, ana, customer)
    give_sound(page)
    sign_in(page, served)
    page.goto(f"{served.address}/notes/{note}")
    with expecting_clip(page, f"/api/recordings/{note}/clip?from_s=1.85&to_s=3.60"):
        page.locator(".transcript__word", has_text="oat").click()
    expect(page.locator("[data-player-said]")).to_have_text("oat milk every week")


def test_the_speed_is_chosen_by_keyboard_and_kept_for_the_next_sound(served: ServedDesk, page: Page) -> None:
    _dana, ana, customer = with_people(served)
    note = add_note(served, ana, customer)
    page.route("**/clip?*", lambda route: route.fulfill(body=silence(20), content_type="audio/wav"))
    sign_in(page, served)
    page.goto(f"{served.address}/notes/{note}")
    page.locator(".transcript__word", has_text="oat").click()
    speed = page.locator("[data-player-speed]")
    expect(speed).to_have_text("1×")
    speed.press("Enter")
    speed.press("Enter")
    expect(speed).to_have_text("1.5×")
    page.goto(f"{served.address}/notes/{note}")
    page.locator(".transcript__word", has_text="oat").click()
    expect(speed).to_have_text("1.5×")
    expect(speed).to_have_accessible_name("Speed 1.5 times. Change it.")
    assert axe_faults(page) == []


def give_sound(page: Page) -> None:
    """Answer each clip with half a second of silence."""

    def answer(route: Route) -> None:
        route.fulfill(body=silence(0.5), content_type="audio/wav")

    page.route("**/clip?*", answer)


@contextmanager
def expecting_clip(page: Page, address: str) -> Iterator[None]:
    """Wait until the page has asked for a stretch of sound, and hold it to be this one."""
    with page.expect_request("**/clip?*") as asked:
        yield
    assert asked.value.url.endswith(address)


def silence(seconds: float) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes(bytes(2 * round(16000 * seconds)))
    return written.getvalue()


def test_a_note_is_confirmed_in_its_place(served: ServedDesk, page: Page) -> None:
    _dana, ana, customer = with_people(served)
    note = add_note(served, ana, customer)
    sign_in(page, served)
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(f"#note-{note}")).to_contain_text("Confirmed by Dana Okafor")
    expect(page).to_have_url(f"{served.address}/")


def test_the_pairing_page_sees_by_itself_that_a_phone_is_paired(served: ServedDesk, page: Page) -> None:
    from server.services.phones.pairing import pair_device

    with_people(served)
    sign_in(page, served)
    page.goto(f"{served.address}/phones")
    page.get_by_role("button", name="Show a code").click()
    code = page.locator(".code__letters").inner_text()
    with served.database.session() as db:
        pair_device(db, code, "Dana's phone")
        db.commit()
    expect(page.get_by_role("heading", name="Dana's phone is paired")).to_be_visible()
    expect(page.locator(".code__picture")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_open_to_everybody(served: ServedDesk, page: Page, scheme: Any, width: int) -> None:
    dana, ana, customer = with_people(served)
    note = add_note(served, ana, customer, is_trial=True)
    add_note(served, ana, None)
    with served.database.session() as db:
        make_visit(db, ana, customer, is_open=True, left_at=now())
        twin_id = make_customer(db, "Bella Vista Bistro", phone="(773) 555-0100").id
        db.commit()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{served.address}/sign-in")
    found = {"/sign-in": axe_faults(page)}
    sign_in(page, served)
    for address in (
        "/",
        "/search?q=bella",
        f"/customers/{customer.id}",
        f"/notes/{note}",
        f"/notes/{note}/correction",
        f"/notes/{note}/customer",
        f"/notes/{note}/versions",
        "/promises",
        "/complaints",
        "/complaints/routes",
        "/friday",
        "/friday/notes",
        "/friday/customers",
        f"/pop?phone={customer.phone}",
        "/pop?phone=7735550000",
        "/words",
        "/accuracy",
        "/learnt-names",
        "/duplicates",
        f"/merges/choice?kept={customer.id}&q=bella",
        f"/merges/new?kept={customer.id}&gone={twin_id}",
        "/reading-rules",
        "/phones",
        "/staff",
        "/staff/new",
        f"/staff/{dana.id}",
        "/account",
        "/tokens",
        "/intake",
        "/imports",
        "/status",
        "/nowhere",
        "/api/",
    ):
        page.goto(served.address + address)
        found[address] = axe_faults(page)
    page.goto(f"{served.address}/phones")
    page.get_by_role("button", name="Show a code").click()
    expect(page.locator(".code__letters")).to_be_visible()
    found["/phones/codes"] = axe_faults(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}


def test_the_pages_work_without_script(served: ServedDesk, browser: Any) -> None:
    _dana, ana, customer = with_people(served)
    note = add_note(served, ana, customer)
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(10_000)
    page = context.new_page()
    try:
        sign_in(page, served)
        page.get_by_role("searchbox").fill("oat milk")
        page.get_by_role("searchbox").press("Enter")
        page.locator("a.hit").click()
        expect(page).to_have_url(f"{served.address}/notes/{note}")
        page.get_by_role("link", name="Correct").click()
        page.get_by_label("How many").fill("14")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".facts")).to_contain_text("14 cases")
        page.get_by_role("link", name=re.compile("Corrected by Dana Okafor")).click()
        page.get_by_text("Version 1").click()
        expect(page.locator(".versions")).to_contain_text("12 cases")
    finally:
        context.close()
