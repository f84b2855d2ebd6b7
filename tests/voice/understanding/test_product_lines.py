import pytest

from voice.understanding.types import ProductLine


def line(entry, product_id: str) -> ProductLine:  # type: ignore[no-untyped-def]
    return next(p for p in entry.products if p.product_id == product_id)


def test_an_order_has_quantity_unit_rhythm_and_price(speak) -> None:  # type: ignore[no-untyped-def]
    ordered = line(speak("put her down for ten cases of oat milk a week at thirty one fifty"), "P1")
    assert (ordered.quantity, ordered.unit, ordered.per, ordered.unit_price, ordered.stance) == (
        10,
        "case",
        "week",
        31.5,
        "ordered",
    )


def test_the_list_price_decides_what_one_eighteen_means(speak) -> None:  # type: ignore[no-untyped-def]
    entry = speak("she took six cases of salmon at one thirty nine and twenty gallons of two percent milk at four ten")
    assert line(entry, "P2").unit_price == 139
    assert line(entry, "P9").unit_price == 4.1


def test_numbers_in_product_names_are_no_quantities(speak) -> None:  # type: ignore[no-untyped-def]
    assert line(speak("shrimp sixteen twenty ten cases at one twenty five"), "P7").quantity == 10


@pytest.mark.parametrize(
    ("text", "product_id", "stance"),
    [
        ("dana ordered four cases of wings", "P10", "ordered"),
        ("four cases wings two tubs feta", "P4", "ordered"),
        ("she wants salmon", "P2", "wants"),
        ("dana needs more butter", "P3", "wants"),
        ("she asked about the feta price", "P4", "considering"),
        ("she might take some salmon", "P2", "considering"),
        ("she'd switch the butter to us if we match norwell", "P3", "considering"),
        ("wants a quote on chickpeas", "P5", "considering"),
        ("she isn't interested in the wings", "P10", "declined"),
        ("i offered the salmon he said absolutely not", "P2", "declined"),
        ("no butter for now", "P3", "declined"),
        ("they're dropping the butter", "P3", "dropped"),
        ("she's cancelling the feta", "P4", "dropped"),
        ("switching the butter to norwell", "P3", "dropped"),
        ("the salmon came in warm", "P2", "problem"),
        ("the butter was late on friday", "P3", "problem"),
        ("she loves the oat milk", "P1", "likes"),
        ("the feta is selling like crazy", "P4", "likes"),
        ("she doesn't like the feta", "P4", "dislikes"),
        ("the feta nobody likes it", "P4", "dislikes"),
        ("they use the bread flour", "P6", "uses"),
    ],
)
def test_the_stance_follows_what_was_said(speak, text: str, product_id: str, stance: str) -> None:  # type: ignore[no-untyped-def]
    assert line(speak(text), product_id).stance == stance


def test_a_list_shares_its_verb(speak) -> None:  # type: ignore[no-untyped-def]
    entry = speak("dana needs chickpeas and bread flour ten cases and six bags")
    assert {(p.product_id, p.stance, p.quantity, p.unit) for p in entry.products} == {
        ("P5", "wants", 10, "case"),
        ("P6", "wants", 6, "bag"),
    }


@pytest.mark.parametrize(
    ("said", "quantity"),
    [
        ("half a case", 0.5),
        ("a case and a half", 1.5),
        ("a dozen cases", 12),
        ("a couple of cases", 2),
        ("ten or twelve cases", 10),
    ],
)
def test_spoken_amounts_become_numbers(speak, said: str, quantity: float) -> None:  # type: ignore[no-untyped-def]
    assert line(speak(f"she ordered {said} of feta"), "P4").quantity == quantity


def test_a_vague_amount_stays_vague(speak) -> None:  # type: ignore[no-untyped-def]
    assert line(speak("she ordered a few cases of feta"), "P4").quantity is None


def test_a_line_of_nothing_is_no_item(speak) -> None:  # type: ignore[no-untyped-def]
    assert [p.product_id for p in speak("four cases wings feta nil").products] == ["P10"]


def test_a_product_we_do_not_list_is_kept_by_its_name(speak) -> None:  # type: ignore[no-untyped-def]
    wanted = speak("dana wants low sodium soups").products
    assert [(p.product_id, p.name, p.stance) for p in wanted] == [(None, "low sodium soups", "wants")]


def test_a_misheard_product_beside_a_quantity_is_repaired(speak) -> None:  # type: ignore[no-untyped-def]
    assert line(speak("she wants four tubs of feather crumbles and six cases of chick peas"), "P4").quantity == 4


def test_a_service_is_priced_by_the_month(speak) -> None:  # type: ignore[no-untyped-def]
    service = line(speak("she signed up for the knife sharpening at forty five a month"), "P8")
    assert (service.unit_price, service.unit, service.per, service.dimension, service.stance) == (
        45,
        None,
        None,
        "service",
        "ordered",
    )
