"""Counts that take their meaning from other goods, and goods and names that are told by what stands beside them."""

from pathlib import Path

import pytest

from voice.lexicon import Lexicon
from voice.understanding import Entry, understand
from voice.understanding.note_json import note_from_json

TABLES = Path(__file__).parents[3] / "server" / "demo" / "tables"


@pytest.fixture(scope="module")
def halyard() -> Lexicon:
    return Lexicon.from_csv(TABLES)


def said(halyard: Lexicon, text: str) -> Entry:
    told = {"id": "n", "text": text, "recorded_at": "2026-03-10T10:00:00-05:00", "customer_id": "C020"}
    return understand(note_from_json(told), halyard)


def counts(entry: Entry) -> dict[str, float | None]:
    return {line.name: line.quantity for line in entry.products}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ketchup fourteen mustard half that mayo the same",
            {"Ketchup Pouches": 14, "Yellow Mustard": 7, "Mayonnaise Pail": 7},
        ),
        ("sesame oil he's using eleven bottles a month soy sauce four pails", {"Sesame Oil": 11, "Soy Sauce": 4}),
        ("onions not seven bags four bags", {"Yellow Onions": 4}),
        ("quick one cream cheese up to thirty cases", {"Cream Cheese": 30}),
        ("four teen cases of lemons", {"Lemons": 14}),
        ("the parmesan send her a wheel a week", {"Parmesan Wheel": 1}),
        ("shrimp was short she'll take another thirty five at one twenty six", {"Shrimp Sixteen Twenty": 35}),
    ],
)
def test_a_count_belongs_to_the_goods_it_is_said_of(
    halyard: Lexicon, text: str, expected: dict[str, float | None]
) -> None:
    assert counts(said(halyard, text)) == expected


def test_a_count_of_something_not_understood_goes_to_no_other_goods(halyard: Lexicon) -> None:
    assert counts(said(halyard, "twelve tubs of buyer and she asked about chickpeas")).get("Chickpeas") is None


def test_goods_heard_wrong_are_known_by_their_unit(halyard: Lexicon) -> None:
    assert counts(said(halyard, "needs twelve tubs of fetter and four tins olive oil")) == {
        "Feta Crumbles": 12,
        "Extra Virgin Olive Oil": 4,
    }


def test_everyday_words_behind_a_unit_are_no_goods(halyard: Lexicon) -> None:
    entry = said(halyard, "we must replace all the ten bags before tomorrow and buy six cases off us")
    assert counts(entry) == {}


def test_goods_of_several_words_before_a_count_are_no_person(halyard: Lexicon) -> None:
    entry = said(halyard, "wants to try the rig a tony four cases")
    assert (counts(entry), entry.people) == ({"Rigatoni": 4}, ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("forty gallons of milk whole", "Whole Milk"),
        ("butter unsalted four cases", "Unsalted Butter"),
        ("rice jasmine fifteen bags", "Jasmine Rice"),
    ],
)
def test_names_as_a_list_writes_them_are_known(halyard: Lexicon, text: str, name: str) -> None:
    assert list(counts(said(halyard, text))) == [name]


def test_a_price_is_no_customer_whose_name_is_a_number(halyard: Lexicon) -> None:
    entry = said(halyard, "ten cases of eggs at fifty three")
    assert entry.spoken_customer is None
    assert [line.unit_price for line in entry.products] == [53]
    assert said(halyard, "cafe fifty three wants eggs").spoken_customer is not None


def test_a_word_of_the_goods_is_no_misheard_customer(halyard: Lexicon) -> None:
    entry = said(halyard, "saw dana house blend forty bags at thirteen seventy five")
    assert (entry.spoken_customer, counts(entry)) == (None, {"Harbor House Blend Coffee": 40})


@pytest.mark.parametrize("text", ["says it's gone bitter", "she could be just talk", "the box broke"])
def test_everyday_words_are_no_goods_by_sound(halyard: Lexicon, text: str) -> None:
    assert counts(said(halyard, text)) == {}


def test_a_price_paid_at_another_supplier_is_theirs(halyard: Lexicon) -> None:
    entry = said(halyard, "blue hen dana asked about bacon she's paying eighty one at carrick's")
    assert [(a.value, a.kind) for a in entry.amounts] == [(81, "competitor_price")]
    assert [(c.name, c.context) for c in entry.competitors] == [("Carrick Wholesale", "current_supplier")]
    assert [line.unit_price for line in entry.products] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "dana whitaker is leaving us for dunmore",
        "i heard dana whitaker is leaving",
        "dana is leaving could be just talk",
    ],
)
def test_leaving_us_and_hearsay_change_no_contact(halyard: Lexicon, text: str) -> None:
    assert said(halyard, text).contact_updates == ()


def test_a_price_and_a_count_that_could_be_cut_in_two_ways_are_left_open(halyard: Lexicon) -> None:
    (line,) = said(halyard, "sweet potato fries at thirty nine fifty nine cases").products
    assert (line.quantity, line.unit_price) == (None, None)


def test_goods_that_we_do_not_have_are_asked_for_and_not_ordered(halyard: Lexicon) -> None:
    entry = said(halyard, "order is chickpeas eighteen cases tahini we don't have")
    assert {line.name: line.stance for line in entry.products} == {"Chickpeas": "ordered", "tahini": "wants"}
