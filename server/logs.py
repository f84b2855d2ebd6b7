"""How processes tell what they do: one line for each event, tracebacks without the values that were at hand."""

from __future__ import annotations

import structlog


def configure_logs() -> None:
    """Write plain lines to standard output; never local variables, for they hold what people said."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
    )
