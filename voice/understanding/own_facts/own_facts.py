"""Read facts of the company's own kinds: a cue phrase, and the value said beside it in the same clause."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from voice.lexicon import FactKind
from voice.sound import spoken_tokens
from voice.understanding.language.clauses import Clause
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import wordset
from voice.understanding.types import OwnFact

NUMBER_REACH = 4  # words between a cue and its number: "seats about, what, sixty"
DATE_REACH = 6
DOUBT_REACH = 6  # words before the cue's clause that may make it a question or a guess: "i don't know if | they have"
LONGEST_TEXT = 12

_NOT = wordset(
    "no not never none nobody nothing neither without don't doesn't "
    "didn't isn't aren't wasn't weren't haven't hasn't hadn't won't can't cannot"
)
_DOUBT = wordset(
    "if whether maybe perhaps might unsure unclear dunno wonder wondering ask asking guess probably should"
)
_UNKNOWN = (("not", "sure"), ("no", "idea"), ("find", "out"), ("don't", "know"), ("didn't", "say"), ("not", "know"))
_LEAD = wordset("is are was were be being it's that's of at as a an the like about um uh er well so and to")
_TAIL = wordset("and but so um uh er well okay the a an of to")


def read_own_facts(reading: Reading) -> tuple[OwnFact, ...]:
    """Give every fact of an own kind whose value was said; a cue without a value, or in doubt, gives none.

    A denied cue says "no" for a yes-no kind and nothing for the others.
    """
    found: dict[tuple[str, str | float], OwnFact] = {}
    for kind in reading.lexicon.fact_kinds:
        for start, end in _cues(reading, kind):
            fact = _fact(reading, kind, start, end)
            if fact is not None:
                found.setdefault((fact.kind, fact.value), fact)
    return tuple(found.values())


def _cues(reading: Reading, kind: FactKind) -> Iterator[tuple[int, int]]:
    """Yield where a kind's cues stand, the longest at each place."""
    cues = sorted({tokens for cue in kind.cues if (tokens := tuple(spoken_tokens(cue)))}, key=len, reverse=True)
    at = 0
    while at < len(reading.words):
        size = next((len(cue) for cue in cues if reading.words[at : at + len(cue)] == cue), 0)
        if size:
            yield at, at + size
        at += max(1, size)


def _fact(reading: Reading, kind: FactKind, start: int, end: int) -> OwnFact | None:
    clause = reading.clause_of(start)
    if _is_doubted(reading, clause, end):
        return None
    is_denied = any(word in _NOT for word in reading.words[max(clause.start, start - DOUBT_REACH) : start])
    if kind.value_type == "yes-no":
        return _made(reading, kind, "no" if is_denied else "yes", start, end)
    if is_denied:
        return None
    if kind.value_type == "number":
        return _number(reading, kind, clause, start, end)
    if kind.value_type == "date":
        return _date(reading, kind, start, end)
    return _text(reading, kind, reading.clause_of(end) if end < len(reading.words) else clause, start, end)


def _is_doubted(reading: Reading, clause: Clause, end: int) -> bool:
    before = reading.words[max(0, clause.start - DOUBT_REACH) : end]
    behind = reading.words[end : clause.end]
    pairs = {*pairwise(before), *pairwise(behind)}
    own = reading.words[clause.start : end]
    return any(pair in pairs for pair in _UNKNOWN) or any(word in _DOUBT for word in own)


def _number(reading: Reading, kind: FactKind, clause: Clause, start: int, end: int) -> OwnFact | None:
    """Take the figure right before the cue ("sixty covers"), else the first close behind it."""
    near = [f for f in reading.figures if f.start < start and (f.end == start or start in range(f.number_end, f.end))]
    near += [f for f in reading.figures if 0 <= f.start - end <= NUMBER_REACH and f.start < clause.end]
    if not near or len(near[0].values) != 1:
        return None
    figure = near[0]
    return _made(reading, kind, figure.values[0], min(start, figure.start), max(end, figure.end))


def _date(reading: Reading, kind: FactKind, start: int, end: int) -> OwnFact | None:
    for when in reading.whens:
        if 0 <= when.start - end <= DATE_REACH:
            return None if when.on is None else _made(reading, kind, when.on.isoformat(), start, when.end)
    return None


def _text(reading: Reading, kind: FactKind, clause: Clause, start: int, end: int) -> OwnFact | None:
    first, last = end, min(clause.end, end + LONGEST_TEXT)
    while first < last and reading.words[first] in _LEAD:
        first += 1
    while last > first and reading.words[last - 1] in _TAIL:
        last -= 1
    said = reading.words[first:last]
    if not said or any("[" in word for word in said) or any(word in _NOT for word in said[:1]):
        return None
    return _made(reading, kind, " ".join(said), start, last)


def _made(reading: Reading, kind: FactKind, value: str | float, start: int, end: int) -> OwnFact | None:
    words = " ".join(reading.words[start:end])
    if "[" in words:
        return None  # part of it was a secret
    return OwnFact(kind.id, kind.name, kind.value_type, value, words, reading.evidence(start, end))
