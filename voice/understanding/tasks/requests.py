"""What the customer asks of us other than goods: samples, quotes, calls, answers, things mended."""

from __future__ import annotations

from voice.understanding.language.clauses import Clause
from voice.understanding.language.phrasing import find_phrase, phrase_of
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases
from voice.understanding.tasks.commitments import is_visit
from voice.understanding.tasks.task import REQUESTED, Task, task_verb, verb_phrase_end

_ASKS_ME = phrases(
    "wants me to; wants us to; want me to; want us to; asked me to; asked us to; asked if i could; asked "
    "if we could; asked if i can; asked if we can; asks me to; asks us to; asks if we can; asks if we "
    "could; asks if i can; "
    "would like me to; would like us to; he'd like me to; she'd like me to; they'd like me to; he'd like "
    "us to; she'd like us to; they'd like us to; needs me to; needs us to; need me to; need us to; "
    "asking me to; asking us to; asking if we can; asking if we could; begged me to; can i; can we; would you ever; "
    "can "
    "you; could i; could we; could you; wondering if we could; wondering if we can; wonders if we can; "
    "wonders if we could; "
    "expects us to; expects me to; expecting us to; expecting me to; told me to; told us to; someone to; somebody to"
)
_REQUEST = phrases(
    "wants; want; wanted; needs; need; needed; would like; he'd like; she'd like; they'd like; i'd like; "
    "asked for; asking for; asks for; requested; requesting; is after; he's after; she's after; they're "
    "after; "
    "waiting for; waiting on; is owed; could use; would love; he'd love; she'd love; they'd love; "
    "expects; expecting; wants to have; looking for; wants to see; would appreciate; insists on; "
    "demanded; demands; demanding; requests; has to have; have to have; needs to have; must have"
)
_DONE = {
    "replaced": "replace",
    "fixed": "fix",
    "collected": "collect",
    "sorted": "sort",
    "refunded": "refund",
    "corrected": "correct",
    "checked": "check",
    "credited": "credit",
    "swapped": "swap",
    "exchanged": "exchange",
    "repaired": "repair",
    "changed": "change",
    "removed": "remove",
    "resent": "resend",
    "resolved": "resolve",
    "waived": "waive",
    "updated": "update",
    "emailed": "email",
    "reviewed": "review",
    "serviced": "service",
}
_KNOW = phrases(
    "wants to know; want to know; wanted to know; needs to know; would like to know; he'd like to know; "
    "she'd like to know; they'd like to know; asked when; asking when; asks when; asked why; asking why; "
    "wants an answer on; needs an answer on; wants an answer by"
)


def asked_of_us(reading: Reading, clause: Clause) -> list[Task]:
    """Find what somebody asks us to do ("asked me to call", "can we send")."""
    cue = find_phrase(reading.words, clause.start, clause.end, _ASKS_ME)
    if cue is None:
        return []
    words = reading.words
    verb = cue[1]
    if verb >= clause.end and not words[cue[0] : cue[1]]:
        return []
    if verb >= len(words) or (
        words[verb]
        in ("get", "carry", "have", "do", "match", "stock", "sell", "make", "supply", "hold", "keep", "offer")
        and cue[0] >= 0
        and words[cue[0]].startswith("ask")
    ):
        return []
    if words[cue[0]] in ("someone", "somebody") and words[cue[0] - 1 : cue[0]] in (
        ("send",),
        ("had",),
        ("got",),
        ("for",),
        ("to",),
    ):
        return []
    if words[cue[0]] in ("someone", "somebody"):
        help_wanted = words[verb] in (
            "look",
            "help",
            "show",
            "teach",
            "advise",
            "explain",
            "train",
            "service",
            "do",
            "take",
            "fix",
        )
        return [] if help_wanted else [Task(cue[0], verb, verb_phrase_end(reading, clause, verb), None)]
    if words[verb] in ("somebody", "someone"):
        return []
    if words[cue[0]] in ("can", "could") and (
        not _at_start(reading, clause, cue[0])
        or (words[verb] in _SUPPLY and not (words[verb] == "get" and REQUESTED & set(words[verb : verb + 7])))
    ):
        return []
    clause = reading.clause_of(verb)
    if is_visit(reading, clause, verb) and any(w.on and w.start in clause for w in reading.whens):
        return []
    if words[verb] in ("stop", "keep", "always", "never", "be"):
        return []
    return [Task(cue[0], verb, verb_phrase_end(reading, clause, verb), "me")] if task_verb(words, verb) else []


_SUPPLY = ("get", "do", "have", "match", "use", "sell", "live", "take", "make")


def _at_start(reading: Reading, clause: Clause, at: int) -> bool:
    return at - clause.start <= 2


