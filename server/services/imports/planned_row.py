"""What a dry run found of one row: pure values, kept on disk until they are taken in."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class What(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    MERGE = "merge"
    REFUSED = "refused"


class Choice(StrEnum):
    """What a person has done with a row that looks like a record that is here."""

    AS_PROPOSED = "proposed"
    UPDATE = "update"
    NEW = "new"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row: `values` of its record, `site` and `contact` for a customer's; only what the file says.

    `record_id` is the one here that it changes or looks like; `new_id` the one that it gets where it is made.
    `why` says what a refused row lacks, or by what a merge was found; `advice` is what to fix, or the name here.
    """

    line: int
    what: What
    name: str = ""
    record_id: str = ""
    new_id: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    site: dict[str, Any] = field(default_factory=dict)
    contact: dict[str, Any] = field(default_factory=dict)
    why: str = ""
    advice: str = ""
    proposed: Choice = Choice.UPDATE

    def to_json(self) -> str:
        return json.dumps({key: value for key, value in asdict(self).items() if value}, ensure_ascii=False)

    @staticmethod
    def from_json(written: str) -> PlannedRow:
        read = json.loads(written)
        read["what"] = What(read["what"])
        read["proposed"] = Choice(read["proposed"])
        return PlannedRow(**read)
