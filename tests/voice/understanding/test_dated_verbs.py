import pytest

from voice.understanding.types import Entry


def tasks(entry: Entry) -> list[tuple[str, str | None, str | None]]:
    return [(a.what, a.owner, a.due) for a in entry.actions]


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("i told him i'd have a look and let him know a fortnight tomorrow", ("let him know", "me", "2026-03-26")),
        ("i'd suggest somebody from the team calls her in a couple of weeks", ("call her", None, "2026-03-25")),
        ("she is still buying off norwell tell gordon by the end of the day", ("tell gordon", "me", "2026-03-11")),
        (
            "five cases of salmon came warm exchange needed no later than friday",
            ("exchange the salmon", "me", "2026-03-13"),
        ),
        ("she's away until the first of june i'll try her the day after", ("try her", "me", "2026-06-02")),
        (
            "she has to have the allergen list by close of business tomorrow",
            ("send the allergen list", "me", "2026-03-12"),
        ),
        ("dana wants the oat milk ten cases first thing monday", ("deliver the oat milk", "me", "2026-03-16")),
        (
            "dana's having thirty tubs of feta for memorial day so by the twenty second",
            ("deliver the feta", "me", "2026-03-22"),
        ),
    ],
)
def test_a_bare_verb_with_its_day_is_a_task(speak, text: str, task: tuple[str, str | None, str | None]) -> None:  # type: ignore[no-untyped-def]
    said = tasks(speak(text))
    assert [(what.removeprefix("send the ").removeprefix("send "), *rest) for what, *rest in said] == [
        (task[0].removeprefix("send the ").removeprefix("send "), *task[1:])
    ]


@pytest.mark.parametrize(
    "text",
    [
        "she said her husband would call friday",
        "the salmon smelled off on monday",
        "he always calls monday",
        "dana wants to know when the salmon price goes up i said june first",
        "send her a case of feta a week",
        "i'll take you fifteen a week if you do that price",
    ],
)
def test_what_nobody_has_to_do_is_no_task(speak, text: str) -> None:  # type: ignore[no-untyped-def]
    assert tasks(speak(text)) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("the salmon was grey and wants replacing tomorrow", "replace the atlantic salmon"),
        ("the feta was off it must be changed by tomorrow", "change the feta crumbles"),
        ("i have to come back to her with an answer tomorrow", "come back to her with an answer"),
    ],
)
def test_what_has_to_be_put_right_or_answered_is_a_task_and_no_visit(speak, text: str, what: str) -> None:  # type: ignore[no-untyped-def]
    entry = speak(text)
    assert (what, "me", "2026-03-12") in tasks(entry)
    assert entry.appointment is None


@pytest.mark.parametrize("text", ["dana said come back after the twentieth", "the driver can come at five monday"])
def test_the_days_of_others_are_no_meeting_of_ours(speak, text: str) -> None:  # type: ignore[no-untyped-def]
    assert speak(text).appointment is None


def test_an_order_in_parts_has_a_delivery_for_each(speak) -> None:  # type: ignore[no-untyped-def]
    said = speak("dana ordered sixteen cases of salmon half of it this saturday and the other half the saturday after")
    assert tasks(said) == [
        ("deliver half of it", "me", "2026-03-14"),
        ("deliver the other half", "me", "2026-03-21"),
    ]


def test_what_one_brings_along_to_a_tasting_is_no_task_of_its_own(speak) -> None:  # type: ignore[no-untyped-def]
    said = speak("dana wants a tasting of the feta on april ninth at two i said i'd bring the price list")
    assert tasks(said) == []
    assert said.appointment is not None
    assert said.appointment.start.startswith("2026-04-09T14:00")
