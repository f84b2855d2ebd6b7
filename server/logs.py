"""How processes tell what they do: one line for each event, faults without the words that were at hand."""

from __future__ import annotations

import io
import sys
import traceback
from contextlib import suppress
from typing import TextIO, cast

import structlog
from sqlalchemy.exc import OperationalError
from structlog.typing import ExcInfo


def configure_logs() -> None:
    """Write plain lines to standard output; never local variables or messages of errors: they hold what people said."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=_write_fault),
        ],
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _Output())),
    )


class _Output(io.TextIOBase):
    """Standard output, where a full disk loses a line of the log and nothing else."""

    def write(self, text: str) -> int:
        with suppress(OSError):
            sys.stdout.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stdout.flush()


def name_fault(error: BaseException) -> str:
    """Return an error's kind and place. Its message is left out: "could not convert 'four one one'" is a card number.

    Only what the system says of files, and a database of its own state, is safe to repeat.
    """
    said = ""
    if isinstance(error, OSError) and error.strerror:
        said = f" ({error.strerror})"
    elif isinstance(error, OperationalError):
        said = f" ({str(error.orig).partition(chr(10))[0]})"
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {frames[-1].name}, {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{said}{place}"


def describe_fault(error: BaseException) -> str:
    """Return the way of an error through the code, and of those that caused it, without their messages."""
    lines = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    text = "\n".join([*(f"  {line}" for line in lines), name_fault(error)])
    earlier = error.__cause__ or error.__context__
    return f"{describe_fault(earlier)}\nthen:\n{text}" if earlier is not None else text


def _write_fault(out: TextIO, fault: ExcInfo) -> None:
    out.write("\n" + describe_fault(fault[1]))
