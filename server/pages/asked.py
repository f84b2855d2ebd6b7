"""What may be asked of a customer, on every page where somebody meets them: one click keeps the answer."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from models.base import now
from server.auth import EVERYBODY, WRITERS, allow
from server.current import database, identity, settings
from server.services.questions.answering import DECLINED, Given, answer_question
from server.services.questions.asking import asked_at_each
from server.services.questions.told_answers import told_answers

blueprint = APIBlueprint("asked", __name__, url_prefix="/customers", enable_openapi=False)


@blueprint.get("/<customer_id>/questions")
@allow(*EVERYBODY)
def show(customer_id: str) -> str:
    """Show the questions alone, for an open page that something changed on."""
    with database().reading() as db:
        return render_template("questions/asked.html", customer_id=customer_id, **questions_of(db, customer_id))


@blueprint.post("/<customer_id>/answers")
@allow(*WRITERS)
def answer(customer_id: str) -> AnyResponse | str:
    """Keep what the customer answered, or that they would rather not say."""
    question_id = request.form.get("question_id", "")
    with database().session() as db:
        answer_question(db, customer_id, question_id, posted_answer(), identity(), settings().time_zone)
        db.commit()
        if "HX-Request" in request.headers:
            return render_template("questions/asked.html", customer_id=customer_id, **questions_of(db, customer_id))
    return redirect(url_for("customer.show", customer_id=customer_id), code=303)


def posted_answer() -> Given:
    """Return what the form of a question says."""
    return DECLINED if request.form.get("declined") else Given(request.form.get("value", ""))


def questions_of(db: Session, customer_id: str) -> dict[str, Any]:
    """Return what a page shows of a customer's questions: those to ask now, and those that nobody needs to ask."""
    return {
        "questions": asked_at_each(db, [customer_id], now())[customer_id],
        "told": told_answers(db, customer_id),
    }
