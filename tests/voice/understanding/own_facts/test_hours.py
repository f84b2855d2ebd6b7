"""When a place is open is read as a lasting fact; one day's exception, doubt and hearsay of ours are not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from voice.lexicon import Customer, Lexicon, Product
from voice.understanding import Entry, Note, OpenQuestion, understand

LEXICON = Lexicon(
    customers=(Customer("C2", "Bellavista Bistro"),),
    products=(Product("P1", "Barista Oat Milk", ("oat milk",), "case", 32.0),),
)
ASKED = OpenQuestion("closed", "Which day of the week are you closed?", "text", ())
TOLD = (
    ("they are closed mondays", {"closing days": "Mondays"}),
    ("closed on mondays and tuesdays", {"closing days": "Mondays and Tuesdays"}),
    ("they're shut on sundays", {"closing days": "Sundays"}),
    ("by the way they are closed every monday so no deliveries then", {"closing days": "Mondays"}),
    ("they don't open on sundays", {"closing days": "Sundays"}),
    ("they are open seven days a week", {"closing days": "none"}),
    ("kitchen opens at eleven", {"kitchen opening time": "11:00"}),
    ("the kitchen opens at eleven thirty", {"kitchen opening time": "11:30"}),
    ("they open at seven in the morning", {"opening time": "07:00"}),
    ("the shop opens at six", {"shop opening time": "06:00"}),
    ("don't open until five pm", {"opening time": "17:00"}),
    ("they close at three", {"closing time": "15:00"}),
    ("open until ten", {"closing time": "22:00"}),
    ("the bar closes at two am", {"bar closing time": "02:00"}),
    ("stops serving at nine", {"closing time": "21:00"}),
    ("the dock closes at one on fridays", {"dock closing time on fridays": "13:00"}),
    ("they're open seven to three", {"opening time": "07:00", "closing time": "15:00"}),
    ("open from six to ten pm", {"opening time": "06:00", "closing time": "22:00"}),
    ("opening hours are nine to five", {"opening time": "09:00", "closing time": "17:00"}),
    ("they want twelve cases of oat milk and they're closed mondays now", {"closing days": "Mondays"}),
)
NOT_TOLD = (
    "they are closed on monday for a wedding",
    "closed the deal on mondays offer",
    "are they closed mondays i don't know",
    "i asked if they are closed on mondays",
    "we open at seven",
    "the new place opens in april",
    "they might close at three",
    "they used to open at six",
    "he opens up to me",
    "closed for renovation until friday",
    "they will open at ten next week",
    "maybe closed sundays",
    "opens at ten tomorrow",
    "the account is open at last",
    "norwell closes at four",
    "they close the order at twelve cases",
    "open to ideas",
    "call them when they open at eight",
)


def read(text: str) -> Entry:
    said_at = datetime(2026, 3, 10, 16, tzinfo=UTC)
    note = Note(id="", text=text, recorded_at=said_at, customer_id="C2", open_questions=(ASKED,))
    return understand(note, LEXICON, "America/Chicago")


@pytest.mark.parametrize(("text", "hours"), TOLD)
def test_hours_that_last_are_facts(text: str, hours: dict[str, str]) -> None:
    assert {fact.subject: fact.value for fact in read(text).facts if fact.kind == "hours"} == hours


@pytest.mark.parametrize("text", NOT_TOLD)
def test_everything_else_is_none(text: str) -> None:
    assert read(text).facts == ()


def test_the_open_question_about_closing_days_is_answered_by_them_alone() -> None:
    assert [answer.value for answer in read("they are closed mondays").answers] == ["mondays"]
    assert read("they close at three").answers == ()


def test_hours_for_deliveries_are_a_wish() -> None:
    (wish,) = read("deliveries only before ten").preferences
    assert "before ten" in wish.about
