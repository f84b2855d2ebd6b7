"""Staff: who works here, in which role, and a new way in for those who lost theirs."""

from __future__ import annotations

from apiflask import APIBlueprint
from flask import redirect, render_template, request, session, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload
from werkzeug.wrappers import Response as AnyResponse

from models.base import now
from models.staff import Role, Staff
from server.auth import allow
from server.current import database, identity, settings
from server.errors import NotFound, Problem
from server.pages.frame import ROLE_NAMES
from server.pages.site import this_site
from server.services.notes.languages import language_name, spoken_language
from server.services.people.sign_in import make_sign_in_link, rename
from voice.speech_models import list_installed

blueprint = APIBlueprint("staff", __name__, url_prefix="/staff", enable_openapi=False)
LINK_HOURS = 72


@blueprint.get("")
@allow(Role.ADMIN)
def show() -> str:
    with database().reading() as db:
        everybody = db.scalars(select(Staff).options(selectinload(Staff.passkeys)).order_by(Staff.name)).all()
        return render_template(
            "staff/show.html",
            present=[staff for staff in everybody if staff.left_at is None],
            left=[staff for staff in everybody if staff.left_at is not None],
        )


@blueprint.get("/new")
@allow(Role.ADMIN)
def new() -> str:
    return _new_form({})


@blueprint.post("")
@allow(Role.ADMIN)
def add() -> AnyResponse | tuple[str, int]:
    asked = request.form.to_dict()
    with database().session() as db:
        staff = Staff(name="", role=_role(asked.get("role")), team=asked.get("team", "").strip()[:200])
        try:
            rename(db, staff, asked.get("name", ""), asked.get("email", ""))
        except Problem as problem:
            return _new_form(asked, problem.detail), problem.status
        db.add(staff)
        db.flush()
        _show_link_once(staff.id, make_sign_in_link(db, staff.id, LINK_HOURS))
        db.commit()
    return redirect(url_for("staff.show_one", staff_id=staff.id), code=303)


@blueprint.get("/<staff_id>")
@allow(Role.ADMIN)
def show_one(staff_id: str) -> str:
    with database().reading() as db:
        return _page(_find(db, staff_id))


@blueprint.post("/<staff_id>")
@allow(Role.ADMIN)
def change(staff_id: str) -> AnyResponse | tuple[str, int]:
    asked = request.form.to_dict()
    with database().session() as db:
        staff = _find(db, staff_id)
        try:
            role = _role(asked.get("role"))
            if role != Role.ADMIN:
                _keep_an_administrator(db, staff)
            if asked.get("email") or staff.email:
                rename(db, staff, asked.get("name", ""), asked.get("email", ""))
            else:
                staff.name = asked.get("name", "").strip()[:200] or staff.name
            staff.role, staff.team = role, asked.get("team", "").strip()[:200]
            staff.language = spoken_language(asked.get("language", ""))
        except Problem as problem:
            db.rollback()
            return _page(_find(db, staff_id), problem.detail), problem.status
        db.commit()
    return redirect(url_for("staff.show"), code=303)


@blueprint.post("/<staff_id>/link")
@allow(Role.ADMIN)
def make_link(staff_id: str) -> AnyResponse:
    with database().session() as db:
        staff = _find(db, staff_id)
        if staff.left_at is not None:
            raise Problem("This person has left. Take them back first.", status=409, code="has-left")
        _show_link_once(staff.id, make_sign_in_link(db, staff.id, LINK_HOURS))
        db.commit()
    return redirect(url_for("staff.show_one", staff_id=staff_id), code=303)


@blueprint.post("/<staff_id>/departure")
@allow(Role.ADMIN)
def leave(staff_id: str) -> AnyResponse:
    """Note that somebody left: they can no longer sign in, and their phones are refused."""
    with database().session() as db:
        staff = _find(db, staff_id)
        _keep_an_administrator(db, staff)
        staff.left_at = staff.left_at or now()
        db.commit()
    return redirect(url_for("staff.show"), code=303)


@blueprint.post("/<staff_id>/return")
@allow(Role.ADMIN)
def take_back(staff_id: str) -> AnyResponse:
    with database().session() as db:
        _find(db, staff_id).left_at = None
        db.commit()
    return redirect(url_for("staff.show_one", staff_id=staff_id), code=303)


def _keep_an_administrator(db: Session, staff: Staff) -> None:
    is_other_admin = (Staff.role == Role.ADMIN) & Staff.left_at.is_(None) & (Staff.id != staff.id)
    if staff.role == Role.ADMIN and not db.scalar(select(func.count()).select_from(Staff).where(is_other_admin)):
        raise Problem(
            "This is the only administrator. Make somebody else one first.", status=409, code="last-administrator"
        )


def _role(asked: str | None) -> Role:
    try:
        return Role(asked or "")
    except ValueError as error:
        raise Problem("Choose a role from the list.", status=422, code="role-unknown") from error


def _find(db: Session, staff_id: str) -> Staff:
    staff = db.get(Staff, staff_id)
    if staff is None:
        raise NotFound("There is no such member of staff.")
    return staff


def _show_link_once(staff_id: str, path: str) -> None:
    session["link"] = [staff_id, path]


def _languages(staff: Staff) -> list[tuple[str, str]]:
    """Return the languages of the installed models, and the one that somebody has already, for a list of choices."""
    installed = {model.language for model in list_installed(settings().models_dir)} | {staff.language or ""}
    return [("", "The company’s"), *((tag, language_name(tag)) for tag in sorted(installed) if tag)]


def _new_form(asked: dict[str, str], problem: str | None = None) -> str:
    return render_template("staff/new.html", asked=asked, problem=problem, roles=ROLE_NAMES)


def _page(staff: Staff, problem: str | None = None) -> str:
    kept = session.pop("link", None)
    link = this_site().origin + kept[1] if kept and kept[0] == staff.id else None
    return render_template(
        "staff/one.html",
        staff=staff,
        is_me=staff.id == identity().staff_id,
        has_way_in=bool(staff.password_hash or staff.passkeys),
        roles=ROLE_NAMES,
        link=link,
        link_hours=LINK_HOURS,
        languages=_languages(staff),
        problem=problem,
    )
