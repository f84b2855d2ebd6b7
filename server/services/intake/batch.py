"""What became of the pieces that came in together, kept for people to read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.intake_batch import IntakeBatch
from models.recording import RecordingSource
from server.services.intake.whole_file import id_of_key

MOST_PROBLEMS = 500
LONGEST_NAME = 300


class Outcome(StrEnum):
    """What one piece ended as; the names are those of the batch's counts."""

    TAKEN = "taken"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A piece that was not taken, and what to do about it; `kept` is the file where its bytes lie."""

    name: str
    problem: str
    kept: str | None = None


def batch_of(
    session: Session, source: RecordingSource, name: str, key: str, staff_id: str | None = None
) -> IntakeBatch:
    """Return the batch of a key, made at the first call and opened again at later ones. The caller commits."""
    batch_id = id_of_key(hashlib.sha256(f"{source}\0{key}".encode()).hexdigest())
    batch = session.get(IntakeBatch, batch_id, with_for_update=True, populate_existing=True)
    if batch is None:
        batch = IntakeBatch(id=batch_id, source=source, name=name[:LONGEST_NAME], staff_id=staff_id)
        batch.total = batch.taken = batch.known = batch.refused = 0
        batch.problems = []
        session.add(batch)
    return batch


def count_outcome(batch: IntakeBatch, outcome: Outcome, trouble: Trouble | None = None) -> None:
    """Count one piece, and write down once what is wrong with it."""
    setattr(batch, outcome, getattr(batch, outcome) + 1)
    batch.total = max(batch.total, batch.taken + batch.known + batch.refused)
    batch.ended_at = now()
    if trouble is None or len(batch.problems) >= MOST_PROBLEMS:
        return
    written = {"name": trouble.name[:LONGEST_NAME], "problem": trouble.problem, "kept": trouble.kept}
    if written not in batch.problems:
        batch.problems = [*batch.problems, written]


def recent_batches(session: Session, limit: int = 50) -> Sequence[IntakeBatch]:
    """Return the newest batches first."""
    return session.scalars(select(IntakeBatch).order_by(IntakeBatch.began_at.desc()).limit(limit)).all()
