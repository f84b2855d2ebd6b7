"""What a location app sent, as bytes: at most so many, unpacked, and read once for each request."""

from __future__ import annotations

import zlib

from flask import Request, g

LARGEST_BODY = 8 * 1024 * 1024
ANY_LENGTH = 1 << 40
GZIP = b"\x1f\x8b"
TOO_LARGE = "larger than 8 MB; only the beginning is kept"


def body_of(asking: Request) -> bytes:
    """Return the body; one byte more than allowed tells that it is too large.

    The general limit answers 413, on which the apps would send the same for ever: here it does not count.
    """
    if "location_app_body" not in g:
        asking.max_content_length = ANY_LENGTH
        g.location_app_body = _read(asking)
    body: bytes = g.location_app_body
    return body


def _read(asking: Request) -> bytes:
    body = asking.stream.read(LARGEST_BODY + 1)
    return _unpacked(body) if body.startswith(GZIP) else body


def _unpacked(body: bytes) -> bytes:
    """Unpack gzip up to the limit; what is broken stays as it came."""
    try:
        return zlib.decompressobj(wbits=31).decompress(body, LARGEST_BODY + 1)
    except zlib.error:
        return body