def requests(reading: Reading, clause: Clause) -> list[Task]:
    """ "wants samples of the espresso": something other than goods that the customer asks for."""
    words = reading.words
    at = clause.start
    while cue := find_phrase(words, at, clause.end, _REQUEST):
        at = cue[1]
        if words[cue[0] - 1 : cue[0]] in (
            ("don't",),
            ("doesn't",),
            ("not",),
            ("no",),
            ("didn't",),
            ("i",),
            ("we",),
        ) or (clause.start < cue[0] and words[clause.start] == "i"):
            continue
        if {"weekly", "monthly", "every", "daily", "always", "only"} & set(words[cue[1] : cue[1] + 6]):
            continue
        if words[cue[1] : cue[1] + 2] in (("me", "back"), ("us", "back"), ("me", "in"), ("me", "at"), ("us", "at")):
            continue
        noun = _requested_noun(reading, clause, cue[1])
        if noun is None:
            if fixed := _done_for_them(reading, clause, cue):
                return [fixed]
            continue
        start, end, word = noun
        prefix = {
            "call": "call",
            "callback": "call",
            "meeting": "set up",
            "demo": "set up",
            "visit": "arrange",
            "tasting": "set up",
            "apology": "send",
            "replacement": "send",
            "replacements": "send",
        }.get(word, "send")
        what_start = start
        owner: str | None = "me"
        named = next(
            (
                m
                for m in reading.people
                if m.kind == "colleague" and end <= m.start <= end + 1 and words[m.start - 1] in ("from", "by")
            ),
            None,
        )
        if named:
            owner = named.name
        return [Task(cue[0], what_start, end, owner, prefix)]
    return []


def _requested_noun(reading: Reading, clause: Clause, at: int) -> tuple[int, int, str] | None:
    """Give the noun phrase asked for when its head is something one sends or does."""
    words = reading.words
    for i in range(at, min(at + 10, clause.end)):
        if (
            words[i] in ("to", "if", "when", "and", "but", "he", "she", "it", "before", "only", "by")
            and i > at
            and not (words[i] == "and" and any(m.end == i for m in reading.products))
        ):
            return None
        if words[i] not in REQUESTED:
            continue
        following = words[i + 1] if i + 1 < len(words) else ""
        if following in REQUESTED:
            continue
        if (words[i] == "list" and words[i - 1] not in ("price", "allergen", "product", "ingredient", "order")) or (
            words[i] in ("sheet", "sheets") and words[i - 1] in ("pastry", "cookie")
        ):
            return None
        if words[i] in ("refund", "credit") and following in ("of", "for"):
            return None
        if words[i] == "note" and words[i - 1] != "credit":
            return None
        start = at
        while start < i and words[start] in (
            "the",
            "a",
            "an",
            "some",
            "us",
            "to",
            "see",
            "for",
            "have",
            "get",
            "just",
            "also",
            "more",
            "our",
        ):
            start += 1
        end = i + 1
        if following in ("of", "on", "for", "with", "about", "from", "back"):
            end = verb_phrase_end(reading, clause, i)
        return start, max(end, i + 1), words[i]
    return None


def _done_for_them(reading: Reading, clause: Clause, cue: tuple[int, int]) -> Task | None:
    """ "wants it replaced", "wants the machine looked at"."""
    words = reading.words
    for i in range(cue[1], min(cue[1] + 7, clause.end)):
        if words[i] in _DONE:
            things = [m for m in reading.products if m.end <= i]
            if words[cue[1]] in ("it", "them", "that", "those") and things:
                thing = things[-1]
                return Task(
                    cue[0],
                    cue[1],
                    i + 1,
                    "me",
                    what=f"{_DONE[words[i]]} the {phrase_of(reading, thing.start, thing.end)}",
                )
            return Task(cue[0], cue[1], i, "me", _DONE[words[i]])
        if words[i] in ("to", "and", "by", "but", "for"):
            return None
    return None


def questions(reading: Reading, clause: Clause) -> list[Task]:
    """ "wants to know when the beans are back": somebody has to tell."""
    words = reading.words
    cue = find_phrase(words, clause.start, clause.end, _KNOW)
    if cue is None:
        return []
    end = clause.end
    following = next((c for c in reading.clauses if c.start == clause.end), None)
    if (
        following is not None
        and (cue[1] >= clause.end or clause.end - cue[1] <= 1)
        and words[following.start] in ("when", "if", "why", "whether", "what", "how", "where", "which")
    ):
        end = following.end
    end = min(end, cue[1] + 8)
    start = cue[1]
    told = any(words[at : at + 2] in (("i", "said"), ("i", "told"), ("we", "said")) for at in range(start, end + 4))
    if end <= start or told or ("told" in words[end : end + 5] and "i" in words[end : end + 3]):
        return []
    while end > start + 1 and words[end - 1] in ("and", "the", "of", "to", "for"):
        end -= 1
    return [Task(cue[0], start, end, "me", "tell them")]
