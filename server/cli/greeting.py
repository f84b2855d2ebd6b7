"""What the terminal shows once the server answers: where to go, and how a phone gets there."""

from __future__ import annotations

from dataclasses import dataclass

from server.https import Certificate


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the server is reached: on this machine, and by phones (None: not at all)."""

    here: str
    phones: str | None


def greeting(where: Addresses, admin_link: str | None, certificate: Certificate | None, notes: list[str]) -> str:
    """Return the lines to print; `notes` are sentences on anything out of the ordinary."""
    lines = ["", f"Rounds is running:   {where.here}"]
    if admin_link:
        lines += ["", "There is no administrator yet. This link makes you one, once, within a day:", f"  {admin_link}"]
    lines += ["", *_about_phones(where, certificate)]
    for note in notes:
        lines += ["", note]
    return "\n".join([*lines, "", "Ctrl-C stops it.", ""])


def _about_phones(where: Addresses, certificate: Certificate | None) -> list[str]:
    if certificate and where.phones:
        return [
            f"Phones in this network:   {where.phones}/app/",
            "  The certificate is this machine's own: each phone warns once; choose Advanced, then Continue.",
            f"  Its SHA-256 fingerprint begins {certificate.fingerprint[:23]}, it is valid to "
            f"{certificate.expires_at:%d %B %Y}.",
            "  For daily use put a reverse proxy with a real certificate in front: docs/operations.md.",
        ]
    if where.phones and where.phones.startswith("https://"):
        return [f"Phones:   {where.phones}/app/"]
    return [
        "Phones give the microphone to https pages only. To let one in:",
        "  to try it out:   script/server --https      (phones in the same network; they warn once)",
        "  to keep:         a reverse proxy with a certificate, such as Caddy or nginx: docs/operations.md",
        f"  On this machine itself the phone app works as it is: {where.here.replace('127.0.0.1', 'localhost')}/app/",
    ]
