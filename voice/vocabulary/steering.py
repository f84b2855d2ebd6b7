"""Set heard words right where a name of the vocabulary was more likely said; each such word tells what was heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from voice.types import Word
from voice.understanding.language.vocabulary import is_common
from voice.vocabulary.confusions import evidence
from voice.vocabulary.phones import alikeness, coarse, name_phones, word_phones
from voice.vocabulary.vocabulary import HERE, Name, Vocabulary
from voice.vocabulary.weighing import (
    NEVER_A_NAME,
    THRESHOLD,
    Place,
    bare,
    enough_alike,
    look_at,
    weigh_name,
    weigh_place,
    weigh_sound,
)

MOST_WORDS = 6
LEAST_ALIKE = 0.42
COARSE_BELOW = 0.05
LEAST_LETTERS = 3
# A name as short sounds like half of what is said.
LEAST_ALIKE_SHORT = {3: 0.7, 4: 0.7, 5: 0.6}
# Heard with such certainty, an everyday word stays what it is, alias or not.
SURE = 0.98


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
        if name.kind == "product":
            continue
        if len("".join(name.tokens)) >= LEAST_LETTERS:
            yield from _sounding(spans, name)
        for rest, beside in _rests(words, spans, name):
            yield from _sounding(beside, rest, beside_its_part=True)


@dataclass(frozen=True, slots=True)
class _Span:
    """Heard words that lie side by side."""

    start: int
    end: int
    phones: str
    coarse: str
    place: Place
    words: frozenset[str]
    sure: frozenset[str]


def _spans(words: Sequence[Word], fixed: frozenset[int]) -> Iterator[_Span]:
    phones = [word_phones(_plain(word.text)) for word in words]
    for start in range(len(words)):
        for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
            if end - 1 in fixed:
                break
            heard, texts = "".join(phones[start:end]), frozenset(bare(word.text) for word in words[start:end])
            sure = frozenset(bare(word.text) for word in words[start:end] if _is_surely_everyday(word))
            place = look_at(words, start, end)
            yield _Span(start, end, heard, coarse(heard), place, texts, sure)


def _is_surely_everyday(word: Word) -> bool:
    return word.confidence >= SURE and is_common(word.text)


def _rests(words: Sequence[Word], spans: Sequence[_Span], name: Name) -> Iterator[tuple[Name, list[_Span]]]:
    """Yield what is left of a person's name beside its other part, heard right, and the spans where it may be."""
    if name.kind != "person" or len(name.tokens) < 2:
        return
    first, last = name.tokens[0], name.tokens[-1]
    heard = [bare(word.text) for word in words]
    for at, said in enumerate(heard):
        if said == first and len(first) >= LEAST_LETTERS and last not in heard[at + 1 : at + 3]:
            yield _part(name, name.tokens[1:]), [span for span in spans if span.start == at + 1]
        if said == last and len(last) >= LEAST_LETTERS and first not in heard[max(0, at - 2) : at]:
            yield _part(name, name.tokens[:-1]), [span for span in spans if span.end == at]


def _part(name: Name, tokens: tuple[str, ...]) -> Name:
    return Name(name.kind, tokens, name.nearness)


def _sounding(spans: Sequence[_Span], name: Name, *, beside_its_part: bool = False) -> Iterator[_Change]:
    ways = name_phones(name.tokens)
    rough = tuple(dict.fromkeys(coarse(way) for way in ways))
    longest, shortest = 1.8 * max(map(len, ways)) + 2, 0.5 * min(map(len, ways)) - 1
    prior = weigh_name(name, beside_its_part=beside_its_part)
    said, letters = {bare(token) for token in name.tokens}, len("".join(name.tokens))
    unlikely = NEVER_A_NAME - said
    floor = LEAST_ALIKE if beside_its_part else LEAST_ALIKE_SHORT.get(letters, LEAST_ALIKE)
    for span in spans:
        if not shortest <= len(span.phones) <= longest or not unlikely.isdisjoint(span.words):
            continue
        if span.words <= said or not span.sure <= said:  # the name, said short; an everyday word surely heard
            continue
        weight = prior + weigh_place(name, span.place)
        enough = max(floor, enough_alike(len(span.phones), weight))
        # Coarse likeness is worked out in C and rarely below the fine one by more than this.
        if enough > 1 or all(Indel.normalized_similarity(span.coarse, r) < enough - COARSE_BELOW for r in rough):
            continue
        alike = max(alikeness(span.phones, way) for way in ways)
        if alike < enough:
            continue
        weight += weigh_sound(alike, evidence(span.phones, ways))
        if weight >= THRESHOLD:
            yield _Change(span.start, span.end, name, weight)


def _right_already(words: Sequence[Word], vocabulary: Vocabulary) -> frozenset[int]:
    """Give the places of names that were heard as they are, and of what is no word but a mark."""
    fixed = {at for at, word in enumerate(words) if word.text.startswith("[")}
    texts = [bare(word.text) for word in words]
    for name in vocabulary.names:
        tokens = [bare(token) for token in name.tokens]
        fixed.update(_written_alike(texts, "".join(tokens)))
        fixed.update(_said_short(texts, frozenset(tokens)))
    return frozenset(fixed)


def _written_alike(texts: Sequence[str], letters: str) -> Iterator[int]:
    """Give the places of words that spell a name, in as many words as it has or in others (metro plate)."""
    for start, text in enumerate(texts):
        spelled, end = text, start + 1
        while len(spelled) < len(letters) and letters.startswith(spelled) and end < len(texts):
            spelled, end = spelled + texts[end], end + 1
        if spelled == letters:
            yield from range(start, end)


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
