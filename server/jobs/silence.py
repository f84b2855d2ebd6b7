"""Looks every ten minutes whether a location app fell silent, and tells the phone whose app it is."""

from __future__ import annotations

from datetime import datetime

import structlog

from models.reminder import PushSubscription
from server.current import Installation
from server.services.phones.push_door import Outcome, PushDoor
from server.services.positions.silence_notice import KIND, take_silences

EVERY_MINUTES = 10
log = structlog.get_logger()


def tell_silent_phones(installation: Installation, door: PushDoor, at: datetime) -> None:
    """Take what is to be told and send it; what cannot be delivered is not said later: the phone shows it too."""
    if at.minute % EVERY_MINUTES:
        return
    with installation.database.session() as session:
        notices = take_silences(session, installation.company_map, at)
        session.commit()
    for notice in notices:
        outcome = door.send(notice.subscription, notice.message, KIND)
        if outcome == Outcome.GONE:
            with installation.database.session() as session:
                session.get_one(PushSubscription, notice.subscription.id).gone_at = at
                session.commit()
        log.info("told of a silent phone", outcome=outcome)
