"""A run of numbers that could be cut in several ways gives no number rather than a wrong one."""

import pytest

from voice.understanding.types import ProductLine


def line(entry, product_id: str) -> ProductLine:  # type: ignore[no-untyped-def]
    return next(p for p in entry.products if p.product_id == product_id)


@pytest.mark.parametrize(
    "text", ["twenty twenty one forty bags of bread flour", "dana wants two five seven bags of bread flour"]
)
def test_a_run_that_could_be_several_numbers_is_left_open(speak, text: str) -> None:  # type: ignore[no-untyped-def]
    assert line(speak(text), "P6").quantity is None


def test_a_price_and_the_count_right_behind_it_are_told_apart(speak) -> None:  # type: ignore[no-untyped-def]
    entry = speak("dana ordered feta ten tubs at nineteen forty bags of bread flour at twenty two")
    assert (line(entry, "P4").quantity, line(entry, "P4").unit_price) == (10, 19)
    assert line(entry, "P6").quantity == 40


@pytest.mark.parametrize(
    ("said", "quantity"),
    [
        ("one twenty bags", 120),
        ("ten twelve bags", 10),
        ("two three bags", 2),
        ("between sixty and eighty bags", 60),
        ("half dozen bags", 6),
        ("two and a half bags", 2.5),
    ],
)
def test_ranges_and_parts_are_read_as_said(speak, said: str, quantity: float) -> None:  # type: ignore[no-untyped-def]
    assert line(speak(f"dana wants {said} of bread flour"), "P6").quantity == quantity


def test_bare_numbers_behind_goods_count_them(speak) -> None:  # type: ignore[no-untyped-def]
    entry = speak("feta three chickpeas five wings ten")
    assert [(p.quantity, p.stance) for p in entry.products] == [(3, "ordered"), (5, "ordered"), (10, "ordered")]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("nine and a half grand a month", 9500),
        ("a couple thousand a month", 2000),
        ("a hundred and twenty thousand a year", 120_000),
    ],
)
def test_large_sums_are_read_whole(speak, said: str, value: float) -> None:  # type: ignore[no-untyped-def]
    amounts = speak(f"they spend {said} with norwell").amounts
    assert [a.value for a in amounts] == [value]
