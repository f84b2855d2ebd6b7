"""Competitors named in a note, by name, alias or sound."""

from __future__ import annotations

from functools import lru_cache

from voice.correction import SoundIndex
from voice.lexicon import Lexicon
from voice.understanding.language.mentions import Mention, covered
from voice.understanding.language.stream import Stream
from voice.understanding.language.vocabulary import is_common
from voice.understanding.language.wordset import wordset

FLOOR = 0.86
FLOOR_AT_CUE = 0.76
_CUE_BEFORE = wordset("from with to at by than match like and over using for is but when since because of into")


def find_competitors(stream: Stream, taken: frozenset[int], lexicon: Lexicon) -> tuple[Mention, ...]:
    """Find every competitor of the company's list at live words that are not `taken`."""
    found = _exact(stream, taken, lexicon)
    busy = taken | covered(found)
    spans = [
        (start, end)
        for start in range(len(stream))
        for end in range(start + 1, min(start + 3, len(stream)) + 1)
        if busy.isdisjoint(range(start, end)) and not all(is_common(w) for w in stream.words[start:end])
    ]
    index, owners = _sounds(lexicon)
    best: list[tuple[float, int, int, str]] = []
    for repair in index.repairs([stream.text(start, end) for start, end in spans], FLOOR_AT_CUE):
        start, end = spans[repair.heard]
        if repair.score >= (FLOOR_AT_CUE if start and stream.words[start - 1] in _CUE_BEFORE else FLOOR):
            best.append((repair.score, start, end, owners[repair.name]))
    for score, start, end, key in sorted(best, reverse=True):
        if busy.isdisjoint(range(start, end)):
            busy |= frozenset(range(start, end))
            found.append(Mention("competitor", start, end, (key,), lexicon.competitor_by_id[key].name, score))
    return tuple(sorted(found, key=lambda m: m.start))


@lru_cache(maxsize=4)
def _sounds(lexicon: Lexicon) -> tuple[SoundIndex, tuple[str, ...]]:
    forms = list(lexicon.competitor_forms.items())
    return SoundIndex([" ".join(form) for form, _ in forms]), tuple(ids[0] for _, ids in forms)


def _exact(stream: Stream, taken: frozenset[int], lexicon: Lexicon) -> list[Mention]:
    found: list[Mention] = []
    words = tuple(w[:-2] if w.endswith("'s") else w for w in stream.words)
    for at in range(len(words)):
        for size in (4, 3, 2, 1):
            ids = lexicon.competitor_forms.get(words[at : at + size]) or lexicon.competitor_forms.get(
                stream.words[at : at + size]
            )
            if ids and at + size <= len(words) and taken.isdisjoint(range(at, at + size)):
                taken |= frozenset(range(at, at + size))
                found.append(Mention("competitor", at, at + size, ids, lexicon.competitor_by_id[ids[0]].name))
                break
    return found
