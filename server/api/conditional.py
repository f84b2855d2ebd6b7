"""Answers that a phone keeps and asks for again: with an ETag, so that an unchanged one is neither made nor sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Response, request

from server.api.forms import Answer

NOT_CHANGED: dict[int | str, Any] = {304: {"description": "Not changed since the ETag in If-None-Match"}}


def answer_if_changed(told: object, shape: type[Answer], make: Callable[[], Answer]) -> Response:
    """Answer in full, or 304 without making it when it is what the phone holds.

    `told` is all that the answer tells of, as frozen dataclasses and plain values: it is read for the tag alone.
    """
    tag = hashlib.sha256(f"{_mark_of(shape)} {told!r}".encode()).hexdigest()[:32]
    is_held = request.if_none_match.contains_weak(tag)
    response = Response(status=304) if is_held else Response(make().model_dump_json(), mimetype="application/json")
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@lru_cache
def _mark_of(shape: type[Answer]) -> str:
    """Return what tells an answer of this version of the program from one of another shape."""
    return hashlib.sha256(json.dumps(shape.model_json_schema(), sort_keys=True).encode()).hexdigest()
