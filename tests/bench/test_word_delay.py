"""A word's delay is booked to what stood in its way: nothing, another word in its place, or care for secrets."""

from __future__ import annotations

import pytest

from bench.word_delay import WordDelays, word_delays


def said(text: str) -> list[dict[str, object]]:
    return [{"text": word, "end_s": float(at + 1)} for at, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("text", "shown", "delays"),
    [
        ("maria wants oats", [(2.5, "maria wants"), (4.0, "maria wants oats")], WordDelays([1.5, 0.5, 1.0])),
        ("maria wants oats", [(3.0, "maria once"), (5.0, "maria wants oats")], WordDelays([2.0, 2.0], [3.0])),
        ("wants twelve cases", [(2.0, "wants …"), (4.0, "wants twelve cases")], WordDelays([1.0, 1.0], held=[2.0])),
        ("wants oats", [(2.0, "wants")], WordDelays([1.0], never=1)),
    ],
)
def test_a_delay_is_booked_to_its_cause(text: str, shown: list[tuple[float, str]], delays: WordDelays) -> None:
    assert word_delays(said(text), shown) == delays
