"""The API's own description: OpenAPI 3.1 at /api/openapi.json, and the same to read at /api/."""

from __future__ import annotations

from typing import Any

from apiflask import APIFlask
from flask import render_template

from server.api.notes import describe_body
from server.auth import public
from server.errors import PROBLEM_BASE

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": f"{PROBLEM_BASE} and a code"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened and what to do next, for people"},
    },
}
BEARER = {"type": "http", "scheme": "bearer", "description": "A paired phone's token"}
PROGRAM = {"type": "http", "scheme": "bearer", "description": "A program's API token, made at the desk"}


def describe(app: APIFlask) -> None:
    """Finish the document: errors are problems (RFC 9457), and who may call is said."""
    app.config["SECURITY_SCHEMES"] = {"phone": BEARER, "program": PROGRAM}
    app.spec_processor(_with_problems)
    app.view_functions["openapi.spec"] = public(app.view_functions["openapi.spec"])
    app.add_url_rule("/api/", "api_page", public(lambda: render_template("api.html", api=app.spec)))


def _with_problems(document: dict[Any, Any] | str) -> dict[Any, Any] | str:
    assert isinstance(document, dict)  # the other form is YAML, which is not asked for
    describe_body(document)
    document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    answer = {
        "description": "What is wrong and what to do next",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path in list(document["paths"]):
        if not path.startswith("/api/") or path == "/api/":
            del document["paths"][path]
    for operations in document["paths"].values():
        for operation in operations.values():
            if isinstance(operation, dict) and "responses" in operation:
                if "requestBody" in operation:
                    operation["requestBody"]["required"] = True
                kept = {status: said for status, said in operation["responses"].items() if str(status) < "400"}
                operation["responses"] = {**kept, "default": answer}
    return document
