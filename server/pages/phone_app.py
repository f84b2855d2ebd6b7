"""Serves the built phone app under /app/."""

from __future__ import annotations

from pathlib import Path

from apiflask import APIBlueprint
from flask import Response, redirect, render_template, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from server.auth import public
from server.current import settings
from server.errors import NotFound
from server.pages.security_headers import RECOGNISER

blueprint = APIBlueprint("phone_app", __name__, enable_openapi=False)
INDEX = "index.html"
WORKER = "sw.js"


@blueprint.get("/app")
@public
def enter() -> AnyResponse:
    return redirect("/app/", code=308)


@blueprint.get("/app/")
@public
def show() -> tuple[str, int] | Response:
    if not (_folder() / INDEX).is_file():
        return render_template("phone_app/not_built.html"), 503
    return _send(INDEX)


@blueprint.get("/app/<path:name>")
@public
def send(name: str) -> tuple[str, int] | Response:
    if any(part.startswith(".") for part in Path(name).parts) or name.startswith("desk/"):
        raise NotFound("There is no such file.")
    if (_folder() / name).is_file():
        return _send(name)
    if Path(name).suffix:
        raise NotFound("There is no such file.")
    return show()  # an address inside the app: the app itself knows what to show


def _send(name: str) -> Response:
    answer = send_from_directory(_folder(), name, etag=True)
    # Files in assets/ carry a hash of their content in their name; all others must be asked for each time,
    # above all the page and the service worker, or phones would stay on an old version.
    is_hashed = name.startswith("assets/")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_hashed else "no-cache"
    if name.startswith("assets/recogniser-"):
        answer.headers["Content-Security-Policy"] = RECOGNISER
    if name == WORKER:
        answer.headers["Service-Worker-Allowed"] = "/app/"
    return answer


def _folder() -> Path:
    return settings().phone_app_dir
