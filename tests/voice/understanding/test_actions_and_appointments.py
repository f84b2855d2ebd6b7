from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from voice.understanding.types import Entry


def actions(entry: Entry) -> list[tuple[str, str | None, str | None]]:
    return [(a.what, a.owner, a.due) for a in entry.actions]


@pytest.mark.parametrize(
    ("text", "what", "owner", "due"),
    [
        ("i'll send the new price sheet by friday", "send the new price sheet", "me", "2026-03-13"),
        ("i need to ask the warehouse by tuesday", "ask the warehouse", "me", "2026-03-17"),
        ("call her back in two weeks", "call her back", "me", "2026-03-25"),
        ("gordon needs to call her tomorrow", "call her", "Gordon Pruitt", "2026-03-12"),
        ("somebody should check the fridge", "check the fridge", None, None),
        ("she'll think about it", "think about it", "customer", None),
        ("dana wants samples of the feta", "send samples of the feta", "me", None),
        ("she needs the invoice by monday", "send invoice", "me", "2026-03-16"),
        ("the butter was rancid she wants it replaced", "replace the butter", "me", None),
        ("she wants ten cases of feta by friday", "deliver the feta", "me", "2026-03-13"),
        ("check back early next week", "check back", "me", None),
    ],
)
def test_a_task_has_words_owner_and_day(speak, text: str, what: str, owner: str | None, due: str | None) -> None:  # type: ignore[no-untyped-def]
    assert (what, owner, due) in actions(speak(text))


@pytest.mark.parametrize(
    "text",
    [
        "i sent her the price list yesterday",
        "ten cases of feta a week from monday",
        "if it happens again she'll call the manager",
        "i'll swing by thursday at ten",
        "dana says she likes it here",
    ],
)
def test_what_is_done_standing_or_conditional_is_no_action(speak, text: str) -> None:  # type: ignore[no-untyped-def]
    assert actions(speak(text)) == []


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("i'll swing by thursday at ten", "2026-03-12T10:00-05:00"),
        ("our next meeting is next tuesday at three thirty", "2026-03-17T15:30-05:00"),
        ("i should come back on the seventeenth", "2026-03-17"),
        ("she moved our tasting to november tenth at two", "2026-11-10T14:00-06:00"),
    ],
)
def test_a_meeting_with_a_day_is_the_appointment(speak, text: str, start: str) -> None:  # type: ignore[no-untyped-def]
    assert speak(text).appointment.start == start


@pytest.mark.parametrize(
    "text", ["we'll meet some time next month", "delivery is on thursday at ten", "dana is away until friday"]
)
def test_vague_meetings_and_deliveries_are_no_appointments(speak, text: str) -> None:  # type: ignore[no-untyped-def]
    assert speak(text).appointment is None


def test_days_count_from_the_companys_day_whatever_the_phones_offset(speak) -> None:  # type: ignore[no-untyped-def]
    spoken_at = datetime(2026, 3, 12, 2, 0, tzinfo=ZoneInfo("UTC"))  # still the 11th in Chicago
    assert actions(speak("call her tomorrow", at=spoken_at)) == [("call her", "me", "2026-03-12")]


def test_private_reminders_leave_the_entry_empty(speak) -> None:  # type: ignore[no-untyped-def]
    entry = speak("note to self pick up dry cleaning and call mom", customer_id=None)
    assert (entry.actions, entry.outcome, entry.sentiment) == ((), None, None)
