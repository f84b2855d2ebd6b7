"""Tests that cannot run here say so in capital letters; where nobody reads (CI) they fail."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

MARK = "NOT RUN: "


def not_run(what_is_missing: str, how_to_get_it: str) -> NoReturn:
    """End the test as not run, to be told loudly at the end of the run; fail it when CI is set."""
    reason = f"{what_is_missing} is missing. {how_to_get_it}"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(MARK + reason)
