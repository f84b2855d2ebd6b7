"""The bench of heard notes counts an item as heard only where every one of its words was."""

from __future__ import annotations

from bench.heard_notes import matching, moved_gold, whole_only

SAID = "dana wants ten cases of oat milk by friday".split()
HEARD = "donna wants ten cases of oat meal by friday".split()
GOLD = {
    "people": [{"name": "Dana", "evidence": {"start_word": 0, "end_word": 0}}],
    "products": [{"name": "Oat Milk", "evidence": {"start_word": 5, "end_word": 6}}],
    "actions": [{"what": "ten cases", "evidence": {"start_word": 2, "end_word": 3}}],
    "spoken_customer": None,
    "outcome": "order",
}


def test_words_heard_right_are_matched_in_order() -> None:
    assert matching(SAID, HEARD) == {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 7: 7, 8: 8}
    assert matching(SAID, ["so", *SAID[1:]])[8] == 8


def test_only_items_heard_whole_are_compared() -> None:
    heard = moved_gold(GOLD, matching(SAID, HEARD))
    assert heard["products"][0] == {"name": "Oat Milk", "evidence": {"start_word": 5, "end_word": 5}, "is_whole": False}
    assert "evidence" not in heard["people"][0]
    kept = whole_only(heard, GOLD)
    assert kept == {"people": [], "products": [], "actions": GOLD["actions"], "spoken_customer": None, "outcome": None}
