"""Settlements: which complaints a later note says are settled ("the late delivery is sorted").

As with promises, precision comes first: a complaint that stays open asks to be closed by a tap. So the settlement must
be told as done, and name what was complained of in the same breath.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.understanding.language.wordset import phrase_at, phrases, wordset


@dataclass(frozen=True, slots=True)
class Settled:
    """Complaint number `complaint` of those given is settled, as words `start_word` to `end_word` (included) say."""

    complaint: int
    start_word: int
    end_word: int


_CUES = phrases(
    "sorted; sorted out; all sorted; resolved; fixed; settled; cleared up; taken care of; took care of; put right; "
    "made right; made good; dealt with; credited; refunded; replaced; corrected; solved; on time again; "
    "back to normal; is history; no problem anymore; no issue anymore; not a problem anymore; not an issue anymore; "
    "no more trouble; no more problems; no more complaints; happy again; happy with how we handled; "
    "accepted the apology; better again; fine again; good again; all good again; right again; working again"
)
_NOT_DONE = wordset(
    "not isn't wasn't aren't weren't hasn't haven't hadn't didn't don't doesn't won't can't never still if unless once "
    "until till before when would should could might may must will i'll we'll he'll she'll they'll gonna want wants "
    "wanted need needs needed get getting promised promise asked ask supposed hoping hope hoped expects expect says "
    "wish wondering whether nobody almost nearly trying try tried thought wasnt half partly to be"
)
_EMPTY = wordset(
    "a an the this that these those his her their our your my me him them us it its of for to with on at by in about "
    "from and or some another more over out up off back again soon so also too one ones was were is are be been has "
    "have had got get came come comes coming went arrived just very really we i he she they you last time week today "
    "yesterday monday tuesday wednesday thursday friday saturday sunday morning first second third two three four five "
    "six ten dozen half no not never nobody always because now who which what there here us thing issue problem "
    "complaint complained says said told happy furious upset case cases box boxes bag bags"
)
_ENDS = wordset("but although though except unless whereas")
_ENDS_BEHIND = _ENDS | wordset("and so then they he she we i")
_LOOK_BACK, _LOOK_AHEAD = 12, 8
_NEGATED_WITHIN = 7
_ENOUGH, _ENOUGH_WORDS = 0.5, 2


def settled_complaints(words: Sequence[str], complaints: Sequence[str]) -> tuple[Settled, ...]:
    """Tell which of the `complaints` (short phrases, such as "late delivery on fridays") the words say are settled.

    `words` are a note's, lower case as heard. Complaints that one settlement fits equally well are all returned, with
    the same words; whoever keeps them knows whether they are of one kind.
    """
    wanted = [_content(complaint.lower().split()) for complaint in complaints]
    found: dict[int, Settled] = {}
    for start, end, cue in _settlements(words):
        said = _content([*words[start : cue[0]], *words[cue[1] : end]])
        fits = {number: _fit(content, said) for number, content in enumerate(wanted)}
        best = max(fits.values(), default=0.0)
        for number, fit in fits.items():
            if fit and fit == best:
                found.setdefault(number, Settled(number, start, end - 1))
    return tuple(found[number] for number in sorted(found))


def _fit(complaint: frozenset[str], said: frozenset[str]) -> float:
    """Return how much of a complaint is named: 0 for less than half of its words, or for one of many."""
    if not complaint:
        return 0.0
    share = len(complaint & said) / len(complaint)
    is_enough = len(complaint & said) >= min(_ENOUGH_WORDS, len(complaint))
    return share if share >= _ENOUGH and is_enough else 0.0


def _settlements(words: Sequence[str]) -> list[tuple[int, int, tuple[int, int]]]:
    """Find each stretch that tells of something settled: first word, end, and the cue within."""
    found = []
    at = 0
    while at < len(words):
        length = phrase_at(words, at, _CUES)
        if length and _NOT_DONE.isdisjoint(words[max(0, at - _NEGATED_WITHIN) : at]):
            found.append((_start(words, at), _end(words, at + length), (at, at + length)))
        at += max(1, length)
    return found


def _start(words: Sequence[str], at: int) -> int:
    start = at
    while start > 0 and at - start < _LOOK_BACK and words[start - 1] not in _ENDS:
        start -= 1
    return start


def _end(words: Sequence[str], at: int) -> int:
    end = at
    while end < len(words) and end - at < _LOOK_AHEAD and words[end] not in _ENDS_BEHIND:
        end += 1
    return end


def _content(words: Sequence[str]) -> frozenset[str]:
    return frozenset(_stem(word) for word in words if word not in _EMPTY)


def _stem(word: str) -> str:
    """Cut the ending that changes between two tellings: deliveries and delivery, invoiced and invoice."""
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        if len(word) - len(ending) >= 4 and word.endswith(ending) and not word.endswith("ss"):
            return word[: -len(ending)].removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 else word
