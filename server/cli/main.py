"""Reads the command line, hands over to the command, and turns what went wrong into a sentence."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Protocol

from server.cli import (
    admin_link,
    check,
    export,
    import_archive,
    import_tables,
    mail,
    mcp,
    migrate,
    model,
    openapi,
    run,
    take,
    token,
    transcribe,
    web,
    worker,
)
from server.cli.complaint import Complaint, sentence_about
from server.settings import SettingsError, load_settings

WRONG_USE = 2  # the exit code of argparse too


class Command(Protocol):
    """What a file of this package gives."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser, /) -> None: ...

    def run(self, arguments: argparse.Namespace, /) -> int: ...


COMMANDS: dict[str, Command] = {
    "run": run,
    "web": web,
    "worker": worker,
    "migrate": migrate,
    "import": import_tables,
    "export": export,
    "import-archive": import_archive,
    "model": model,
    "admin-link": admin_link,
    "take": take,
    "mail": mail,
    "transcribe": transcribe,
    "token": token,
    "mcp": mcp,
    "openapi": openapi,
    "check": check,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code: 0, 1 (a check found something) or 2 (could not be done)."""
    arguments = build_parser().parse_args(argv)
    try:
        return COMMANDS[arguments.command].run(arguments)
    except KeyboardInterrupt:
        return 130
    except (Complaint, SettingsError) as error:
        return _complain(str(error))
    except Exception as error:
        sentence = sentence_about(error, load_settings())
        if sentence is None or os.environ.get("ROUNDS_TRACEBACK"):
            raise
        return _complain(sentence)


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m server",
        description="Rounds: visits that record themselves, notes that are spoken. All settings: docs/operations.md.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        command.add_arguments(commands.add_parser(name, help=command.HELP, description=command.HELP))
    return parser


def _complain(sentence: str) -> int:
    print(f"rounds: {sentence}", file=sys.stderr, flush=True)
    return WRONG_USE
