"""A summary is one to three sentences, and every statement in it points at the words it was made of."""

from __future__ import annotations

from typing import Any

from server.services.notes.entry_content import with_item_ids
from server.services.notes.entry_summary import in_words, summarise

WORDS = [[f"word{at}", at * 0.5, at * 0.5 + 0.5, 1.0] for at in range(40)]


def heard(first: int, last: int) -> dict[str, int]:
    return {"start_word": first, "end_word": last}


def order(name: str, quantity: int, first: int) -> dict[str, Any]:
    plain = {"product_id": None, "per": None, "unit_price": None, "stance": "ordered", "dimension": "product"}
    return {**plain, "name": name, "quantity": quantity, "unit": "case", "evidence": heard(first, first + 2)}


CONTENT = with_item_ids(
    {
        "preferences": [{"about": "deliveries before nine", "evidence": heard(30, 32)}],
        "actions": [{"what": "send the price list", "owner": "me", "due": None, "evidence": heard(20, 24)}],
        "products": [order("Oat Milk", 12, 4), order("Olive Oil", 2, 8)],
        "complaints": [{"about": "late again", "severity": None, "evidence": heard(0, 1)}],
    }
)


def test_the_weightiest_three_come_first_and_facts_of_a_kind_share_a_sentence() -> None:
    assert [sentence.text for sentence in summarise(CONTENT)] == [
        "Complaint: late again.",
        "Ordered 12 cases Oat Milk and 2 cases Olive Oil.",
        "Promise: send the price list.",
    ]


def test_each_sentence_names_its_items_and_their_seconds() -> None:
    sentences = summarise(CONTENT, WORDS)
    assert [sentence.item_ids for sentence in sentences] == [
        ("complaints-0",),
        ("products-0", "products-1"),
        ("actions-0",),
    ]
    said = {part.item_id: (part.from_s, part.to_s) for sentence in sentences for part in sentence.parts if part.item_id}
    assert said == {
        "complaints-0": (0.0, 1.0),
        "products-0": (2.0, 3.5),
        "products-1": (4.0, 5.5),
        "actions-0": (10.0, 12.5),
    }


def test_of_many_facts_of_a_kind_the_rest_are_counted() -> None:
    many = with_item_ids({"products": [order(name, 1, 0) for name in ("Beans", "Corn", "Dates", "Eggs", "Figs")]})
    assert in_words(summarise(many)) == "Ordered 1 case Beans; 1 case Corn; 1 case Dates and 2 more."


def test_where_nothing_was_said_there_is_no_sentence() -> None:
    assert summarise(with_item_ids({"sensitive": [{"kind": "card", "evidence": heard(0, 1)}]})) == ()
