"""The way out to the mail server: one message at a time by SMTP (RFC 5321), and what surely became of it."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum

from server.settings import Settings

WAIT_S = 20.0
PORTS = {"tls": 465, "starttls": 587, "none": 25}


class Mailed(StrEnum):
    """What became of a message."""

    SENT = "sent"
    LATER = "later"  # surely not taken: sending it again is right
    UNKNOWN = "unknown"  # the connection broke while the server had the words
    STOPPED = "stopped"  # `may_hand_over` said no


@dataclass(frozen=True, slots=True)
class MailDoor:
    """Sends by one server, as the settings name it."""

    settings: Settings

    @property
    def is_open(self) -> bool:
        return bool(self.settings.smtp_server)

    def send(self, message: EmailMessage, may_hand_over: Callable[[], bool]) -> tuple[Mailed, str]:
        """Send a message; also returns the server's words or the fault.

        `may_hand_over` is asked once the server has agreed to take the message, before it gets its words.
        """
        has_words = False
        try:
            server = self._connect()
            try:
                server.ehlo_or_helo_if_needed()
                _require(server.mail(self.settings.smtp_from))
                _require(server.rcpt(str(message["To"])))
                if not may_hand_over():
                    return Mailed.STOPPED, ""
                has_words = True
                code, said = server.data(message.as_bytes())
            finally:
                _leave(server)
            return (Mailed.SENT if code == 250 else Mailed.LATER), f"{code} {said.decode('ascii', 'replace')}"
        except smtplib.SMTPServerDisconnected as error:
            return (Mailed.UNKNOWN if has_words else Mailed.LATER), str(error)
        except smtplib.SMTPResponseException as error:
            return Mailed.LATER, f"{error.smtp_code} {error.smtp_error!r}"
        except (OSError, smtplib.SMTPException) as error:
            return (Mailed.UNKNOWN if has_words else Mailed.LATER), f"{type(error).__name__}: {error}"

    def _connect(self) -> smtplib.SMTP:
        host, _, port = self.settings.smtp_server.partition(":")
        security = self.settings.smtp_security
        at = int(port) if port else PORTS[security]
        trusted = ssl.create_default_context()
        if security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, at, timeout=WAIT_S, context=trusted)
        else:
            server = smtplib.SMTP(host, at, timeout=WAIT_S)
        try:
            if security == "starttls":
                server.starttls(context=trusted)
            if self.settings.smtp_user:
                server.login(self.settings.smtp_user, self.settings.smtp_password)
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
        return server


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; how that is answered changes nothing about the message."""
    with suppress(OSError, smtplib.SMTPException):
        server.quit()
    server.close()


def _require(answer: tuple[int, bytes]) -> None:
    code, said = answer
    if code // 100 != 2:
        raise smtplib.SMTPResponseException(code, said)
