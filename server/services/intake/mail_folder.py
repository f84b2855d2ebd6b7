"""An IMAP folder that is polled: each mail once, by its number, and nothing is changed in the mailbox."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from server.current import Installation
from server.services.intake.batch import Trouble
from server.services.intake.mail_message import say_untaken, take_mail
from server.settings import Settings

WITHIN_S = 30.0
LARGEST_MAIL_BYTES = 300 * 1024 * 1024
TOO_LARGE = "It is larger than 300 MB or vanished while it was read. If it is still there, save its recordings by hand."
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_VALIDITY = re.compile(rb"(\d+)")


class MailUnreachable(Exception):
    """The mail server cannot be reached, refuses the password, or breaks off; the text says which."""


@dataclass(frozen=True, slots=True)
class MailPlace:
    """How far a folder was read: mails are numbered upwards within one validity (RFC 3501 section 2.3.1.1)."""

    validity: int = 0
    last_uid: int = 0


def take_from_mailbox(
    installation: Installation, place: MailPlace, keep_place: Callable[[MailPlace], None]
) -> MailPlace:
    """Take all mails after a place; return the new place.

    `keep_place` is called when a mail is safe, before the next is fetched, and may raise to stop: whoever is killed in
    between fetches one mail again, whose recordings are known by then. The folder is opened for reading only, so
    that mails stay unread for people. Raises MailUnreachable.
    """
    settings = installation.settings
    try:
        with _opened(settings) as (mailbox, validity):
            if validity != place.validity:
                place = MailPlace(validity, 0)
            for uid, raw in _mails_after(mailbox, place.last_uid):
                if raw is None:
                    say_untaken(installation, Trouble(f"Mail {uid} in {settings.mail_folder}", TOO_LARGE))
                else:
                    take_mail(installation, raw)
                place = MailPlace(validity, uid)
                keep_place(place)
    except ssl.SSLCertVerificationError as error:
        raise MailUnreachable(f"The certificate of {settings.mail_server} is not trusted.") from error
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailUnreachable(f"The mail server {settings.mail_server} cannot be used: {error}") from error
    return place


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[imaplib.IMAP4, int]]:
    mailbox = _connected(settings)
    try:
        mailbox.login(settings.mail_user, settings.mail_password)
        answer, _said = mailbox.select(_quoted(settings.mail_folder), readonly=True)
        if answer != "OK":
            raise MailUnreachable(f"There is no folder {settings.mail_folder} in the mailbox: see MAIL_FOLDER.")
        _, validity = mailbox.response("UIDVALIDITY")
        found = _VALIDITY.search((validity or [b""])[0] or b"")
        yield mailbox, int(found[1]) if found else 1
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            mailbox.logout()
        with suppress(OSError):
            mailbox.shutdown()  # which a logout that broke off leaves undone


def _connected(settings: Settings) -> imaplib.IMAP4:
    host, _, port = settings.mail_server.partition(":")
    if settings.mail_security == "tls":
        return imaplib.IMAP4_SSL(host, int(port or 993), ssl_context=ssl.create_default_context(), timeout=WITHIN_S)
    mailbox = imaplib.IMAP4(host, int(port or 143), timeout=WITHIN_S)
    if settings.mail_security == "starttls":
        mailbox.starttls(ssl.create_default_context())
    return mailbox


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _mails_after(mailbox: imaplib.IMAP4, last_uid: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield each mail's number with its bytes; None for one that vanished or is too large to be held."""
    _, found = mailbox.uid("SEARCH", "UID", f"{last_uid + 1}:*")
    numbers = sorted(int(number) for line in found if line for number in line.split())
    for uid in numbers:
        if uid > last_uid:  # "n:*" names the last mail even where its number is below n
            yield uid, _fetched(mailbox, uid)


def _fetched(mailbox: imaplib.IMAP4, uid: int) -> bytes | None:
    _, sizes = mailbox.uid("FETCH", str(uid), "(UID RFC822.SIZE)")
    told = [_SIZE.search(line) for line in sizes if isinstance(line, bytes)]
    if any(size and int(size[1]) > LARGEST_MAIL_BYTES for size in told):
        return None
    _, parts = mailbox.uid("FETCH", str(uid), "(UID BODY.PEEK[])")
    for part in parts:
        if isinstance(part, tuple) and (of := _UID.search(part[0])) is not None and int(of[1]) == uid:
            return bytes(part[1])
    return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), None)
