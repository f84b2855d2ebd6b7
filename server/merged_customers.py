"""An address that names a merged customer leads to the one that stands: on the desk by a redirect, else at once.

It is laid on all routes, so that links in old e-mails, other programs' records and phones that were offline all arrive.
"""

from __future__ import annotations

from flask import Flask, Response, redirect, request, url_for
from sqlalchemy import select

from models.customer import Customer
from server.current import installation
from server.services.customers.standing import standing_customer

CUSTOMER = "customer_id"
AS_NAMED = ("merges.",)  # what was merged is shown as it was


def lead_on(app: Flask) -> None:
    app.before_request(_lead_to_who_stands)


def _lead_to_who_stands() -> Response | None:
    named = request.view_args or {}
    if CUSTOMER not in named or (request.endpoint or "").startswith(AS_NAMED):
        return None
    with installation().database.reading() as session:
        into = session.scalar(select(Customer.merged_into_id).where(Customer.id == named[CUSTOMER]))
        customer = standing_customer(session, named[CUSTOMER]) if into else None
    if customer is None:
        return None
    if request.method == "GET" and not request.path.startswith("/api/"):
        there = url_for(request.endpoint or "", **{**named, **request.args, CUSTOMER: customer.id})
        return redirect(there)  # type: ignore[return-value]  # not for good: a merge may be taken back
    named[CUSTOMER] = customer.id
    return None
