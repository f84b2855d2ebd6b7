"""Sentences for people about what stopped a command, instead of tracebacks."""

from __future__ import annotations

import errno

from server.settings import Settings


class Complaint(Exception):
    """A command cannot be done; the message says why and what to do next."""


def sentence_about(error: BaseException, settings: Settings) -> str | None:
    """Return what to tell the person about an error from outside; None for a mistake of ours."""
    from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError

    from voice.recognizer.model import SpeechModelMissing
    from voice.speech_models import ModelNotInstalled

    if isinstance(error, SpeechModelMissing | ModelNotInstalled):
        return str(error)
    # A file that is no database is the plain base class; what is below it and not named here is a mistake of ours.
    if isinstance(error, OperationalError | ProgrammingError) or type(error) is DatabaseError:
        return _about_database(str(error.orig).strip(), settings)
    if isinstance(error, OSError):
        return _about_system(error, settings)
    return None


def _about_database(reason: str, settings: Settings) -> str | None:
    where = settings.database.split("@")[-1].removeprefix("sqlite:///")  # never the password
    short = reason.splitlines()[0]
    if "readonly" in reason or "unable to open" in reason:
        return f"The database {where} cannot be written to. Make the file and its folder writable, or set VAR_DIR."
    if "disk is full" in reason or "No space left" in reason:
        return f"The disk of the database {where} is full. Free some space and start again; nothing is lost."
    if "database is locked" in reason:
        return f"Another program keeps the database {where} locked. Stop it and start again."
    if "malformed" in reason or "not a database" in reason:
        return f"The file {where} is damaged or not a database. Put a backup in its place (docs/operations.md)."
    if settings.database.startswith("postgresql"):
        return f"PostgreSQL at {where} cannot be used: {short} Look at DATABASE_URL and whether the server runs."
    return None


def _about_system(error: OSError, settings: Settings) -> str | None:
    where = error.filename or settings.var_dir
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{where} cannot be written to. Make it writable for this user, or set VAR_DIR to another folder."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk of {where} is full. Free some space and start again; nothing is lost."
    return None
