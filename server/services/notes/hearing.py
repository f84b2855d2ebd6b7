"""Hears a recording while it arrives: gives each chunk to an ear as it is stored, then takes the note.

The ear is a process of its own that decodes and recognises under limits; here is no byte looked into. One code path: a
recording that is complete already is heard the same way, only without waiting. Whoever takes over after a crash
starts again from the kept chunks and comes to the same words.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.orm import Session

from models.base import now
from models.database import ChangeWatch
from models.event import record_event
from models.job import Job, enqueue, finish, park, renew
from models.recording import FINAL_STATES, Chunk, Recording, RecordingState
from models.staff import Staff
from server.current import Installation
from server.services.notes.kept_sound import is_silenced, sound_piece, sound_type
from server.services.notes.live_words import live_words
from server.services.notes.note_taking import HeardBy, take_note
from server.services.notes.note_visit import heal_visits
from server.services.notes.reader_fault import outlived
from server.services.notes.recording_intake import OLD_SOUND, count_chunks
from server.services.notes.speech import ChosenEar, ear_for
from server.services.visits.visit_logging import reconsider
from server.settings import Settings
from voice.audio import AudioError, AudioLimits
from voice.ears import Ear, EarCrashed, EarLimits, Ears, LimitExceeded, ListenOrder
from voice.recognizer import SpeechModel
from voice.types import Transcript

LOOK_EVERY_S, ASK_EVERY_S = 0.05, 0.1
PATIENCE_S = 20.0
RENEW_EVERY_S = 4.0
SHOW_WORDS_EVERY_S = 0.4
MOST_CRASHES = 2  # a library that breaks twice on the same recording will do so again
LEAST_EAR_CPU_S = 60
EAR_CPU_PER_SOUND = 2  # computing time for each second of the longest recording; the trial model needs 0.1
NICENESS_OF_OLD_SOUND = 10  # of 19: what is spoken now gets nine tenths of a core that both want
MB = 1024 * 1024


class LeaseLost(Exception):
    """Another worker has this job by now: whatever was heard here is thrown away."""


class _Stopping(Exception):
    """This worker was told to stop while the ear was at work."""


@dataclass(slots=True)
class Hearing:
    """One recording being heard under one job's lease."""

    installation: Installation
    job: Job
    ears: Ears
    model: SpeechModel
    is_stopping: Callable[[], bool]
    _ear: ChosenEar | None = None
    _renewed_at_s: float = field(default_factory=time.monotonic)
    _shown_at_s: float = 0.0
    _shown: str = ""
    _fed: int = 0
    _found: Recording = field(default_factory=Recording)

    @property
    def recording_id(self) -> str:
        return str(self.job.arguments["recording_id"])

    def run(self) -> None:
        """Hear to the end, or park the job when the phone falls silent or this worker is told to stop.

        Raises EarLost, and EarCrashed the first time: then somebody may try again.
        """
        recording = self._load()
        if recording is None or recording.state in FINAL_STATES:
            self._close_without_result()
            return
        self._hear(recording)

    def _hear(self, recording: Recording) -> None:
        self._choose_ear(recording)
        try:
            heard = self._listen(self._order(recording))
        except _Stopping:
            heard = None
        except (AudioError, LimitExceeded) as error:
            self._give_up(str(error))
            return
        except EarCrashed as error:
            if self.job.attempts < MOST_CRASHES:
                raise
            self._give_up(str(error))
            return
        if heard is None:
            self._park()
        else:
            self._take_note(heard)

    def _load(self) -> Recording | None:
        with self.installation.database.reading() as session:
            return session.get(Recording, self.recording_id)

    def _choose_ear(self, recording: Recording) -> None:
        """Take the model of the language that is spoken, where somebody said which, else the company's."""
        with self.installation.database.reading() as session:
            language = recording.language or session.get_one(Staff, recording.staff_id).language
        name, asked = self.job.arguments.get("model"), self.job.arguments.get("language")
        if language or name or asked:
            self._ear = ear_for(self.installation.settings, asked or language, name)
            self.model = self._ear.model

    def _order(self, recording: Recording) -> ListenOrder:
        """Say how this recording is to be heard: which model, which of the company's words, at what cost at most."""
        self._found = recording
        return ListenOrder(
            model_folder=self.model.path,
            mime_type=sound_type(recording),
            audio=audio_limits(self.installation.settings),
            limits=ear_limits(self.installation.settings, is_old=self.job.kind in OLD_SOUND),
            vocabulary=(),
        )

    def _listen(self, order: ListenOrder) -> Transcript | None:
        with self.ears.listen(order, self._go_on) as ear:
            return ear.finish(self._keep_lease) if self._follow(ear) else None

    def _follow(self, ear: Ear) -> bool:
        """Feed chunks as they become safe; False when nothing came for so long that somebody else may need the ear."""
        with closing(self.installation.database.change_watch()) as changes:
            return self._follow_changes(changes, ear)

    def _follow_changes(self, changes: ChangeWatch, ear: Ear) -> bool:
        quiet_since_s, asked_at_s, is_news = time.monotonic(), 0.0, True
        received, is_complete = 0, False
        while True:
            is_news = changes.has_news() or is_news
            received = max(received, self._stored())
            if received == self._fed and is_news and time.monotonic() - asked_at_s >= ASK_EVERY_S:
                asked_at_s, is_news = time.monotonic(), False
                counted, is_complete = self._progress()
                received = max(received, counted)
            if received > self._fed:
                self._feed(ear, received)
                quiet_since_s, is_complete, is_news = time.monotonic(), False, True
            elif is_complete:
                return True
            elif self.is_stopping() or time.monotonic() - quiet_since_s > PATIENCE_S:
                return False
            else:
                self._keep_lease()
                time.sleep(LOOK_EVERY_S)

    def _stored(self) -> int:
        """Count the pieces that are safe on disk behind those that were fed: each counts, its row is only not here yet.

        To look into the folder costs a hundredth of asking the database, which else is asked for the end alone.
        """
        stored = self._fed
        while not is_silenced(self._found) and self.installation.recordings.has(self.recording_id, stored):
            stored += 1
        return stored

    def _feed(self, ear: Ear, received: int) -> None:
        for number in range(self._fed, received):
            chunk = sound_piece(self.installation.recordings, self._found, number)
            is_due = number == received - 1 or time.monotonic() - self._shown_at_s >= SHOW_WORDS_EVERY_S
            words = ear.hear(chunk, wants_words=is_due, meanwhile=self._go_on)
            self._fed = number + 1
            if words is not None:
                self._show(words)
            self._go_on()

    def _go_on(self) -> None:
        """Keep the lease while the ear works, unless this worker is to stop."""
        if self.is_stopping():
            raise _Stopping
        self._keep_lease()

    def _progress(self) -> tuple[int, bool]:
        with self.installation.database.looking() as connection:
            counted = _read_progress(connection, self.recording_id)
        if counted is not None:
            return counted
        with self.installation.database.reading() as session:
            return _progress_of(session, self.recording_id)

    def _keep_lease(self) -> None:
        if time.monotonic() - self._renewed_at_s < RENEW_EVERY_S:
            return
        with self.installation.database.session() as session:
            if not renew(session, self.job):
                raise LeaseLost
            session.commit()
        self._renewed_at_s = time.monotonic()

    def _show(self, heard_so_far: str) -> None:
        words = self._shown
        with outlived("live words", self._found):
            words = live_words(heard_so_far)
        if words != self._shown:
            with self.installation.database.writing() as connection:
                connection.execute(_SHOW, {"shown_in": self.recording_id, "live_text": words})
        self._shown, self._shown_at_s = words, time.monotonic()

    def _take_note(self, heard: Transcript) -> None:
        with self.installation.database.session() as session:
            recording = session.get_one(Recording, self.recording_id, with_for_update=True)
            self._take(session, recording, heard)
            self._finish(session)
            staff_id, started_at = recording.staff_id, recording.started_at
        # In a transaction of its own: what was heard is safe, and the visits of a rep are worked on one at a time.
        with self.installation.database.session() as session:
            reconsider(session, self.installation.company_map, staff_id, started_at, now())
            heal_visits(session, self.recording_id)
            session.commit()

    def _take(self, session: Session, recording: Recording, heard: Transcript) -> None:
        if recording.state not in FINAL_STATES:
            take_note(session, self.installation, recording, heard, **self._heard_by(recording))

    def _heard_by(self, recording: Recording) -> HeardBy:
        """Note which language was spoken and what stands in the way of hearing it; return what the transcript keeps."""
        if self._ear is not None:
            recording.language = self._ear.language
            recording.problem = self._ear.problem or recording.problem
        return {
            "is_trial": self.model.is_trial,
            "version": self.model.version,
            "language": self.model.language,
        }

    def _give_up(self, problem: str) -> None:
        with self.installation.database.session() as session:
            recording = session.get_one(Recording, self.recording_id, with_for_update=True)
            mark_undecodable(session, recording, problem)
            self._finish(session)

    def _close_without_result(self) -> None:
        with self.installation.database.session() as session:
            self._finish(session)

    def _park(self) -> None:
        with self.installation.database.session() as session:
            if not park(session, self.job):
                raise LeaseLost
            received, is_complete = _progress_of(session, self.recording_id)
            if received > self._fed or is_complete:
                enqueue(session, self.job.kind, self.job.key)
            session.commit()

    def _finish(self, session: Session) -> None:
        if not finish(session, self.job):
            raise LeaseLost
        session.commit()


