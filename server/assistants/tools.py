"""What an assistant may ask: find a customer, read its past, read what is promised. It reads and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.base import now
from models.database import READER
from models.private import seen_by
from server.current import Installation
from server.errors import Forbidden, NotFound
from server.services.actions.reading import open_at
from server.services.customers.standing import standing_customer
from server.services.people.api_token import READ_RECORDS, use_token
from server.services.rights.access_log import Door, Subject, note_reads
from server.services.touchpoints.customer_search import search_customers
from server.services.touchpoints.timeline_reading import MOST, read_past


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools in the name of a token's owner; the token is looked at anew each time, so that revoking it ends all."""

    installation: Installation
    token_of_request: Callable[[], str]

    def find_customer(self, asked: str) -> list[dict[str, Any]]:
        """Find at most ten customers by name, part of a name, number or mail address."""
        with self._reading() as session:
            return [asdict(one) for one in search_customers(session, asked, self.installation.settings.phone_country)]

    def timeline(self, customer_id: str, before: str | None = None, limit: int = 20) -> dict[str, Any]:
        """Read what happened at a customer, newest first; `next` is the `before` of the following page."""
        with self._reading() as session:
            customer_id = self._check(session, customer_id)
            past = read_past(session, customer_id, before, min(max(1, limit), MOST))
        happened = [{**asdict(one), "at": one.at.isoformat()} for one in past.happened]
        return {"happened": happened, "next": past.next}

    def open_promises(self, customer_id: str) -> list[dict[str, Any]]:
        """Read what is promised to or by a customer and still open, the most urgent first."""
        today = now().astimezone(ZoneInfo(self.installation.settings.time_zone)).date()
        with self._reading() as session:
            customer_id = self._check(session, customer_id)
            promised = open_at(session, customer_id, today)
        return [
            {
                "what": one.what,
                "owner": "the customer" if one.is_customers else one.owner,
                "due_on": one.due_on.isoformat() if one.due_on else None,
                "is_overdue": one.is_overdue,
                "said_by": one.said_by,
                "said_at": one.said_at.isoformat(),
                "note_id": one.recording_id,
            }
            for one in promised
        ]

    def check_token(self) -> str:
        """Return whose token this is. Raises Unauthorized or Forbidden with what to do about it."""
        with self.installation.database.session() as session:
            token = use_token(session, self.token_of_request())
            if READ_RECORDS not in token.scopes:
                raise Forbidden(f"This token may not do that: it needs {READ_RECORDS}.", code="scope-missing")
            staff_id = token.staff_id
            session.commit()
        return staff_id

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        """Yield a session in the eyes of the token's owner. Raises Unauthorized or Forbidden with what to do."""
        with seen_by(self.installation.database, self.check_token()).reading() as session:
            yield session

    def _check(self, session: Session, customer_id: str) -> str:
        """Return the id of who stands for a customer, and keep that they are read."""
        customer = standing_customer(session, customer_id)
        if customer is None:
            raise NotFound("There is no such customer. Find it first, and take the id from there.")
        note_reads(self.installation.database, session.info[READER], Door.ASSISTANT, [Subject.customer(customer.id)])
        return customer.id
