import pytest


def test_a_complaint_says_what_went_wrong(speak) -> None:  # type: ignore[no-untyped-def]
    (complaint,) = speak("dana says the salmon delivery was two hours late").complaints
    assert "late" in complaint.about and "dana" not in complaint.about


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("the butter was short again third time this month", "high"),
        ("the driver was rude but it's no big deal", "low"),
        ("the driver was rude to erin", None),
    ],
)
def test_severity_is_only_what_was_said(speak, text: str, severity: str | None) -> None:  # type: ignore[no-untyped-def]
    assert [c.severity for c in speak(text).complaints] == [severity]


@pytest.mark.parametrize(
    "text",
    [
        "norwell was late again with her order",
        "no complaints from dana",
        "delivery wasn't late once",
        "she's worried the butter might be late",
        "the deliveries used to be late but not any more",
        "dana says business is slow because of the weather",
    ],
)
def test_other_peoples_failings_fears_and_old_stories_are_no_complaints(speak, text: str) -> None:  # type: ignore[no-untyped-def]
    assert speak(text).complaints == ()


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("dana prefers deliveries before nine", "deliveries before nine"),
        ("she says text her don't call", "text her don't call"),
        ("she wants invoices by email", "invoices by email"),
        ("no deliveries between eleven and one", "no deliveries between eleven and one"),
    ],
)
def test_a_lasting_wish_is_a_preference(speak, text: str, about: str) -> None:  # type: ignore[no-untyped-def]
    assert [p.about for p in speak(text).preferences] == [about]


def test_a_wish_for_one_day_is_no_preference(speak) -> None:  # type: ignore[no-untyped-def]
    assert speak("she wants the delivery before nine on friday").preferences == ()


def test_a_lack_is_a_need(speak) -> None:  # type: ignore[no-untyped-def]
    assert [n.about for n in speak("dana is looking for something gluten free for the patio menu").needs] == [
        "something gluten free for the patio menu"
    ]


def test_a_wanted_product_is_no_need_as_well(speak) -> None:  # type: ignore[no-untyped-def]
    assert speak("dana is looking for oat milk").needs == ()


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("she wants two cases of oat milk every week delivery on tuesday was late", "delivery on tuesday was late"),
        ("they want ten cases of oat milk the last delivery was two days late", "delivery was two days late"),
        ("six cases of oat milk a week our driver was rude on monday", "driver was rude on monday"),
    ],
)
def test_a_clause_about_our_service_begins_behind_the_order(speak, said: str, about: str) -> None:  # type: ignore[no-untyped-def]
    entry = speak(said)
    assert [complaint.about for complaint in entry.complaints] == [about]
    assert [line.stance for line in entry.products] != ["problem"]
    assert entry.actions == ()
