"""Fills the API's answers from what the services read."""

from __future__ import annotations

from models.recording import FINAL_STATES, Recording, RecordingSource, StartedFrom, Transcript
from server.api.forms import EntryOut, HeardByOut, NamedOut, RecordingOut, SilencedOut, TranscriptOut, WordOut
from server.services.notes.entry_reading import EntryReading
from server.services.notes.fact_editing import Attribute
from server.services.notes.recording_reading import RecordingReading


def recording_out(read: RecordingReading) -> RecordingOut:
    recording, transcript = read.recording, read.transcript
    customer = recording.customer
    is_being_heard = bool(read.live_text) and recording.state not in FINAL_STATES
    return RecordingOut(
        id=recording.id,
        state="hearing" if is_being_heard and recording.state == "waiting" else recording.state,
        problem=recording.problem,
        started_at=recording.started_at,
        started_from=StartedFrom(recording.started_from) if recording.started_from else None,
        seconds=transcript.seconds if transcript else None,
        visit_id=recording.visit_id,
        customer=NamedOut(id=customer.id, name=customer.name) if customer else None,
        customer_source=recording.customer_source,
        has_sound=read.has_sound,
        is_private=recording.is_private,
        live_text=read.live_text,
        source=RecordingSource(recording.source),
        source_name=recording.source_name,
        language=recording.language,
        model=_heard_by(transcript) if transcript else None,
        silenced=_silenced(recording),
        transcript=transcript_out(transcript) if transcript else None,
        entry=entry_out(read.entry) if read.entry else None,
    )


def _heard_by(transcript: Transcript) -> HeardByOut:
    return HeardByOut(name=transcript.model, version=transcript.model_version, language=transcript.language)


def _silenced(recording: Recording) -> list[SilencedOut] | None:
    if recording.silenced is None:
        return None
    return [SilencedOut(from_s=from_s, to_s=to_s, kind=kind) for from_s, to_s, kind in recording.silenced]


def transcript_out(transcript: Transcript) -> TranscriptOut:
    return TranscriptOut(
        text=transcript.text,
        words=[
            WordOut(text=text, start_s=start_s, end_s=end_s, confidence=confidence, heard=heard[0] if heard else None)
            for text, start_s, end_s, confidence, *heard in transcript.words
        ],
        model=transcript.model,
        is_trial=transcript.is_trial,
    )


def entry_out(entry: EntryReading) -> EntryOut:
    facts = [
        {
            "item_id": fact.item_id,
            "kind": fact.kind,
            "label": fact.label,
            "text": fact.text,
            "said": fact.said,
            "is_sure": fact.is_sure,
            "from_s": fact.from_s,
            "to_s": fact.to_s,
            "set_by_person": fact.set_by_person,
            "is_offered": fact.is_offered,
            "attributes": [_attribute(attribute) for attribute in fact.attributes],
        }
        for fact in entry.facts
    ]
    return EntryOut.model_validate(
        {
            "id": entry.id,
            "recording_id": entry.recording_id,
            "version": entry.version,
            "state": entry.state,
            "made_by": entry.made_by,
            "made_at": entry.made_at,
            "summary": entry.summary,
            "sentences": entry.sentences,
            "outcome": entry.outcome,
            "sentiment": entry.sentiment,
            "problem": entry.problem,
            "lost": entry.lost,
            "facts": facts,
        }
    )


def _attribute(attribute: Attribute) -> dict[str, object]:
    return {
        "name": attribute.name,
        "label": attribute.label,
        "type": attribute.type,
        "value": attribute.value,
        "choices": [{"value": value, "label": label} for value, label in attribute.choices],
    }
