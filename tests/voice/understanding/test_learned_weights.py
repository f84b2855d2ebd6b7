"""Weights that were learned stand in where no cue of the rules does, and only there or where they are sure."""

import pytest

from voice.understanding.learned.weights import Weights, weights_of


def test_belief_is_shared_among_the_classes_and_unknown_words_say_nothing() -> None:
    weights = Weights(("likes", "uses"), (0.0, 0.0), {"B:loves": (2.0, 0.0)})
    assert weights.probabilities(["B:nothing known"]) == {"likes": 0.5, "uses": 0.5}
    belief = weights.probabilities(["B:loves"])
    assert belief["likes"] > 0.85
    assert sum(belief.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("name", ["stance", "clause"])
def test_the_kept_weights_have_one_for_each_class(name: str) -> None:
    weights = weights_of(name)
    assert len(weights.table) > 1000
    assert {len(row) for row in weights.table.values()} == {len(weights.classes)} == {len(weights.bias)}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("dana is not at all satisfied with the answer from our office", "complaints"),
        ("dana has nobody who can show the new people the allergen list", "needs"),
        ("dana requires a single point of contact for everything", "preferences"),
    ],
)
def test_what_no_cue_phrase_names_is_still_found(speak, text: str, field: str) -> None:  # type: ignore[no-untyped-def]
    assert len(getattr(speak(text), field)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "norwell shorted dana again last week",
        "the order today came to one thousand two hundred dollars mostly unsalted butter and lemons mark is very happy "
        "with the last delivery",
        "dana told me about her daughter's wedding in june",
        "my car broke down on the way to dana and i was late",
        "dana was out so i left my card",
    ],
)
def test_stories_and_other_suppliers_give_no_complaint_wish_or_need(speak, text: str) -> None:  # type: ignore[no-untyped-def]
    entry = speak(text)
    assert (entry.complaints, entry.preferences, entry.needs) == ((), (), ())
