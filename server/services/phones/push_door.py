"""The way out to push services: one encrypted message to one https address on the public internet, nothing else."""

from __future__ import annotations

import http.client
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from models.reminder import PushSubscription
from server.errors import Problem
from server.services.outside.connection import NotAllowed, connect, is_loopback, is_public
from server.services.phones.push_keys import key_pair_pem, signing_key
from server.services.phones.push_signature import authorization
from server.services.phones.push_subscription import check_endpoint

WAIT_S = 10.0
KEPT_FOR_S = 3600  # what cannot be delivered within an hour is of no use any more
GONE = (404, 410)
BUSY = (408, 425, 429)

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of a message."""

    DELIVERED = "delivered"
    GONE = "gone"  # the browser takes no messages any more
    LATER = "later"  # the push service cannot be reached or is busy
    REFUSED = "refused"  # sending the same again would not help


@dataclass(frozen=True, slots=True)
class PushDoor:
    """Sends as one installation; `contact` is the mail address that push services may write to."""

    var_dir: Path
    contact: str
    is_local_allowed: bool = False

    def send(self, subscription: PushSubscription, message: Mapping[str, Any], topic: str) -> Outcome:
        """Send one message, encrypted for that browser alone (RFC 8291) and signed (RFC 8292).

        `topic` (32 letters at most) has a later message replace one that was not delivered yet. Redirects are not
        followed; what a push service answers beyond its status is not read.
        """
        try:
            check_endpoint(subscription.endpoint, is_local_allowed=self.is_local_allowed)
            body, headers = self._sealed(subscription, message)
        except (Problem, ValueError) as error:
            log.warning("a push subscription cannot be used: %s", type(error).__name__)
            return Outcome.GONE
        try:
            status = self._post(subscription.endpoint, body, {**headers, "Topic": topic, "Urgency": "normal"})
        except NotAllowed:
            log.warning("a push service's name leads to a private address; nothing was sent")
            return Outcome.REFUSED
        except (OSError, http.client.HTTPException) as error:
            log.info("a push service could not be reached: %s", type(error).__name__)
            return Outcome.LATER
        return _outcome(status)

    def _is_allowed(self, address: str) -> bool:
        return is_public(address) or (self.is_local_allowed and is_loopback(address))

    def _sealed(self, subscription: PushSubscription, message: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]:
        from webpush import WebPush, WebPushSubscription  # few processes ever send one, and it loads slowly

        key = signing_key(self.var_dir)
        sealing = WebPush(*key_pair_pem(key), subscriber=self.contact, ttl=KEPT_FOR_S)
        keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
        to = WebPushSubscription.model_validate({"endpoint": subscription.endpoint, "keys": keys})
        sealed = sealing.get(json.dumps(dict(message), ensure_ascii=False), to)
        headers = {str(name): str(value) for name, value in sealed.headers.items()}
        headers["authorization"] = authorization(self.var_dir, subscription.endpoint, self.contact)
        return sealed.encrypted, {**headers, "content-type": "application/octet-stream"}

    def _post(self, endpoint: str, body: bytes, headers: Mapping[str, str]) -> int:
        read = urlsplit(endpoint)
        host, is_https = str(read.hostname), read.scheme == "https"
        port = read.port or (443 if is_https else 80)
        connection = connect(host, port, is_https=is_https, within_s=WAIT_S, is_allowed=self._is_allowed)
        path = f"{read.path or '/'}{f'?{read.query}' if read.query else ''}"
        try:
            connection.request("POST", path, body, dict(headers))
            return connection.getresponse().status
        finally:
            connection.close()


def _outcome(status: int) -> Outcome:
    if 200 <= status < 300:
        return Outcome.DELIVERED
    if status in GONE:
        return Outcome.GONE
    if status in BUSY or status >= 500:
        return Outcome.LATER
    log.warning("a push service refused a message with status %d", status)
    return Outcome.REFUSED
