"""The line format that calendars and address cards share (RFC 5545 section 3.1, RFC 6350 section 3)."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST_BYTES = 75


def escape(text: str) -> str:
    """Return text as a value: backslash, comma, semicolon and line ends are escaped."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    tidy = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in tidy if sign >= " " or sign == "\t")


def folded(lines: Iterable[str]) -> str:
    """Return lines as a document: none longer than 75 bytes, none broken within a letter, each ended by CRLF."""
    return "".join(f"{piece}\r\n" for line in lines for piece in _pieces(line))


def _pieces(line: str) -> list[str]:
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST_BYTES:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    return [*pieces, piece]
