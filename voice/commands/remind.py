""" "remind me thursday to call maria": a day to be reminded on, said to the phone and not told of somebody.

The action itself, with its day, is read by voice.understanding; here is only which action is a reminder, and of what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.commands.words import Pauses, is_pause, is_phrase, word

_TOLD_OF = frozenset(
    "to you you'll will would can can't could couldn't did didn't does doesn't don't they he she it i we must should "
    "shall might may always that this these those which who never not let have has had asked about please-tell".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday tomorrow tonight today".split())
_DAY_LEADS = frozenset("on next this in at by first the a end before".split())
_BINDS = ("to", "about", "that")
_LONGEST_GAP = 8
_LONGEST_TASK = 9
_TASK_ENDS = frozenset("and then also but so they he she maria's it's".split())


@dataclass(frozen=True, slots=True)
class Reminder:
    """One command: where "remind me" stands in the note, and what to be reminded of as far as it was said."""

    at: int
    what: str


def find_reminders(words: Sequence[str], pauses: Pauses | None = None) -> tuple[Reminder, ...]:
    """Return the reminders that a note asks for, in order; each also needs a day, which is not looked for here."""
    silence = pauses or {}
    places = [at for at in range(len(words)) if is_phrase(words, at, "remind me") and _is_command(words, at, silence)]
    return tuple(Reminder(at, _task(words, at + 2, silence)) for at in places)


def _is_command(words: Sequence[str], at: int, pauses: Pauses) -> bool:
    if at and word(words, at - 1) in _TOLD_OF and not is_pause(pauses, at):
        return False
    after = word(words, at + 2)
    return after in _DAYS or after in _DAY_LEADS or after in ("to", "about")


def _task(words: Sequence[str], start: int, pauses: Pauses) -> str:
    """Read "to call maria" behind the day, or before it."""
    for at in range(start, min(len(words), start + _LONGEST_GAP)):
        if words[at] in _BINDS:
            end = at + 1
            while end < min(len(words), at + 1 + _LONGEST_TASK) and not _ends(words, end, pauses, at + 1):
                end += 1
            return " ".join(words[at + (words[at] == "to") : end])
        if is_pause(pauses, at) and at > start:
            break
    return ""


def _ends(words: Sequence[str], at: int, pauses: Pauses, begin: int) -> bool:
    if words[at] in _TASK_ENDS or (at > begin and is_pause(pauses, at)):
        return True
    is_day = words[at] in _DAYS or (words[at] in ("on", "next", "by") and word(words, at + 1) in _DAYS)
    return is_day and at > begin
