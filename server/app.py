"""Puts the doors into the house: one WSGI application of API, ingest, pages and feed."""

from __future__ import annotations

from typing import Any

from apiflask import APIFlask
from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

from server import auth, errors
from server.api import register_api
from server.current import KEY, Installation
from server.feed import Feed
from server.ingest import register_ingest
from server.merged_customers import lead_on
from server.pages import register_pages
from server.reading_log import log_readings
from server.services.notes.live_answer import LiveAnswers
from server.settings import Settings

LARGEST_BODY = 8 * 1024 * 1024


class Json(DefaultJSONProvider):
    """Reads JSON; what is nested too deep is as wrong as what is broken, and answered alike."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deep") from error


def create_app(settings: Settings) -> Flask:
    """Build the application; the database must have been migrated."""
    app = APIFlask(
        __name__,
        title="Rounds",
        version="1",
        spec_path="/api/openapi.json",
        docs_path=None,
        static_folder=None,  # type: ignore[arg-type]  # Flask takes None: the pages serve the built files
        template_folder="pages/templates",
    )
    app.json = Json(app)
    app.config.update(OPENAPI_VERSION="3.1.0", MAX_CONTENT_LENGTH=LARGEST_BODY, SPEC_PROCESSOR_PASS_OBJECT=False)
    app.extensions[KEY] = Installation.open(settings)
    app.extensions["feed"] = Feed(app.extensions[KEY].database)
    app.extensions["live_answers"] = LiveAnswers(app.extensions[KEY].database)
    auth.protect(app)
    lead_on(app)
    log_readings(app)
    register_errors(app)
    register_api(app)
    register_ingest(app)
    register_pages(app)
    if hops := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def register_errors(app: APIFlask) -> None:
    app.error_processor(errors.answer_http_error)
    app.register_error_handler(errors.Problem, errors.answer_problem)
    app.register_error_handler(Exception, errors.answer_unexpected)
