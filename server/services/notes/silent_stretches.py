"""Which stretches of a recording are to be silent: where the words say that something was cut."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from models.job import enqueue
from models.recording import Recording

SILENCE = "silence"
PAD_S = 0.2  # the recogniser sets a word's edges up to this far inside it
JOIN_S = 0.6  # what lies between two stretches of one secret is part of it

Timed = list[Any]


def expect_silence(session: Session, recording: Recording, words: Sequence[Timed]) -> None:
    """Write down what is to be silent in a recording, and promise the work. The caller commits.

    What was silent before stays so: hearing silenced sound again finds no secrets in it.
    """
    if recording.chunk_count == 0:
        words = ()  # a note that was written without sound
    known = [list(stretch) for stretch in recording.silenced or ()]
    wanted = _joined([*known, *stretches_of(words)])
    if recording.silenced is not None and wanted == known:
        return
    recording.silenced = wanted
    if wanted:
        recording.silenced_at = None
        enqueue(session, SILENCE, f"{SILENCE}:{recording.id}", recording_id=recording.id)


def stretches_of(words: Sequence[Timed]) -> list[Timed]:
    """Return [from_s, to_s, kind] for each run of words that were cut, with a little before and after."""
    found = []
    for mark, run in groupby(words, key=lambda word: word[0] if word[0].startswith("[") else ""):
        held = list(run)
        if mark:
            found.append([max(0.0, round(held[0][1] - PAD_S, 3)), round(held[-1][2] + PAD_S, 3), mark.strip("[]")])
    return _joined(found)


def _joined(stretches: list[Timed]) -> list[Timed]:
    joined: list[Timed] = []
    for from_s, to_s, kind in sorted(stretches):
        last = joined[-1] if joined else None
        if last is not None and last[2] == kind and from_s - last[1] <= JOIN_S:
            last[1] = max(last[1], to_s)
        else:
            joined.append([from_s, to_s, kind])
    return joined
