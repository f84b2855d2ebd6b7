"""`model`: lists, installs and chooses speech models."""

from __future__ import annotations

import argparse

from server.settings import load_settings

HELP = "List, install or choose speech models."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", help="show what is installed and which one is used")
    install = actions.add_parser("install", help="install a model from the official list, a zip file or its address")
    install.add_argument("name", metavar="NAME", help="such as vosk-model-small-en-us-0.15, a path or https://...")
    use = actions.add_parser("use", help="choose an installed model for every later start")
    use.add_argument("name", metavar="NAME", help="as `list` shows it")


def run(arguments: argparse.Namespace) -> int:
    {"list": _list, "install": _install, "use": _use}[arguments.action](arguments)
    return 0


def _list(_arguments: argparse.Namespace) -> None:
    from voice.speech_models import choose_model, list_installed

    settings = load_settings()
    used = choose_model(settings.speech_model, settings.models_dir)
    for model in list_installed(settings.models_dir):
        mark = "*" if model.path == used else " "
        trial = "  trial model, mishears many words" if model.is_trial else ""
        print(f"{mark} {model.name:<40} {model.size_bytes / 1e6:7.0f} MB{trial}")
    print("* is used" + (", by the setting SPEECH_MODEL" if settings.speech_model else ""))


def _install(arguments: argparse.Namespace) -> None:
    from server.cli.download_progress import DownloadProgress
    from server.cli.speech_setup import forget_failure
    from voice.speech_models import install

    settings = load_settings()
    with DownloadProgress() as progress:
        folder = install(arguments.name, settings.models_dir, progress)
    forget_failure(settings.models_dir)
    print(f"{folder.name} is installed. To use it: .venv/bin/python -m server model use {folder.name}")


def _use(arguments: argparse.Namespace) -> None:
    from voice.speech_models import use

    folder = use(arguments.name, load_settings().models_dir)
    print(f"{folder.name} is used from the next start on.")
