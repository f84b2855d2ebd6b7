"""The certificate that this machine signs for itself."""

import ssl
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.https import Certificate, ensure_certificate
from server.local_addresses import addresses, host_names, outside_address

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NAMES = ["localhost", "127.0.0.1", "::1"]


def make(folder: Path, names: list[str] = NAMES, now: datetime = NOW) -> Certificate:
    return ensure_certificate(folder, names, now)


def test_the_same_certificate_serves_until_it_nears_its_end(tmp_path: Path) -> None:
    first = make(tmp_path)
    assert make(tmp_path, now=first.expires_at - timedelta(days=31)) == first
    renewed = make(tmp_path, now=first.expires_at - timedelta(days=29))
    assert renewed.fingerprint != first.fingerprint
    assert renewed.expires_at > first.expires_at


def test_it_is_valid_no_longer_than_browsers_allow(tmp_path: Path) -> None:
    made = make(tmp_path)
    assert made.expires_at - (NOW - timedelta(hours=24)) <= timedelta(days=397)


def test_a_new_address_is_taken_in_and_the_old_ones_stay(tmp_path: Path) -> None:
    make(tmp_path)
    assert make(tmp_path, names=["localhost", "192.0.2.7"]).names == {"localhost", "127.0.0.1", "::1", "192.0.2.7"}


def test_only_this_user_can_read_the_key(tmp_path: Path) -> None:
    made = make(tmp_path / "tls")
    assert made.key_path.stat().st_mode & 0o077 == 0
    assert made.key_path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damaged", ["certificate.pem", "key.pem"])
def test_damaged_files_are_made_anew(tmp_path: Path, damaged: str) -> None:
    first = make(tmp_path)
    (tmp_path / damaged).write_text("half a fi")
    assert make(tmp_path).fingerprint != first.fingerprint


def test_a_key_of_another_making_is_noticed(tmp_path: Path) -> None:
    first = make(tmp_path / "one")
    other = make(tmp_path / "two")
    first.key_path.write_bytes(other.key_path.read_bytes())
    assert make(tmp_path / "one").fingerprint != first.fingerprint


def test_a_client_that_trusts_it_can_talk_to_every_name(tmp_path: Path) -> None:
    made = make(tmp_path, now=datetime.now(UTC))
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(made.certificate_path, made.key_path)
    client_side = ssl.create_default_context(cafile=str(made.certificate_path))
    for name in ("localhost", "127.0.0.1"):
        assert shake_hands(server_side, client_side, name) == "TLSv1.3"


def shake_hands(server_side: ssl.SSLContext, client_side: ssl.SSLContext, name: str) -> str | None:
    """Let the two ends talk in memory; raises ssl.SSLError where the client does not trust the server."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client_side.wrap_bio(to_client, to_server, server_hostname=name),
        server_side.wrap_bio(to_server, to_client, server_side=True),
    ]
    for end in ends * 2:
        with suppress(ssl.SSLWantReadError):
            end.do_handshake()
    return ends[0].version()


def test_this_machine_knows_its_own_names_and_addresses() -> None:
    assert host_names()[0] == "localhost"
    assert {"127.0.0.1", "::1"} <= set(addresses())
    assert addresses()[-1] in ("127.0.0.1", "::1")
    assert outside_address() in addresses()
