"""Preferences: lasting wishes on when, how and by which channel to deal with a customer."""

from __future__ import annotations

from voice.understanding.attitude.preference_words import CHANNEL, NOT, ONCE, STRONG, SURE, TOPIC
from voice.understanding.language.clauses import Clause
from voice.understanding.language.phrasing import find_phrase, phrase_of, trimmed
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases, wordset
from voice.understanding.types import Complaint, Evidence, Preference

_NEVER_TOPIC = wordset("coffee beer wine")


_NO_WISH = phrases(
    "don't know; nothing before; percent off; promised; that we; told; is that; never reads; the association"
)


def rule_preferences(reading: Reading, complaints: tuple[Complaint, ...] = ()) -> tuple[Preference, ...]:
    """Read every lasting wish, one per clause; what is said as a complaint is none."""
    found: list[tuple[int, int]] = []
    for clause in reading.clauses:
        found += _in_clause(reading, clause)
    kept = _joined(reading, found)
    kept = [(s, e) for s, e in kept if e - s >= 3 and not find_phrase(reading.words, s, e, _NO_WISH)]
    wishes = [Preference(phrase_of(reading, s, e), _evidence(reading, s, e)) for s, e in kept if e > s]
    return tuple(w for w in wishes if not any(_overlaps(w.evidence, c.evidence) for c in complaints))


def _overlaps(a: Evidence, b: Evidence) -> bool:
    return a.start_word <= b.end_word and b.start_word <= a.end_word


_RULES = wordset("never always only no don't stop ever avoid prefer rather must")
_PAST = wordset(
    "was were came didn't got hasn't haven't arrived showed called received answered had did yesterday "
    "last missed late again sent went took hadn't wasn't weren't"
)


_PUT = wordset(
    "left stacked packed put delivered labelled labeled wrapped sent kept dropped unloaded "
    "bagged boxed emailed texted called"
)


def _placed(reading: Reading, clause: Clause) -> tuple[int, int] | None:
    """Read "wants his boxes left inside the walk in"."""
    words = reading.words
    for at in range(clause.start, clause.end - 3):
        if (
            words[at] in ("wants", "likes", "needs")
            and words[at + 1]
            in (
                "his",
                "her",
                "their",
                "the",
                "all",
                "everything",
            )
            and _PUT & set(words[at + 2 : at + 5])
        ):
            return at, at + 1
    return None


def _hours(reading: Reading, clause: Clause) -> tuple[int, int] | None:
    """Read "after three only", "only before noon"."""
    words = reading.words
    for at in range(clause.start, clause.end - 1):
        if words[at] in ("after", "before", "between") and "only" in words[max(clause.start, at - 2) : at + 6]:
            return at, at + 1
    return None


def _rule(reading: Reading, clause: Clause) -> tuple[int, int] | None:
    """Read a rule in general words: "no substitutions ever", "asked us to stop leaving pallets in the alley"."""
    words = reading.words
    inside = words[clause.start : clause.end]
    if (
        _PAST & set(inside)
        or not TOPIC & set(inside)
        or any(f.kind == "count" and f.start in clause for f in reading.figures)
    ):
        return None
    if "i" in inside or "i'll" in inside or any(m.start in clause for m in reading.competitors):
        return None
    at = next(
        (
            i
            for i in range(clause.start, clause.end)
            if words[i] in _RULES or (words[i] in _PLURAL_DAYS and _deliver(inside))
        ),
        None,
    )
    if at is None or (
        words[at] == "no"
        and words[at + 1 : at + 2]
        not in (
            ("deliveries",),
            ("calls",),
            ("substitutions",),
            ("visits",),
            ("emails",),
            ("reps",),
            ("pallets",),
            ("drops",),
            ("drop",),
            ("texts",),
            ("nuts",),
            ("trucks",),
            ("changes",),
            ("signature",),
            ("later",),
            ("earlier",),
            ("more",),
        )
    ):
        return None
    if words[at] == "no" and words[at + 1] in ("changes", "later", "earlier") and "ever" not in inside:
        return None
    if words[at] == "only" and not (
        TOPIC & set(words[at : clause.end]) or TOPIC & set(words[max(clause.start, at - 4) : at])
    ):
        return None
    return at, at + 1


_PLURAL_DAYS = wordset(
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays mornings afternoons weekdays weekends"
)


def _deliver(inside: tuple[str, ...]) -> bool:
    return bool(
        {"delivered", "delivery", "deliveries", "deliver", "drop", "call", "visit", "come", "text", "calls", "visits"}
        & set(inside)
    )


