"""Whatever people set in a note, and in whatever order, reading and hearing it again changes nothing of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action import Action, ActionState
from models.base import new_id
from models.complaint import Complaint, ComplaintState
from models.entry import Entry
from models.recording import CustomerSource, Recording
from models.staff import Role, Staff
from server.current import Identity, Installation
from server.services.actions import closing as action_closing
from server.services.complaints import closing as complaint_closing
from server.services.notes.entry_correction import confirm_entry, correct_entry
from server.services.notes.entry_reading import read_entry
from server.services.notes.fact_editing import Attribute
from server.services.notes.note_customer import set_customer
from server.services.notes.note_taking import take_note, write_entry
from server.services.notes.past_words import keep_past
from server.settings import Settings
from tests.support.makers import make_catalogue, make_contact, make_customer, make_recording, make_staff
from voice.types import Transcript, Word

SPOKEN = (
    "met sam at bellavista bistro they want twelve cases of oat milk and ten cases of olive oil "
    "the last delivery was late i will send them the price list on friday they get it from norwell for thirty dollars"
)
HEARD_AGAIN = (
    SPOKEN,
    "met sam at hotel marchetti they want twenty cases of oat milk the milk came in warm",
    "met sam reyes and he wants two cases of olive oil i will call him on monday",
    "nothing much today",
)
RERUNS = ("read again", "heard again")
TAPS = ("set", "remove", "confirm", "customer", "action", "complaint")
TEXTS = st.text(alphabet="abc xyz", min_size=1, max_size=12).filter(str.strip)
DAYS = st.dates().map(lambda day: day.isoformat() if day.year > 999 else "2026-03-13")


@pytest.fixture
def installation(settings: Settings) -> Iterator[Installation]:
    opened = Installation.open(settings)
    with opened.database.session() as session:
        make_staff(session)
        for name, sams in (("Bellavista Bistro", ("Okafor", "Reyes")), ("Hotel Marchetti", ("Conti",))):
            customer = make_customer(session, name)
            for surname in sams:
                make_contact(session, customer, f"Sam {surname}")
        make_catalogue(session)
        session.commit()
    yield opened
    opened.database.close()


@dataclass
class Note:
    """One note in the hands of a person, and what of it is theirs by now."""

    session: Session
    installation: Installation
    data: st.DataObject
    recording: Recording = field(init=False)
    by: Identity = field(init=False)
    is_settled: bool = False
    is_customer_set: bool = False
    touched: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        ana = self.session.scalars(select(Staff)).one()
        self.by = Identity(ana.id, ana.name, Role.REP)
        self.customers = sorted(self.installation.lexicon.current(self.session).customer_by_id)
        at = self.data.draw(st.sampled_from([None, *self.customers]), "where")
        source = CustomerSource.VISIT if at else None
        self.recording = make_recording(self.session, ana, customer_id=at, customer_source=source)
        take_note(self.session, self.installation, self.recording, heard(SPOKEN), is_trial=True)

    @property
    def entry(self) -> Entry:
        return self.session.scalars(select(Entry).where(Entry.recording_id == self.recording.id)).one()

    def tap(self, kind: str) -> None:
        """Do one thing that a person can do."""
        event(kind)
        getattr(self, f"_{kind}")()

    def rerun(self, kind: str) -> None:
        """Let the engine have another go."""
        if kind == "heard again":
            keep_past(self.session, self.recording)
            words = self.data.draw(st.sampled_from(HEARD_AGAIN), "heard")
            take_note(self.session, self.installation, self.recording, heard(words), is_trial=False)
        else:
            write_entry(self.session, self.installation, self.recording)

    def set_by_people(self) -> dict[str, Any]:
        """Return all that is a person's word by now."""
        self.session.flush()
        theirs: dict[str, Any] = {
            row.id: (row.state, row.closed_by_id) for row in self._rows() if row.id in self.touched
        }
        if self.is_settled:
            theirs |= {"content": self.entry.newest.content, "version": self.entry.newest.id}
            theirs |= {"confirmed": (self.entry.confirmed_at, self.entry.confirmed_by_id)}
        if self.is_settled or self.is_customer_set:
            theirs |= {"customer": (self.recording.customer_id, self.entry.customer_id, self.recording.customer_source)}
        return theirs

    def _set(self) -> None:
        lexicon = self.installation.lexicon.current(self.session)
        facts = read_entry(self.entry, self.recording.transcript, lexicon).facts
        offered = [(fact, one) for fact in facts for one in fact.attributes if one.type != "record" or one.choices]
        if not offered:
            return
        fact, attribute = self.data.draw(st.sampled_from(offered), "what")
        value = self.data.draw(value_for(attribute), "value")
        self._correct({"op": "set", "item_id": fact.item_id, "attribute": attribute.name, "value": value})

    def _remove(self) -> None:
        lexicon = self.installation.lexicon.current(self.session)
        facts = read_entry(self.entry, self.recording.transcript, lexicon).facts
        if facts:
            self._correct({"op": "remove", "item_id": self.data.draw(st.sampled_from(facts), "removed").item_id})

    def _correct(self, change: dict[str, Any]) -> None:
        lexicon = self.installation.lexicon.current(self.session)
        correct_entry(self.session, self.entry, new_id(), [change], self.by, lexicon=lexicon, zone="America/Chicago")
        self.is_settled = True

    def _confirm(self) -> None:
        confirm_entry(self.session, self.entry, self.by)
        self.is_settled = True

    def _customer(self) -> None:
        chosen = self.data.draw(st.sampled_from(self.customers), "customer")
        set_customer(self.session, self.installation, self.recording, chosen, CustomerSource.PERSON)
        self.is_customer_set = True

    def _action(self) -> None:
        for action in self._rows_of(Action):
            action_closing.set_state(self.session, action, ActionState.DONE, self.by)
            if self.data.draw(st.booleans(), "opened again"):
                action_closing.set_state(self.session, action, ActionState.OPEN, self.by)
            self.touched.add(action.id)

    def _complaint(self) -> None:
        for complaint in self._rows_of(Complaint):
            complaint_closing.set_state(self.session, complaint, ComplaintState.CLOSED, self.by)
            if self.data.draw(st.booleans(), "opened again"):
                complaint_closing.set_state(self.session, complaint, ComplaintState.OPEN, self.by)
            self.touched.add(complaint.id)

    def _rows(self) -> list[Any]:
        return [*self._rows_of(Action), *self._rows_of(Complaint)]

    def _rows_of(self, kind: Any) -> list[Any]:
        return list(self.session.scalars(select(kind).where(kind.recording_id == self.recording.id).order_by(kind.id)))


