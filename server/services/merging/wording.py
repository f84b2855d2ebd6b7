"""Words of requests about merging."""

from __future__ import annotations

from models.merge import MergeKind
from server.errors import Problem


def kind_of(written: str) -> MergeKind:
    """Read what is to be merged; customers where nothing is said. Raises Problem for another word."""
    try:
        return MergeKind(written or MergeKind.CUSTOMER)
    except ValueError as error:
        raise Problem(
            "Customers and people can be merged: send customer or contact.", status=422, code="kind"
        ) from error
