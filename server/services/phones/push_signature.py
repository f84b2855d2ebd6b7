"""Signs a push message for the push service it goes to (VAPID, RFC 8292)."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import urlsplit

import jwt

from server.services.phones.push_keys import public_key, signing_key

VALID_FOR_S = 12 * 3600  # at most 24 hours (section 2)
DEFAULT_PORTS = {"https": 443, "http": 80}


def authorization(var_dir: Path, endpoint: str, contact: str) -> str:
    """Return the Authorization header of a message; `contact` is the mail address a push service may write to.

    webpush leaves the port out of the audience; section 2 asks for the origin of the push resource, port and all.
    """
    claims = {"aud": origin_of(endpoint), "exp": int(time.time()) + VALID_FOR_S, "sub": f"mailto:{contact}"}
    token = jwt.encode(claims, signing_key(var_dir), algorithm="ES256")
    return f"vapid t={token}, k={public_key(var_dir)}"


def origin_of(address: str) -> str:
    """Return scheme, host and port, the port only where it is not the scheme's own (RFC 6454, section 6.2)."""
    read = urlsplit(address)
    host = f"[{read.hostname}]" if read.hostname and ":" in read.hostname else read.hostname
    is_default = read.port in (None, DEFAULT_PORTS.get(read.scheme))
    return f"{read.scheme}://{host}" if is_default else f"{read.scheme}://{host}:{read.port}"
