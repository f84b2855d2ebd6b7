"""What a proposed word would find: the newest notes read with it and without it, side by side. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.customer import Customer
from models.recording import Recording, RecordingState
from server.services.company_words.proposed_word import ProposedWord, with_word
from server.services.notes.entry_content import items
from server.services.notes.fact_wording import word_item
from server.services.notes.languages import is_understood
from voice.commands import without_struck
from voice.lexicon import Lexicon
from voice.types import Word
from voice.understanding import Note, understand

NEWEST = 500
MOST_READ = 60  # of the notes that say it; each is read twice, some 10 ms a time
WORDS_AROUND = 6


@dataclass(frozen=True, slots=True)
class PreviewedNote:
    """A note that says the word: the words around it, and which facts would be gone and be new."""

    recording_id: str
    customer: str | None
    spoken_at: datetime
    before: str
    found: str
    after: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """How many of the newest notes were looked through, say it, and were read for it."""

    looked_through: int
    saying_it: int
    read: tuple[PreviewedNote, ...]

    @property
    def changed(self) -> int:
        return sum(bool(note.gone or note.new) for note in self.read)


def preview(session: Session, word: ProposedWord, lexicon: Lexicon, zone: str) -> Preview:
    """Try a word on the newest notes that are read by rules.

    Only notes that say one of its phrases as typed are read: words that merely sound like it are not counted here.
    """
    query = (
        select(Recording)
        .where(Recording.state == RecordingState.READY)
        .options(selectinload(Recording.transcript))
        .order_by(Recording.started_at.desc())
        .limit(NEWEST)
    )
    notes = session.scalars(query).all()
    readable = [n for n in notes if n.transcript and is_understood(n.language, n.transcript.language)]
    said = [(note, place) for note in readable if (place := _place(_words(note), word.forms))]
    richer = with_word(lexicon, word)
    wanted = {note.customer_id for note, _place_ in said[:MOST_READ] if note.customer_id}
    names = dict(session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(wanted))).all())
    read = tuple(
        _previewed(note, place, names.get(note.customer_id or ""), lexicon, richer, zone)
        for note, place in said[:MOST_READ]
    )
    return Preview(len(notes), len(said), read)


def _words(note: Recording) -> list[str]:
    assert note.transcript is not None
    return without_struck(tuple(Word(*timed) for timed in note.transcript.words))


def _place(words: Sequence[str], forms: Sequence[tuple[str, ...]]) -> tuple[int, int] | None:
    for at in range(len(words)):
        for form in forms:
            if tuple(words[at : at + len(form)]) == form:
                return at, at + len(form)
    return None


def _previewed(
    note: Recording, place: tuple[int, int], customer: str | None, lexicon: Lexicon, richer: Lexicon, zone: str
) -> PreviewedNote:
    words, (start, end) = _words(note), place
    without, with_it = _facts(note, words, lexicon, zone), _facts(note, words, richer, zone)
    return PreviewedNote(
        note.id,
        customer,
        note.started_at,
        " ".join(words[max(0, start - WORDS_AROUND) : start]),
        " ".join(words[start:end]),
        " ".join(words[end : end + WORDS_AROUND]),
        tuple((without - with_it).elements()),
        tuple((with_it - without).elements()),
    )


def _facts(note: Recording, words: Sequence[str], lexicon: Lexicon, zone: str) -> Counter[str]:
    assert note.transcript is not None
    said = Note(
        note.id,
        " ".join(words),
        note.started_at.astimezone(ZoneInfo(zone)),
        note.customer_id,
        note.staff_id,
        words=tuple(Word(*timed) for timed in note.transcript.words),
    )
    content = understand(said, lexicon, zone).to_json()
    return Counter(": ".join(word_item(field, item)) for field, item in items(content))
