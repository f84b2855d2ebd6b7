"""A rep on the road, for the tests of what becomes of positions."""

from __future__ import annotations

import pytest

from models.database import Database
from tests.support.rep_on_the_road import Rep, make_rep


@pytest.fixture
def rep(database: Database) -> Rep:
    return make_rep(database)
