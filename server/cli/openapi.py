"""`openapi`: prints the OpenAPI document of the API."""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import replace
from pathlib import Path

from server.settings import load_settings

HELP = "Print the OpenAPI 3.1 document of the API."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing."""


def run(_arguments: argparse.Namespace) -> int:
    print(json.dumps(document(), indent=2, ensure_ascii=False, sort_keys=True))
    return 0


def document() -> object:
    """Return the document, made beside the installation so that nothing of it is touched."""
    from server.app import create_app

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(replace(load_settings(), var_dir=Path(folder), database_url=""))
        answer = app.test_client().get("/api/openapi.json")
        return json.loads(answer.data)
