"""A mailbox is read over TLS from a server on a real socket, and never from one whose certificate is not trusted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from models.recording import Recording
from server.current import Identity, Installation
from server.services.intake.mail_folder import MailPlace, MailUnreachable, take_from_mailbox
from server.settings import Settings
from tests.support.certificates import make_certificate
from tests.support.imap_server import ImapServer
from tests.support.made_mail import made_mail
from tests.support.recordings import WAV

MAILS = {11: made_mail(("memo", "audio/wav", WAV.data))}


def taken(settings: Settings, server: ImapServer, security: str) -> list[str]:
    """Read the mailbox once; return from where the recordings came."""
    told = {"mail_server": server.address, "mail_user": "notes", "mail_password": "secret", "mail_security": security}
    opened = Installation.open(replace(settings, **told))  # type: ignore[arg-type]
    try:
        take_from_mailbox(opened, MailPlace(), lambda reached: None)
        with opened.database.reading() as session:
            return [str(source) for source in session.scalars(select(Recording.source))]
    finally:
        opened.database.close()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_mail_is_taken_over_tls(
    settings: Settings, ana: Identity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    certificate, tls = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with ImapServer(dict(MAILS), tls=tls, is_plain_first=security == "starttls") as server:
        assert taken(settings, server, security) == ["mail"]
        assert ("STARTTLS" in server.asked) == (security == "starttls")
        assert server.asked.index('LOGIN notes "secret"') > 0


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_no_password_is_told_to_a_server_that_is_not_trusted(
    settings: Settings, ana: Identity, tmp_path: Path, security: str
) -> None:
    _certificate, tls = make_certificate(tmp_path)
    with ImapServer(dict(MAILS), tls=tls, is_plain_first=security == "starttls") as server:
        with pytest.raises(MailUnreachable, match="not trusted"):
            taken(settings, server, security)
        assert not any(asked.startswith("LOGIN") for asked in server.asked)
