"""A word is on the screen once a word stands in its place, settled once it is the right one, held where it is "…"."""

from __future__ import annotations

import pytest

from bench.word_delay import WordDelays, word_delays


def said(text: str) -> list[dict[str, object]]:
    return [{"text": word, "end_s": float(at + 1)} for at, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("text", "shown", "delays"),
    [
        (
            "maria wants oats",
            [(2.5, "maria wants"), (4.0, "maria wants oats")],
            WordDelays(shown=[1.5, 0.5, 1.0], settled=[1.5, 0.5, 1.0]),
        ),
        (
            "maria wants oats",
            [(2.5, "maria once"), (5.0, "maria wants oats")],
            WordDelays(shown=[1.5, 0.5, 2.0], settled=[1.5, 3.0, 2.0]),
        ),
        (
            "wants twelve cases",
            [(2.0, "wants …"), (4.0, "wants twelve cases")],
            WordDelays([1.0, 1.0], [1.0, 1.0], [2.0]),
        ),
        ("wants oats", [(2.0, "wants")], WordDelays([1.0], [1.0], never=1)),
        (
            "one two one two",
            [(2.0, "one two"), (4.5, "one two one two")],
            WordDelays([1.0, 0.0, 1.5, 0.5], [1.0, 0.0, 1.5, 0.5]),
        ),
        ("wants oats", [], WordDelays(never=2)),
    ],
)
def test_a_delay_is_booked_to_its_cause(text: str, shown: list[tuple[float, str]], delays: WordDelays) -> None:
    assert word_delays(said(text), shown) == delays
