"""Commands fire where they are meant, and a sentence that merely holds their words does not."""

from __future__ import annotations

import pytest

from tests.voice.commands.sentences import NEW_CONTACT, PRIVATE, REMIND, STRIKE
from voice.commands import find_private, find_reminders, find_struck, hold_private
from voice.commands.contact import read_new_contacts


@pytest.mark.parametrize(("said", "is_command"), PRIVATE)
def test_private_fires_only_as_a_command(said: str, is_command: bool) -> None:
    assert bool(find_private(said.split())) == is_command


@pytest.mark.parametrize(("said", "is_command"), STRIKE)
def test_strike_fires_only_as_a_command(said: str, is_command: bool) -> None:
    assert bool(find_struck(said.split())) == is_command


def test_private_reaches_to_its_end_and_what_follows_stays() -> None:
    words = "good visit private his wife left end private call maria".split()
    ((start, end),) = find_private(words)
    assert (words[:start], words[end:]) == (["good", "visit"], ["call", "maria"])


def test_private_that_is_not_closed_reaches_to_the_end_of_the_note() -> None:
    words = "good visit private his wife left call maria".split()
    assert find_private(words) == ((2, len(words)),)


def test_a_pause_on_both_sides_makes_a_command_of_any_place() -> None:
    words = "that is how it is private maria drinks".split()
    assert find_private(words) == ()
    assert find_private(words, {5: 0.8, 6: 0.7}) == ((5, 8),)


def test_while_somebody_speaks_what_may_be_private_is_held_back() -> None:
    assert hold_private("good visit private maria".split(), "…") == ["good", "visit", "…"]
    assert hold_private("private she drinks end private call her".split(), "…") == ["…", "call", "her"]
    assert hold_private("it is a private clinic".split(), "…") == "it is a private clinic".split()


def test_a_pause_limits_what_is_struck() -> None:
    words = "maria was happy twelve cases of milk scratch that".split()
    assert find_struck(words) == ((0, 9),)
    assert find_struck(words, {3: 0.6}) == ((3, 9),)


def test_only_the_clause_before_is_struck() -> None:
    words = "they want milk and they want oil strike that".split()
    assert find_struck(words) == ((3, 9),)


def test_a_number_behind_leaves_the_rest_of_the_clause_to_the_corrections() -> None:
    assert find_struck("they want ten cases scratch that twelve cases".split()) == ()


@pytest.mark.parametrize(("said", "is_command"), REMIND)
def test_remind_me_fires_only_as_a_command(said: str, is_command: bool) -> None:
    assert bool(find_reminders(said.split())) == is_command


def test_what_to_be_reminded_of_is_read_before_and_behind_the_day() -> None:
    whats = [
        find_reminders(said.split())[0].what
        for said in ("remind me thursday to call maria and they want milk", "remind me to send samples on monday")
    ]
    assert whats == ["call maria", "send samples"]


@pytest.mark.parametrize(("said", "is_command"), NEW_CONTACT)
def test_new_contact_fires_only_as_a_command(said: str, is_command: bool) -> None:
    assert bool(read_new_contacts(said.split())) == is_command


def test_a_new_contact_is_read_with_role_number_and_mail() -> None:
    said = (
        "new contact maria lopez she is the head chef her number is three one two five five five oh one four four "
        "and her email is maria at bellavista dot example they want ten cases"
    )
    (found,) = read_new_contacts(said.split())
    assert (found.name, found.role) == ("Maria Lopez", "head chef")
    assert (found.phone, found.email) == ("+13125550144", "maria@bellavista.example")


def test_two_new_contacts_share_nothing() -> None:
    said = "new contact anna schmidt new contact bogdan petrov sous chef"
    assert [(one.name, one.role) for one in read_new_contacts(said.split())] == [
        ("Anna Schmidt", ""),
        ("Bogdan Petrov", "sous chef"),
    ]


def test_a_name_ends_at_a_pause() -> None:
    words = "new contact anna schmidt oatly came up".split()
    assert read_new_contacts(words, {4: 0.6})[0].name == "Anna Schmidt"


def test_a_surname_may_be_an_everyday_word() -> None:
    assert read_new_contacts("new contract david brown the owner".split())[0].name == "David Brown"
    assert read_new_contacts("new contact david wants ten cases".split())[0].name == "David"
