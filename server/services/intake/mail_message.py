"""One mail with recordings: whose it is, what is attached, and keeping what cannot be given to anybody."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.intake_batch import IntakeBatch
from models.recording import RecordingSource
from models.staff import Role
from server.current import Identity, Installation
from server.errors import NotFound, Problem
from server.services.intake.batch import Outcome, Trouble, batch_of, count_outcome
from server.services.intake.start_time import Told
from server.services.intake.whole_file import WholeFile, take_file
from server.services.letters.letter_reading import read_letter as read_correspondence
from server.services.letters.letter_taking import LetterTaken, take_letter
from server.services.people.api_token import staff_by_email
from voice.audio.container import is_sound_name, likely_name

DOUBTFUL = "The mail server could not confirm that this mail came from its sender."
_FAILED = re.compile(r"\b(?:dmarc|spf|dkim)\s*=\s*(?:fail|softfail|permerror)\b", re.IGNORECASE)
_KEPT_NAME = re.compile(r"[0-9a-f]{64}")
MOST_ATTACHMENTS = 50
UNTOLD_TYPES = (
    "application/octet-stream",
    "application/ogg",
    "video/mp4",
    "video/3gpp",
    "video/webm",
    "video/quicktime",
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A sound in a mail."""

    name: str | None
    declared_type: str
    sound: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What counts of a mail."""

    sender: str
    subject: str
    sent_at: datetime | None
    is_doubtful: bool
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class MailTaken:
    """What became of one mail: recordings (new or held already), and what is wrong with the rest."""

    recording_ids: tuple[str, ...]
    troubles: tuple[Trouble, ...]


def take_mail(installation: Installation, raw: bytes, to: Identity | None = None) -> MailTaken:
    """Take each recording of a mail in its sender's name, or in that of `to`. Safe to repeat: each sound is taken once.

    1. Only a sender whose address a member of staff has is believed; where the mail server says that the sender is
       not confirmed, the note says so too (anybody can write any sender).
    2. A mail of anybody else with a recording, or of staff with none and to nobody outside, is kept as it came and
       named for an administrator.
    3. A mail to or from a customer stands in their timeline, or waits for somebody to say whose it is.

    Raises StorageFull and database errors: then the mail must be offered again.
    """
    letter = read_letter(raw)
    with installation.database.reading() as session:
        staff = staff_by_email(session, letter.sender) if letter.sender else None
    by = to or (Identity(staff.id, staff.name, Role(staff.role)) if staff else None)
    name = f"{letter.sender or 'unknown sender'}: {letter.subject}"[:300]
    if to is None and (by is None or not letter.attachments):
        whose = take_letter(installation, read_correspondence(raw))
        if not letter.attachments and (by is None or whose != LetterTaken.NOT_OURS):
            return MailTaken((), ())
    if by is None:
        return _put_aside(
            installation, raw, name, "Nobody of the staff has this address. Give it to somebody, or leave it."
        )
    if not letter.attachments:
        return _put_aside(installation, raw, name, "No recording is attached to this mail.")
    recordings, troubles = [], []
    for attachment in letter.attachments:
        file = WholeFile(
            io.BytesIO(attachment.sound),
            RecordingSource.MAIL,
            attachment.name or letter.subject or "mail",
            attachment.declared_type,
            Told(mailed_at=letter.sent_at),
            flag=DOUBTFUL if letter.is_doubtful and to is None else None,
        )
        try:
            taken = take_file(installation, by, file)
        except Problem as problem:
            if problem.status >= 500:
                raise
            kept = str(keep_aside(installation, raw))
            troubles.append(Trouble(f"{name} ({attachment.name})", problem.detail, kept))
            _count(installation, Outcome.REFUSED, troubles[-1])
        else:
            recordings.append(taken.recording_id)
            _count(installation, Outcome.TAKEN if taken.is_new else Outcome.KNOWN, None)
    return MailTaken(tuple(recordings), tuple(troubles))


def read_letter(raw: bytes) -> Letter:
    """Read what counts of a mail, however broken it is; nothing here raises for what stands in it."""
    message = message_from_bytes(raw, policy=policy.default)
    found = [attachment for part in message.walk() if (attachment := _attachment(part)) is not None]
    senders = getaddresses([_header(message, "From")])
    return Letter(
        sender=senders[0][1].strip().lower() if senders else "",
        subject=" ".join(_header(message, "Subject").split())[:200],
        sent_at=_sent_at(message),
        is_doubtful=bool(_FAILED.search(_header(message, "Authentication-Results"))),
        attachments=tuple(found[:MOST_ATTACHMENTS]),
    )


def _attachment(part: EmailMessage) -> Attachment | None:
    kind = part.get_content_type()
    try:
        name = part.get_filename()
        is_likely = kind.startswith("audio/") or kind in UNTOLD_TYPES or is_sound_name(name or "")
        sound = part.get_payload(decode=True) if is_likely else None
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):  # the library trips over some headers
        return None
    if not isinstance(sound, bytes) or not sound:
        return None
    is_sound = kind.startswith("audio/") or is_sound_name(name or "") or likely_name(sound[:64]) is not None
    return Attachment(name, kind, sound) if is_sound else None


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name) or "")
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return ""


def _sent_at(message: EmailMessage) -> datetime | None:
    try:
        at = parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _put_aside(installation: Installation, raw: bytes, name: str, problem: str) -> MailTaken:
    trouble = Trouble(name, problem, str(keep_aside(installation, raw)))
    _count(installation, Outcome.REFUSED, trouble)
    return MailTaken((), (trouble,))


def keep_aside(installation: Installation, raw: bytes) -> Path:
    """Keep a mail as it came, under the name of its SHA-256, so that it lies there once."""
    folder = installation.settings.unclaimed_mail_dir
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{hashlib.sha256(raw).hexdigest()}.eml"
    if not target.exists():
        handle, half = tempfile.mkstemp(dir=folder, prefix=".arriving-")
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(half).replace(target)
    return target


def say_untaken(installation: Installation, trouble: Trouble) -> None:
    """Name a mail that could not be taken on the page of what came in."""
    _count(installation, Outcome.REFUSED, trouble)


def _count(installation: Installation, outcome: Outcome, trouble: Trouble | None) -> None:
    on = datetime.now(UTC).date().isoformat()
    with installation.database.session() as session:
        batch = batch_of(session, RecordingSource.MAIL, f"Mail, {on}", on)
        if trouble is not None and any(_is_same(known, trouble) for known in batch.problems):
            return
        count_outcome(batch, outcome, trouble)
        session.commit()


def _is_same(known: dict[str, Any], trouble: Trouble) -> bool:
    return (known["name"], known["kept"]) == (trouble.name, trouble.kept)


def give_mail(installation: Installation, kept_name: str, to: Identity) -> MailTaken:
    """Take a mail that was kept aside in somebody's name; once its recordings are safe it is removed.

    Raises NotFound for a name under which none is kept.
    """
    path = installation.settings.unclaimed_mail_dir / f"{kept_name}.eml"
    if not _KEPT_NAME.fullmatch(kept_name) or not path.is_file():
        raise NotFound("This mail is not kept here. Somebody may have given it away already.")
    taken = take_mail(installation, path.read_bytes(), to)
    if taken.recording_ids and not taken.troubles:
        with installation.database.session() as session:
            for batch in session.scalars(select(IntakeBatch).where(IntakeBatch.source == RecordingSource.MAIL)):
                left = [problem for problem in batch.problems if problem["kept"] != str(path)]
                batch.refused -= len(batch.problems) - len(left)
                batch.problems = left
            session.commit()
        path.unlink(missing_ok=True)
    return taken
