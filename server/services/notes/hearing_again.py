"""Hears kept recordings again, with a better model or in another language: what people did to a note stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.base import now
from models.job import Job, enqueue, repeat
from models.recording import FINAL_STATES, Recording, RecordingState
from server.errors import NotFound, Problem
from server.services.notes.hearing import Hearing, LeaseLost
from server.services.notes.note_taking import take_note
from server.services.notes.past_words import keep_past
from server.services.notes.recording_intake import HEAR_AGAIN
from server.settings import Settings
from voice.recognizer.naming import tidy_tag
from voice.speech_models import find_model, list_installed
from voice.types import Transcript

SOON = timedelta(seconds=10)
EARLIER_STAYS = "The earlier words stay."


def hear_again(
    session: Session, settings: Settings, recording: Recording, model: str | None = None, language: str | None = None
) -> None:
    """Promise to hear a recording again, behind all that is fresh. The caller commits.

    Raises NotFound for a model that is not installed, Problem for a language that is none or a note without sound.
    """
    check_wish(settings, model, language)
    if recording.chunk_count == 0:
        raise Problem("No sound is kept for this note, so it cannot be heard again.", status=409, code="no-sound")
    key = f"{HEAR_AGAIN}:{recording.id}"
    wish = {"recording_id": recording.id, "model": model, "language": tidy_tag(language) if language else None}
    enqueue(session, HEAR_AGAIN, key, **wish)
    session.flush()
    session.scalars(select(Job).where(Job.key == key)).one().arguments = wish  # the last wish counts


def check_wish(settings: Settings, model: str | None, language: str | None) -> None:
    """Raise NotFound or Problem for a model or language that cannot be."""
    if model is not None and find_model(model, settings.models_dir) is None:
        known = ", ".join(installed.name for installed in list_installed(settings.models_dir))
        raise NotFound(f"No speech model named {model[:100]!r} is installed. There are: {known}.", code="model-unknown")
    if language is not None and tidy_tag(language) is None:
        raise Problem("Give the language as a tag such as de or en-us.", status=422, code="language-unknown")


def heard_otherwise(
    session: Session, model: str, version: str, staff_id: str | None = None, since: datetime | None = None
) -> Sequence[Recording]:
    """Return the recordings whose words come from another model, or that could not be heard; newest first."""
    query = select(Recording).where(Recording.state.in_(FINAL_STATES)).order_by(Recording.started_at.desc())
    query = query.options(selectinload(Recording.transcript))
    if staff_id is not None:
        query = query.where(Recording.staff_id == staff_id)
    if since is not None:
        query = query.where(Recording.started_at >= since)
    found = session.scalars(query).all()
    return [one for one in found if one.chunk_count != 0 and not _is_heard_by(one, model, version)]


def _is_heard_by(recording: Recording, model: str, version: str) -> bool:
    words = recording.transcript
    return words is not None and (words.model, words.model_version) == (model, version)


@dataclass(slots=True)
class HearingAgain(Hearing):
    """One recording being heard again under one job's lease; until the end the earlier words stand."""

    def run(self) -> None:
        """Hear to the end and replace the words, or leave everything as it was and say why."""
        recording = self._load()
        if recording is None:
            self._close_without_result()
        elif recording.state not in FINAL_STATES:
            self._wait()  # it is being heard the first time
        else:
            self._hear(recording)

    def _wait(self) -> None:
        with self.installation.database.session() as session:
            if not repeat(session, self.job, now() + SOON):
                raise LeaseLost
            session.commit()

    def _take(self, session: Session, recording: Recording, heard: Transcript) -> None:
        if not heard.words and recording.transcript is not None and recording.transcript.text:
            recording.problem = f"{self.model.name} heard no words in it. {EARLIER_STAYS}"
            return
        keep_past(session, recording)
        recording.problem = None if recording.state != RecordingState.READY else recording.problem
        recording.state = RecordingState.READY
        take_note(session, self.installation, recording, heard, **self._heard_by(recording))

    def _give_up(self, problem: str) -> None:
        with self.installation.database.session() as session:
            recording = session.get_one(Recording, self.recording_id, with_for_update=True)
            if recording.transcript is not None:
                recording.problem = f"It could not be transcribed again: {problem} {EARLIER_STAYS}"
            self._finish(session)
