import pytest

from voice.understanding.numbers.numbers import cardinal, digit_string, part_behind, readings


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("fifteen hundred", 1500),
        ("eleven hundred and forty", 1140),
        ("two k", 2000),
        ("six grand", 6000),
        ("two point five thousand", 2500),
        ("eighty five thousand", 85000),
        ("a hundred and twenty", 120),
        ("three hundred and ten", 310),
        ("12", 12),
    ],
)
def test_a_cardinal_is_read_whole(said: str, value: float) -> None:
    words = tuple(said.split())
    assert cardinal(words, 0) == (value, len(words))


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("twenty two fifty", {22.5, 2250}),
        ("one eighteen", {1.18, 118}),
        ("two oh five", {2.05, 205}),
        ("one eighteen fifty", {118.5}),
        ("thirty one", {31}),
    ],
)
def test_a_price_keeps_every_reading_it_may_have(said: str, values: set[float]) -> None:
    words = said.split()
    assert {round(v, 2) for v in readings(words, 0, len(words))} == values


def test_double_five_and_oh_are_digits() -> None:
    assert digit_string(["double", "five"], 0) == ("55", 2)
    assert digit_string(["oh"], 0) == ("0", 1)
    assert digit_string(["hello"], 0) is None


def test_half_of_the_next_thing_is_no_part_of_the_price_before_it() -> None:
    words = "thirty and half a case of vanilla".split()
    assert part_behind(words, 1) is None
    assert part_behind("thirty and a half".split(), 1) == (0.5, 4)
