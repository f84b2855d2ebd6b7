"""Lets the answer to a piece of sound bring the words of that very piece, while somebody is speaking."""

from __future__ import annotations

import time
from datetime import timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.base import now
from models.database import Database
from models.recording import Chunk, Recording

# A piece is heard about 0.2 s after it came. Waiting for that saves the words the half second until the next piece.
WORDS_WITHIN_S = 0.4
LOOK_EVERY_S = 0.04
# Pieces that come faster were kept on the phone and go up in one go: waiting would only hold them up.
PACE_OF_SPEECH = timedelta(seconds=0.3)

_BEFORE = select(Chunk.received_at).where(
    Chunk.recording_id == bindparam("recording_id"), Chunk.number == bindparam("number")
)
_SHOWN = select(Recording.live_text).where(Recording.id == bindparam("recording_id"))


def is_spoken_now(session: Session, recording_id: str, number: int) -> bool:
    """Tell whether pieces come at the pace of speech: the one before this came most of half a second ago."""
    before = session.scalar(_BEFORE, {"recording_id": recording_id, "number": number - 1})
    return before is not None and before < now() - PACE_OF_SPEECH


def await_words(database: Database, recording_id: str, shown: str) -> str:
    """Return the live words as soon as they are others than `shown`; after a short while what there is."""
    until_s = time.monotonic() + WORDS_WITHIN_S
    while time.monotonic() < until_s:
        time.sleep(LOOK_EVERY_S)
        with database.reading() as session:
            words = session.scalar(_SHOWN, {"recording_id": recording_id})
        if words is None or words != shown:
            return words or ""
    return shown
