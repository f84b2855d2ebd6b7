"""The table of contents of an archive: what made it, and the count and hash of everything in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from server.services.archive.table_lines import TableSum

FORMAT = "rounds-archive"
VERSION = 1
MANIFEST, SOUND = "manifest.json", "sound.jsonl"


class NotUsable(Exception):
    """An archive, or the place where it should go, that cannot be used: says why and what to do next."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`schema` is the newest migration of the database it was made of; `sound` sums the list of sound files.

    `left_out` are tables that did not travel, and `silent` recordings whose sound did not, each with the reason.
    """

    company: str
    made_at: str
    schema: str
    tables: dict[str, TableSum]
    columns: dict[str, list[str]]
    sound: TableSum
    left_out: dict[str, str]
    silent: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> bytes:
        told = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def read_manifest(written: bytes) -> Manifest:
    """Read the table of contents; raises NotUsable for what is none, or was made by a newer version."""
    try:
        told = json.loads(written)
        if told.pop("format") != FORMAT:
            raise ValueError("of another format")
        if (version := told.pop("version")) > VERSION:
            raise NotUsable(f"The archive is of format {version}, this Rounds reads up to {VERSION}. Update it first.")
        sums = {name: _sum(one) for name, one in told.pop("tables").items()}
        return Manifest(**{**told, "tables": sums, "sound": _sum(told["sound"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotUsable("This is no archive made by `python -m server export`. Name the file that it wrote.") from error


def _sum(told: Mapping[str, Any]) -> TableSum:
    return TableSum(int(told["rows"]), str(told["sha256"]))
