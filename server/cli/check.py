"""`check`: looks at an installation from inside and says what is well and what is not."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from server.cli import readiness
from server.cli.complaint import Complaint, sentence_about
from server.cli.storage import ensure_folder, free_mb
from server.settings import Settings, load_settings

HELP = "Check settings, folder, database, speech model and phone app; exit code 1 when something is wrong."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing."""


def run(_arguments: argparse.Namespace) -> int:
    settings = load_settings()
    is_well = True
    for name, look in (
        ("folder", _folder),
        ("database", _database),
        ("speech model", _speech_model),
        ("phone app", _phone_app),
        ("web server", _web_server),
    ):
        well, told = _try(look, settings)
        is_well &= well
        print(f"{'ok     ' if well else 'PROBLEM'}  {name}: {told}")
    return 0 if is_well else 1


def _try(look: Callable[[Settings], Iterator[str]], settings: Settings) -> tuple[bool, str]:
    try:
        return True, "; ".join(look(settings))
    except Complaint as error:
        return False, str(error)
    except Exception as error:  # noqa: BLE001 - whatever is wrong here, the next point is looked at too
        return False, sentence_about(error, settings) or f"{type(error).__name__}: {error}"


def _folder(settings: Settings) -> Iterator[str]:
    ensure_folder(settings.var_dir)
    yield f"{settings.var_dir}, {free_mb(settings.var_dir)} MB free"


def _database(settings: Settings) -> Iterator[str]:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from models.database import open_database
    from models.schema import alembic_config

    database = open_database(settings.database)
    try:
        with database.engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
    finally:
        database.close()
    newest = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if revision != newest:
        raise Complaint(f"its schema is {revision or 'empty'}, the newest is {newest}: python -m server migrate")
    yield f"{'SQLite' if database.is_sqlite else 'PostgreSQL'}, schema {revision}"


def _speech_model(settings: Settings) -> Iterator[str]:
    from server.services.notes.speech import chosen_speech_model
    from voice.recognizer import load_model

    model = load_model(chosen_speech_model(settings).path)
    yield f"{model.name} loads"
    if model.is_trial:
        yield "it is the trial model, which mishears many words: python -m server model install NAME"


def _phone_app(settings: Settings) -> Iterator[str]:
    if not (settings.phone_app_dir / "index.html").exists():
        raise Complaint("it is not built: script/bootstrap")
    yield "built"


def _web_server(settings: Settings) -> Iterator[str]:
    for is_https in (False, True):
        if readiness.answers(settings.web_host, settings.web_port, is_https=is_https):
            yield f"answers at {'https' if is_https else 'http'}://{settings.web_host}:{settings.web_port}"
            return
    yield f"nothing runs on port {settings.web_port}"