def audio_limits(settings: Settings) -> AudioLimits:
    return AudioLimits(sound_s=settings.recording_limit_s, size_bytes=settings.recording_limit_mb * MB)


def ear_limits(settings: Settings, *, is_old: bool = False) -> EarLimits:
    return EarLimits(
        niceness=NICENESS_OF_OLD_SOUND if is_old else 0,
        memory_bytes=settings.ear_memory_mb * MB,
        file_bytes=settings.recording_limit_mb * MB,
        cpu_s=LEAST_EAR_CPU_S + EAR_CPU_PER_SOUND * settings.recording_limit_s,
    )


_recording, _chunk = Recording.__table__.c, Chunk.__table__.c
# Built once and without objects: they are asked several times a second for every recording that is being spoken.
_PROGRESS = (
    select(_recording.chunk_count, func.count(_chunk.number), func.max(_chunk.number))
    .join_from(Recording.__table__, Chunk.__table__, _chunk.recording_id == _recording.id, isouter=True)
    .where(_recording.id == bindparam("recording_id"))
    .group_by(_recording.id, _recording.chunk_count)
)
# Whoever lost the lease may come late: words must not reappear behind the note.
_SHOW = update(Recording).where(_recording.id == bindparam("shown_in"), _recording.state.not_in(FINAL_STATES)).inline()


def _read_progress(connection: Connection, recording_id: str) -> tuple[int, bool] | None:
    """Return how many chunks can be heard, and whether these are all; None where there is a gap."""
    expected, held, highest = connection.execute(_PROGRESS, {"recording_id": recording_id}).one()
    if held == max(expected or 0, 0 if highest is None else highest + 1):
        return held, expected is not None
    return None


def _progress_of(session: Session, recording_id: str) -> tuple[int, bool]:
    """How many chunks can be heard without a gap, and whether these are all."""
    counted = _read_progress(session.connection(), recording_id)
    if counted is not None:
        return counted
    recording = session.get_one(Recording, recording_id, populate_existing=True)
    return count_chunks(session, recording).received, False


def mark_undecodable(session: Session, recording: Recording, problem: str) -> None:
    """Say that a recording cannot be heard; its bytes are kept for download and for a later try."""
    recording.state, recording.live_text = RecordingState.UNDECODABLE, ""
    recording.problem = f"{problem} The recording is kept as it came and can be downloaded."
    record_event(
        session,
        "recording.undecodable",
        staff_id=recording.staff_id,
        customer_id=recording.customer_id,
        recording_id=recording.id,
        visit_id=recording.visit_id,
    )
