"""Actions: what somebody has still to do, who and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voice.understanding.days.clock import When
from voice.understanding.days.dated_leftovers import dated_leftovers
from voice.understanding.language.clauses import Clause
from voice.understanding.language.follow_on import follow_ons
from voice.understanding.language.phrasing import phrase_of
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import wordset
from voice.understanding.tasks.commitments import commitments, is_visit
from voice.understanding.tasks.dated_verbs import dated_verbs
from voice.understanding.tasks.delegations import delegations
from voice.understanding.tasks.deliveries import find_deliveries
from voice.understanding.tasks.errands import errands
from voice.understanding.tasks.expected_days import expected_days
from voice.understanding.tasks.frames import framed
from voice.understanding.tasks.orders import orders
from voice.understanding.tasks.part_deliveries import part_deliveries
from voice.understanding.tasks.requests import asked_of_us, questions, requests
from voice.understanding.tasks.task import REQUESTED, Task, with_question
from voice.understanding.tasks.told_days import told_for_a_day
from voice.understanding.types import Action, Appointment, Preference, ProductLine


def read_actions(
    reading: Reading, products: Sequence[ProductLine], preferences: Sequence[Preference], meeting: Appointment | None
) -> tuple[Action, ...]:
    """Read everything promised, asked for or ordered done, but no lasting preference and not the meeting itself."""
    tasks: list[Task] = []
    for clause in reading.clauses:
        tasks += _tasks_in(reading, clause)
    tasks = _told_once(tasks, errands(reading))
    tasks = _told_once(tasks, expected_days(reading))
    tasks = _told_once(tasks, follow_ons(reading, tasks))
    tasks += [task for task in framed(reading) if not _overlaps(task, tasks)]
    tasks += [task for task in told_for_a_day(reading) if not _overlaps(task, tasks)]
    tasks = [replace(task, end=with_question(reading, task.start, task.end)) for task in tasks]
    tasks = [task for task in tasks if not _is_wish(reading, task, preferences) and not _hollow(reading, task)]
    tasks = [task for task in tasks if not _sends_goods(reading, task, products)]
    parts = part_deliveries(reading, products)
    tasks += parts or find_deliveries(reading, tasks, products, meeting)
    tasks += dated_leftovers(reading, tasks, meeting)
    tasks += dated_verbs(reading, tasks, meeting)
    kept = _once(reading, _joined(reading, _handed_over(reading, tasks)))
    found: list[Action] = []
    taken: list[When] = []
    for number, task in enumerate(kept):
        until = kept[number + 1].lead if number + 1 < len(kept) else len(reading.words)
        due = _due(reading, task, max(until, task.end), taken)
        if meeting and due and due.written(reading.zone) == meeting.start and _is_the_meeting(reading, task):
            continue
        if meeting and _for_the_meeting(reading, task, meeting):
            continue
        taken += [due] if due else []
        found.append(_action(reading, task, due))
    return tuple(found)


def _overlaps(task: Task, others: Sequence[Task]) -> bool:
    """Tell whether one of the others was made from the same words."""
    return any(o.lead < task.end and task.lead < o.end for o in others)


_SENDS = wordset("drop ship send deliver get bring put")


def _sends_goods(reading: Reading, task: Task, products: Sequence[ProductLine]) -> bool:
    """ "ship it thursday" behind an order is its delivery."""
    words = reading.words
    if task.what or task.owner != "me" or words[task.start] not in _SENDS or task.end - task.start > 4:
        return False
    if (
        words[task.start + 1 : task.start + 2] not in (("it",), ("them",), ("em",))
        or "off" in words[task.start : task.end]
    ):
        return False
    wanted = [line for line in products if line.stance in ("ordered", "wants")]
    before = [m for m in reading.products if m.end <= task.start]
    paper = any(w in REQUESTED for w in words[before[-1].end : task.start]) if before else True
    return bool(wanted) and not paper


def _handed_over(reading: Reading, tasks: list[Task]) -> list[Task]:
    """ "wants a price and i have to get it to her by friday" is one task, due on the day of the second breath."""
    words = reading.words
    kept: list[Task] = []
    for task in sorted(tasks, key=lambda t: (t.lead, -t.end)):
        last = kept[-1] if kept else None
        passes_on = words[task.start] in ("get", "send", "have", "bring", "email", "drop", "give", "do") and words[
            task.start + 1 : task.start + 2
        ] in (("it",), ("that",), ("them",), ("those",))
        if last and passes_on and task.owner == "me" and last.owner == "me" and 0 <= task.lead - last.end <= 6:
            paper = set(words[last.start : last.end]) & (REQUESTED | {"price", "prices", "pricing", "rate", "rates"})
            if paper or "price" in (last.what or ""):
                what = last.what or " ".join(x for x in (last.prefix, _object(reading, last)) if x)
                kept[-1] = Task(task.lead, task.start, task.end, "me", what=what.strip())
                continue
        kept.append(task)
    return kept


def _joined(reading: Reading, tasks: list[Task]) -> list[Task]:
    """What somebody else will do "and get back to me by thursday" is one task of theirs, not a second one of ours."""
    words = reading.words
    kept: list[Task] = []
    for task in sorted(tasks, key=lambda t: t.lead):
        before = words[task.lead - 1 : task.lead]
        theirs = kept and kept[-1].owner not in ("me", None) and task.owner == "me" and task.lead == task.start
        if theirs and "and" in (*before, words[task.lead]) and task.start - kept[-1].end <= 2:
            kept[-1] = replace(kept[-1], end=task.end)
        else:
            kept.append(task)
    return kept


def _is_the_meeting(reading: Reading, task: Task) -> bool:
    """Going there on the day of the meeting is the meeting."""
    clause = reading.clause_of(task.start)
    going = task.owner == "me" and not task.prefix and is_visit(reading, clause, task.start)
    named = reading.words[task.start : task.end] in (("meet",), ("next", "call"), ("forward",), ("come",), ("visit",))
    return going or named


def _for_the_meeting(reading: Reading, task: Task, meeting: Appointment) -> bool:
    """A tasting that is the meeting itself, and what we bring along there, are no tasks of their own."""
    first, last = reading.stream.at[task.lead], reading.stream.at[min(task.end, len(reading.words)) - 1]
    near = first <= meeting.evidence.end_word + 5 and meeting.evidence.start_word <= last + 3
    said = reading.words[task.lead : task.start + 1]
    bring = said[-1] == "bring" and said[0] != "bring" and task.owner == "me" and first > meeting.evidence.end_word
    return near and (bring or (task.prefix == "set up" and first <= meeting.evidence.start_word))


def _told_once(tasks: list[Task], more: list[Task]) -> list[Task]:
    """Join tasks; one said in few words takes the place of what a general reader made of the same words."""
    kept = [t for t in tasks if not any(m.lead <= t.lead < m.end or t.lead <= m.start < t.end for m in more)]
    return [*kept, *more]


_NO_TASK_ALONE = wordset("use look double arrange come go do make take get")
_GOODS_VERBS = wordset("send give put ship knock take")


def _hollow(reading: Reading, task: Task) -> bool:
    """A verb without its object, a doing that goes on, goods counted off and a day are no tasks."""
    words = reading.words[task.start : task.end]
    if task.what or not words:
        return False
    alone = len(words) == 1 and words[0] in _NO_TASK_ALONE
    going_on = words[0].endswith("ing") and not task.prefix and words[0] not in ("bring", "ring")
    counted = any(f.kind == "count" and f.unit and task.start <= f.start < task.end for f in reading.figures)
    goods = counted and words[0] in _GOODS_VERBS and not any(w in REQUESTED for w in words)
    put_down = words[:1] == ("put",) and "down" in words[1:3]
    idle = words[:3] == ("sharpen", "our", "pencil") or words[:2] == ("take", "you")
    rhythm = words[0] in _GOODS_VERBS and words[-2:] in (("a", "week"), ("a", "day"), ("a", "month"))
    if idle or rhythm:
        return True
    a_day = any(w.start <= task.start < w.end for w in reading.whens)
    stopped = words[:1] == ("stop",) and words[1:2] in (("it",), ("that",), ("them",))
    return stopped or alone or going_on or goods or put_down or a_day or (bool(task.prefix) and words[0] == "help")


def _is_wish(reading: Reading, task: Task, preferences: Sequence[Preference]) -> bool:
    """A task said inside a preference is how to do things always, nothing to do once."""
    first, last = reading.stream.at[task.start], reading.stream.at[min(task.end, len(reading.words)) - 1]
    if task.owner == "me" and reading.words[task.lead] in ("i'll", "i"):
        return False
    return any(p.evidence.start_word <= last and first <= p.evidence.end_word for p in preferences)


def _tasks_in(reading: Reading, clause: Clause) -> list[Task]:
    for find in (asked_of_us, delegations, commitments, requests, orders, questions):
        tasks = find(reading, clause)
        if tasks:
            return tasks
    return []


def _once(reading: Reading, tasks: Sequence[Task]) -> list[Task]:
    """Drop a task said again in nearly the same words, and keep them in order."""
    kept: list[Task] = []
    if (
        any(
            t.prefix == "send"
            and reading.words[t.start] in ("apology", "an")
            and "apology" in reading.words[t.start : t.end]
            for t in tasks
        )
        and len(tasks) > 1
    ):
        tasks = [t for t in tasks if "apology" not in reading.words[t.start : t.end]]
    for task in sorted(tasks, key=lambda t: (t.lead, -t.end)):
        if any(k.start <= task.start < k.end or k.start == task.start for k in kept):
            continue
        kept.append(task)
    return kept


def _action(reading: Reading, task: Task, when: When | None) -> Action:
    what = task.what or " ".join(x for x in (task.prefix, _object(reading, task)) if x)
    end = max(task.end, when.end) if when and when.start - task.end <= 4 else task.end
    return Action(
        what.strip(),
        task.owner,
        when.written(reading.zone) if when else None,
        reading.evidence(min(task.lead, task.start), end),
    )


def _object(reading: Reading, task: Task) -> str:
    said = phrase_of(reading, task.start, task.end)
    if task.prefix == "call" and said.startswith(("call", "phone", "callback")):
        said = "back" + said.removeprefix("callback").removeprefix("phone").removeprefix("call").removeprefix(" call")
    words = said.split()
    if any(w in ("it", "them", "that", "one") for w in words[1:3]) and task.end - task.start <= 4:
        thing = next((m for m in reversed(reading.products) if m.end <= task.start), None)
        if thing is not None:
            return f"{said} {phrase_of(reading, thing.start, thing.end)}"
    return said


def _due(reading: Reading, task: Task, until: int, taken: Sequence[When]) -> When | None:
    """Give the day said in the task's clause, behind it rather than before, and before the next task at `until`."""
    words = reading.words
    clause = reading.clause_of(task.start)
    last = reading.clause_of(max(task.end - 1, task.start))
    inside = [
        w
        for w in reading.whens
        if clause.start <= w.start < max(clause.end, last.end)
        and not (w.start and words[w.start - 1] in ("since", "from", "last"))
    ]
    after = [w for w in inside if task.start <= w.start < until]
    inside = [w for w in inside if w not in taken]
    before = [
        w
        for w in inside
        if (w.end <= task.lead and task.lead - w.end <= 1 and words[w.start - 1 : w.start] not in (("on",), ("since",)))
        or (w.end <= task.start and w.start >= task.lead)
    ]
    if after:
        gap = words[task.end : after[0].start]
        if "asap" in gap:
            return None
        if _new_breath(gap):
            return None
        return after[0] if after[0].on else None
    if before and before[-1].on:
        return before[-1]
    return None if until < max(clause.end, last.end) else _alone(reading, task, max(clause.end, last.end))


_RELATIVE = wordset("what where how when that which who whatever")


def _new_breath(gap: Sequence[str]) -> bool:
    """Tell whether between a task and a day something else is told ("what they had before" is none)."""
    told = {"because", "is", "was"} & set(gap)
    subject = any(w in ("he", "she", "they") and (not i or gap[i - 1] not in _RELATIVE) for i, w in enumerate(gap))
    return bool(told) or subject


def _alone(reading: Reading, task: Task, end: int) -> When | None:
    """A clause that is nothing but a day belongs to the task before it."""
    following = next((c for c in reading.clauses if c.start == end), None)
    if following is None:
        return None
    when = next((w for w in reading.whens if w.start in following and w.start - following.start <= 2), None)
    if when is None or when.end < following.end - 1 or when.on is None:
        return None
    return when
