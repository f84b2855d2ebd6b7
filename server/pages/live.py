"""Tells open pages what changed, the moment it is committed (server-sent events)."""

from __future__ import annotations

import time
from collections.abc import Iterator

from apiflask import APIBlueprint
from flask import Response, current_app, request

from server.auth import EVERYBODY, allow
from server.current import identity
from server.feed import Feed

blueprint = APIBlueprint("live", __name__, enable_openapi=False)
# The browser comes back by itself with the last id it saw; asking again checks that its owner is still staff.
LONGEST_STREAM_S = 900.0


@blueprint.get("/feed")
@allow(*EVERYBODY)
def stream() -> Response:
    feed: Feed = current_app.extensions["feed"]
    answer = Response(for_a_while(feed.stream(last_id(), identity().staff_id)), mimetype="text/event-stream")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    return answer


def last_id() -> int | None:
    """Read the last event that this page saw: from the browser when it reconnects, else from the page."""
    written = request.headers.get("Last-Event-ID") or request.args.get("after", "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None


def for_a_while(messages: Iterator[str]) -> Iterator[str]:
    until_s = time.monotonic() + LONGEST_STREAM_S
    for message in messages:
        yield message
        if time.monotonic() > until_s:
            return
