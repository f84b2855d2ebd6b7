"""Sends one message to one address: never twice as far as it was told, no redirects, within ten seconds."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from server.services.outside.connection import NotAllowed, connect, is_public

WITHIN_S = 10.0
ANSWER_BYTES = 500
LONGEST_WAIT = timedelta(days=1)
PRIVATE = (
    "The name leads to a private address. To allow it, the server's administrator adds its network to WEBHOOK_NETWORKS."
)
NOT_SEALED = "On the public internet the address must begin with https."


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it: the status, or None where nobody answered; the beginning of the answer, or why none came."""

    status: int | None
    text: str
    wait: timedelta | None = None  # how long the receiver asks to be left alone

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status == http.HTTPStatus.GONE


def post(url: str, body: bytes, headers: Mapping[str, str], networks: str) -> Answered:
    """Post a body; `networks` are those of one's own that may be reached, as in WEBHOOK_NETWORKS. Never raises."""
    read = urlsplit(url)
    host, is_https = str(read.hostname), read.scheme == "https"
    own = [ipaddress.ip_network(one) for one in networks.split()]

    def is_allowed(address: str) -> bool:
        at = ipaddress.ip_address(address.partition("%")[0])
        at = getattr(at, "ipv4_mapped", None) or at
        if any(at.version == network.version and at in network for network in own):
            return True
        if is_public(address) and not is_https:
            raise _NotSealed
        return is_public(address)

    try:
        connection = connect(
            host, read.port or (443 if is_https else 80), is_https=is_https, within_s=WITHIN_S, is_allowed=is_allowed
        )
    except NotAllowed:
        return Answered(None, PRIVATE)
    except _NotSealed:
        return Answered(None, NOT_SEALED)
    except (OSError, UnicodeError) as error:
        return Answered(None, _in_words(error))
    with _within(connection):
        return _asked(connection, f"{read.path or '/'}{f'?{read.query}' if read.query else ''}", body, headers)


class _NotSealed(Exception):
    """Plain http to the public internet."""


def _asked(connection: http.client.HTTPConnection, path: str, body: bytes, headers: Mapping[str, str]) -> Answered:
    try:
        sent = {"content-type": "application/json", "user-agent": "Rounds", **headers}
        connection.request("POST", path, body, sent)
        answer = connection.getresponse()
        status, wait = answer.status, _wait(answer.headers.get("Retry-After", ""))
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        return Answered(None, _in_words(error))
    text = b""
    with suppress(OSError, http.client.HTTPException, ValueError, AttributeError):
        text = answer.read(ANSWER_BYTES)
    return Answered(status, text.decode("utf-8", "replace").replace("\x00", ""), wait)


@contextmanager
def _within(connection: http.client.HTTPConnection) -> Iterator[None]:
    """Break the connection off after a while, however slowly the other side drips its answer."""
    end = threading.Timer(WITHIN_S, _break_off, (connection.sock,))
    end.daemon = True
    end.start()
    try:
        yield
    finally:
        end.cancel()
        connection.close()


def _break_off(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _wait(written: str) -> timedelta | None:
    """Read Retry-After, in seconds or as a date (RFC 9110 section 10.2.3)."""
    if written.isascii() and written.isdigit() and len(written) < 9:
        return min(timedelta(seconds=int(written)), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - datetime.now(UTC), timedelta()), LONGEST_WAIT)


def _in_words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"Nobody answered within {WITHIN_S:.0f} seconds."
    if isinstance(error, socket.gaierror):
        return "The name is not known."
    return f"The connection failed: {type(error).__name__}."
