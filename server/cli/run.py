"""`run`: everything on one machine, the web process and the workers under one supervisor."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

from server.cli import readiness
from server.cli.complaint import Complaint
from server.cli.demo_company import demo_environment
from server.cli.greeting import Addresses, greeting
from server.cli.listening import listen
from server.cli.web import bind_text
from server.https import Certificate, ensure_certificate
from server.local_addresses import addresses, host_names, outside_address
from server.settings import Settings, load_settings
from server.supervisor import CannotStart, Plan, Supervisor

HELP = "Start everything: migrate the database, then run the web process and the workers."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="show a made-up company, in a folder of its own")
    parser.add_argument("--host", help="address to listen on (setting WEB_HOST)")
    parser.add_argument("--port", help="port to listen on (setting WEB_PORT)")
    parser.add_argument("--workers", help="number of worker processes (setting WORKERS)")
    parser.add_argument(
        "--https",
        action="store_true",
        help="serve https with a certificate of this machine's own, on all addresses unless WEB_HOST is set",
    )


def run(arguments: argparse.Namespace) -> int:
    from server.cli.preparation import prepare

    environment = _environment(arguments, os.environ)
    settings = load_settings(environment)
    with listen(settings) as listener:
        # 1. What must be there before anybody is served: folder, database, demo, speech model, certificate.
        prepared = prepare(settings, is_demo=arguments.demo)
        notes = [*prepared.notes, *_set_up_speech(environment)]
        certificate = _certificate(settings) if arguments.https else None
        where = _addresses(settings, certificate)
        if certificate and not settings.public_url and where.phones:
            environment["PUBLIC_URL"] = where.phones  # pairing codes must name an address that phones reach
        # 2. The processes.
        supervisor = Supervisor(_plans(settings, environment, listener, certificate), say=_tell)
        admin_link = where.here + prepared.admin_path if prepared.admin_path else None
        return _supervise(supervisor, settings, certificate, greeting(where, admin_link, certificate, notes))


def _environment(arguments: argparse.Namespace, given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for all processes: the given one with the command line laid over it."""
    environment = dict(given)
    for option, setting in (("host", "WEB_HOST"), ("port", "WEB_PORT"), ("workers", "WORKERS")):
        if (value := getattr(arguments, option)) is not None:
            environment[setting] = value
    if arguments.https:
        environment["WEB_HOST"] = environment.get("WEB_HOST") or "0.0.0.0"
    if arguments.demo:
        environment.update(demo_environment(load_settings(given), given))
    return environment


def _set_up_speech(environment: dict[str, str]) -> list[str]:
    """See to the speech model; the demo shares the folder of models with the real data, for they are large."""
    from server.cli.speech_setup import ensure_speech_model
    from voice.speech_models import choose_model

    own = load_settings()
    notes = ensure_speech_model(own)
    environment["SPEECH_MODEL"] = str(choose_model(own.speech_model, own.models_dir))
    return notes


def _certificate(settings: Settings) -> Certificate:
    return ensure_certificate(settings.var_dir / "tls", [*host_names(), *addresses()], datetime.now(UTC))


def _addresses(settings: Settings, certificate: Certificate | None) -> Addresses:
    scheme = "https" if certificate else "http"
    is_everywhere = settings.web_host in ("0.0.0.0", "::", "")
    here = f"{scheme}://localhost:{settings.web_port}" if is_everywhere else f"{scheme}://{bind_text(settings)}"
    if settings.public_url:
        return Addresses(here, settings.public_url)
    if certificate and is_everywhere:
        return Addresses(here, f"{scheme}://{outside_address()}:{settings.web_port}")
    return Addresses(here, here if certificate else None)


def _plans(
    settings: Settings, environment: Mapping[str, str], listener: socket.socket, certificate: Certificate | None
) -> list[Plan]:
    server = (sys.executable, "-m", "server")
    web = [*server, "web", "--listening-fd", str(listener.fileno())]
    if certificate:
        web += ["--certificate", str(certificate.certificate_path), "--key", str(certificate.key_path)]
    workers = [Plan(f"worker {number}", [*server, "worker"], environment) for number in range(1, settings.workers + 1)]
    return [Plan("web", web, environment, inherited_fds=(listener.fileno(),)), *workers]


def _supervise(supervisor: Supervisor, settings: Settings, certificate: Certificate | None, welcome: str) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    supervisor.start()
    try:
        host = "127.0.0.1" if settings.web_host in ("0.0.0.0", "::", "") else settings.web_host
        is_up = readiness.wait_until(
            lambda: stop.is_set() or readiness.answers(host, settings.web_port, is_https=certificate is not None),
            meanwhile=supervisor.tend,
        )
        if not is_up:
            raise Complaint("The web process does not answer. The lines above say why; `check` may say more.")
        supervisor.is_serving = True
        if not stop.is_set():
            _tell(welcome)
        supervisor.watch(stop)
    except CannotStart as error:
        raise Complaint(str(error)) from error
    finally:
        supervisor.stop()
    _tell("Rounds has stopped. Everything recorded is kept.")
    return 0


def _tell(text: str) -> None:
    # Where the log lies on a full disk nothing can be said, and the processes must be kept running all the same.
    with suppress(OSError):
        print(text, flush=True)
