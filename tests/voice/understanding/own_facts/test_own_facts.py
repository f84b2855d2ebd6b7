"""Facts of the company's own kinds are read by type, and not where they are denied, asked or unknown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.voice.understanding.conftest import WEDNESDAY
from voice.lexicon import FactKind, Lexicon
from voice.understanding import Entry, Note, understand

KINDS = (
    FactKind("F1", "Covers", "number", ("seats", "covers")),
    FactKind("F2", "Walk-in freezer", "yes-no", ("walk-in freezer", "walk in freezer")),
    FactKind("F3", "Lease ends", "date", ("lease runs out", "lease ends")),
    FactKind("F4", "Till system", "text", ("till is", "their till system")),
)


def told(lexicon: Lexicon, said: str) -> list[tuple[str, str | float]]:
    note = Note("n", said, WEDNESDAY, "C1")
    return [(fact.subject, fact.value) for fact in understand(note, replace(lexicon, fact_kinds=KINDS)).facts]


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("the new room seats sixty", ("Covers", 60)),
        ("they have a walk in freezer", ("Walk-in freezer", "yes")),
        ("they don't have a walk in freezer", ("Walk-in freezer", "no")),
        ("the lease ends on friday", ("Lease ends", "2026-03-13")),
        ("their till system is called lightspeed", ("Till system", "called lightspeed")),
    ],
)
def test_a_value_beside_its_cue_is_read_by_its_type(lexicon: Lexicon, said: str, fact: tuple[str, object]) -> None:
    assert told(lexicon, said) == [fact]


@pytest.mark.parametrize(
    "said",
    [
        "i don't know if they have a walk in freezer",
        "ask whether they have a walk in freezer",
        "not sure how many the room seats",
        "the lease ends some time",
        "nobody seats sixty in there",
        "maria wants twelve cases of oat milk",
    ],
)
def test_what_is_asked_unknown_or_vague_gives_no_fact(lexicon: Lexicon, said: str) -> None:
    assert told(lexicon, said) == []


def test_a_fact_points_at_its_words_and_survives_being_written(lexicon: Lexicon) -> None:
    note = Note("n", "so the new room seats sixty", WEDNESDAY, "C1")
    entry = understand(note, replace(lexicon, fact_kinds=KINDS))
    (fact,) = entry.facts
    assert (fact.evidence.start_word, fact.evidence.end_word, fact.words) == (4, 5, "seats sixty")
    assert Entry.from_json(entry.to_json()) == entry
