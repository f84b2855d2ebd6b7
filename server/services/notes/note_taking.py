"""From heard words to an entry at the right customer: secrets cut, facts read, everything shown at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import now
from models.entry import Entry, EntryVersion
from models.event import record_event
from models.question import keep_spoken_answer, unanswered_questions
from models.recording import CustomerSource, Recording, RecordingState, Transcript
from server.current import Installation
from server.services.actions.closing import close_what_was_done
from server.services.complaints.closing import close_what_was_settled
from server.services.customers.nearby import customer_standing_at
from server.services.notes.entry_content import Content
from server.services.notes.entry_ledgers import keep_ledgers
from server.services.notes.languages import is_understood
from server.services.notes.note_index import index_note
from server.services.notes.note_linking import visit_for_note
from server.services.notes.note_reading import read_note
from server.services.notes.note_vocabulary import vocabulary_for
from server.services.notes.reader_fault import outlived, wait_for_readers
from server.services.notes.silent_stretches import expect_silence
from server.services.notes.voice_amendment import wake_later, with_amendment
from server.services.reminders.promise_reminder import plan_reminders_of
from voice.commands import cut_private, find_private, pauses_of
from voice.types import Transcript as HeardTranscript
from voice.types import Word
from voice.understanding.secrets.secrets import cut_secrets, find_secrets
from voice.vocabulary import Vocabulary, steer

ENGINE = "rules-1"


class HeardBy(TypedDict):
    """The model whose words they are, as the transcript keeps it."""

    is_trial: bool
    version: str
    language: str


NOT_CUT = (
    "This note could not be searched for secrets, so none of its words is kept. The sound is: listen to it. It is "
    "heard again by itself after an update."
)
NOT_CUT_AGAIN = "What was heard this time could not be searched for secrets and is not kept. The earlier words stay."
NOTHING_HEARD = "No words were heard in this recording. The sound is kept: listen to it, or speak the note again."


def take_note(
    session: Session,
    installation: Installation,
    recording: Recording,
    heard: HeardTranscript,
    *,
    is_trial: bool,
    version: str = "",
    language: str = "",
) -> Entry | None:
    """Keep what was heard and understood; None when nothing was said. The caller commits.

    1. Private and secret words are cut before anything is written, and the sound is promised to be silenced there.
    2. The recording gets its visit, and from it the customer, unless a person said which.
    3. Names of that place and of the company are put where they were misheard.
    4. The words, but for those that were taken back, are understood with that customer's people and open questions.
    5. A customer clearly named in the words outweighs the place.
    """
    texts = _cut(heard.words, recording)
    recording.live_text = ""
    _place(session, recording, heard.seconds)
    if texts is None:
        _keep_sound_only(session, recording)
        return None
    words = [replace(word, text=text) for word, text in zip(heard.words, texts, strict=True)]
    vocabulary = Vocabulary()
    with outlived("names", recording):
        vocabulary = _vocabulary(session, installation, recording, language)
        words = list(steer(words, vocabulary))
    made = _transcript(heard, words, HeardBy(is_trial=is_trial, version=version, language=language))
    made.vocabulary = vocabulary.to_strings()
    expect_silence(session, recording, made.words)
    _put_transcript(recording, made)
    if not texts:
        recording.state, recording.problem = RecordingState.SILENT, NOTHING_HEARD
        tell(session, "recording.silent", recording)
        return None
    recording.state = RecordingState.READY
    return write_entry(session, installation, recording)


def _cut(words: Sequence[Word], recording: Recording) -> list[str] | None:
    """Return the words without what is private or secret; None where that could not be found out."""
    with outlived("secrets", recording):
        texts = [word.text for word in words]
        texts = cut_private(texts, find_private(texts, pauses_of(words)))
        return list(cut_secrets(texts, find_secrets(texts)))
    return None


def _keep_sound_only(session: Session, recording: Recording) -> None:
    """Keep no word of a note that may hold a secret; what was written of it before stands."""
    if recording.transcript is not None:
        recording.problem = NOT_CUT_AGAIN
        return
    recording.state, recording.problem = RecordingState.UNDECODABLE, NOT_CUT
    wait_for_readers(session, recording)
    tell(session, "recording.undecodable", recording)


def write_entry(session: Session, installation: Installation, recording: Recording) -> Entry:
    """Understand a recording's transcript with what is known by now; a version made by a person is never replaced."""
    content = read_note(session, installation, recording)
    entry = session.scalar(select(Entry).where(Entry.recording_id == recording.id))
    if entry is None:
        entry = Entry(recording_id=recording.id)
        session.add(entry)
    is_settled = _is_settled(entry)
    if not is_settled:
        with outlived("corrections", recording), session.begin_nested():  # a fault leaves no half of a correction
            content = with_amendment(session, installation, recording, entry, content)
        _adopt_spoken_customer(recording, content, entry)
    entry.customer_id = recording.customer_id
    if not is_settled:
        _add_version(entry, content)
        retire_questions(session, recording, content)
    session.flush()
    keep_ledgers(session, entry, installation.settings.time_zone)
    plan_reminders_of(session, recording, entry.newest.content, installation.settings.time_zone)
    with outlived("kept promises", recording):
        close_what_was_done(session, recording)
    with outlived("settled complaints", recording):
        close_what_was_settled(session, recording)
    with outlived("later corrections", recording):
        wake_later(session, installation, recording)
    index_note(session, recording)
    tell(session, "entry.made", recording)
    return entry


