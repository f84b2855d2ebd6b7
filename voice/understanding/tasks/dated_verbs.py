"""A bare verb with a day behind it: "let him know a fortnight tomorrow", "someone from the team calls him friday"."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.days.clock import When
from voice.understanding.language.phrasing import phrase_of
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import wordset
from voice.understanding.tasks.task import REQUESTED, Task
from voice.understanding.types import Appointment

_VERBS = wordset(
    "call ring text email send get tell let bring follow check chase fix swap sort exchange replace collect phone "
    "message confirm remind ask mail forward credit refund update quote revert reply give drop pick return"
)
_THIRD = {"calls": "call", "rings": "ring", "phones": "phone", "emails": "email", "texts": "text", "sends": "send",
          "checks": "check", "confirms": "confirm", "contacts": "contact"}  # fmt: skip
_NOUNS = {"exchange": "exchange", "swap": "swap", "replacement": "replace", "replacements": "replace"}
_ANYBODY = wordset("somebody someone team dispatch accounts accounting warehouse support office")
_THEIRS = wordset("he'll she'll they'll")
_THEY = wordset("he she they who it")
_NO_TASK_BEFORE = wordset(
    "the a an his her their last next first phone sales our my your this that always never not don't doesn't won't "
    "can't didn't no each every of for if sick could couldn't good bad price one how when what would wouldn't did you "
    "about from with by at in on was is are were"
)
_FINITE = wordset(
    "was were is are came went said told had has did late because since if when but he she they wants needs"
)
_OBJECTS = wordset("him her them me us it am em that those this the a an back up over off round in out again to into")
_PAPERS = REQUESTED | wordset("onto over credit credits price prices figures numbers word")
_LEADS = wordset("on by for before again maybe late early or latest than later no due the at first thing please and")
_REACH = 9
_EVERY = wordset("every each always only never weekly")


def dated_verbs(reading: Reading, tasks: Sequence[Task], meeting: Appointment | None) -> list[Task]:
    """Find what is to be done by a day that no task, delivery or meeting claims."""
    found: list[Task] = []
    floor = 0
    for when in reading.whens:
        start, floor = floor, when.end
        if when.on is None or _claimed(reading, when, tasks, meeting):
            continue
        task = _verb_before(reading, when, max(start, when.start - _REACH))
        if task is not None and not any(t.start == task.start for t in tasks):
            found.append(task)
    return found


def _verb_before(reading: Reading, when: When, floor: int) -> Task | None:
    words = reading.words
    end = when.start
    while end > floor and words[end - 1] in _LEADS:
        end -= 1
    for at in range(end - 1, floor - 1, -1):
        if words[at] in _FINITE or words[at] in _EVERY:
            return None
        if at in reading.names:
            continue
        if words[at] in _NOUNS and not _has_object(words, at):
            return _of_goods(reading, at, end)
        if words[at] in _THIRD and _ANYBODY & set(words[max(floor, at - 5) : at]):
            rest = phrase_of(reading, at + 1, max(end, at + 1))
            return Task(at, at, max(end, at + 1), None, what=f"{_THIRD[words[at]]} {rest}".strip())
        if words[at] in _VERBS and (_has_object(words, at) or at + 1 in reading.names or at + 1 == end):
            return _task(reading, at, end)
    return None


def _has_object(words: Sequence[str], at: int) -> bool:
    return words[at + 1 : at + 2] != () and (words[at + 1] in _OBJECTS or words[at + 1] in _PAPERS)


def _task(reading: Reading, at: int, end: int) -> Task | None:
    words = reading.words
    if any(f.kind == "count" and at <= f.start < end for f in reading.figures):
        return None  # goods counted off are an order or a delivery
    before = words[at - 1] if at else ""
    owner: str | None = "me"
    lead = at
    if before in ("will", "would", "should", "must", "to", "can") and at > 1:
        who = next((m for m in reading.people if m.end == at - 1), None)
        if who is not None:
            owner, lead = (who.name if who.kind == "colleague" else "customer"), who.start
        elif words[at - 2] in _ANYBODY:
            owner, lead = None, at - 2
        elif words[at - 2] in _THEY or before in ("would", "can") or (before == "to" and words[at - 2] not in _MINE):
            return None
    elif before in _THEIRS:
        owner = "customer"
    elif before in _ANYBODY:
        owner = None
    elif before in _THEY or before in _NO_TASK_BEFORE or (at - 1 in reading.names and not _tells(words, at)):
        return None
    what = None
    if words[at + 1 : at + 2] in (("am",), ("em",)) and reading.products:
        goods = [m for m in reading.products if m.end <= at]
        what = f"{words[at]} the {goods[-1].name.lower()}" if goods else None
    return Task(lead, at, max(end, at + 1), owner, what=what)


_MINE = wordset("me us have need got want going i we gotta promised said remember forget")


def _tells(words: Sequence[str], at: int) -> bool:
    """ "... at lakebend tell farah": an order behind a name begins a new breath with few verbs only."""
    return words[at] in ("tell", "remind", "let", "follow", "chase", "confirm", "forward")


def _of_goods(reading: Reading, at: int, end: int) -> Task | None:
    goods = [m for m in reading.products if m.end <= at]
    if not goods:
        return None
    said = phrase_of(reading, goods[-1].start, goods[-1].end)
    return Task(at, at, max(end, at + 1), "me", what=f"{_NOUNS[reading.words[at]]} the {said}")


def _claimed(reading: Reading, when: When, tasks: Sequence[Task], meeting: Appointment | None) -> bool:
    first, last = reading.stream.at[when.start], reading.stream.at[when.end - 1]
    if meeting is not None and meeting.evidence.start_word <= last and first <= meeting.evidence.end_word:
        return True
    return any(t.lead <= when.start <= t.end + 4 for t in tasks)
