"""Reads a note's words for what they tell, with all that is known of its customer; a fault costs no note."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.question import unanswered_questions
from models.recording import Recording
from server.current import Installation
from server.services.customers.new_contact import mark_new_contacts
from server.services.notes.entry_content import Content, not_understood, unread, with_item_ids
from server.services.notes.languages import is_understood
from server.services.notes.reader_fault import outlived, wait_for_readers, waits_no_more
from server.services.reminders.promise_reminder import mark_reminders
from voice.commands import pauses_of, without_struck
from voice.types import Word
from voice.understanding import Note, OpenQuestion, understand
from voice.understanding.own_facts.hours import HOURS


def read_note(session: Session, installation: Installation, recording: Recording) -> Content:
    """Return what a recording's transcript tells. The caller commits.

    Where a reader breaks, or none knows the language, nothing is told, the content says so, and the note is read
    again once the readers changed.
    """
    assert recording.transcript is not None
    if not is_understood(recording.language, recording.transcript.language):
        wait_for_readers(session, recording)
        return not_understood(recording.language or recording.transcript.language)
    with outlived("facts", recording):
        content = _understand(session, installation, recording)
        waits_no_more(session, recording)
        return content
    wait_for_readers(session, recording)
    return unread()


def _understand(session: Session, installation: Installation, recording: Recording) -> Content:
    assert recording.transcript is not None
    zone = installation.settings.time_zone
    asked = unanswered_questions(session, recording.customer_id) if recording.customer_id else []
    words = tuple(Word(*timed) for timed in recording.transcript.words)
    said = without_struck(words)
    lexicon = installation.lexicon.current(session)
    note = Note(
        id=recording.id,
        text=" ".join(said),
        recorded_at=recording.started_at.astimezone(ZoneInfo(zone)),
        customer_id=recording.customer_id,
        rep_id=recording.staff_id,
        open_questions=tuple(OpenQuestion(q.key, q.text, q.kind, tuple(q.options)) for q in asked),
        words=words,
    )
    content = _without_said_twice(understand(note, lexicon, zone).to_json())
    mark_reminders(content, list(words))
    mark_new_contacts(content, said, pauses_of(words), lexicon)
    questions = {question.key: question for question in asked}
    for answer in content["answers"]:
        question = questions.get(answer["question_key"])
        answer["question"] = question.text if question else ""
        if question and question.about:
            answer["about_kind"] = question.about["kind"]  # what it settles is a fact of that kind
    return with_item_ids(content)


def _without_said_twice(content: Content) -> Content:
    """Leave out wishes whose words say nothing but when the place is open: that is a fact of its own."""
    spans = [one["evidence"] for one in content["facts"] if one["kind"] == HOURS]
    wishes = [wish for wish in content["preferences"] if not any(_covers(span, wish["evidence"]) for span in spans)]
    return {**content, "preferences": wishes}


def _covers(span: dict[str, int], said: dict[str, int]) -> bool:
    """Tell whether words lie in a span, but for one before it ("he is closed on mondays")."""
    return span["start_word"] - 2 <= said["start_word"] and said["end_word"] <= span["end_word"]
