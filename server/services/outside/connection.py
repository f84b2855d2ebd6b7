"""Connects to an address that was looked at, so that a name cannot lead elsewhere between looking and connecting."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable

Allowed = Callable[[str], bool]


class NotAllowed(Exception):
    """A name that leads where nothing may be sent."""


def connect(
    host: str, port: int, *, is_https: bool, within_s: float, is_allowed: Allowed
) -> http.client.HTTPConnection:
    """Open a connection of which every address of the name is allowed; the caller closes it.

    Raises NotAllowed, and OSError where nobody answers within `within_s` seconds.
    """
    address = _allowed_address(host, port, is_allowed)
    connection = http.client.HTTPConnection(host, port, timeout=within_s)
    plain = socket.create_connection((address, port), within_s)
    try:
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if is_https else plain
    except BaseException:
        plain.close()
        raise
    return connection


def _allowed_address(host: str, port: int, is_allowed: Allowed) -> str:
    found = [str(where[4][0]) for where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(map(is_allowed, found)):
        raise NotAllowed
    return found[0]


def is_public(address: str) -> bool:
    """Tell whether an address is on the public internet."""
    read = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(read, "ipv4_mapped", None)
    return (inner or read).is_global and not read.is_multicast


def is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback
