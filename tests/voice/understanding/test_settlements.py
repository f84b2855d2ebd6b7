"""A later note closes a complaint only where it says clearly that this complaint is settled."""

from __future__ import annotations

import pytest

from voice.understanding.tasks.settlements import settled_complaints

LATE = "delivery two hours late on friday"
RANCID = "olive oil tin was rancid"
INVOICE = "invoice had the old price"
OPEN = [LATE, RANCID, INVOICE]


@pytest.mark.parametrize(
    ("said", "settled"),
    [
        ("the late deliveries are sorted now", [LATE]),
        ("saw nick the rancid olive oil was replaced on tuesday and he is fine", [RANCID]),
        ("we sorted out the invoice with the old price", [INVOICE]),
        ("the issue with the late delivery is resolved they want ten cases of oat milk", [LATE]),
        ("deliveries are no longer late they are on time again", [LATE]),
        ("late delivery is taken care of and the old price on the invoice was corrected", [LATE, INVOICE]),
    ],
)
def test_what_is_told_as_settled_closes_what_it_names(said: str, settled: list[str]) -> None:
    found = settled_complaints(said.split(), OPEN)
    assert [OPEN[one.complaint] for one in found] == settled


@pytest.mark.parametrize(
    "said",
    [
        "the late delivery is still not sorted",
        "if the late delivery is not resolved they leave",
        "he wants the rancid olive oil replaced",
        "i will get the invoice with the old price corrected",
        "i promised the late delivery would be sorted",
        "we have to get the late delivery sorted",
        "everything is sorted",
        "they sorted the recycling",
        "the delivery was late again",
        "the credit was refunded",
        "the oil and the flour were replaced",
        "",
    ],
)
def test_what_is_wished_promised_denied_or_of_something_else_closes_nothing(said: str) -> None:
    assert settled_complaints(said.split(), OPEN) == ()


def test_of_two_tellings_of_one_complaint_both_are_settled_with_the_same_words() -> None:
    found = settled_complaints("the late delivery is sorted".split(), ["late delivery", "delivery late again"])
    assert [(one.complaint, one.start_word, one.end_word) for one in found] == [(0, 0, 4), (1, 0, 4)]
