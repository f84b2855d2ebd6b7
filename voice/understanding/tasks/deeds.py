"""Deeds: which open promises a note says were kept ("i sent maria the price list").

Precision comes first: a promise that stays open asks to be closed by a tap, one that is closed wrongly is forgotten.
So the deed must be of the promise's kind, be told as done, and name most of what was promised; of two promises that
fit equally well neither is closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.understanding.language.wordset import Phrases, phrase_at, phrases, wordset


@dataclass(frozen=True, slots=True)
class Kept:
    """Promise number `promise` of those given was kept, as words `start_word` to `end_word` (included) say."""

    promise: int
    start_word: int
    end_word: int


_KINDS: tuple[tuple[frozenset[str], Phrases], ...] = (
    (
        wordset("send email mail forward share text post drop bring deliver get give hand take provide supply"),
        phrases(
            "sent; emailed; mailed; forwarded; shared; texted; posted; dropped; dropped off; brought; delivered; gave; "
            "handed; took; got; provided; supplied; sent over; sent out; was sent; were sent; went out; went over; "
            "has gone out; have gone out; has gone over; was delivered; were delivered; has been sent; have been sent; "
            "has been delivered; have been delivered"
        ),
    ),
    (
        wordset("call ring phone speak talk chat"),
        phrases("called; rang; phoned; spoke; talked; chatted; spoken; rung; gave a call; gave a ring"),
    ),
    (
        wordset("check ask find look confirm clarify verify chase"),
        phrases("checked; asked; found; found out; looked; looked into; confirmed; clarified; verified; chased"),
    ),
    (
        wordset("fix sort repair replace swap exchange credit refund resolve correct change cancel remove take"),
        phrases(
            "fixed; sorted; sorted out; repaired; replaced; swapped; exchanged; credited; refunded; resolved; "
            "corrected; changed; cancelled; canceled; removed; took; was fixed; were fixed; is fixed; is sorted; "
            "are sorted; was replaced; were replaced; was credited; was refunded; has been fixed; has been sorted; "
            "has been replaced; have been replaced; has been credited; has been refunded; went through"
        ),
    ),
    (
        wordset("order book set schedule arrange organise organize plan"),
        phrases("ordered; booked; set up; scheduled; arranged; organised; organized; planned; is booked; is set up"),
    ),
    (
        wordset("quote price prepare make write draft work put"),
        phrases("quoted; priced; prepared; made; wrote; drafted; worked; worked out; put together"),
    ),
)
_TOLD = frozenset(phrase[0] for _verbs, done in _KINDS for phrase in done)
_EMPTY = wordset(
    "a an the this that these those his her their our your my me him them us it its of for to with on at by in about "
    "from and or some new another more over out up off back again soon when then so also too him self one ones "
    "please just really very few couple two three four five six seven eight nine ten dozen case cases box boxes bag "
    "bags"
)
_NOT_DONE = wordset(
    "not haven't hasn't hadn't didn't don't doesn't never if unless once until before after should would could might "
    "will i'll we'll he'll she'll they'll gonna want wants wanted need needs promised promise asked supposed forgot "
    "thought hoped hope expected says wish wondering whether nobody when"
)
_OTHERS = wordset("he she they it competitor you who customer")
_OURS = wordset("i we i've we've i'd we'd already just finally dispatch warehouse office team accounting")
_ENDS = wordset("and but so because then which who while although though he she they i we i'll we'll")
_LOOK_BACK, _LOOK_AHEAD = 5, 14
_ENOUGH = 0.6


def kept_promises(words: Sequence[str], promises: Sequence[str]) -> tuple[Kept, ...]:
    """Tell which of the `promises` (verb phrases, such as "send the price list") the words say were kept.

    `words` are a note's, lower case as heard. The answer holds each promise at most once, in the order given.
    """
    wanted = [(_kind_of(promise), _content(promise.lower().split()[1:])) for promise in promises]
    best: dict[int, Kept] = {}
    for start, end, kinds in _deeds(words):
        said = _content(words[start:end])
        fits = [
            (len(content & said) / len(content), number)
            for number, (kind, content) in enumerate(wanted)
            if kind in kinds and content and len(content & said) / len(content) >= _ENOUGH
        ]
        fits.sort(reverse=True)
        if fits and not (len(fits) > 1 and fits[0][0] == fits[1][0]):
            best.setdefault(fits[0][1], Kept(fits[0][1], start, end - 1))
    return tuple(best[number] for number in sorted(best))


def _deeds(words: Sequence[str]) -> list[tuple[int, int, set[int]]]:
    """Find each stretch that tells of something done by us: its words, and the kinds of promise it may keep."""
    found = []
    at = 0
    while at < len(words):
        lengths = {kind: phrase_at(words, at, done) for kind, (_verbs, done) in enumerate(_KINDS)}
        longest = max(lengths.values())
        if longest and _is_told_as_done(words, at, is_passive=_is_passive(words[at])):
            start, end = _subject(words, at), _end(words, at + longest)
            found.append((start, end, {kind for kind, length in lengths.items() if length}))
        at += max(1, longest)
    return found


def _is_passive(first: str) -> bool:
    return first in ("was", "were", "is", "are", "has", "have", "went")


def _is_told_as_done(words: Sequence[str], at: int, *, is_passive: bool) -> bool:
    before = list(words[max(0, at - _LOOK_BACK) : at])
    for place in range(len(before) - 1, -1, -1):
        if before[place] in _ENDS and before[place] not in _OURS and before[place] not in _OTHERS:
            before = before[place + 1 :]
            break
    if not _NOT_DONE.isdisjoint(before):
        return False
    if is_passive:
        return True
    return bool(before) and not _OURS.isdisjoint(before) and before[-1] not in _OTHERS


def _subject(words: Sequence[str], at: int) -> int:
    """Begin where the clause does: in "the price list went out" what was promised stands before the verb."""
    start = at
    while start > 0 and at - start < _LOOK_BACK and words[start - 1] not in _ENDS - _OURS:
        start -= 1
    return start


def _end(words: Sequence[str], at: int) -> int:
    end = at
    while end < len(words) and end - at < _LOOK_AHEAD and words[end] not in _ENDS:
        end += 1
    return end


def _kind_of(promise: str) -> int | None:
    first = (promise.lower().split() or [""])[0]
    return next((kind for kind, (verbs, _done) in enumerate(_KINDS) if first in verbs), None)


def _content(words: Sequence[str]) -> frozenset[str]:
    """Keep the words that say what: without the small words and what is told as done, in the singular."""
    return frozenset(_singular(word) for word in words if word not in _EMPTY | _TOLD | _OURS)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
