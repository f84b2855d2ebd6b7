"""The newest interactions of the house as an Atom feed (RFC 4287)."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.recording import Channel, Outcome, Recording, RecordingState
from models.staff import Staff
from server.services.notes.recording_reading import RecordingReading, read_recordings
from server.services.touchpoints.wording import CHANNEL_NAMES, OUTCOME_NAMES
from voice.lexicon import Lexicon

NEWEST = 50
ATOM = "http://www.w3.org/2005/Atom"


def atom_feed(session: Session, reader: Staff, company: str, site: str, at: datetime) -> bytes:
    """Return the feed for somebody; the session is one in their eyes, so that what they may not read is not in it."""
    ready = select(Recording).where(Recording.state == RecordingState.READY)
    notes = read_recordings(session, ready.order_by(Recording.received_at.desc()).limit(NEWEST), Lexicon())
    feed = Xml.Element("feed", xmlns=ATOM)
    _add(feed, "id", f"urn:uuid:{reader.id}")
    _add(feed, "title", f"{company}: interactions")
    _add(feed, "updated", _instant(max((_changed(note) for note in notes), default=at)))
    Xml.SubElement(feed, "link", rel="alternate", href=f"{site}/")
    for note in notes:
        _entry(feed, note, site)
    written: bytes = Xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: Xml.Element, note: RecordingReading, site: str) -> None:
    recording = note.recording
    said = (note.entry.summary if note.entry else "") or (note.transcript.text if note.transcript else "")
    outcome = OUTCOME_NAMES[Outcome(recording.outcome)] if recording.outcome else ""
    whom = recording.customer.name if recording.customer else "Customer not known yet"
    entry = Xml.SubElement(feed, "entry")
    _add(entry, "id", f"urn:uuid:{recording.id}")
    _add(entry, "title", f"{whom}: {CHANNEL_NAMES[Channel(recording.channel)]}")
    _add(entry, "updated", _instant(_changed(note)))
    _add(entry, "published", _instant(recording.started_at))
    _add(Xml.SubElement(entry, "author"), "name", recording.staff.name)
    Xml.SubElement(entry, "link", rel="alternate", href=f"{site}/notes/{recording.id}")
    _add(entry, "summary", " ".join(filter(None, (outcome and f"{outcome}.", said))))


def _changed(note: RecordingReading) -> datetime:
    return note.entry.made_at if note.entry else note.recording.received_at


def _add(parent: Xml.Element, name: str, text: str) -> None:
    # XML has no way to write control characters.
    Xml.SubElement(parent, name).text = "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
