"""Duties in every frame with verbs that no reader lists, each with a day whose date is known."""

from itertools import cycle

import pytest

from voice.understanding.types import Entry

DAYS = [
    ("by friday", "2026-03-13"),
    ("tomorrow", "2026-03-12"),
    ("on the nineteenth", "2026-03-19"),
    ("before the end of the month", "2026-03-31"),
    ("in two weeks", "2026-03-25"),
    ("first thing monday", "2026-03-16"),
    ("by close of play thursday", "2026-03-12"),
    ("tuesday week", "2026-03-24"),
]
BEFORE = ["dana whitaker all fine there ", "dana took ten cases of oat milk and ", "dana says no to the salmon "]
OURS = """
i'm to; i'm supposed to; i've to; i have to; i need to; i said i'd; i told her i'd; i promised i'd;
i'll; i'm going to; we'll; i've got to; got to; remind me to; remember to; don't let me forget to; it's on me
to; it's down to me to; i agreed to; i shall; my job is to; i'm due to; i mean to; i intend to; i plan to; i've
undertaken to; i've offered to; she wants me to; she asked me to; she'd like me to; she would like us to; could
we; can we; she needs us to; please; kindly; i'd better; i had better; i ought to; i'm meant to; i was told to;
i'm expected to; i must; what i have to do is; next step is to; i was going to; i'm on the hook to; i've been
asked to; i've committed to; she hopes we can; she expects us to; do me a favour and
"""
OUR_VERBS = [
    "ring her",
    "dig out the old menu",
    "square it with accounts",
    "knock together a proposal",
    "hunt down the delivery note",
    "nail down the terms",
    "translate the sheet",
    "reissue the invoice",
    "photograph the shelf",
    "rework the quote",
]
THEIRS = """
she'll; she will; she's going to; she is to; she promised to; she said she'd; she said she'll; dana will; dana
is to; dana's going to; dana promised to; dana said she'd; dana has to; dana must; they'll; she's supposed to;
dana's supposed to; she undertook to; she agreed to; dana to; she aims to; she means to; it's on her to; it's
down to dana to; dana shall; her partner will; the owner will; her accountant has to
"""
THEIR_VERBS = [
    "ring me",
    "let us know",
    "settle up",
    "run it past the board",
    "fill in the form",
    "nominate a contact",
    "return the crates",
    "mull it over",
    "dig out the old invoice",
    "report back",
]
NOBODYS = """
she was away on; the fridge broke on; she opens on; they close on; the gala is on; the wedding is on; the price
went up on; it came late on; the contract ends on; the board meets on; the school is shut on; the inspector
comes on; norwell came by on; she called norwell on; the driver turned up on; the new chef starts on; she won't
be there on; the match is on; she flies out on
"""


def frames(said: str) -> list[str]:
    return [" ".join(part.split()) for part in said.split(";")]


def due_to(entry: Entry, owner: str) -> set[str]:
    return {a.due[:10] for a in entry.actions if a.due and a.owner == owner}


@pytest.mark.parametrize(("said", "verbs", "owner"), [(OURS, OUR_VERBS, "me"), (THEIRS, THEIR_VERBS, "customer")])
def test_a_frame_of_duty_makes_a_task_of_any_verb(speak, said: str, verbs: list[str], owner: str) -> None:  # type: ignore[no-untyped-def]
    missed = []
    for frame, verb, (day, on), before in zip(frames(said) * 2, cycle(verbs), cycle(DAYS), cycle(BEFORE), strict=False):
        text = f"{before}{frame} {verb} {day}"
        if on not in due_to(speak(text), owner):
            missed.append(text)
    assert missed == []


def test_what_happens_on_a_day_is_nobodys_duty(speak) -> None:  # type: ignore[no-untyped-def]
    for frame, before in zip(frames(NOBODYS), cycle(BEFORE), strict=False):
        entry = speak(f"{before}{frame} the nineteenth")
        assert (frame, [a for a in entry.actions if a.due], entry.appointment) == (frame, [], None)


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("dana said no i'm getting her a new price by friday", ("get her a new price", "me", "2026-03-13")),
        ("she calls me until friday", ("call me", "customer", "2026-03-13")),
        ("erin signs the papers on the twelfth", ("sign the papers", "customer", "2026-03-12")),
        ("she will be giving us the po tomorrow", ("give us the po", "customer", "2026-03-12")),
        ("she'll know by the nineteenth", ("let us know", "customer", "2026-03-19")),
        ("she'd like to hear by monday", ("call back", "me", "2026-03-16")),
        ("get samples of salmon to her by the nineteenth", ("get samples of salmon to her", "me", "2026-03-19")),
    ],
)
def test_what_somebody_does_on_a_day_to_come_is_a_task(speak, text: str, task: tuple[str, str, str]) -> None:  # type: ignore[no-untyped-def]
    assert task in [(a.what, a.owner, a.due) for a in speak(f"dana whitaker fine otherwise {text}").actions]


@pytest.mark.parametrize(
    "text",
    [
        "dana wants ten cases of oat milk delivery she is needing by friday",
        "dana ordered ten cases of oat milk if we can manage it by friday",
        "dana ordered ten cases of oat milk they should come on friday",
        "dana ordered ten cases of oat milk she requires by friday",
    ],
)
def test_goods_wished_for_by_a_day_are_a_delivery_and_no_visit(speak, text: str) -> None:  # type: ignore[no-untyped-def]
    entry = speak(text)
    assert due_to(entry, "me") == {"2026-03-13"}
    assert entry.appointment is None


@pytest.mark.parametrize("verb", ["pop in", "look in", "call in", "be back in", "drop in"])
def test_the_in_of_dropping_in_is_no_part_of_the_day(speak, verb: str) -> None:  # type: ignore[no-untyped-def]
    entry = speak(f"dana has no complaints i'll {verb} a fortnight today")
    assert entry.appointment is not None
    assert entry.appointment.start == "2026-03-25"
