"""Answers that a phone keeps and asks for again: with an ETag, so that an unchanged one is not sent twice."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, request

from server.api.forms import Answer

NOT_CHANGED: dict[int | str, Any] = {304: {"description": "Not changed since the ETag in If-None-Match"}}


def answer_if_changed(answer: Answer, *, apart_from: Any) -> Response:
    """Answer in full, or 304 when it is what the phone holds; `apart_from` names the members that always differ, as
    pydantic's `exclude` does.
    """
    told = answer.model_dump_json(exclude=apart_from)
    response = Response(answer.model_dump_json(), mimetype="application/json")
    response.set_etag(hashlib.sha256(told.encode()).hexdigest()[:32], weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.make_conditional(request)
    return response
