"""Read a company and its fixes from files, for the command line; a broken row costs itself only and is named."""

import csv
import gzip
import json
import math
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from visits.types import Appointment, Company, Fix, LatLon, PastVisits, Place, Rep, SpokenNote

Value = TypeVar("Value")
Complain = Callable[[str], None]

OWNTRACKS_TRIGGERS = {"v": "v", "p": "p", "c": "c", "C": "c"}


class MissingTable(Exception):
    """Say that a table that cannot be done without is not there."""


def read_company(folder: Path, complain: Complain, zone: str = "America/Chicago") -> Company:
    """Read customers.csv and reps.csv, and where they are appointments.csv and history.csv.

    `complain` gets one line of text per row left out and per optional table that is missing. Raises MissingTable
    for a missing customers.csv or reps.csv.
    """
    for name in ("customers.csv", "reps.csv"):
        if not (folder / name).is_file():
            raise MissingTable(f"{folder / name} is not there; give --company a folder with customers.csv and reps.csv")
    return Company(
        places=tuple(_table(folder / "customers.csv", _place, complain)),
        reps=tuple(_table(folder / "reps.csv", _rep, complain)),
        appointments=tuple(_table(folder / "appointments.csv", _appointment, complain)),
        history=tuple(_table(folder / "history.csv", _past_visits, complain)),
        zone=zone,
    )


def read_notes(folder: Path, complain: Complain) -> tuple[SpokenNote, ...]:
    """Read notes.csv; nothing when it is not there, which `complain` is told."""
    return tuple(_table(folder / "notes.csv", _note, complain))


def read_fixes(path: Path, complain: Complain) -> Iterator[Fix]:
    """Read one JSON object per line, gzipped or plain: rep, tst, lat, lon, acc, rtst, source, t, ev, rid.

    A line that is no fix is told to `complain` and skipped.
    """
    number = 0
    try:
        with _open_text(path) as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    yield _fix(json.loads(line))
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                    complain(f"{path}, line {number}: left out: {_why(error)}")
    except (OSError, EOFError, UnicodeError, zlib.error) as error:
        complain(f"{path}, after line {number}: cannot be read further: {error}")


def _open_text(path: Path) -> Any:
    with path.open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
    if zipped:
        return gzip.open(path, "rt", encoding="utf-8", errors="replace")
    return path.open(encoding="utf-8", errors="replace")


def _table(path: Path, read: Callable[[dict[str, str]], Value], complain: Complain) -> Iterator[Value]:
    if not path.is_file():
        complain(f"{path} is not there: going on without it")
        return
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        rows = csv.DictReader(file)
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                complain(f"{path}, line {rows.line_num}: left out: {error}")
                continue
            try:
                yield read(row)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                complain(f"{path}, line {rows.line_num}: left out: {_why(error)}")


def _place(row: dict[str, str]) -> Place:
    lat, lon = _position(row["lat"], row["lon"])
    return Place(
        customer_id=_text(row, "id"),
        name=row.get("name") or "",
        lat=lat,
        lon=lon,
        owner_rep=row.get("owner_rep") or None,
        opens_h=_number(row["opens"]) if row.get("opens") else None,
        closes_h=_number(row["closes"]) if row.get("closes") else None,
    )


def _rep(row: dict[str, str]) -> Rep:
    return Rep(_text(row, "rep"), _maybe_position(row, "home"), _maybe_position(row, "office"))


def _appointment(row: dict[str, str]) -> Appointment:
    return Appointment(_text(row, "rep"), _text(row, "customer_id"), _number(row["start"]), _number(row["end"]))


def _past_visits(row: dict[str, str]) -> PastVisits:
    return PastVisits(_text(row, "rep"), _text(row, "customer_id"), int(_number(row["visits_90d"])))


def _note(row: dict[str, str]) -> SpokenNote:
    return SpokenNote(_text(row, "rep"), _number(row["tst"]), row.get("named_customer_id") or None)


def _fix(row: dict[str, Any]) -> Fix:
    rep = row["rep"]
    if not isinstance(rep, str) or not rep:
        raise ValueError("rep is empty or no text")
    trigger = row.get("t") or ""
    return Fix(
        rep=rep,
        at_s=_number(row["tst"]),
        lat=_number(row["lat"]),
        lon=_number(row["lon"]),
        accuracy_m=None if row.get("acc") is None else _number(row["acc"]),
        received_s=None if row.get("rtst") is None else _number(row["rtst"]),
        source=str(row.get("source") or ""),
        trigger=OWNTRACKS_TRIGGERS.get(str(trigger), str(trigger)),
        region_event=str(row.get("ev") or ""),
        region_id=str(row.get("rid") or ""),
        device=str(row.get("device") or ""),
    )


def _text(row: dict[str, str], name: str) -> str:
    value = (row[name] or "").strip()
    if not value:
        raise ValueError(f"{name} is empty")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or value is None or value == "":
        raise ValueError("a number is missing")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value} is not a number to work with")
    return number


def _position(lat: str, lon: str) -> LatLon:
    position = _number(lat), _number(lon)
    if abs(position[0]) > 90.0 or abs(position[1]) > 180.0:
        raise ValueError(f"position {lat}, {lon} is not on the earth")
    return position


def _maybe_position(row: dict[str, str], what: str) -> LatLon | None:
    lat, lon = row.get(f"{what}_lat"), row.get(f"{what}_lon")
    return _position(lat, lon) if lat and lon else None


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON object ({error.msg})"
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    if isinstance(error, (TypeError, AttributeError)):
        return "a column is missing or of the wrong kind"
    return str(error)
