"""Facts are said in a reader's words: amounts with signs, days by name, units in the plural."""

from __future__ import annotations

from typing import Any

import pytest

from server.services.notes.fact_wording import word_item

OAT_MILK = {"name": "Barista Oat Milk", "quantity": 12, "unit": "case", "unit_price": 31.5, "per": "week"}


@pytest.mark.parametrize(
    ("field", "item", "said"),
    [
        (
            "products",
            {**OAT_MILK, "stance": "ordered"},
            ("Order", "12 cases Barista Oat Milk, $31.50 a case, every week"),
        ),
        ("products", {"name": "Cold Brew Keg", "stance": "likes"}, ("Likes", "Cold Brew Keg")),
        (
            "products",
            {"name": "Flour", "quantity": 0.5, "unit": "case", "stance": "wants"},
            ("Wants", "0.5 case Flour"),
        ),
        ("products", {"name": "Eggs", "unit_price": 52, "stance": "ordered"}, ("Order", "Eggs, at $52")),
        ("amounts", {"value": 4000, "kind": "budget"}, ("Budget", "$4,000")),
        ("amounts", {"value": 5, "kind": "discount_percent"}, ("Discount", "5 %")),
        (
            "competitors",
            {"name": "Norwell Foods", "context": "quoting"},
            ("Competitor", "Norwell Foods: has quoted"),
        ),
        ("complaints", {"about": "late delivery", "severity": "high"}, ("Complaint, serious", "late delivery")),
        (
            "actions",
            {"what": "send the price list", "owner": "me", "due": "2026-03-13"},
            ("Promise", "send the price list, by Fri 13 Mar"),
        ),
        ("actions", {"what": "call her", "owner": "Gordon Pruitt", "due": None}, ("To do", "call her, Gordon Pruitt")),
        ("appointment", {"start": "2026-03-10T15:30-05:00"}, ("Next meeting", "Tue 10 Mar, 15:30")),
        (
            "contact_updates",
            {"person": "Paolo", "field": "left_company", "value": True},
            ("Left the company", "Paolo"),
        ),
        (
            "answers",
            {"question_key": "closed_day", "question": "Which day are you closed?", "value": "monday"},
            ("Answer", "Which day are you closed? monday"),
        ),
        ("answers", {"question_key": "back_door", "value": False}, ("Answer", "back door: no")),
        ("people", {"name": "maria lopez", "role": "chef"}, ("Person", "Maria Lopez, chef")),
        ("people", {"name": "Siobhan McArdle"}, ("Person", "Siobhan McArdle")),
        (
            "contact_updates",
            {"person": "mark penny", "field": "phone", "value": "+17085550191"},
            ("Phone", "Mark Penny: (708) 555-0191"),
        ),
        ("contact_updates", {"person": "Mark", "field": "phone", "value": "55501"}, ("Phone", "Mark: 55501")),
        ("sensitive", {"kind": "card"}, ("Not kept", "card number")),
    ],
)
def test_an_item_is_said_in_words(field: str, item: dict[str, Any], said: tuple[str, str]) -> None:
    assert word_item(field, item) == said
