"""The own labelled notes: what is exact stays exact, what is secret stays out (bench/notes.py scores all)."""

import json
from pathlib import Path
from typing import Any

import pytest

from voice.lexicon import Lexicon
from voice.understanding import understand
from voice.understanding.note_json import note_from_json

NOTES = Path(__file__).parent / "notes"
TABLES = Path(__file__).parents[3] / "server" / "demo" / "tables"


@pytest.fixture(scope="module")
def read() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    halyard = Lexicon.from_csv(TABLES)
    written = [json.loads(line) for line in (NOTES / "seen.jsonl").read_text().splitlines()]
    return [(note["gold"], understand(note_from_json(note), halyard).to_json()) for note in written]


def share(pairs: list[tuple[Any, Any]]) -> float:
    return sum(a == b for a, b in pairs) / len(pairs)


def test_the_customer_is_right_in_nearly_every_note(read: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    pairs = [
        ((g.get("spoken_customer") or {}).get("customer_id"), (e["spoken_customer"] or {}).get("customer_id"))
        for g, e in read
    ]
    assert share(pairs) > 0.97


def test_ordered_quantities_are_right(read: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    pairs = []
    for gold, entry in read:
        by_id = {p["product_id"]: p for p in entry["products"]}
        pairs += [
            (p["quantity"], by_id.get(p["product_id"], {}).get("quantity"))
            for p in gold.get("products", [])
            if p.get("quantity")
        ]
    assert share(pairs) > 0.93


def test_every_secret_is_found_with_its_kind(read: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    for gold, entry in read:
        assert sorted(s["kind"] for s in gold.get("sensitive", [])) == sorted(s["kind"] for s in entry["sensitive"])
