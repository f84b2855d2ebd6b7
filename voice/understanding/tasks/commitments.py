"""What the rep has promised or must do: "i'll send the list", "i need to ask the warehouse"."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.language.clauses import ORDERS, Clause
from voice.understanding.language.phrasing import find_phrase
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases
from voice.understanding.tasks.task import REQUESTED, Task, task_verb, verb_phrase_end

_I_MUST = phrases(
    "i'll; i will; i need to; i have to; i've got to; i got to; i gotta; i'm going to; i'm gonna; i "
    "must; i should; i said i'd; i said i would; i said i'll; i told him i'd; i told her i'd; i told "
    "them i'd; "
    "i told him i'll; i told her i'll; i told them i'll; i told him i would; i told her i would; i "
    "promised to; i promised i'd; i promised him i'd; i promised her i'd; i promised them i'd; i "
    "promised him; i promised her; i promised them; i promised; i'd better; i better; i agreed to; i "
    "offered to; i'm to; i want to; let me; remind me to; "
    "remember to; don't forget to; don't let me forget to; we'll; we will; we need to; we have to; we "
    "should; we must; we've got to; we're going to; we gotta; we owe her; we owe him; we owe them; i owe "
    "her; i owe him; i owe them; make sure to; make sure i; make sure we; need to; gotta; have to; note "
    "to self; to do; my job is to; i'm supposed to; i'm meant to; i was asked to; i've promised to; i've "
    "promised; "
    "i said we'd; i told him we'd; i told her we'd; i told them we'd; i said we'll; i said we would; "
    "i've said i'd; i've to; i says i'd; i says i'll; i've got to; i am to; i am going to; i was to; "
    "i said to her i'd; i said to him i'd; i shall; on me to; so i'll; will; promised to; promised i'd; said i'd; told "
    "him i'd; told her i'd; told them i'd; promised her; promised him; promised them; i can; i'd; going "
    "to; gonna; task for me; action item on my side is to; my action is to; "
    "action item for me is to; action for me; action on me; on my list; my action; must; should; next "
    "step; next steps; to follow up; want me to"
)
_VISIT_VERBS = phrases(
    "swing by; stop by; stop in; come back; come by; come round; come around; come over; be back; go "
    "back; drop in; pop in; pop by; pop over; pop round; visit; see him; see her; see them; see you; "
    "return; meet; be there; be over; be by; drop by; swing back; head back; pass by; go see; go and "
    "see; be round; be in; look in; call in; swing round; nip in; nip back; nip round; stop back; circle "
    "round; come on in; come on by; come on over; be seeing; come again; go over; go round; come in; "
    "come and see; pass and see; "
    "call round; call over; call out; call in to; call in again; call up to; call down; drop up; drop out; drop down; "
    "drop over; duck in; duck back; duck over; duck down; head over; head up; head out; head down; head in; pop down; "
    "pop up; pop out; catch her; catch him; catch them; chap his; chap her; chap their; knock on; run up to see; "
    "nip down; nip over; nip up; swing through; go there; go to see; come up; come down; come out; be up; be there; "
    "be down; call on; be at their; be at his; be at her; take her to lunch; take him to lunch; buy him; buy her; "
    "be out there; do the tasting; do the "
    "demo; do a tasting; do a demo; sit down with; catch up with; meet with; run the tasting; run the "
    "demo"
)


def commitments(reading: Reading, clause: Clause) -> list[Task]:
    """Find what the rep says to do in a clause."""
    words = reading.words
    tasks: list[Task] = []
    at = clause.start
    while at < clause.end:
        cue = find_phrase(words, at, clause.end, _I_MUST)
        if cue is None:
            break
        at = cue[1]
        if not _mine(reading, clause, cue) or not reading.names.isdisjoint(range(*cue)):
            continue
        verb = cue[1]
        while (
            verb < clause.end
            and not (words[verb] == "try" and words[verb + 1 : verb + 2] in (("him",), ("her",), ("them",), ("again",)))
            and words[verb]
            in (
                "just",
                "also",
                "probably",
                "definitely",
                "then",
                "quickly",
                "go",
                "and",
                "please",
                "remember",
                "to",
                "try",
                "maybe",
                "personally",
                "have",
                "now",
                "better",
                "still",
                "really",
                "need",
                "be",
                "him",
                "her",
                "them",
                "i'd",
                "is",
            )
            and verb + 1 < clause.end
        ):
            if words[verb] in ("him", "her", "them") and words[cue[1] - 1] not in ("promised", "owe", "told"):
                break
            if words[verb] == "have" and words[verb + 1] in ("a", "the", "another", "it", "that", "them"):
                break
            if words[verb] in ("be", "have", "is") and words[verb + 1] not in (
                "to",
                "sending",
                "bringing",
                "calling",
                "emailing",
            ):
                break
            verb += 1
        if verb >= clause.end or (words[cue[0]] == "i'd" and verb == cue[1]):
            continue
        end = verb_phrase_end(reading, clause, verb)
        if words[cue[1] - 1] in ("promised", "owe", "her", "him", "them") and words[verb] in (
            "a",
            "an",
            "the",
            "some",
            "new",
            "fresh",
            "another",
            "one",
            "two",
            "three",
            "free",
        ):
            giver = next(
                (
                    m.name
                    for m in reading.people
                    if m.kind == "colleague" and verb < m.start <= end and words[m.start - 1] in ("from", "by")
                ),
                "me",
            )
            tasks.append(Task(cue[0], verb, end, giver, _promise_verb(reading, verb, end)))
            at = end
            continue
        if not task_verb(words, verb) or is_visit(reading, clause, verb) or not _plain_verb(words[verb]):
            continue
        if words[verb] in ("bring", "drop") and any(w.at and w.on and w.start in clause for w in reading.whens):
            continue
        tasks.append(Task(cue[0], verb, end, "me"))
        at = end
        tasks += and_also(reading, clause, end)
    return tasks


def _plain_verb(word: str) -> bool:
    return not word.endswith(("ed", "ly")) or word in ("need", "feed", "reply", "supply", "apply", "email-ed")


def _promise_verb(reading: Reading, start: int, end: int) -> str:
    words = set(reading.words[start:end])
    if words & {"call", "callback"}:
        return "give"
    return "send" if words & (REQUESTED - {"replacement", "replacements"}) else "deliver"


def _mine(reading: Reading, clause: Clause, cue: tuple[int, int]) -> bool:
    """A bare "will", "need to", "should" is mine only where nobody else is the subject."""
    words = reading.words
    said = words[cue[0] : cue[1]]
    before = words[cue[0] - 1] if cue[0] else ""
    if said[0] in (
        "i",
        "i'll",
        "i'm",
        "i'd",
        "i've",
        "we",
        "we'll",
        "we're",
        "we've",
        "let",
        "remind",
        "remember",
        "don't",
        "make",
        "note",
        "my",
        "so",
    ):
        if said == ("i", "can") or said == ("i'd",) or said == ("let", "me"):
            return (
                task_verb(words, cue[1])
                and (
                    words[cue[1] : cue[1] + 2] == ("see", "what")
                    or words[cue[1] : cue[1] + 1]
                    not in (
                        ("see",),
                        ("tell",),
                        ("know",),
                        ("think",),
                        ("do",),
                        ("check",),
                        ("think",),
                        ("understand",),
                        ("get",),
                    )
                )
                and said != ("i'd",)
            )
        return "if" not in words[max(clause.start, cue[0] - 1) : cue[0]]
    if said[0] in ("can", "could"):
        return False
    if said in (
        ("will",),
        ("should",),
        ("must",),
        ("need", "to"),
        ("have", "to"),
        ("going", "to"),
        ("gonna",),
        ("gotta",),
    ):
        return (cue[0] == clause.start and (cue[0] == 0 or said[0] in ("need", "gotta", "must", "have", "will"))) or (
            before in ("and", "then", "also", "so") and cue[0] - clause.start <= 1
        )
    if said[0] in ("told", "promised", "said") and said[-1] in ("i'd", "i'll", "to"):
        return said[-1] != "to" or not any(person.end == cue[0] for person in reading.people)
    return before in ("and", "so", "also", "then", "but", "i", "i've", "have") or cue[0] == clause.start


def brings_answer(words: Sequence[str], verb: int) -> bool:
    """ "come back to him with an answer" tells him something and is no visit."""
    said = words[verb : verb + 5]
    return said[:3] == ("come", "back", "to") and said[4:5] == ("with",)


def is_visit(reading: Reading, clause: Clause, verb: int) -> bool:
    """The next meeting is the appointment, no action, when its day is said."""
    if brings_answer(reading.words, verb):
        return False
    option = find_phrase(reading.words, verb, min(verb + 4, clause.end), _VISIT_VERBS)
    if option is None or option[0] > verb + 1:
        return False
    counted = any(w.start == option[1] - 1 for w in reading.whens)
    return not (counted and reading.words[option[0] : option[1]] in (("call", "in"), ("look", "in")))


def and_also(reading: Reading, clause: Clause, end: int) -> list[Task]:
    """ "i'll call her and send the list": a second verb phrase."""
    words = reading.words
    at = end
    while at < clause.end and any(w.start <= at < w.end for w in reading.whens):
        at += 1
    if (
        words[at : at + 1] == ("and",)
        and at + 1 < clause.end
        and words[at + 1] in ORDERS
        and words[at + 1] not in ("see", "come")
    ):
        return [Task(at + 1, at + 1, verb_phrase_end(reading, clause, at + 1), "me")]
    return []
