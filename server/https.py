"""The built-in https mode: a certificate that this machine signs for itself.

Phones give the microphone to https pages only. This is for trying Rounds out in an own network; a certificate that
phones trust by themselves needs a domain name and a reverse proxy (docs/operations.md).
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VALID_DAYS = 397  # what browsers allow at most
RENEW_DAYS = 30


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where the certificate and its key lie, and what it vouches for."""

    certificate_path: Path
    key_path: Path
    names: frozenset[str]
    expires_at: datetime
    fingerprint: str


def ensure_certificate(folder: Path, names: Sequence[str], now: datetime) -> Certificate:
    """Return the certificate in `folder`, made anew when it is missing, near its end or lacks a name.

    `names` are host names and addresses. Names of the old certificate stay in the new one: a laptop that moves
    between two networks would otherwise ask every phone to accept a new certificate at each move.
    """
    old = _read(folder)
    if old and old.expires_at > now + timedelta(days=RENEW_DAYS) and old.names.issuperset(names):
        return old
    wanted = list(dict.fromkeys([*names, *sorted(old.names if old else ())]))
    _write(folder, wanted, now)
    made = _read(folder)
    assert made is not None
    return made


def _read(folder: Path) -> Certificate | None:
    certificate_path, key_path = folder / "certificate.pem", folder / "key.pem"
    try:
        certificate = x509.load_pem_x509_certificate(certificate_path.read_bytes())
        key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (FileNotFoundError, ValueError, x509.ExtensionNotFound):
        return None
    if certificate.public_key() != key.public_key():
        return None  # written half-way: the two files belong to different makings
    return Certificate(
        certificate_path=certificate_path,
        key_path=key_path,
        names=frozenset(str(name.value) for name in names),
        expires_at=certificate.not_valid_after_utc,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(":").upper(),
    )


def _write(folder: Path, names: Sequence[str], now: datetime) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _sign(key, names, now)
    key_text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _replace(folder / "key.pem", key_text)
    _replace(folder / "certificate.pem", certificate.public_bytes(serialization.Encoding.PEM))


def _sign(key: ec.EllipticCurvePrivateKey, names: Sequence[str], now: datetime) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Rounds on this network")])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=24))  # phones' clocks differ
        .not_valid_after(now + timedelta(days=VALID_DAYS - 1))
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
