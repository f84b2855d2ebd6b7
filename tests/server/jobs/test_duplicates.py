"""The job that looks for duplicates: where names changed, not more often than every ten minutes, and for late rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from models.base import new_id, now
from models.customer import Contact
from models.job import Job, claim
from models.merge import Duplicate, MergeKind
from models.staff import Role
from server.current import Identity, Installation
from server.jobs import duplicates
from server.jobs.duplicates import DUPLICATES, find_duplicates
from server.jobs.endless import plan_endless
from server.services.merging.merging import Wish, merge
from server.settings import Settings
from tests.support.makers import make_customer, make_staff


@pytest.fixture
def house(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    monkeypatch.setattr(duplicates, "_looked", {})
    installation = Installation.open(settings)
    plan_endless(installation, DUPLICATES)
    yield installation
    installation.database.close()


def look(house: Installation, minutes: int = 0) -> int:
    """Do the job once, as a worker does; return how many pairs are known afterwards."""
    with house.database.session() as session:
        for waiting in session.scalars(select(Job)):
            waiting.run_at = now() - timedelta(seconds=1)
        session.commit()
        job = claim(session, "worker", (DUPLICATES,))
        session.commit()
    assert job is not None
    find_duplicates(house, job, now() + timedelta(minutes=minutes))
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Duplicate)) or 0


def add(house: Installation, name: str) -> str:
    with house.database.session() as session:
        customer_id = make_customer(session, name).id
        session.commit()
        return customer_id


def test_it_looks_where_names_changed_and_not_more_often_than_every_ten_minutes(house: Installation) -> None:
    add(house, "Harbour Cafe")
    add(house, "Harbour Cafe Inc")
    assert look(house) == 1
    add(house, "Marchetti's")
    add(house, "Marchettis")
    assert look(house, minutes=9) == 1
    assert look(house, minutes=11) == 2
    assert look(house, minutes=30) == 2


def test_what_came_late_for_somebody_who_was_merged_follows(house: Installation) -> None:
    kept_id, gone_id = add(house, "Harbour Cafe"), add(house, "Marchetti's")
    with house.database.session() as session:
        tom = make_staff(session, "Tom Becker", Role.SUPPORT)
        by = Identity(tom.id, tom.name, Role.SUPPORT)
        merge(session, Wish(new_id(), MergeKind.CUSTOMER, kept_id, gone_id), by)
        session.add(Contact(customer_id=gone_id, name="Maria Lopez"))
        session.commit()
    look(house)
    with house.database.reading() as session:
        assert session.scalars(select(Contact.customer_id)).all() == [kept_id]
