"""Opens the listening socket, with a sentence for each way in which that fails."""

from __future__ import annotations

import errno
import socket

from server.cli.complaint import Complaint
from server.settings import Settings

BACKLOG = 2048


def listen(settings: Settings) -> socket.socket:
    """Return a socket that listens on WEB_HOST and WEB_PORT; raises Complaint when it cannot be had.

    The supervisor holds it, so that callers wait, and are not refused, while the web process restarts.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.web_host, settings.web_port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise Complaint(
            f"WEB_HOST is {settings.web_host!r}, which is no address of a machine. Use 127.0.0.1, or 0.0.0.0 for all."
        ) from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise Complaint(_why_not(error, settings)) from error
    return listener


def _why_not(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.web_port} on {settings.web_host} is taken, perhaps by another Rounds that runs already. "
            f"Stop that program, or take another port: --port {settings.web_port % 65535 + 1}"
        )
    if error.errno == errno.EADDRNOTAVAIL:
        return f"WEB_HOST is {settings.web_host}, which is not an address of this machine. Use 127.0.0.1 or 0.0.0.0."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"This user may not listen on port {settings.web_port}. Take one above 1023: --port 8080"
    return f"Listening on {settings.web_host} port {settings.web_port} failed: {error.strerror}."
