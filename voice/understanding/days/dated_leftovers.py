"""What has to be there by a day though no verb asks for it: "nutrition sheets within ten days"."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.days.clock import When
from voice.understanding.language.clauses import Clause
from voice.understanding.language.mentions import Mention
from voice.understanding.language.phrasing import find_phrase, trimmed
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases, wordset
from voice.understanding.tasks.task import REQUESTED, Task
from voice.understanding.types import Appointment

_LEADS = wordset("by before within no-later")
_THEIRS = wordset("he'll she'll they'll he she they")
_PAST = wordset(
    "held was were came arrived didn't late missed never yesterday did went got had started since last closed used "
    "can't don't would wouldn't"
)
_EVENTS = phrases(
    "starts; start; opens; ends; expires; runs out; closed; away; on vacation; wedding; party; gala; if; unless"
)
_PAPERS = REQUESTED | wordset(
    "plan menu menus proposal specs headcount numbers bid report recipe recipes cards sheets offer"
)


def dated_leftovers(reading: Reading, tasks: Sequence[Task], meeting: Appointment | None) -> list[Task]:
    """Find papers and plans due by a day that no task, delivery or meeting claims."""
    found: list[Task] = []
    for when in reading.whens:
        clause = reading.clause_of(when.start)
        if when.on is None or _claimed(reading, when, clause, tasks, meeting):
            continue
        start = max(
            [clause.start, *(m.end for m in _named(reading) if clause.start <= m.start and m.end <= when.start)]
        )
        start = max([start, *_ends_before(reading, clause, when)])
        said = reading.words[start : when.start]
        if not _PAPERS & set(said) or _PAST & set(said) or find_phrase(reading.words, start, when.start, _EVENTS):
            continue
        led = _LEADS & {*said[-2:], reading.words[when.start]} or when.end >= clause.end - 1
        if not led:
            continue
        first, end = trimmed(reading, start, when.start)
        while end > first + 1 and reading.words[end - 1] in ("before", "by", "due", "within", "until", "latest"):
            end -= 1
        owner = "customer" if _THEIRS & set(said[:2]) else "me"
        found.append(Task(first, first, end, owner))
    return found


def _ends_before(reading: Reading, clause: Clause, when: When) -> list[int]:
    """Give where goods, figures and days before this day end: "at thirty one fifty | invoice by month end"."""
    ends = [f.end for f in reading.figures if clause.start <= f.start and f.end < when.start]
    ends += [m.end for m in reading.products if clause.start <= m.start and m.end < when.start - 2]
    ends += [w.end for w in reading.whens if clause.start <= w.start and w.end < when.start]
    return [end for end in ends if _PAPERS & set(reading.words[end : when.start])]


def _named(reading: Reading) -> list[Mention]:
    return [*reading.people, *reading.customers]


def _claimed(reading: Reading, when: When, clause: Clause, tasks: Sequence[Task], meeting: Appointment | None) -> bool:
    first, last = reading.stream.at[when.start], reading.stream.at[when.end - 1]
    if meeting is not None and meeting.evidence.start_word <= last and first <= meeting.evidence.end_word:
        return True
    return any(t.lead in clause or t.start in clause or t.lead <= when.start <= t.end for t in tasks)