def _is_settled(entry: Entry) -> bool:
    """Tell whether a person corrected or confirmed what stands: it, and its customer, are theirs from then on."""
    is_confirmed = entry.confirmed_at is not None and bool(entry.versions) and not entry.newest.content.get("unread")
    return is_confirmed or any(version.made_by_id for version in entry.versions)


def _put_transcript(recording: Recording, made: Transcript) -> None:
    """Let the words be those of the recording; where there were earlier ones, their row takes the new values."""
    if recording.transcript is None:
        recording.transcript = made
        return
    made.made_at = now()
    for name in ("text", "words", "seconds", "model", "is_trial", "made_at", "model_version", "language", "vocabulary"):
        setattr(recording.transcript, name, getattr(made, name))


def _transcript(heard: HeardTranscript, words: Sequence[Word], by: HeardBy) -> Transcript:
    return Transcript(
        text=" ".join(word.text for word in words),
        words=[_timed(word) for word in words],
        seconds=round(heard.seconds, 3),
        model=heard.model,
        is_trial=by["is_trial"],
        model_version=by["version"],
        language=by["language"],
    )


def _vocabulary(session: Session, installation: Installation, recording: Recording, language: str) -> Vocabulary:
    if not is_understood(recording.language, language):  # how names sound is written down for English ears only
        return Vocabulary()
    return vocabulary_for(session, installation, recording.customer_id)


def _timed(word: Word) -> list[Any]:
    """Write a word as it is kept; one that stands for misheard ones has them as a fifth value."""
    timed = [word.text, round(word.start_s, 3), round(word.end_s, 3), round(word.confidence, 3)]
    return timed if word.heard is None else [*timed, word.heard]


def _place(session: Session, recording: Recording, seconds: float) -> None:
    """Find the visit that the note belongs to, and without one the customer at whose door it was spoken."""
    position = (recording.lat, recording.lon) if recording.lat is not None and recording.lon is not None else None
    if recording.visit_id is None:
        ended_at = recording.ended_at or recording.started_at + timedelta(seconds=seconds)
        visit = visit_for_note(session, recording.staff_id, recording.started_at, ended_at, position)
        recording.visit_id = visit.id if visit else None
        if visit and visit.customer_id and recording.customer_id is None:
            recording.customer_id, recording.customer_source = visit.customer_id, CustomerSource.VISIT
    if recording.customer_id is None and position is not None:
        recording.customer_id = customer_standing_at(session, position)
        recording.customer_source = CustomerSource.PLACE if recording.customer_id else None


def _adopt_spoken_customer(recording: Recording, content: Content, entry: Entry) -> None:
    """Take the customer that the words name; where the place says another, both stand for a person to choose.

    They stand when the words are read again as well: what was asked stays asked until a person answers.
    """
    named = content.get("spoken_customer") or {}
    spoken = named.get("customer_id")
    if not spoken or recording.customer_source == CustomerSource.PERSON:
        return
    if recording.customer_id not in (None, spoken):
        named["candidates"] = [spoken, recording.customer_id]
    elif asked := _asked_before(entry, spoken):
        named["candidates"] = asked
    recording.customer_id, recording.customer_source = spoken, CustomerSource.SPOKEN


def _asked_before(entry: Entry, spoken: str) -> list[str]:
    before = (entry.newest.content.get("spoken_customer") or {}) if entry.versions else {}
    return list(before.get("candidates") or ()) if before.get("customer_id") == spoken else []


def _add_version(entry: Entry, content: Content) -> None:
    if entry.versions and (content.get("unread") or entry.newest.content == content):
        return  # facts that were read before stand until they are read again
    entry.versions.append(EntryVersion(number=len(entry.versions) + 1, content=content, engine=ENGINE))


def retire_questions(session: Session, recording: Recording, content: Content) -> None:
    """Keep the answers that a note gave; what is private answers nothing for others."""
    if recording.customer_id is None or recording.is_private:
        return
    asked = {question.key: question for question in unanswered_questions(session, recording.customer_id)}
    for answer in content["answers"]:
        if question := asked.pop(answer["question_key"], None):
            keep_spoken_answer(session, recording.customer_id, question, answer["value"], recording.id)


def tell(session: Session, kind: str, recording: Recording) -> None:
    """Record an event about a note with all that it belongs to."""
    record_event(
        session,
        kind,
        staff_id=recording.staff_id,
        customer_id=recording.customer_id,
        recording_id=recording.id,
        visit_id=recording.visit_id,
    )
