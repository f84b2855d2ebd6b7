import pytest

from voice.understanding.types import Entry


def stances(entry: Entry) -> dict[str, str]:
    return {line.name: line.stance for line in entry.products}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("wants nutrition sheets on the feta", "considering"),
        ("she'd like a spec sheet for the feta and the price", "considering"),
        ("wants two tubs of feta to try", "considering"),
        ("forty tubs of feta on approval", "considering"),
        ("feta thirty tubs a week provisionally", "considering"),
        ("wants the halal certificate for the feta before she'll order", "considering"),
        ("she's got a feta problem two tubs leaked", "problem"),
        ("likes the feta less than she used to", "dislikes"),
        ("the feta went down a storm so five tubs a week at nineteen please", "ordered"),
        ("very keen on the feta she said sign me up", "ordered"),
        ("doesn't want the feta contract renewed", "dropped"),
        ("they don't want the feta any more", "dropped"),
        ("feta out for now too salty", "dropped"),
        ("no deal on the feta", "declined"),
        ("couldn't be bothered with the feta this time", "declined"),
        ("he's using eleven tubs of feta a month", "uses"),
        ("three tubs of feta should have come yesterday", "problem"),
        ("please send ten cases of salmon and the feta was leaking again", "problem"),
    ],
)
def test_what_stands_around_a_cue_changes_it(speak, text: str, stance: str) -> None:  # type: ignore[no-untyped-def]
    assert stances(speak(f"dana {text}"))["Feta Crumbles"] == stance


def test_a_judgement_on_the_last_of_a_counted_list_leaves_the_first_alone(speak) -> None:  # type: ignore[no-untyped-def]
    said = stances(speak("dana chickpeas nine cases at twenty five feta out for now too salty"))
    assert said == {"Chickpeas": "ordered", "Feta Crumbles": "dropped"}
