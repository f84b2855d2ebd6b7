"""The staff pages' built script and style under /assets/."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from apiflask import APIBlueprint
from flask import Response, request, send_from_directory, url_for

from server.auth import public
from server.current import settings
from server.errors import NotFound

blueprint = APIBlueprint("assets", __name__, url_prefix="/assets", enable_openapi=False)
MANIFEST = "manifest.json"


@blueprint.get("/<name>")
@public
def show(name: str) -> Response:
    folder = _folder()
    if name == MANIFEST or not (folder / name).is_file():
        raise NotFound("There is no such file. If the pages look bare, run script/bootstrap on the server.")
    answer = send_from_directory(folder, name, etag=True)
    versioned = "v" in request.args
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
    return answer


def asset(name: str) -> str | None:
    """Return the address of a built asset with its version, or None when it was not built."""
    addresses = _addresses(_folder() / MANIFEST)
    if name not in addresses:
        return None
    return url_for("assets.show", name=name) + addresses[name].removeprefix(name)


def _folder() -> Path:
    return settings().phone_app_dir / "desk"


def _addresses(manifest: Path) -> dict[str, str]:
    try:
        return _read_manifest(manifest, manifest.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=4)
def _read_manifest(manifest: Path, _changed_ns: int) -> dict[str, str]:
    addresses: dict[str, str] = json.loads(manifest.read_text())
    return addresses
