"""The names and addresses under which other machines may reach this one."""

from __future__ import annotations

import ipaddress
import re
import socket
from contextlib import suppress
from pathlib import Path

LINUX_ROUTES = Path("/proc/net/fib_trie")
# Documentation addresses (RFC 5737, RFC 3849): connecting a datagram socket picks a route and sends nothing.
ROUTE_PROBES = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


def host_names() -> list[str]:
    """Return this machine's names, `localhost` first, each one valid in a certificate."""
    own = socket.gethostname().lower()
    names = ["localhost", own] if "." in own else ["localhost", own, f"{own}.local"]
    return [name for name in dict.fromkeys(names) if re.fullmatch(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?", name)]


def addresses() -> list[str]:
    """Return this machine's addresses, the one other machines most likely reach first, loopback last."""
    found = [*_routed_addresses(), *_linux_addresses(), "127.0.0.1", "::1"]
    return sorted(dict.fromkeys(found), key=lambda address: ipaddress.ip_address(address).is_loopback)


def outside_address() -> str:
    """Return the address to tell a phone in the same network; 127.0.0.1 when there is no network."""
    return next((a for a in addresses() if ":" not in a), "127.0.0.1")


def _routed_addresses() -> list[str]:
    found = []
    for family, probe in ROUTE_PROBES:
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe_socket:
            probe_socket.connect((probe, 9))
            found.append(probe_socket.getsockname()[0].split("%")[0])
    return found


def _linux_addresses() -> list[str]:
    with suppress(OSError):
        text = LINUX_ROUTES.read_text()
        return re.findall(r"\|-- (\S+)\n\s+/32 host LOCAL", text)
    return []
