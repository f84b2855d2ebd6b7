"""What went wrong, said once: exceptions that carry status, code and a sentence on what to do next."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from apiflask import HTTPError
from flask import Response, current_app, json, render_template, request
from sqlalchemy.exc import OperationalError

from server.logs import describe_fault

FULL_DISK = ("database or disk is full", "No space left on device")
DISK_IS_FULL = (
    "The server's disk is full. What you sent stays on the phone and is sent again by itself; tell your administrator."
)
PROBLEM_BASE = "https://rounds.example/problems/"


class Problem(Exception):
    """A refusal with its reason; becomes application/problem+json (RFC 9457) or a page."""

    status: int = 400
    code: str = "bad-request"

    def __init__(
        self,
        detail: str,
        *,
        status: int | None = None,
        code: str | None = None,
        headers: dict[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = headers or {}
        self.status = status or type(self).status
        self.code = code or type(self).code
        self.extra = extra


class NotFound(Problem):
    status = 404
    code = "not-found"


class Forbidden(Problem):
    status = 403
    code = "forbidden"


class Unauthorized(Problem):
    status = 401
    code = "sign-in-needed"


class StorageFull(Problem):
    status = 507
    code = "storage-full"


def wants_problem_json() -> bool:
    """Tell whether the caller is a program (API and ingest doors, or a page's script) rather than a person."""
    if request.path.startswith(("/api/", "/ingest/")):
        return True
    return request.headers.get("Accept", "").startswith("application/problem+json")


def answer_problem(problem: Problem) -> Response:
    if not wants_problem_json():
        page = render_template("problem.html", problem=problem, title=_title(problem.status))
        return current_app.response_class(page, problem.status, problem.headers, mimetype="text/html")
    body = {
        "type": PROBLEM_BASE + problem.code,
        "title": _title(problem.status),
        "status": problem.status,
        "detail": problem.detail,
        **problem.extra,
    }
    kind = "application/problem+json"
    return current_app.response_class(json.dumps(body), problem.status, problem.headers, mimetype=kind)


def answer_http_error(error: HTTPError) -> Response:
    """Give APIFlask's and Werkzeug's own refusals the same form; their headers (Allow, Retry-After) stay."""
    status = error.status_code
    detail = _as_sentence(error) if status == HTTPStatus.UNPROCESSABLE_ENTITY else error.message or _title(status)
    extra = {"errors": error.detail} if error.detail else {}
    answer = answer_problem(Problem(detail, status=status, code=_slug(_title(status)), **extra))
    for name, value in dict(error.headers or {}).items():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer


def _as_sentence(error: HTTPError) -> str:
    """Say which members of a request do not fit and how they should be."""
    faults = [
        f"{member}: {', '.join(map(str, said)) if isinstance(said, list) else said}"
        for members in error.detail.values()
        for member, said in (members.items() if isinstance(members, dict) else [("request", members)])
    ]
    return f"This request does not fit. {'; '.join(faults)}. The page at /api/ says how it should be."


def answer_unexpected(error: Exception) -> Response:
    if isinstance(error, OperationalError) and any(said in str(error.orig) for said in FULL_DISK):
        return answer_problem(StorageFull(DISK_IS_FULL))
    current_app.logger.error("unexpected error\n%s", describe_fault(error))
    return answer_problem(
        Problem(
            "Something went wrong on the server. Nothing you sent is lost; try again in a moment.",
            status=500,
            code="internal-error",
        )
    )


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _slug(title: str) -> str:
    return title.lower().replace(" ", "-").replace("'", "")
