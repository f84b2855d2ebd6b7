"""Silences in the stored sound what must not be kept; the original is gone afterwards, whatever dies in between.

1. With the note: the stretches are written down and the job is promised. From here on nobody can play the sound.
2. The silenced sound is made in a process under limits, written beside the chunks and synced.
3. The recording says that the silenced sound counts.
4. The chunks are deleted, and the job is done.

Whoever takes over after a crash begins anew: a file that is there is not made again, and deleting again is harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.event import record_event
from models.job import Job, enqueue, finish, renew
from models.recording import Recording
from server.current import Installation
from server.services.notes.hearing import LeaseLost, audio_limits, ear_limits
from server.services.notes.kept_sound import SILENCED_TYPE, is_silenced, mark_of, sound_pieces
from server.services.notes.recording_intake import count_chunks
from server.services.notes.silent_stretches import SILENCE, expect_silence
from voice.audio import AudioError
from voice.ears import EarCrashed, Ears, LimitExceeded

MOST_CRASHES = 2
AT_ONCE = 100
CANNOT = (
    "Something secret was said in this note and could not be silenced in the sound. The sound is locked: it is kept, "
    "and nobody can play or download it. The words are here without the secret."
)
log = structlog.get_logger()


def silence(
    installation: Installation, ears: Ears, job: Job, at_step: Callable[[str], None] = lambda _name: None
) -> None:
    """Make a recording's sound silent where its stretches say; safe to run again after a crash at any point.

    `at_step` is called with the name of what was just done. Raises LeaseLost, EarLost, and EarCrashed the first time.
    """
    recording_id = str(job.arguments["recording_id"])
    with installation.database.reading() as session:
        recording = session.get(Recording, recording_id)
        count = count_chunks(session, recording).received if recording is not None else 0
    if recording is None or not recording.silenced or not count:
        _finish(installation, job)
        return
    mark = mark_of(recording)
    if not is_silenced(recording):
        try:
            _make(installation, ears, job, recording, count, mark)
        except (AudioError, LimitExceeded, ValueError) as error:
            _give_up(installation, job, recording_id, error)
            return
        except EarCrashed as error:
            if job.attempts < MOST_CRASHES:
                raise
            _give_up(installation, job, recording_id, error)
            return
        at_step("written")
        if not _switch(installation, job, recording_id, mark):
            return  # meanwhile more was found to be silent: the job was promised anew
        at_step("switched")
    gone = installation.recordings.forget_all_but_silenced(recording_id, mark)
    at_step("deleted")
    _finish(installation, job)
    log.info("silenced", recording_id=recording_id, files_deleted=gone)


def _make(installation: Installation, ears: Ears, job: Job, recording: Recording, count: int, mark: str) -> None:
    store = installation.recordings
    if store.silenced_path(recording.id, mark).is_file():
        return  # written before a crash: it got its name only when all of it was on the disk
    earlier = store.earlier_silenced(recording.id, mark)
    pieces: Iterable[bytes] = [earlier.read_bytes()] if earlier else sound_pieces(store, recording, count)
    mime_type = SILENCED_TYPE if earlier else recording.mime_type
    stretches = [(from_s, to_s) for from_s, to_s, _kind in recording.silenced or ()]
    settings = installation.settings
    made = ears.silence_stretches(
        pieces,
        mime_type,
        stretches,
        audio_limits(settings),
        ear_limits(settings),
        lambda: _keep_lease(installation, job),
    )
    store.put_silenced(recording.id, mark, made)


def _keep_lease(installation: Installation, job: Job) -> None:
    with installation.database.session() as session:
        if not renew(session, job):
            raise LeaseLost
        session.commit()


def _switch(installation: Installation, job: Job, recording_id: str, mark: str) -> bool:
    """Let the silenced sound count; False where other stretches are wanted by now."""
    with installation.database.session() as session:
        recording = session.get_one(Recording, recording_id, with_for_update=True)
        if not renew(session, job):
            raise LeaseLost
        if mark_of(recording) != mark:
            finish(session, job)
            enqueue(session, SILENCE, job.key, recording_id=recording_id)
            session.commit()
            return False
        recording.silenced_at = now()
        _tell(session, recording)
        session.commit()
        return True


def _give_up(installation: Installation, job: Job, recording_id: str, error: Exception) -> None:
    """Leave the sound locked: it is neither played nor thrown away, and the note says so."""
    log.warning("not silenced", recording_id=recording_id, fault=type(error).__name__)
    with installation.database.session() as session:
        recording = session.get_one(Recording, recording_id, with_for_update=True)
        recording.problem = CANNOT
        _tell(session, recording)
        if not finish(session, job):
            raise LeaseLost
        session.commit()


def _finish(installation: Installation, job: Job) -> None:
    with installation.database.session() as session:
        if not finish(session, job):
            raise LeaseLost
        session.commit()


def _tell(session: Session, recording: Recording) -> None:
    record_event(
        session,
        "recording.silenced",
        staff_id=recording.staff_id,
        customer_id=recording.customer_id,
        recording_id=recording.id,
        visit_id=recording.visit_id,
    )


def plan_silencing(installation: Installation) -> int:
    """Look at notes taken before sound was silenced; return how many hold secrets. Call it at the start."""
    found = 0
    while True:
        with installation.database.session() as session:
            unseen = _never_looked_at(session)
            for recording in unseen:
                words = recording.transcript.words if recording.transcript else []
                expect_silence(session, recording, words)
                found += bool(recording.silenced)
            session.commit()
        if len(unseen) < AT_ONCE:
            return found


def _never_looked_at(session: Session) -> Sequence[Recording]:
    query = select(Recording).where(Recording.transcript.has(), Recording.silenced.is_(None)).limit(AT_ONCE)
    return session.scalars(query.with_for_update(skip_locked=True)).all()
