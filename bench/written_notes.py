"""Read the notes written by hand under tests/voice/understanding/notes/voices into notes with gold entries.

A file holds the notes of one voice, each a block of short lines; words after "|" are where the fact was heard:

    = CUSTOMER DATE            the visit ("-" for none) and the day of 2026 it was told, as mar3 (10:00 in Chicago)
    t: words                   the note as the recogniser would print it
    c ID words                 the customer spoken of
    k ID words | role          a person ("-" for one who is not in the tables)
    p ID STANCE q= u= per= name= @PRICE | words      a product line
    a VALUE KIND | words       an amount
    x NAME CONTEXT | words     a competitor
    ! about | severity | words             a complaint ("-" for no severity)
    pref about | words; need about | words
    do what | owner | due | words          an action (owner "-" for nobody)
    ap DUE | words             the next appointment
    cu ID FIELD VALUE | words  a changed contact
    s KIND | words             a secret
    q KEY KIND text; ans KEY VALUE | words
    mood + | - | ~             of the customer; neutral when not given
    tag WORD                   what is hard about the note, as asr (misheard)

DUE is a day counted from the note's: fri (the next one), nfri (of next week), fri+7, +3, d15 (the next fifteenth),
apr3, eom, efri (this week's), with @HH:MM for a time; "-" for none.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Chicago")
YEAR = 2026
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOODS = {"+": "positive", "-": "negative", "~": "neutral"}


class WrittenWrong(ValueError):
    """Say which line of a file of notes does not fit its form."""


def read_notes(path: Path, tables: Path) -> list[dict[str, Any]]:
    """Read one file of written notes; raise `WrittenWrong` naming the line that does not fit."""
    names = _names(tables)
    return [
        _Note(f"{path.stem}-{number:02d}", path.stem, block, names).as_json()
        for number, block in enumerate(_blocks(path), start=1)
    ]


def _names(tables: Path) -> dict[str, str]:
    names: dict[str, str] = {}
    for table in ("customers", "contacts", "products"):
        with (tables / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            names.update({row["id"]: row["name"] for row in csv.DictReader(file)})
    return names


def _blocks(path: Path) -> Iterator[list[str]]:
    block: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("= ") and block:
            yield block
            block = []
        if line.strip():
            block.append(line.strip())
    if block:
        yield block


class _Note:
    def __init__(self, note_id: str, voice: str, block: list[str], names: dict[str, str]) -> None:
        self.note_id, self.voice, self.names = note_id, voice, names
        _, customer, day = block[0].split()
        self.customer_id = None if customer == "-" else customer
        self.told_on = _day_of_year(day)
        self.words = next(line for line in block if line.startswith("t: "))[3:].split()
        self.questions: list[dict[str, Any]] = []
        self.mood: str | None = None
        self.tags = [voice]
        self.gold: dict[str, Any] = {}
        for line in block[1:]:
            if not line.startswith("t: "):
                self._read(line)

    def as_json(self) -> dict[str, Any]:
        told_at = datetime.combine(self.told_on, time(10), ZONE)
        gold = dict(self.gold)
        content = bool(gold)
        gold["outcome"] = _outcome(gold)
        gold["sentiment"] = self.mood or ("neutral" if content else None)
        return {
            "id": self.note_id,
            "text": " ".join(self.words),
            "recorded_at": told_at.isoformat(),
            "customer_id": self.customer_id,
            "rep_id": None,
            "open_questions": self.questions,
            "tags": self.tags,
            "gold": gold,
        }

    def _read(self, line: str) -> None:
        kind, _, rest = line.partition(" ")
        reader = getattr(self, "_read_" + {"!": "complaint"}.get(kind, kind), None)
        if reader is None:
            raise WrittenWrong(f"{self.note_id}: no such kind of line: {line}")
        try:
            reader([part.strip() for part in rest.split("|")])
        except (IndexError, KeyError, ValueError) as error:
            raise WrittenWrong(f"{self.note_id}: {line}: {error}") from error

    def _add(self, field: str, item: dict[str, Any], said: str) -> None:
        self.gold.setdefault(field, []).append({**item, "evidence": self._evidence(said)})

    def _evidence(self, said: str) -> dict[str, int]:
        sought = said.split()
        for start in range(len(self.words) - len(sought) + 1):
            if self.words[start : start + len(sought)] == sought:
                return {"start_word": start, "end_word": start + len(sought) - 1}
        raise WrittenWrong(f'"{said}" is not in the note')

    def _read_c(self, parts: list[str]) -> None:
        customer_id, _, said = parts[0].partition(" ")
        self.gold["spoken_customer"] = {
            "customer_id": customer_id,
            "name": self.names[customer_id],
            "evidence": self._evidence(said),
        }

    def _read_k(self, parts: list[str]) -> None:
        contact_id, _, said = parts[0].partition(" ")
        role = parts[1] if len(parts) > 1 else None
        known = contact_id != "-"
        name = self.names[contact_id] if known else said
        self._add("people", {"name": name, "contact_id": contact_id if known else None, "role": role}, said)

    def _read_p(self, parts: list[str]) -> None:
        named = re.search(r'name="([^"]+)"', parts[0])
        product_id, stance, *options = re.sub(r'name="[^"]+"', "", parts[0]).split()
        given = dict(option.split("=") for option in options if "=" in option)
        price = next((float(option[1:]) for option in options if option.startswith("@")), None)
        known = product_id != "-"
        item = {
            "product_id": product_id if known else None,
            "name": self.names[product_id] if known else named[1] if named else "",
            "quantity": float(given["q"]) if "q" in given else None,
            "unit": given.get("u"),
            "per": given.get("per"),
            "unit_price": price,
            "stance": stance,
        }
        self._add("products", item, parts[1])

    def _read_a(self, parts: list[str]) -> None:
        value, kind = parts[0].split()
        currency = None if kind == "discount_percent" else "USD"
        self._add("amounts", {"value": float(value), "currency": currency, "kind": kind}, parts[1])

    def _read_x(self, parts: list[str]) -> None:
        name, _, context = parts[0].rpartition(" ")
        self._add("competitors", {"name": name, "context": context}, parts[1])

    def _read_complaint(self, parts: list[str]) -> None:
        self._add("complaints", {"about": parts[0], "severity": None if parts[1] == "-" else parts[1]}, parts[2])

    def _read_pref(self, parts: list[str]) -> None:
        self._add("preferences", {"about": parts[0]}, parts[1])

    def _read_need(self, parts: list[str]) -> None:
        self._add("needs", {"about": parts[0]}, parts[1])

    def _read_do(self, parts: list[str]) -> None:
        what, owner, due, said = parts
        item = {"what": what, "owner": None if owner == "-" else owner, "due": self._due(due)}
        self._add("actions", item, said)

    def _read_ap(self, parts: list[str]) -> None:
        self.gold["appointment"] = {"start": self._due(parts[0]), "evidence": self._evidence(parts[1])}

    def _read_cu(self, parts: list[str]) -> None:
        contact_id, field, value = parts[0].split(" ", 2)
        item = {
            "person": self.names[contact_id],
            "contact_id": contact_id,
            "field": field,
            "value": True if value == "true" else value,
        }
        self._add("contact_updates", item, parts[1])

    def _read_s(self, parts: list[str]) -> None:
        self._add("sensitive", {"kind": parts[0], "text": parts[1]}, parts[1])

    def _read_q(self, parts: list[str]) -> None:
        key, kind, text = parts[0].split(" ", 2)
        self.questions.append({"key": key, "kind": kind, "text": text})

    def _read_ans(self, parts: list[str]) -> None:
        key, value = parts[0].split(" ", 1)
        kind = next(question["kind"] for question in self.questions if question["key"] == key)
        known: Any = value == "true" if kind == "yes_no" else float(value) if kind == "number" else value
        self._add("answers", {"question_key": key, "value": known}, parts[1])

    def _read_mood(self, parts: list[str]) -> None:
        self.mood = MOODS[parts[0]]

    def _read_tag(self, parts: list[str]) -> None:
        self.tags.append(parts[0])

    def _due(self, due: str) -> str | None:
        if due == "-":
            return None
        day, _, clock = due.partition("@")
        due_on = self._day(day)
        if not clock:
            return due_on.isoformat()
        return datetime.combine(due_on, time.fromisoformat(clock), ZONE).isoformat(timespec="minutes")

    def _day(self, day: str) -> date:
        told_on = self.told_on
        if day.startswith("+"):
            return told_on + timedelta(days=int(day[1:]))
        if day == "eom":
            return (told_on.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        if re.fullmatch(r"d\d+", day):
            return _next_day_of_month(told_on, int(day[1:]))
        if day[:3] in MONTHS:
            found = _day_of_year(day)
            return found if found > told_on else found.replace(year=YEAR + 1)
        weekday, _, later = day.partition("+")
        return self._weekday(weekday) + timedelta(days=int(later or 0))

    def _weekday(self, weekday: str) -> date:
        monday = self.told_on - timedelta(days=self.told_on.weekday())
        index = WEEKDAYS.index(weekday[-3:])
        if len(weekday) == 4:
            return monday + timedelta(days=index + (7 if weekday[0] == "n" else 0))
        ahead = (index - self.told_on.weekday() - 1) % 7 + 1
        return self.told_on + timedelta(days=ahead)


def _day_of_year(day: str) -> date:
    return date(YEAR, MONTHS.index(day[:3]) + 1, int(day[3:]))


def _next_day_of_month(told_on: date, day: int) -> date:
    found = told_on + timedelta(days=1)
    while found.day != day:
        found += timedelta(days=1)
    return found


def _outcome(gold: dict[str, Any]) -> str | None:
    stances = {item["stance"] for item in gold.get("products", [])}
    kinds = {item["kind"] for item in gold.get("amounts", [])}
    if "ordered" in stances or "order_value" in kinds:
        return "order"
    if gold.get("complaints"):
        return "complaint"
    if stances & {"wants", "considering"}:
        return "interested"
    if stances & {"declined", "dropped"}:
        return "declined"
    return "info" if gold else None


def write_jsonl(notes: list[dict[str, Any]], path: Path) -> None:
    """Write notes as the scorer reads them: one JSON object a line."""
    path.write_text("".join(json.dumps(note) + "\n" for note in notes), encoding="utf-8")
