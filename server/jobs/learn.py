"""Learns a customer's place anew once a person has said something about a visit there."""

from __future__ import annotations

from models.job import Job, finish
from server.current import Installation
from server.services.customers.site_learning import learn_sites
from server.services.notes.hearing import LeaseLost


def learn_again(installation: Installation, job: Job) -> None:
    """Learn from all confirmed visits; doing it twice gives the same place."""
    with installation.database.session() as session:
        learn_sites(session, job.arguments["customer_id"], installation.settings.time_zone)
        if not finish(session, job):
            raise LeaseLost
        session.commit()
