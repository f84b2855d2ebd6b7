"""From a spoken note to a structured entry: one reader per kind of fact, each fact with its words."""

from voice.understanding.entry import understand
from voice.understanding.types import Entry, Evidence, Note, OpenQuestion

__all__ = ["Entry", "Evidence", "Note", "OpenQuestion", "understand"]
