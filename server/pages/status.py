"""The self-check in words: what works, what does not, and what to do about it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from apiflask import APIBlueprint
from flask import render_template
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.base import now
from models.job import Job, JobState
from models.recording import Recording, RecordingState
from models.staff import Role
from server.auth import allow
from server.current import database, settings
from server.pages.site import phone_address, phones_may_listen
from server.services.notes.speech import model_notice
from voice.recognizer.model import SpeechModelMissing

blueprint = APIBlueprint("status", __name__, url_prefix="/status", enable_openapi=False)
LITTLE_SPACE_MB = 1000
TOO_LONG = timedelta(minutes=2)
MOST_FAILED = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `level` is ok, warn or bad; `advice` says what to do, empty when nothing."""

    name: str
    level: str
    told: str
    advice: str = ""


@blueprint.get("")
@allow(Role.ADMIN)
def show() -> str:
    with database().reading() as db:
        looks: tuple[Callable[[Session], Finding], ...] = (_speech, _hearing, _phones, _phone_app, _disk, _database)
        findings = [look(db) for look in looks]
        query = select(Job).where(Job.state == JobState.FAILED).order_by(Job.run_at.desc()).limit(MOST_FAILED)
        return render_template("status/show.html", findings=findings, failed=db.scalars(query).all(), at=now())


def _speech(_db: Session) -> Finding:
    name = "Speech model"
    try:
        model, is_trial, notice = model_notice(settings())
    except SpeechModelMissing as error:
        return Finding(name, "bad", "There is none, so no note can be heard. Recordings are kept.", str(error))
    if is_trial:
        return Finding(name, "warn", notice or model, "On the server: python -m server model list")
    return Finding(name, "ok", model)


def _hearing(db: Session) -> Finding:
    is_due = (Job.state == JobState.READY) & (Job.run_at <= now())
    waiting, oldest_at = db.execute(select(func.count(), func.min(Job.run_at)).where(is_due)).one()
    running = db.scalar(
        select(func.count()).select_from(Job).where(Job.state == JobState.RUNNING, Job.lease_until > now())
    )
    failed = db.scalar(select(func.count()).select_from(Job).where(Job.state == JobState.FAILED))
    heard = db.scalar(select(func.count()).select_from(Recording).where(Recording.state == RecordingState.READY))
    told = f"{heard} notes heard, {running} being heard, {waiting} waiting"
    if waiting and not running and oldest_at < now() - TOO_LONG:
        advice = "No worker takes them. Start one on the server: python -m server worker"
        return Finding("Hearing", "bad", told, advice)
    if failed:
        return Finding(
            "Hearing", "warn", f"{told}, {failed} put aside after several tries", "See below for the reasons."
        )
    return Finding("Hearing", "ok", told)


def _phones(_db: Session) -> Finding:
    if phones_may_listen():
        return Finding("Phones", "ok", f"They open {phone_address()}/app/")
    return Finding(
        "Phones",
        "warn",
        f"They open {phone_address()}/app/, but give the microphone to https pages only.",
        "Start with script/server --https, or put a reverse proxy with a certificate in front and set PUBLIC_URL.",
    )


def _phone_app(_db: Session) -> Finding:
    if (settings().phone_app_dir / "index.html").is_file():
        return Finding("Phone app", "ok", "Built and served under /app/")
    return Finding("Phone app", "bad", "It has not been built.", "On the server: script/bootstrap")


def _disk(_db: Session) -> Finding:
    free_mb = shutil.disk_usage(settings().var_dir).free // 1_000_000
    told = f"{free_mb / 1000:,.1f} GB free where recordings are kept"
    if free_mb < LITTLE_SPACE_MB:
        return Finding("Disk", "bad", told, "Make room soon: a full disk refuses recordings until there is some.")
    return Finding("Disk", "ok", told)


def _database(db: Session) -> Finding:
    notes = db.scalar(select(func.count()).select_from(Recording))
    kind = "SQLite" if db.get_bind().dialect.name == "sqlite" else "PostgreSQL"
    return Finding("Database", "ok", f"{kind}, {notes} recordings")
