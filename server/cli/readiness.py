"""Waits until the web process answers."""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Callable

PAUSE_S = 0.2
ATTEMPT_S = 5.0
READY_WITHIN_S = 90.0


def answers(host: str, port: int, *, is_https: bool, timeout_s: float = ATTEMPT_S) -> bool:
    """Tell whether a web server answers anything at all at this address."""
    connection: http.client.HTTPConnection
    if is_https:
        # Our own certificate on our own machine: only whether somebody answers is asked.
        unchecked = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection(host, port, timeout=timeout_s, context=unchecked)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=timeout_s)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def wait_until(is_ready: Callable[[], bool], meanwhile: Callable[[], None], within_s: float = READY_WITHIN_S) -> bool:
    """Ask `is_ready` until it says yes, calling `meanwhile` in between; return False when the time is over."""
    deadline_s = time.monotonic() + within_s
    while time.monotonic() < deadline_s:
        meanwhile()
        if is_ready():
            return True
        time.sleep(PAUSE_S)
    return False
