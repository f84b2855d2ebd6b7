"""Notes of the past: written words, understood by the real engine, some corrected and most confirmed by their reps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action import Action, ActionState
from models.base import new_id
from models.device import Device
from models.entry import Entry
from models.recording import CustomerSource, Recording, RecordingState
from models.visit import Visit
from server.current import Identity, Installation
from server.demo.agenda import Agenda
from server.demo.diary import Round
from server.demo.spoken import with_word_times
from server.services.actions.closing import set_state
from server.services.notes.entry_correction import confirm_entry, correct_entry
from server.services.notes.note_taking import take_note

MIME_TYPE = "audio/webm;codecs=opus"
SHARE_CORRECTED = 0.3
SHARE_CONFIRMED = 0.75
SHARE_DONE = 0.8  # of what was promised, by the time that it is a few days old
DONE_AFTER = timedelta(days=3)
HEARD_AFTER_S = 4


class NoteHistory:
    """Speaks notes at stops and lets the engine and the reps do with them what they would have done."""

    def __init__(
        self,
        session: Session,
        installation: Installation,
        agenda: Agenda,
        phones: Mapping[str, Device],
        chance: Random,
    ) -> None:
        self.session = session
        self.installation = installation
        self._agenda = agenda
        self._phones = phones
        self._chance = chance

    def by(self, stop: Round) -> Identity:
        """Return who speaks at a stop, with their phone."""
        return Identity(stop.rep.id, stop.rep.name, stop.rep.role, self._phones[stop.rep.id].id)

    def plan(self, stop: Round, visit: Visit, text: str) -> None:
        """Have a note taken a moment after a visit, unless that would be in the future."""
        heard = with_word_times(text, self._chance)
        started_at = stop.left_at + timedelta(seconds=self._chance.randrange(20, 240))
        heard_at = started_at + timedelta(seconds=heard.seconds + HEARD_AFTER_S)
        is_looked_at = self._chance.random() < SHARE_CONFIRMED and stop.age_days > 0
        is_corrected = self._chance.random() < SHARE_CORRECTED
        looked_at = heard_at + timedelta(seconds=self._chance.randrange(15, 1800))

        def take() -> None:
            recording = self._recording(stop, visit, started_at, heard.seconds)
            entry = take_note(self.session, self.installation, recording, heard, is_trial=False)
            _backdate(recording, entry, heard_at)
            if entry is not None and is_looked_at:
                self._agenda.plan(looked_at, lambda: self._look_at(entry, self.by(stop), looked_at, is_corrected))
            self._agenda.plan(heard_at + DONE_AFTER, lambda: self._do_what_was_promised(recording.id, self.by(stop)))

        self._agenda.plan(heard_at, take)

    def _recording(self, stop: Round, visit: Visit, started_at: datetime, seconds: float) -> Recording:
        """Make a recording without sound: its count of chunks is 0."""
        by = self.by(stop)
        recording = Recording(
            id=new_id(),
            staff_id=by.staff_id,
            device_id=by.device_id,
            mime_type=MIME_TYPE,
            started_at=started_at,
            ended_at=started_at + timedelta(seconds=seconds),
            received_at=started_at + timedelta(seconds=seconds + 1),
            visit_id=visit.id,
            customer_id=visit.customer_id,
            customer_source=CustomerSource.VISIT if visit.customer_id else None,
            state=RecordingState.WAITING,
            chunk_count=0,
        )
        self.session.add(recording)
        self.session.flush()
        return recording

    def _do_what_was_promised(self, recording_id: str, by: Identity) -> None:
        for action in self.session.scalars(select(Action).where(Action.recording_id == recording_id)):
            if action.state == ActionState.OPEN and self._chance.random() < SHARE_DONE:
                set_state(self.session, action, ActionState.DONE, by)
                action.closed_at = action.created_at + DONE_AFTER

    def _look_at(self, entry: Entry, by: Identity, at: datetime, is_corrected: bool) -> None:
        change = _correction(entry.newest.content) if is_corrected else None
        if change is not None:
            lexicon = self.installation.lexicon.current(self.session)
            zone = self.installation.settings.time_zone
            version = correct_entry(self.session, entry, new_id(), [change], by, lexicon=lexicon, zone=zone)
            version.made_at = at
        confirm_entry(self.session, entry, by)
        entry.confirmed_at = at


def _backdate(recording: Recording, entry: Entry | None, at: datetime) -> None:
    if recording.transcript is not None:
        recording.transcript.made_at = at
    if entry is not None:
        entry.created_at = entry.newest.made_at = at


def _correction(content: dict[str, Any]) -> dict[str, Any] | None:
    """Return what a rep might put right in an entry: a number, or how serious a complaint is."""
    for product in content["products"]:
        if product.get("quantity"):
            more = product["quantity"] + 2
            return {"op": "set", "item_id": product["item_id"], "attribute": "quantity", "value": more}
    for complaint in content["complaints"]:
        severity = "high" if complaint.get("severity") != "high" else "low"
        return {"op": "set", "item_id": complaint["item_id"], "attribute": "severity", "value": severity}
    return None
