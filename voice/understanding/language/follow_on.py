"""A second thing in the same breath: "send her the spec sheets and the quote", "and to tell the driver"."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.language.clauses import ORDERS
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import wordset
from voice.understanding.tasks.task import REQUESTED, Task, verb_phrase_end

_ARTICLES = wordset("the a an our his her their some another")
_VERBS = ORDERS | wordset("answer inform let reply report explain hand show fetch square settle dig revert notify")
_CALLS = wordset("call callback visit meeting")
_OBJECTS = wordset("him her them me us it the a an this that his their my")
_REACH = 6


def follow_ons(reading: Reading, tasks: Sequence[Task]) -> list[Task]:
    """Find papers and calls that a task goes on with behind "and"."""
    return [more for task in tasks if (more := _behind(reading, task) or _verb_behind(reading, task)) is not None]


def _verb_behind(reading: Reading, task: Task) -> Task | None:
    """Read "and tell the driver", "and to put his name right" behind a task of ours."""
    words = reading.words
    for at in range(task.end, min(task.end + _REACH, len(words) - 2)):
        if words[at] != "and":
            continue
        to = words[at + 1] == "to"
        verb = at + 1 + to
        if words[verb] not in _VERBS or words[verb] in ("see", "come", "order", "add"):
            return None
        if not to and words[verb + 1 : verb + 2] and words[verb + 1] not in _OBJECTS and verb + 1 not in reading.names:
            return None
        if any(f.start == verb + 1 and f.kind == "count" for f in reading.figures):
            return None
        return Task(at, verb, verb_phrase_end(reading, reading.clause_of(verb), verb), task.owner)
    return None


def _behind(reading: Reading, task: Task) -> Task | None:
    words = reading.words
    at = task.end
    at += words[at : at + 1] != () and words[at].endswith("ed")
    while at < len(words) and (any(w.start <= at < w.end for w in reading.whens) or words[at] in ("by", "asap", "on")):
        at += 1
    if words[at : at + 1] != ("and",) or at + 2 >= len(words):
        return None
    if words[at + 1] not in _ARTICLES or words[at + 2] == "next":
        return None
    for noun in range(at + 2, min(at + 2 + _REACH, len(words))):
        if words[noun] in REQUESTED:
            end = noun + 1 + (words[noun + 1 : noun + 2] == ("note",))
            return Task(at, at + 2, end, task.owner, "" if words[noun] in _CALLS else "send")
        if words[noun] in ("and", "is", "was", "he", "she", "they", "for") or noun in reading.names:
            return None
    return None
