"""Messages between processes: a small JSON object and, behind it, bytes. Nothing in them can run as code."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

_SIZES = struct.Struct("!II")
_LARGEST_HEAD = 64 << 20  # the words of a recording of hours
_LARGEST_BODY = 512 << 20
_LOOK_EVERY_S = 1.0

Message = tuple[dict[str, Any], bytes]


class WireClosed(Exception):
    """The other side is gone."""


class WireSilent(Exception):
    """Nothing came, or nothing was taken, for as long as was agreed."""


class Wire:
    """One end of a socket pair that carries whole messages."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, head: dict[str, Any], body: bytes = b"", within_s: float | None = None) -> None:
        """Send a message. Raises WireClosed, or WireSilent when it is not taken within `within_s`."""
        packed = json.dumps(head).encode()
        self._end.settimeout(within_s)
        try:
            self._end.sendall(_SIZES.pack(len(packed), len(body)) + packed)
            self._end.sendall(body)
        except TimeoutError as cause:
            raise WireSilent from cause
        except OSError as cause:
            raise WireClosed from cause

    def receive(self, within_s: float | None = None, meanwhile: Callable[[], None] | None = None) -> Message:
        """Return the next message; `meanwhile` is called about each second of waiting, and may raise to stop it.

        Raises WireClosed at the end, WireSilent when nothing comes for `within_s`.
        """
        head_size, body_size = _SIZES.unpack(self._read(_SIZES.size, within_s, meanwhile))
        if head_size > _LARGEST_HEAD or body_size > _LARGEST_BODY:
            raise WireClosed
        head = self._read(head_size, within_s, meanwhile)
        body = self._read(body_size, within_s, meanwhile)
        try:
            read = json.loads(head)
        except ValueError as cause:
            raise WireClosed from cause
        if not isinstance(read, dict):
            raise WireClosed
        return read, body

    def close(self) -> None:
        self._end.close()

    def _read(self, size: int, within_s: float | None, meanwhile: Callable[[], None] | None) -> bytes:
        taken = bytearray()
        silent_since_s = time.monotonic()
        self._end.settimeout(_LOOK_EVERY_S if within_s is None else min(_LOOK_EVERY_S, within_s))
        while len(taken) < size:
            try:
                piece = self._end.recv(min(size - len(taken), 1 << 20))
            except TimeoutError:
                if within_s is not None and time.monotonic() - silent_since_s >= within_s:
                    raise WireSilent from None
                if meanwhile is not None:
                    meanwhile()
                continue
            except OSError as cause:
                raise WireClosed from cause
            if not piece:
                raise WireClosed
            taken += piece
            silent_since_s = time.monotonic()
        return bytes(taken)
