"""What can go wrong while a speech model is installed."""

from __future__ import annotations


class ModelNotInstalled(Exception):
    """A speech model could not be fetched or is not fit for use; nothing was left behind. `str()` says what to do."""
