"""Orders the rep gives: "call her back in two weeks", "please send it by friday"."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.language.clauses import ORDERS, Clause
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import wordset
from voice.understanding.tasks.commitments import and_also
from voice.understanding.tasks.task import REQUESTED, Task, verb_phrase_end

_IMPERATIVES = ORDERS | wordset(
    "apologize apologise look pass reply respond circulate research investigate source mail resend "
    "re-send get-back double-check bring warn inform loop flag highlight compare calculate"
)


def orders(reading: Reading, clause: Clause) -> list[Task]:
    """ "call her back in two weeks", "please send it by friday"."""
    words = reading.words
    at = clause.start
    while at < clause.end - 1 and words[at] in (
        "and",
        "so",
        "please",
        "just",
        "also",
        "then",
        "but",
        "plus",
        "oh",
        "now",
        "maybe",
        "definitely",
        "okay",
        "next",
        "should",
        "or",
        "anyway",
        "action",
        "me",
        "todo",
        "reminder",
        "kindly",
    ):
        at += 1
    if words[at : at + 3] == ("do", "the", "needful") and words[at + 3 : at + 4] == ("and",) and at + 5 < clause.end:
        at += 4
    if at in reading.names or at >= clause.end - 1:
        return []
    verb = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if verb in ("update", "order", "quote", "note", "price", "report", "visit", "change", "need") and following in (
        "on",
        "from",
        "of",
        "is",
        "was",
        "for",
        "in",
        "at",
    ):
        return []
    if (
        verb == "take"
        and following in ("it", "them", "that")
        and words[at + 2 : at + 3] == ("off",)
        and reading.products
        and "list" not in words[at : clause.end]
    ):
        return []
    if verb in ("make", "call") and following == "it":
        return []
    if (verb, following) == ("tell", "me") or (verb == "reach" and following != "out"):
        return []
    if verb == "remember" and following in ("that", "this", "it"):
        return []
    if verb not in _IMPERATIVES or (at + 1 >= clause.end and verb not in ("invoice", "apologize")):
        return []
    if verb in (
        "need",
        "needs",
        "order",
        "stop",
        "start",
        "try",
        "see",
        "keep",
        "use",
        "change",
        "come",
        "visit",
        "deliver",
        "ship",
        "meet",
        "look",
        "cancel",
        "put",
        "add",
        "get",
        "give",
        "take",
        "bring",
        "drop",
        "speak",
        "talk",
        "leave",
        "make",
        "sign",
        "include",
        "credit",
        "invoice",
        "find",
        "set",
        "pass",
        "book",
        "sort",
        "print",
        "write",
        "prepare",
        "pick",
        "push",
    ) and not _task_object(reading, clause, at, verb, following):
        return []
    if verb in ("call", "text", "email", "message", "ring", "phone") and (
        (
            following in ("him", "her", "them")
            and words[at + 2 : at + 3]
            in (
                ("don't",),
                ("not",),
                ("never",),
                ("only",),
                ("instead",),
                ("rather",),
                ("before",),
                ("ahead",),
                ("first",),
            )
        )
        or following
        in (
            "not",
            "don't",
            "only",
            "instead",
            "or",
            "ahead",
            "before",
            "rather",
            "is",
            "was",
            "center",
            "centre",
            "number",
        )
    ):
        return []
    if _is_preference(words, clause) or (at and words[at - 1] in ("says", "said", "he", "she", "they")):
        return []
    if (
        reading.people
        and at == clause.start
        and any(m.end == at and m.kind == "contact" for m in reading.people)
        and verb in ("like",)
    ):
        return []
    end = verb_phrase_end(reading, clause, at)
    owner: str | None = "me"
    if verb == "pick" and following in ("them", "it", "up"):
        owner = None
    return [Task(at, at, end, owner), *and_also(reading, clause, end)]


_DATED = wordset("drop get pick bring deliver change leave set sign put ship take book sort find print prepare")


def _is_dated(reading: Reading, clause: Clause, at: int) -> bool:
    """An order with a day behind it is a task, unless it counts goods, which is a delivery."""
    counted = any(f.kind == "count" and f.start in range(at, clause.end) for f in reading.figures)
    dated = any(w.on is not None and at < w.start <= at + 9 and w.start <= clause.end for w in reading.whens)
    return dated and not counted


def _task_object(reading: Reading, clause: Clause, at: int, verb: str, following: str) -> bool:
    """Tell a task ("get him a quote", "take him off the list") from an order of goods ("get ten cases")."""
    words = reading.words
    if verb in _DATED and _is_dated(reading, clause, at):
        return True
    rest = words[at + 1 : clause.end]
    goods = any(m.start in range(at, clause.end) for m in reading.products)
    counted = any(f.kind == "count" and f.start in range(at, clause.end) for f in reading.figures)
    if verb in ("bring", "drop", "pick", "get", "give", "take", "leave"):
        papers = bool(REQUESTED & set(rest))
        people = following in ("him", "her", "them", "me", "up", "back") or any(
            m.start == at + 1 for m in reading.people
        )
        if verb == "pick":
            return following in ("up", "them", "it")
        if verb == "bring":
            return papers or not counted
        if verb == "take":
            return (following in ("him", "her", "them", "it", "a", "back") and "off" in rest) or papers
        return papers or (people and not counted and verb in ("get", "give"))
    if verb in (
        "add",
        "put",
        "deliver",
        "ship",
        "order",
        "start",
        "stop",
        "cancel",
        "change",
        "keep",
        "use",
        "try",
        "push",
        "include",
        "need",
        "needs",
    ):
        if verb in ("change", "cancel", "push", "include") and not goods:
            return following in ("the", "his", "her", "their", "him", "it", "that")
        if verb in ("put", "add") and not goods and not counted:
            return following in ("him", "her", "them", "a", "it", "that") and bool(
                {"list", "file", "calendar", "note", "system", "touch", "invite"} & set(rest)
            )
        return verb == "deliver" and bool(reading.whens) and any(w.start in clause for w in reading.whens) and not goods
    if verb in (
        "look",
        "talk",
        "speak",
        "set",
        "pass",
        "sort",
        "find",
        "book",
        "make",
        "sign",
        "credit",
        "invoice",
        "print",
        "write",
        "prepare",
    ):
        return following in (
            "into",
            "to",
            "with",
            "up",
            "out",
            "on",
            "the",
            "a",
            "him",
            "her",
            "them",
            "his",
            "it",
            "another",
            "sure",
            "at",
            "about",
            "again",
            "someone",
            "somebody",
            "an",
            "in",
            "that",
            "for",
        )
    return verb in ("see",) and following in ("if", "whether", "what")


def _is_preference(words: Sequence[str], clause: Clause) -> bool:
    inside = words[clause.start : clause.end]
    return bool({"never", "always", "prefers", "only"} & set(inside[:4])) or ("don't" in inside[:2])