def heard(text: str) -> Transcript:
    words = tuple(Word(word, at * 0.4, at * 0.4 + 0.3, 0.9) for at, word in enumerate(text.split()))
    return Transcript(words, len(words) * 0.4, "test-model")


def value_for(attribute: Attribute) -> st.SearchStrategy[Any]:
    if attribute.choices:
        return st.sampled_from([key for key, _label in attribute.choices])
    if attribute.type in ("number", "money"):
        return st.integers(0, 500)
    if attribute.type == "date":
        return DAYS
    return st.just("15:30") if attribute.name == "start_time" else TEXTS


@hypothesis_settings(
    deadline=None, derandomize=True, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_reading_or_hearing_again_changes_nothing_that_a_person_set(
    installation: Installation, data: st.DataObject
) -> None:
    with installation.database.session() as session:
        note = Note(session, installation, data)
        for kind in data.draw(st.lists(st.sampled_from((*TAPS, *RERUNS)), min_size=2, max_size=6), "steps"):
            if kind in TAPS:
                note.tap(kind)
                continue
            before = note.set_by_people()
            note.rerun(kind)
            assert note.set_by_people() == before
        before = note.set_by_people()
        for kind in RERUNS:
            note.rerun(kind)
        assert note.set_by_people() == before
        session.rollback()
