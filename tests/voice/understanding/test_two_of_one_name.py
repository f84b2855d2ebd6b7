"""Of two people whom a name fits alike none is taken: both are kept, to be asked."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from voice.lexicon import Contact, Customer, Lexicon
from voice.understanding import Entry, Note, understand

ZONE = "America/Chicago"
OKAFOR = Contact("K1", "C1", "Sam Okafor", "chef")
REYES = Contact("K2", "C1", "Sam Reyes", "owner")
SOUS = Contact("K3", "C1", "Sam Lindqvist", "sous chef")
LEE, OTHER_LEE = Contact("K4", "C1", "Dana Lee", "chef"), Contact("K5", "C1", "Dana Lee", "owner")
CUSTOMER = Customer("C1", "Blue Hen Cafe")


def speak(text: str, *contacts: Contact) -> Entry:
    at = datetime(2026, 3, 11, 14, 0, tzinfo=ZoneInfo(ZONE))
    lexicon = Lexicon(customers=(CUSTOMER,), contacts=contacts)
    return understand(Note("n", text, at, "C1", None, ()), lexicon, ZONE)


def people(entry: Entry) -> list[tuple[str | None, set[str]]]:
    return [(person.contact_id, set(person.candidates)) for person in entry.people]


def test_a_first_name_of_two_is_both() -> None:
    assert people(speak("met sam he was happy", OKAFOR, REYES)) == [(None, {"K1", "K2"})]


def test_a_first_name_of_two_is_both_however_they_are_listed() -> None:
    assert people(speak("met sam he was happy", REYES, OKAFOR)) == [(None, {"K1", "K2"})]


@pytest.mark.parametrize("heard", ["dana lee", "dana", "danna lee"])
def test_two_of_the_same_full_name_are_both(heard: str) -> None:
    assert people(speak(f"met {heard} today", LEE, OTHER_LEE)) == [(None, {"K4", "K5"})]


def test_a_misheard_first_name_of_two_is_both() -> None:
    kasia, other = Contact("K1", "C1", "Kasia Jablonski"), Contact("K2", "C1", "Kasia Nowak")
    assert people(speak("casha said they're fine", kasia, other)) == [(None, {"K1", "K2"})]


def test_a_surname_tells_which() -> None:
    assert people(speak("met sam reyes he was happy", OKAFOR, REYES)) == [("K2", set())]


def test_a_misheard_surname_tells_the_likelier_one() -> None:
    raines = Contact("K3", "C1", "Sam Raines", "buyer")
    assert people(speak("met sam rayes he was happy", raines, REYES)) == [("K2", set())]


def test_a_role_tells_which() -> None:
    assert people(speak("met sam the owner he was happy", OKAFOR, REYES)) == [("K2", set())]


def test_a_role_that_two_of_three_hold_leaves_those_two() -> None:
    assert people(speak("met sam the chef he was happy", OKAFOR, REYES, SOUS)) == [(None, {"K1", "K3"})]


def test_a_full_name_said_once_tells_who_the_first_name_is() -> None:
    assert people(speak("met sam reyes and sam wants a call", OKAFOR, REYES)) == [("K2", set())]


def test_of_two_named_in_full_the_first_name_alone_is_nobody_and_asks_nothing_new() -> None:
    found = people(speak("met sam reyes and sam okafor and later sam asked for a call", OKAFOR, REYES))
    assert sorted(found, key=str) == [("K1", set()), ("K2", set())]


def test_whose_new_number_it_is_stays_open_too() -> None:
    (update,) = speak(
        "sam has a new number three one two five five five zero one nine nine", OKAFOR, REYES
    ).contact_updates
    assert (update.contact_id, set(update.candidates)) == (None, {"K1", "K2"})
