"""Keeps a passkey's challenge in the visitor's signed session until it is answered, once and for minutes."""

from __future__ import annotations

import base64
import time

from flask import session

from server.errors import Problem

VALID_S = 300


def keep_challenge(purpose: str, challenge: bytes) -> None:
    session[f"challenge-{purpose}"] = [base64.b64encode(challenge).decode(), time.time()]


def take_challenge(purpose: str) -> bytes:
    """Return the challenge of this visitor and forget it; raises Problem when there is none or it is too old."""
    kept = session.pop(f"challenge-{purpose}", None)
    if kept is None or time.time() - kept[1] > VALID_S:
        raise Problem("This took too long. Try again.", status=403, code="challenge-expired")
    return base64.b64decode(kept[0])
