"""Whatever is said: no exception, evidence in range, no secret in any string, and JSON there and back."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from voice.lexicon import Lexicon
from voice.understanding import Entry, Note, understand

VOCABULARY = (
    "dana erin blue hen norwell oat milk feta salmon wings butter ten two half a case cases of "
    "at thirty one fifty no make that sorry "
    "she he they wants want took not if might is was late short again call her send the price "
    "sheet by friday next week monday three "
    "thirty pm don't text only before nine percent off owes us dollars alarm code four one two "
    "seven card number birthday june fourth "
    "password is and but so i'll we gordon needs to each month every double oh from to down up "
    "thousand hundred and a half the end of "
    "replaced samples quote going switching dropped left new chef manager email dot example [card] [access] um uh"
).split()
OWN_NOTES = Path(__file__).parent / "notes"
OWN_TEXTS = [
    json.loads(line)["text"].split()
    for path in sorted(OWN_NOTES.rglob("*.jsonl"))
    for line in path.read_text("utf-8").splitlines()
]
ALL_WORDS = sorted({*VOCABULARY, *chain.from_iterable(OWN_TEXTS)})
NOTE_AT = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
soup = st.lists(st.sampled_from(ALL_WORDS), max_size=60)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "evidence":
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif value is not None:
        yield str(value)


def evidences(value: Any) -> Iterator[dict[str, int]]:
    if isinstance(value, dict):
        if "start_word" in value:
            yield value
        else:
            for inner in value.values():
                yield from evidences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from evidences(inner)


@settings(max_examples=150, deadline=None)
@given(words=soup, customer=st.sampled_from(["C1", "C5", None, "nobody"]))
def test_any_word_soup_is_read_without_failing(lexicon: Lexicon, words: list[str], customer: str | None) -> None:
    entry = understand(Note("n", " ".join(words), NOTE_AT, customer), lexicon)
    written = entry.to_json()
    for span in evidences(written):
        assert 0 <= span["start_word"] <= span["end_word"] < len(words)
    assert Entry.from_json(json.loads(json.dumps(written))) == entry


@st.composite
def broken_notes(draw: st.DrawFn) -> list[str]:
    """A stretch of one note with a stretch of another behind it: sentences that end, or begin, in their middle."""
    words: list[str] = []
    for _ in range(2):
        text = draw(st.sampled_from(OWN_TEXTS))
        words += text[draw(st.integers(0, len(text) - 1)) :][: draw(st.integers(0, 40))]
    return words


@settings(max_examples=400, deadline=None)
@given(words=broken_notes())
@example(words="she needs them by the end of".split())
@example(words="carla promised to send me".split())
def test_a_note_that_breaks_off_anywhere_is_read_without_failing(lexicon: Lexicon, words: list[str]) -> None:
    assert understand(Note("n", " ".join(words), NOTE_AT, "C1"), lexicon).to_json() is not None


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=120))
def test_any_text_at_all_is_read_without_failing(lexicon: Lexicon, text: str) -> None:
    assert understand(Note("n", text, NOTE_AT, "C1"), lexicon).to_json() is not None


@settings(max_examples=100, deadline=None)
@given(
    before=st.lists(st.sampled_from(VOCABULARY), max_size=15),
    after=st.lists(st.sampled_from(VOCABULARY), max_size=15),
    digits=st.lists(st.integers(0, 9), min_size=16, max_size=16),
)
def test_a_spoken_card_number_is_in_no_string_of_the_entry(
    lexicon: Lexicon, before: list[str], after: list[str], digits: list[int]
) -> None:
    names = "zero one two three four five six seven eight nine".split()
    spoken = [names[d] for d in digits]
    text = " ".join([*before, "card", "number", "is", *spoken, "and", "thanks", *after])
    written = list(strings(understand(Note("n", text, NOTE_AT, "C1"), lexicon).to_json()))
    secret, figures = " ".join(spoken[4:12]), "".join(map(str, digits))
    assert not any(secret in s or figures[4:12] in re.sub(r"\D", "", s) for s in written)