def _evidence(reading: Reading, start: int, end: int) -> Evidence:
    return reading.evidence(start, end)


def _in_clause(reading: Reading, clause: Clause) -> list[tuple[int, int]]:
    words = reading.words
    cue = (
        find_phrase(words, clause.start, clause.end, SURE)
        or find_phrase(words, clause.start, clause.end, STRONG)
        or _rule(reading, clause)
        or _hours(reading, clause)
        or _placed(reading, clause)
    )
    if cue is None:
        return []
    inside = words[clause.start : clause.end]
    said = words[cue[0] : cue[1]]
    if find_phrase(words, clause.start, clause.end, ONCE):
        return []
    topic = _topic(words, clause.start, clause.end) or find_phrase(words, clause.start, clause.end, SURE) is not None
    if find_phrase(words, clause.start, clause.end, NOT) and said[0] not in ("prefers", "never", "always"):
        return []
    if not topic:
        form = said[-1] in (
            "compostable",
            "recyclable",
            "plastic",
            "packaging",
            "styrofoam",
            "reusable",
            "halal",
            "kosher",
            "organic",
        ) or said[0] in ("organic", "halal", "kosher", "compostable")
        manner = (said[0] in ("after", "before", "between") and "only" in inside) or set(inside) & (
            CHANNEL
            | {
                "mornings",
                "afternoons",
                "morning",
                "afternoon",
                "appointment",
                "reps",
                "visitors",
                "loading",
                "dock",
                "door",
            }
        )
        if (
            not (form and {"only", "everything", "prefers", "insists", "always", "no"} & set(inside))
            and not manner
            and not (said[0] in ("never", "not", "nothing", "avoid") and _follows_topic(reading, clause))
        ):
            if said[0] not in ("prefers", "prefer", "insists") or any(m.start in clause for m in reading.products):
                return []
            return [trimmed(reading, cue[1], clause.end, 10)]
    if (
        said[-1] in ("be", "come", "have")
        and said[0] in ("has", "have", "must", "needs")
        and not {
            "delivery",
            "deliveries",
            "invoice",
            "invoices",
            "driver",
            "drivers",
            "drop",
            "drops",
            "orders",
            "pallets",
            "boxes",
            "everything",
        }
        & set(words[clause.start : cue[0]])
    ):
        return []
    if _one_off(reading, clause) or inside[:1] == ("if",):
        return []
    if said[0] in ("prefers", "prefer", "preferred", "insists"):
        start = cue[1]
    elif (
        said[:1] == ("wants",)
        or said[:1] == ("needs",)
        or said[:1] == ("likes",)
        or said[:2] in (("he'd", "rather"), ("she'd", "rather"), ("they'd", "rather"))
    ):
        start = cue[0] + 1
    else:
        start = min(
            [
                cue[0],
                *[
                    i
                    for i in range(clause.start, cue[0])
                    if words[i] in TOPIC or words[i] in ("only", "never", "always", "don't", "no", "please")
                ],
            ]
        )
        start = max(
            start,
            *[m.end for m in (*reading.people, *reading.customers) if clause.start <= m.start and m.end <= cue[0]],
            clause.start,
        )
    start, end = trimmed(reading, start, _grown(reading, clause), 12)
    return [(start, end)]


def _topic(words: tuple[str, ...], start: int, end: int) -> bool:
    return bool(TOPIC & set(words[start:end]))


def _grown(reading: Reading, clause: Clause) -> int:
    """Take along a following "when he's ten minutes out", "because ..." not."""
    following = next((c for c in reading.clauses if c.start == clause.end), None)
    if (
        following is not None
        and reading.words[following.start] in ("when", "if", "before", "unless")
        and clause.end - clause.start < 12
    ):
        return following.end
    return clause.end


def _follows_topic(reading: Reading, clause: Clause) -> bool:
    previous = next((c for c in reading.clauses if c.end == clause.start), None)
    return previous is not None and _topic(reading.words, previous.start, previous.end)


def _one_off(reading: Reading, clause: Clause) -> bool:
    """A wish for one day is an action or an appointment."""
    return any(w.start in clause and w.on is not None for w in reading.whens)


def _joined(reading: Reading, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put "text him" and "don't call" together when they follow on each other."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1] and end - joined[-1][0] <= 6:
            joined[-1] = (joined[-1][0], end)
        elif not joined or start >= joined[-1][1]:
            joined.append((start, end))
    return joined
