"""What the lists of promises and complaints share: whose rows are asked for, and where one is after a click."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from server.services.colleagues.queue import Whose


def asked_whose() -> Whose:
    """Read whose promises and complaints are looked at; everybody's where it is not said."""
    asked = request.args.get("whose", "")
    return Whose(asked) if asked in tuple(Whose) else Whose.ALL


def back_to_list(db: Session, own_page: str, render: Callable[[Session, str | None], str]) -> AnyResponse | str:
    """Answer a click on a row: the list alone to a page that asked for it, else the way to the page it stood on."""
    customer_id = request.form.get("customer")
    if "HX-Request" in request.headers:
        return render(db, customer_id)
    if customer_id:
        return redirect(url_for("customer.show", customer_id=customer_id), code=303)
    page = "queue.show" if request.args.get("page") == "queue" else own_page
    return redirect(url_for(page, whose=request.args.get("whose")), code=303)
