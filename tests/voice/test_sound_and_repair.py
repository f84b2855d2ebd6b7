import pytest

from voice.correction import SoundIndex, customers_near
from voice.lexicon import Customer, Lexicon
from voice.sound import likeness, number_words, spoken_tokens


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("St. Brendan's Academy", "saint brendan's academy"),
        ("57th Street Coffee", "fifty seventh street coffee"),
        ("Salt & Olive", "salt and olive"),
        ("Café Réveil", "cafe reveil"),
        ("Mei-Ling Hsu", "mei ling hsu"),
    ],
)
def test_names_are_spelled_as_a_recogniser_prints_them(name: str, spoken: str) -> None:
    assert " ".join(spoken_tokens(name)) == spoken


def test_numbers_are_said_in_words() -> None:
    assert " ".join(number_words(1140)) == "one thousand one hundred forty"
    assert " ".join(number_words(32, ordinal=True)) == "thirty second"


@pytest.mark.parametrize(
    ("heard", "right", "wrong"),
    [
        ("so cheetle", "xochitl", "quetzalcoatl"),
        ("ketsal quattle", "quetzalcoatl", "xochitl"),
        ("casha", "kasia", "krzysztof"),
        ("soul place", "sole plaice", "soy sauce"),
        ("feather crumbles", "feta crumbles", "fish sauce"),
        ("tibbodos", "thibodeaux's", "thibault"),
    ],
)
def test_a_misheard_name_is_more_like_the_right_one(heard: str, right: str, wrong: str) -> None:
    assert likeness(heard, right) > 0.74 > likeness(heard, wrong)


def test_repairs_give_all_pairs_above_the_floor_and_none_below() -> None:
    index = SoundIndex(["feta crumbles", "fish sauce"])
    repairs = index.repairs(["feather crumbles", "hello there"], 0.8)
    assert [(r.heard, r.name) for r in repairs] == [(0, 0)]
    assert index.repairs(["feather crumbles"], 0.8, among=frozenset({1})) == []


def test_near_customers_begin_with_the_visits_own_and_end_at_a_kilometre() -> None:
    places = (
        Customer("A", "A", lat=41.9, lon=-87.6),
        Customer("B", "B", lat=41.905, lon=-87.6),
        Customer("C", "C", lat=42.0, lon=-87.6),
        Customer("D", "D"),
    )
    assert [c.id for c in customers_near(Lexicon(customers=places), "A")] == ["A", "B"]
    assert customers_near(Lexicon(customers=places), None) == ()
