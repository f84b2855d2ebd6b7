"""`mail`: takes one mail with recordings from standard input, as a mail server pipes it."""

from __future__ import annotations

import argparse
import sys

from server.settings import load_settings

HELP = "Take one mail with recordings from standard input; exit code 75 asks the mail server to try again later."
TRY_LATER = 75  # EX_TEMPFAIL of sysexits.h, which mail servers know


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take nothing: the mail tells whose it is."""


def run(_arguments: argparse.Namespace) -> int:
    """Take the mail; whatever goes wrong on our side must not make the mail server throw it away or bounce it."""
    from server.current import Installation
    from server.logs import name_fault
    from server.services.intake.mail_message import take_mail

    raw = sys.stdin.buffer.read()
    try:
        installation = Installation.open(load_settings())
        try:
            taken = take_mail(installation, raw)
        finally:
            installation.database.close()
    except Exception as error:  # noqa: BLE001 - a full disk, a locked database: the mail server keeps the mail
        print(f"rounds: the mail could not be taken now ({name_fault(error)}). Try again later.", file=sys.stderr)
        return TRY_LATER
    for trouble in taken.troubles:
        print(f"{trouble.name}: {trouble.problem} Kept as {trouble.kept}")
    print(f"{len(taken.recording_ids)} recordings taken.")
    return 0
