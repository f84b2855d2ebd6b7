"""Set heard words right where a name of the vocabulary was more likely said; each such word tells what was heard.

How likely is weighed from the sound, the recogniser's own confidence, whether the heard words are everyday ones and how
long the name is. The weights are a logistic regression over spoken notes (bench/names.py, set "seen"; docs/hearing.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from voice.types import Word
from voice.understanding.language.vocabulary import is_common
from voice.understanding.people.people_named import AFTER_NAME, BEFORE_NAME
from voice.vocabulary.phones import alikeness, coarse, name_phones, word_phones
from voice.vocabulary.vocabulary import ANYWHERE, HERE, NEAR, Name, Vocabulary

MOST_WORDS = 6
COARSE_BELOW = 0.15
LEAST_ALIKE = 0.45
LEAST_LETTERS = 3
SHORT_LETTERS = 4  # a name as short sounds like half of what is said
THRESHOLD = 0.8
_CONSTANT, _SOUND, _CONFIDENCE, _EVERYDAY, _LENGTH, _CUSTOMER = 1.22, 0.78, -2.42, -1.46, 0.26, 2.01
_ONE_WORD, _PLACED, _UNPLACED = -0.8, 0.4, -0.8
_FARNESS = {HERE: 0.0, NEAR: 2.0, ANYWHERE: 2.0}
LEAST_ALIKE_AFAR = 0.7
# Heard with more certainty than this, an everyday word stays what it is, alias or not.
SURE = 0.98
_BEFORE_PLACE = frozenset("at that left from by visited in to for with of the met".split())


@dataclass(frozen=True, slots=True)
class _Change:
    start: int
    end: int
    name: Name
    weight: float


def steer(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[Word, ...]:
    """Return the words with names of the vocabulary put where they were misheard; the same input, the same words.

    The first word of a repaired name carries what was heard, its other words an empty string.
    """
    if not words or not vocabulary.names:
        return tuple(words)
    chosen = _apart(_changes(words, vocabulary))
    made: list[Word] = []
    at = 0
    for change in chosen:
        made += words[at : change.start]
        made += _renamed(words[change.start : change.end], change.name.tokens)
        at = change.end
    return (*made, *words[at:])


def _changes(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[_Change]:
    fixed = _right_already(words, vocabulary)
    yield from _learnt(words, vocabulary, fixed)
    spans = tuple(_spans(words, fixed))
    for name in vocabulary.names:
        if len("".join(name.tokens)) >= LEAST_LETTERS and name.kind != "product":
            yield from _sounding(spans, name)


@dataclass(frozen=True, slots=True)
class _Span:
    """Heard words that lie side by side.

    `doubt` is their part of the weight, `person` and `place` what comes on top for such names.
    """

    start: int
    end: int
    phones: str
    coarse: str
    doubt: float
    person: float
    place: float
    words: frozenset[str]


def _spans(words: Sequence[Word], fixed: frozenset[int]) -> Iterator[_Span]:
    phones = [word_phones(_plain(word.text)) for word in words]
    everyday = [is_common(word.text) for word in words]
    for start in range(len(words)):
        for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
            if end - 1 in fixed:
                break
            sure = sum(word.confidence for word in words[start:end]) / (end - start)
            doubt = _CONFIDENCE * (sure - 0.6) * 3 + _EVERYDAY * all(everyday[start:end])
            heard = "".join(phones[start:end])
            texts = frozenset(_bare(word.text) for word in words[start:end])
            if end - start == 1 and everyday[start]:
                doubt += _ONE_WORD
            placed = _PLACED if may_name(words, start, end) else _UNPLACED
            yield _Span(start, end, heard, coarse(heard), doubt, placed, _may_name_place(words, start), texts)


def _sounding(spans: Sequence[_Span], name: Name) -> Iterator[_Change]:
    ways = name_phones(name.tokens)
    rough = tuple(dict.fromkeys(coarse(way) for way in ways))
    longest, shortest = 1.8 * max(map(len, ways)) + 2, 0.5 * min(map(len, ways)) - 1
    prior = (
        _CONSTANT
        + _LENGTH * (min(len("".join(name.tokens)), 14) / 5 - 1.5)
        + _CUSTOMER * (name.kind == "customer")
        - _FARNESS[name.nearness]
    )
    is_short = len("".join(name.tokens)) <= SHORT_LETTERS
    floor = LEAST_ALIKE if name.nearness == HERE and not is_short else LEAST_ALIKE_AFAR
    said = {_bare(token) for token in name.tokens}
    for span in spans:
        if span.words <= said:  # the name, said short
            continue
        doubt = span.doubt + {"person": span.person, "customer": span.place}.get(name.kind, 0.0)
        enough = max(floor, 0.6 + (THRESHOLD - prior - doubt) / (10 * _SOUND))
        if enough > 1 or not shortest <= len(span.phones) <= longest:
            continue
        # Coarse likeness is worked out in C and rarely below the fine one by more than this.
        if all(Indel.normalized_similarity(span.coarse, r) < enough - COARSE_BELOW for r in rough):
            continue
        alike = max(alikeness(span.phones, way) for way in ways)
        if alike >= enough:
            yield _Change(span.start, span.end, name, prior + doubt + _SOUND * (alike * 10 - 6))


def may_name(words: Sequence[Word], start: int, end: int) -> bool:
    """Tell whether the words beside a span are such as stand beside a person's name."""
    before = words[start - 1].text if start else ""
    behind = words[end].text if end < len(words) else ""
    return before in BEFORE_NAME or behind in AFTER_NAME


