"""An installation with one customer, a rep and somebody at the support desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from models.staff import Role
from server.current import Identity, Installation
from server.settings import Settings
from tests.support.makers import make_catalogue, make_contact, make_customer, make_staff


@dataclass(frozen=True)
class Desk:
    """Who and what the tests speak of."""

    installation: Installation
    tom: Identity
    ana: Identity
    customer_id: str
    maria_id: str


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    installation = Installation.open(settings)
    with installation.database.session() as session:
        tom, ana = make_staff(session, "Tom Becker", Role.SUPPORT), make_staff(session, "Ana Ruiz")
        customer = make_customer(session)
        maria = make_contact(session, customer)
        make_catalogue(session)
        session.commit()
        people = [Identity(one.id, one.name, Role(one.role)) for one in (tom, ana)]
        yield Desk(installation, people[0], people[1], customer.id, maria.id)
    installation.database.close()
