"""Mails with recordings, as phones and mail programs write them."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime

from tests.support.makers import TUESDAY_MORNING


def made_mail(*sounds: tuple[str, str, bytes], sender: str = "Ana Ruiz <Ana@Halyard.example>", **headers: str) -> bytes:
    """Return a mail; each sound is (file name, MIME type, bytes)."""
    mail = EmailMessage()
    values = {
        "Subject": "Visit",
        "Date": format_datetime(TUESDAY_MORNING),
        "Message-ID": "<1@phone.example>",
        **headers,
    }
    mail["From"], mail["To"] = sender, "notes@halyard.example"
    for name, value in values.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Sent from my phone")
    for name, mime_type, data in sounds:
        kind, _, subtype = mime_type.partition("/")
        mail.add_attachment(data, maintype=kind, subtype=subtype, filename=name)
    return mail.as_bytes()