def _may_name_place(words: Sequence[Word], start: int) -> float:
    is_led = start <= 1 or words[start - 1].text in _BEFORE_PLACE
    return 0.0 if is_led else _UNPLACED


def _right_already(words: Sequence[Word], vocabulary: Vocabulary) -> frozenset[int]:
    """Give the places of names that were heard as they are, and of what is no word but a mark."""
    fixed = {at for at, word in enumerate(words) if word.text.startswith("[")}
    texts = [_bare(word.text) for word in words]
    for name in vocabulary.names:
        size = len(name.tokens)
        bare = [_bare(token) for token in name.tokens]
        for start in range(len(texts) - size + 1):
            if texts[start : start + size] == bare:
                fixed.update(range(start, start + size))
        fixed.update(_said_short(texts, frozenset(bare)))
    return frozenset(fixed)


def _said_short(texts: Sequence[str], said: frozenset[str]) -> Iterator[int]:
    """Give the places where two or more of a name's words were heard side by side: it was said short."""
    for at in range(1, len(texts)):
        if texts[at] in said and texts[at - 1] in said:
            yield at - 1
            yield at


def _learnt(words: Sequence[Word], vocabulary: Vocabulary, fixed: frozenset[int]) -> Iterator[_Change]:
    texts = [word.text for word in words]
    for name in vocabulary.names:
        for alias in name.aliases:
            for start in range(len(texts) - len(alias) + 1):
                span = range(start, start + len(alias))
                if tuple(texts[start : span.stop]) == alias and fixed.isdisjoint(span) and _may_fire(words, span, name):
                    yield _Change(start, span.stop, name, 100.0 + len(alias))


def _may_fire(words: Sequence[Word], span: range, name: Name) -> bool:
    """An alias of everyday words counts only here, and not where the ear was sure of them."""
    heard = words[span.start : span.stop]
    if not all(is_common(word.text) for word in heard):
        return True
    sure = sum(word.confidence for word in heard) / len(heard)
    return name.nearness == HERE and sure < SURE


def _apart(changes: Iterator[_Change]) -> list[_Change]:
    kept: list[_Change] = []
    used: set[int] = set()
    for change in sorted(changes, key=lambda c: (-c.weight, c.start, c.end, c.name.tokens)):
        if used.isdisjoint(range(change.start, change.end)):
            used.update(range(change.start, change.end))
            kept.append(change)
    return sorted(kept, key=lambda c: c.start)


def _renamed(heard: Sequence[Word], tokens: Sequence[str]) -> Iterator[Word]:
    """Share the time of the heard words among the name's words by their letters."""
    start_s, end_s = heard[0].start_s, heard[-1].end_s
    confidence = sum(word.confidence for word in heard) / len(heard)
    letters, said = sum(map(len, tokens)), " ".join(word.text for word in heard)
    done = 0
    for token in tokens:
        from_s = start_s + (end_s - start_s) * done / letters
        done += len(token)
        to_s = start_s + (end_s - start_s) * done / letters
        yield replace(heard[0], text=token, start_s=from_s, end_s=to_s, confidence=confidence, heard=said)
        said = ""


def _plain(word: str) -> str:
    return word.strip("'")


def _bare(word: str) -> str:
    return word[:-2] if word.endswith("'s") else word
