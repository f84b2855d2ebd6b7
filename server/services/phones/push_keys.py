"""The key with which this installation signs its push messages (VAPID, RFC 8292), made once into VAR_DIR."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

FILE = "push.key"


def signing_key(var_dir: Path) -> ec.EllipticCurvePrivateKey:
    """Return the private key on P-256, made at the first use and readable by this user alone."""
    path = var_dir / FILE
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def public_key(var_dir: Path) -> str:
    """Return the public key as browsers want it: 65 bytes, base64url without padding."""
    point = signing_key(var_dir).public_key()
    raw = point.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def key_pair_pem(key: ec.EllipticCurvePrivateKey) -> tuple[bytes, bytes]:
    """Return the private and the public key as PEM."""
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    shown = serialization.PublicFormat.SubjectPublicKeyInfo
    return private, key.public_key().public_bytes(serialization.Encoding.PEM, shown)


def _make(path: Path) -> None:
    """Write the whole file beside its place and link it in: of two processes one wins, nobody reads half a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written, _ = key_pair_pem(ec.generate_private_key(ec.SECP256R1()))
    beside = path.with_name(f"{FILE}.{os.getpid()}-{os.urandom(4).hex()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(written)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
