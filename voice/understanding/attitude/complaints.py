"""Complaints: what went or goes wrong on our side, told by the customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.understanding.attitude.complaint_words import (
    BAD,
    HIGH,
    LOW,
    MOANS,
    NEEDS_THING,
    NEGATED,
    NOT_OURS,
    SETTLED,
    STATE_VERBS,
    STRONG,
    THINGS,
    UNREAL,
)
from voice.understanding.attitude.cues import BEFORE, BEHIND
from voice.understanding.language.clauses import Clause
from voice.understanding.language.phrasing import find_phrase, phrase_of, trimmed
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.units import UNITS
from voice.understanding.types import Complaint


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    cue: tuple[int, int]


def rule_complaints(reading: Reading) -> tuple[Complaint, ...]:
    """Read every complaint about us, one for each thing that went wrong."""
    found: list[_Found] = []
    for clause in reading.clauses:
        found += _in_clause(reading, clause)
    kept = _once(reading, found)
    return tuple(_complaint(reading, f, i, kept) for i, f in enumerate(kept))


def _in_clause(reading: Reading, clause: Clause) -> list[_Found]:
    words = reading.words
    if find_phrase(words, clause.start, clause.end, NEGATED) or _about_others(reading, clause):
        return []
    if find_phrase(words, clause.start, clause.end, UNREAL) or find_phrase(
        words, clause.start, min(clause.end + 6, len(words)), SETTLED
    ):
        return []
    found: list[_Found] = []
    at = clause.start
    while at < clause.end:
        cue = _earliest(
            find_phrase(words, at, clause.end, STRONG),
            _bad_state(reading, clause, at),
            _moan(reading, clause, at),
            _neglect(reading, clause, at),
        )
        if cue is None:
            break
        at = cue[1]
        if not reading.names.isdisjoint(range(*cue)) or not _blames_us(reading, clause, cue):
            continue
        if found and not _another_thing(reading, found[-1].cue[1], cue[0]):
            continue
        start = _subject_start(reading, clause, cue, found[-1].cue[1] if found else clause.start)
        if found:
            found[-1] = _Found(found[-1].start, min(found[-1].end, start), found[-1].cue)
        found.append(_Found(start, clause.end, cue))
    return found


def _earliest(*cues: tuple[int, int] | None) -> tuple[int, int] | None:
    found = [cue for cue in cues if cue is not None]
    return min(found, key=lambda c: (c[0], -c[1])) if found else None


def _bad_state(reading: Reading, clause: Clause, at: int) -> tuple[int, int] | None:
    """Read "came in brown and wet", "has been wrong since march": a state verb and soon a bad state."""
    words = reading.words
    for verb in range(at, clause.end):
        if words[verb] not in STATE_VERBS:
            continue
        for bad in range(verb + 1, min(verb + 6, clause.end)):
            if words[bad] in BAD:
                if words[bad - 1] in ("not", "never", "too", "no", "day", "days", "a") and words[bad] not in (
                    "joke",
                    "mess",
                    "nightmare",
                    "disaster",
                ):
                    break
                return verb, bad + 1
            if words[bad] in ("he", "she", "they", "i", "we", "when", "because", "fine", "great", "good"):
                break
    return None


_LEFT_ALONE = wordset(
    "told called warned answered rang came showed picked bothered let phoned emailed explained "
    "apologised apologized turned got rung asked knew"
)
_OUR_DEEDS = wordset(
    "billed charged sent delivered forgot missed shorted overcharged lost messed broke left "
    "dropped mixed invoiced debited swapped substituted"
)
_AMISS = wordset("never wrong twice again instead late short without damaged extra")
_RULED = wordset(
    "had again been late during before after on in at to more use leave call ring come deliver "
    "send show text email drop stack park knock less without between"
)
_PERSISTENT = wordset("keeps keep kept")


def _neglect(reading: Reading, clause: Clause, at: int) -> tuple[int, int] | None:
    """Read "nobody told her", "we billed him for stuff he never had", "the portal keeps logging her out"."""
    words = reading.words
    inside = set(words[clause.start : clause.end])
    for i in range(at, clause.end - 1):
        follows = words[i + 1]
        if words[i] in ("nobody", "one") and follows in _LEFT_ALONE and (words[i] == "nobody" or words[i - 1] == "no"):
            return i, i + 2
        if words[i] == "we" and follows in _OUR_DEEDS and _AMISS & inside:
            return i, i + 2
        if words[i] in _PERSISTENT and follows.endswith("ing") and THINGS & set(words[clause.start : i]):
            return i, i + 2
        if words[i] == "never" and THINGS & set(words[clause.start : i]) and follows not in _RULED:
            return i, i + 2
        if words[i : i + 2] == ("kept", "waiting"):
            return i, i + 2
    return None


def _moan(reading: Reading, clause: Clause, at: int) -> tuple[int, int] | None:
    """Read "was moaning a bit about the lids"."""
    words = reading.words
    for verb in range(at, clause.end):
        if words[verb] in MOANS:
            for about in range(verb + 1, min(verb + 5, clause.end - 1)):
                if words[about] in ("about", "that", "at", "over"):
                    return verb, about + 1
    return None


def _another_thing(reading: Reading, end: int, start: int) -> bool:
    """A second complaint in a clause needs a subject of its own ("... and the pork shoulder was short")."""
    between = range(end, start)
    return ("and" in reading.words[end:start] and any(m.start in between for m in reading.products)) or any(
        reading.words[i] == "and" and reading.words[i + 1 : i + 3] and set(reading.words[i + 1 : i + 3]) & THINGS
        for i in between
    )


def _subject_start(reading: Reading, clause: Clause, cue: tuple[int, int], floor: int) -> int:
    """Begin at the thing complained about rather than at who says so."""
    if reading.words[cue[1] - 1] in ("about", "that", "over", "with", "at") and cue[1] < clause.end - 1:
        return cue[1]
    starts = [m.start for m in reading.products if floor <= m.start < cue[0]]
    starts += [i for i in range(floor, cue[0]) if reading.words[i] in THINGS]
    names = [m.end for m in (*reading.customers, *reading.people) if floor <= m.start and m.end <= cue[0]]
    if starts:
        first = min(starts)
        return max([first, *(n for n in names if n <= first)]) if names else first
    return max([floor, *names])


def _blames_us(reading: Reading, clause: Clause, cue: tuple[int, int]) -> bool:
    """Tell whether a cue is about our goods or service rather than about anything else."""
    words = reading.words
    if _negated(words, cue[0]):
        return False
    absent = words[cue[1] - 1] in ("off", "out", "away", "late", "short") and cue[1] - cue[0] <= 2
    if absent and any(m.end == cue[0] for m in reading.people):
        return False  # "tamika was off"
    said = words[cue[0] : cue[1]]
    counted = any(f.kind == "count" and f.end in (cue[0], cue[1] - 1) for f in reading.figures)
    if (
        said[-1:] == ("short",)
        and not counted
        and words[cue[1] : cue[1] + 1] in (("on",), ("of",), ("staffed",), ("notice",))
    ):
        return False
    if said[0] in ("nobody", "one", "we", "kept", "keeps", "keep", "never") and len(said) == 2:
        return True
    if said[-1] == "about" and len(said) > 2:
        return True
    near = range(max(clause.start, cue[0] - 9), min(clause.end, cue[1] + 6))
    product = any(m.start in near for m in reading.products)
    thing = bool(THINGS & {words[i] for i in near})
    if said in (("short",), ("missing",)) and not (product or thing):
        return False
    if said[0] == "late" and "again" in said:
        return True
    thing = thing or bool(reading.goods_words & {words[i] for i in near})
    if len(said) == 1 and said[0] in NEEDS_THING:
        return product or thing or _follows_goods(reading, clause)
    if said[0] in ("the", "left", "too", "slow", "sick", "forgot", "let", "not", "waited", "still", "been") and not (
        product or thing
    ):
        return said[0] in ("been", "still", "left") and "us" in {words[i] for i in near}
    if tuple(said) in BEFORE or tuple(said) in BEHIND:
        return product or thing or _follows_goods(reading, clause)
    return product or thing or _follows_goods(reading, clause) or _people_service(said)


def _people_service(said: Sequence[str]) -> bool:
    return said[0] in (
        "nobody",
        "no",
        "never",
        "can't",
        "couldn't",
        "hasn't",
        "rude",
        "was",
        "got",
        "charged",
        "overcharged",
        "billed",
        "unhappy",
        "upset",
        "furious",
        "complained",
        "complaining",
        "shorted",
        "annoyed",
        "fed",
        "didn't",
        "kept",
        "on",
        "disappointed",
        "nobody's",
        "logged",
        "logs",
        "hung",
        "hangs",
        "fobbed",
        "forgotten",
        "hasn't",
        "calls",
        "don't",
        "doesn't",
    )


def _follows_goods(reading: Reading, clause: Clause) -> bool:
    """ "half of them went bad": the goods were named in the clause before."""
    previous = next((c for c in reading.clauses if c.end == clause.start), None)
    if previous is None:
        return False
    pronoun = bool(
        {"it", "them", "they", "it's", "they're", "half", "some", "one", "two", "which", "that"}
        & set(reading.words[clause.start : clause.end])
    )
    named = any(m.start in previous for m in reading.products)
    return pronoun and (named or bool(THINGS & set(reading.words[previous.start : previous.end])))


def _negated(words: Sequence[str], at: int) -> bool:
    return bool(
        {
            "not",
            "no",
            "never",
            "isn't",
            "wasn't",
            "weren't",
            "aren't",
            "hasn't",
            "haven't",
            "without",
            "nothing",
            "don't",
            "didn't",
            "doesn't",
        }
        & set(words[max(0, at - 2) : at])
    )


_THIRD_PARTIES = wordset(
    "neighbor neighbour neighbors neighbours cousin brother sister friend friends door buddy mate uncle"
)


def _about_others(reading: Reading, clause: Clause) -> bool:
    words = reading.words[clause.start : clause.end]
    if _THIRD_PARTIES & set(words) and {"says", "told", "thinks", "said", "complains", "heard", "complained"} & set(
        words
    ):
        return True
    competitor = any(c.start in clause for c in reading.competitors)
    ours = bool({"our", "ours", "us", "we"} & set(words))
    if competitor and not ours:
        return True
    if find_phrase(reading.words, clause.start, clause.end, NOT_OURS) and not (
        ours or any(m.start in clause for m in reading.products) or {"delivery", "driver", "invoice"} & set(words)
    ):
        return True
    previous = next((c for c in reading.clauses if c.end == clause.start), None)
    theirs = bool({"they", "they're", "their", "them"} & set(words[:3]))
    return (
        previous is not None
        and theirs
        and any(c.start in previous for c in reading.competitors)
        and not any(m.start in clause for m in reading.products)
    )


def _once(reading: Reading, found: list[_Found]) -> list[_Found]:
    """A bare "it went bad too" right behind a complaint belongs to it; so does anger about it."""
    kept: list[_Found] = []
    for item in found:
        text = set(reading.words[item.start : item.end])
        own = any(item.start <= m.start < item.end for m in reading.products) or bool((THINGS - set(UNITS)) & text)
        if kept and not own and item.start - kept[-1].end <= 8:
            kept[-1] = _Found(kept[-1].start, item.end, kept[-1].cue) if item.start - kept[-1].end <= 1 else kept[-1]
            continue
        kept.append(item)
    return kept


def _complaint(reading: Reading, found: _Found, number: int, kept: Sequence[_Found]) -> Complaint:
    start, end = trimmed(reading, found.start, found.end)
    end = max(end, min(found.cue[1], found.end))
    until = kept[number + 1].start if number + 1 < len(kept) else min(len(reading.words), found.end + 28)
    return Complaint(
        phrase_of(reading, start, end),
        severity_of(reading, max(0, found.start - 6), until),
        reading.evidence(start, max(end, found.cue[1])),
    )


def severity_of(reading: Reading, start: int, end: int) -> str | None:
    """Give low or high where words within live words start..end say so, else None."""
    if find_phrase(reading.words, start, end, LOW):
        return "low"
    return "high" if find_phrase(reading.words, start, end, HIGH) else None
