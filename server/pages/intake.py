"""What came in by mail, folder and archive: how much was taken, what was not, and whose it may be."""

from __future__ import annotations

from pathlib import Path

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from models.recording import RecordingSource
from models.staff import Role, Staff
from server.auth import allow
from server.current import Identity, database, installation
from server.errors import NotFound
from server.services.intake.batch import recent_batches
from server.services.intake.mail_message import give_mail

blueprint = APIBlueprint("intake", __name__, url_prefix="/intake", enable_openapi=False)
SOURCE_NAMES = {RecordingSource.MAIL: "Mail", RecordingSource.FOLDER: "Folder", RecordingSource.ARCHIVE: "Archive"}


@blueprint.get("")
@allow(Role.ADMIN)
def show() -> str:
    with database().reading() as db:
        return _page(db)


@blueprint.post("/mail/<kept_name>")
@allow(Role.ADMIN)
def give(kept_name: str) -> AnyResponse | tuple[str, int]:
    """Give a mail that was nobody's to somebody."""
    with database().reading() as db:
        staff = db.get(Staff, request.form.get("staff_id", ""))
    if staff is None or staff.left_at is not None:
        raise NotFound("There is no such member of staff.")
    taken = give_mail(installation(), kept_name, Identity(staff.id, staff.name, Role(staff.role)))
    if taken.troubles:
        with database().reading() as db:
            return _page(db, " ".join(trouble.problem for trouble in taken.troubles)), 409
    return redirect(url_for("intake.show"), code=303)


def _page(db: Session, problem: str | None = None) -> str:
    here = select(Staff).where(Staff.left_at.is_(None)).order_by(Staff.name)
    return render_template(
        "intake/show.html",
        batches=recent_batches(db),
        staff=db.scalars(here).all(),
        sources=SOURCE_NAMES,
        kept_name=_kept_name,
        problem=problem,
    )


def _kept_name(problem: dict[str, str | None]) -> str | None:
    """Return the name under which a mail is kept that may be given to somebody, None for anything else."""
    kept = Path(problem.get("kept") or "")
    return kept.stem if kept.suffix == ".eml" and kept.is_file() else None
