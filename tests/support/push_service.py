"""A push service on loopback (RFC 8030) and one browser behind it, which opens messages with its own key."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def in_url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_url(written: str) -> bytes:
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


@dataclass
class Browser:
    """The keys that only the phone has."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"sixteen letters!"

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def keys(self) -> dict[str, str]:
        return {"p256dh": in_url(self.public), "auth": in_url(self.auth)}

    def open(self, sealed: bytes) -> dict[str, Any]:
        """Decrypt one record of aes128gcm (RFC 8188) with the keys of RFC 8291."""
        salt, length = sealed[:16], sealed[20]
        sender = sealed[21 : 21 + length]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        secret = _derived(self.auth, b"WebPush: info\x00" + self.public + sender, 32, shared)
        content_key = _derived(salt, b"Content-Encoding: aes128gcm\x00", 16, secret)
        nonce = _derived(salt, b"Content-Encoding: nonce\x00", 12, secret)
        plain = AESGCM(content_key).decrypt(nonce, sealed[21 + length :], None)
        opened: dict[str, Any] = json.loads(plain.rstrip(b"\x00")[:-1])
        return opened


def _derived(salt: bytes, info: bytes, length: int, secret: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


@dataclass
class PushService:
    """What came in; `statuses` are the answers to give, the last of them again and again."""

    address: str = ""
    statuses: list[int] = field(default_factory=lambda: [201])
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def answer(self, headers: dict[str, str], body: bytes) -> int:
        self.requests.append((headers, body))
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]

    def signed_by(self, number: int = 0) -> tuple[dict[str, Any], bytes]:
        """Return the claims of a message's VAPID token, verified with the key that it carries, and that key."""
        token, key = self.requests[number][0]["authorization"].removeprefix("vapid t=").split(", k=")
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_url(key))
        claims = jwt.decode(token, point, algorithms=["ES256"], options={"verify_aud": False})
        return claims, from_url(key)


@contextmanager
def push_service() -> Iterator[PushService]:
    """Run a push service on a free port of loopback."""
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.send_response(service.answer(headers, body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.address = f"http://127.0.0.1:{server.server_port}/send/abc"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
