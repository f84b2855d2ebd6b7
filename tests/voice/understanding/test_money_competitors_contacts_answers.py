import pytest

from voice.understanding import OpenQuestion


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("they spend about four thousand a month on coffee", 4000, "budget"),
        ("dana owes us eight hundred and twelve dollars", 812, "owed"),
        ("the order was eleven hundred and forty dollars", 1140, "order_value"),
        ("she gets ten percent off from april", 10, "discount_percent"),
        ("norwell is at seventy nine a case for butter", 79, "competitor_price"),
    ],
)
def test_money_is_read_with_its_kind(speak, text: str, value: float, kind: str) -> None:  # type: ignore[no-untyped-def]
    assert [(a.value, a.kind) for a in speak(text).amounts] == [(value, kind)]


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("she buys the butter from norwell", "current_supplier"),
        ("norwell came by last week offering butter", "quoting"),
        ("they're going to norwell for the butter", "switching_to"),
        ("norwell dropped them last month", "left"),
        ("if it happens again she might try norwell", "mentioned"),
    ],
)
def test_a_competitor_has_a_part(speak, text: str, context: str) -> None:  # type: ignore[no-untyped-def]
    assert [(c.name, c.context) for c in speak(text).competitors] == [("Norwell Foods", context)]


def test_a_misheard_competitor_is_the_one_on_the_list(speak) -> None:  # type: ignore[no-untyped-def]
    assert [c.name for c in speak("she gets it from lake bend").competitors] == ["Lakebend Larder"]


@pytest.mark.parametrize(
    ("text", "contact_id", "field", "value"),
    [
        ("dana's new number is seven seven three double five five oh one six eight", "K1", "phone", "+17735550168"),
        ("write to dana at bluehencafe dot example", "K1", "email", "dana@bluehencafe.example"),
        ("erin has left", "K2", "left_company", True),
        ("erin takes over as general manager", "K2", "role", "general manager"),
    ],
)
def test_contact_data_changes_are_read(speak, text: str, contact_id: str, field: str, value: str | bool) -> None:  # type: ignore[no-untyped-def]
    assert (contact_id, field, value) in [(u.contact_id, u.field, u.value) for u in speak(text).contact_updates]


def test_leaving_a_message_is_no_departure(speak) -> None:  # type: ignore[no-untyped-def]
    assert speak("dana left a message").contact_updates == ()


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        (OpenQuestion("q", "Do they own their espresso machine?", "yes_no"), "no they don't own the machine", False),
        (OpenQuestion("q", "How many seats are on the terrace?", "number"), "the patio has forty seats", 40),
        (
            OpenQuestion("q", "Which oil do they use?", "choice", ("olive", "canola")),
            "they use canola for everything",
            "canola",
        ),
        (OpenQuestion("q", "Which day are they closed?", "text"), "they're closed on mondays", "mondays"),
    ],
)
def test_an_open_question_is_answered_by_the_note(speak, question: OpenQuestion, text: str, value: object) -> None:  # type: ignore[no-untyped-def]
    assert [a.value for a in speak(text, questions=(question,)).answers] == [value]


def test_a_question_the_note_does_not_touch_stays_open(speak) -> None:  # type: ignore[no-untyped-def]
    question = OpenQuestion("q", "Do they buy fresh herbs from us?", "yes_no")
    assert speak("dana wants ten cases of oat milk", questions=(question,)).answers == ()


@pytest.mark.parametrize(
    ("text", "outcome", "sentiment"),
    [
        ("dana loves the oat milk put her down for ten cases", "order", "positive"),
        ("the salmon was late and dana is furious", "complaint", "negative"),
        ("dana likes the feta but the salmon was short", "complaint", "neutral"),
        ("dana wants salmon", "interested", "neutral"),
        ("dana isn't interested in the wings", "declined", "neutral"),
        ("blue hen nothing new", "info", "neutral"),
        ("test test one two three", None, None),
    ],
)
def test_outcome_and_mood_follow_from_the_facts(speak, text: str, outcome: str | None, sentiment: str | None) -> None:  # type: ignore[no-untyped-def]
    entry = speak(text)
    assert (entry.outcome, entry.sentiment) == (outcome, sentiment)
