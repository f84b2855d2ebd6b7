"""Reads from a raw e-mail what its place in a timeline needs: who wrote to whom, in which thread, and what."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime

from models.base import now
from server.services.letters.own_words import own_subject, own_words

_ID = re.compile(r"<[^<>\s]{1,900}>")
_FAILED = re.compile(r"\b(?:dmarc|spf|dkim)\s*=\s*(?:fail|softfail|permerror)\b", re.IGNORECASE)
MOST_ADDRESSES = 50


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a header; the address in lower case."""

    address: str
    name: str


@dataclass(frozen=True, slots=True)
class LetterReading:
    """One e-mail. Keys are SHA-256 of Message-IDs; `earlier` are those it answers, the thread's first one first."""

    key: str
    earlier: tuple[str, ...]
    sender: Person
    recipients: tuple[Person, ...]
    subject: str
    text: str
    sent_at: datetime
    is_doubtful: bool
    is_automatic: bool


def read_letter(raw: bytes) -> LetterReading:
    """Read one e-mail, however broken it is; nothing here raises for what stands in it."""
    message = message_from_bytes(raw, policy=policy.default)
    senders = _people(message, "From")
    own = _ids(_header(message, "Message-ID"))
    earlier = [*_ids(_header(message, "References")), *_ids(_header(message, "In-Reply-To"))]
    return LetterReading(
        key=_key(own[0]) if own else hashlib.sha256(raw).hexdigest(),
        earlier=tuple(dict.fromkeys(_key(one) for one in earlier)),
        sender=senders[0] if senders else Person("", ""),
        recipients=tuple([*_people(message, "To"), *_people(message, "Cc")][:MOST_ADDRESSES]),
        subject=own_subject(_storable(_header(message, "Subject"))),
        text=_storable(own_words(message)),
        sent_at=_sent_at(message),
        is_doubtful=bool(_FAILED.search(_header(message, "Authentication-Results"))),
        is_automatic=_is_automatic(message),
    )


def _people(message: EmailMessage, name: str) -> list[Person]:
    found = getaddresses([_header(message, name)])
    people = [Person(_storable(address).strip().lower()[:254], _storable(who).strip()[:200]) for who, address in found]
    return [person for person in people if "@" in person.address]


def _is_automatic(message: EmailMessage) -> bool:
    """Tell whether a machine wrote it: newsletters, bounces, notices of absence (RFC 3834)."""
    said = _header(message, "Auto-Submitted").lower()
    bulk = _header(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply")
    listed = bool(_header(message, "List-Id") or _header(message, "List-Unsubscribe"))
    return bulk or listed or (said not in ("", "no")) or _header(message, "Return-Path").strip() == "<>"


def _sent_at(message: EmailMessage) -> datetime:
    try:
        at = parsedate_to_datetime(_header(message, "Date"))
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return min(at.astimezone(UTC), now()) if at.year >= 1970 else now()
    except (ValueError, TypeError, IndexError, OverflowError):
        return now()


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name) or "")
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return ""


def _ids(written: str) -> list[str]:
    return _ID.findall(written)


def _key(message_id: str) -> str:
    return hashlib.sha256(message_id.encode("utf-8", "replace")).hexdigest()


def _storable(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
