"""Weigh whether a name of ours was said where other words were heard: what speaks for it, in one number.

A logistic regression over spoken notes (docs/hearing.md says what it was fitted on and how it does elsewhere): above
`THRESHOLD` the name is put in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.types import Word
from voice.understanding.language.vocabulary import is_common
from voice.understanding.language.wordset import wordset
from voice.understanding.people.people_named import AFTER_NAME, BEFORE_NAME
from voice.vocabulary.vocabulary import HERE, Name

THRESHOLD = -0.45
_CONSTANT = -0.704
_SOUND, _EVIDENCE = 0.7, 0.13
_CONFIDENCE, _EVERYDAY, _ONE_EVERYDAY = -5.08, -0.43, -0.71
_HEARD_WORD, _SAID_WORD = -0.39, 0.47
_LENGTH, _PERSON, _CUSTOMER, _FAR = 0.313, 0.21, -0.48, -2.71
_PART_BESIDE, _PART_INSIDE, _AT_A_PERSON, _AT_A_PLACE = 2.76, 0.37, 0.57, 0.54
_MOST_LETTERS = 22
# No more nats for a phone than this line over the likeness were seen, but for one candidate in a thousand.
_MOST_NATS = (4.0, -0.6)
_BEFORE_PLACE = frozenset("at that left from by visited in to for with of the met".split())

# An amount or a day that was heard is no name: what it says is worth too much, and names rarely sound like it.
NEVER_A_NAME = wordset(
    "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty "
    "seventy eighty ninety hundred thousand second third fourth fifth sixth seventh eighth ninth tenth eleventh "
    "twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth monday "
    "tuesday wednesday thursday friday saturday sunday january february april june july august september october "
    "november december today tonight tomorrow yesterday"
)


@dataclass(frozen=True, slots=True)
class Place:
    """What the words heard at a place in the note say for or against any name there."""

    doubt: float
    at_a_person: float
    at_a_place: float
    unusual: frozenset[str]


def look_at(words: Sequence[Word], start: int, end: int) -> Place:
    """Weigh the heard words from `start` to `end` without thinking of a name."""
    heard = words[start:end]
    everyday = [is_common(word.text) for word in heard]
    sure = sum(word.confidence for word in heard) / len(heard)
    doubt = _CONFIDENCE * (sure - 0.6) + _HEARD_WORD * (len(heard) - 2)
    doubt += _EVERYDAY * all(everyday) + _ONE_EVERYDAY * (everyday == [True])
    return Place(
        doubt,
        _AT_A_PERSON * may_name(words, start, end),
        _AT_A_PLACE * (start <= 1 or words[start - 1].text in _BEFORE_PLACE),
        frozenset(bare(word.text) for word, common in zip(heard, everyday, strict=True) if not common),
    )


def weigh_name(name: Name, *, beside_its_part: bool) -> float:
    """Weigh a name without thinking of a place; `beside_its_part`: the rest of it was heard there."""
    weight = (
        _CONSTANT + _LENGTH * (min(len("".join(name.tokens)), _MOST_LETTERS) / 5 - 1.5) + _PART_BESIDE * beside_its_part
    )
    weight += _SAID_WORD * (len(name.tokens) - 1) + _FAR * (name.nearness != HERE)
    return weight + _PERSON * (name.kind == "person") + _CUSTOMER * (name.kind == "customer")


def weigh_place(name: Name, place: Place) -> float:
    """Weigh a place for a name of this kind, without their sounds."""
    inside = len(name.tokens) > 1 and not place.unusual.isdisjoint(name.tokens)
    return place.doubt + (place.at_a_person if name.kind == "person" else place.at_a_place) + _PART_INSIDE * inside


def weigh_sound(alike: float, nats: float) -> float:
    """Weigh how alike the sounds are (`alikeness`) and what the learnt confusions say (`evidence`)."""
    return _SOUND * (alike * 10 - 6) + _EVIDENCE * nats


def enough_alike(phones: int, weight: float) -> float:
    """Give the likeness below which no evidence lifts a weight without sound over the threshold, for so many phones."""
    slope, at_none = _MOST_NATS
    each = _EVIDENCE * phones
    return (THRESHOLD - weight + 6 * _SOUND - each * at_none) / (10 * _SOUND + each * slope)


def may_name(words: Sequence[Word], start: int, end: int) -> bool:
    """Tell whether the words beside a span are such as stand beside a person's name."""
    before = words[start - 1].text if start else ""
    behind = words[end].text if end < len(words) else ""
    return before in BEFORE_NAME or behind in AFTER_NAME


def bare(word: str) -> str:
    """Take the possessive ending away."""
    return word[:-2] if word.endswith("'s") else word
