"""Commands spoken inside a note: one file for each. A sentence that merely holds the words is no command."""

from voice.commands.private import PRIVATE, cut_private, find_private, hold_private
from voice.commands.remind import Reminder, find_reminders
from voice.commands.strike import find_struck, without_struck
from voice.commands.words import Pauses, Span, pauses_of

__all__ = [
    "PRIVATE",
    "Pauses",
    "Reminder",
    "Span",
    "cut_private",
    "find_private",
    "find_reminders",
    "find_struck",
    "hold_private",
    "pauses_of",
    "without_struck",
]
