"""The values of understanding: a note going in, an entry of facts with their words coming out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from voice.types import Word


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question the company would like answered; `kind` is yes_no, choice, number or text."""

    key: str
    text: str
    kind: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What a rep said: lower-case words with single spaces, when (aware) and at which customer, if known.

    `words`, when given, are the recognised words with times; they must be the same words as `text`.
    """

    id: str
    text: str
    recorded_at: datetime
    customer_id: str | None = None
    rep_id: str | None = None
    open_questions: tuple[OpenQuestion, ...] = ()
    words: tuple[Word, ...] | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact is heard: first and last word of the note, counted from 0, both inclusive."""

    start_word: int
    end_word: int


@dataclass(frozen=True, slots=True)
class SpokenCustomer:
    """The customer the note names; `candidates` when several fit equally well."""

    customer_id: str | None
    name: str
    evidence: Evidence
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A named person of the customer; `candidates` when several contacts fit equally well."""

    name: str
    contact_id: str | None
    role: str | None
    evidence: Evidence
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product with what was said of it; `unit_price` in dollars."""

    product_id: str | None
    name: str
    quantity: float | None
    unit: str | None
    per: str | None
    unit_price: float | None
    stance: str
    dimension: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Amount:
    """Money (`currency` USD) or a percentage (None) that is no product's unit price."""

    value: float
    currency: str | None
    kind: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CompetitorMention:
    """Another supplier with its part: current_supplier, quoting, switching_to, left or mentioned."""

    name: str
    context: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Complaint:
    """What went wrong with us, in the words of the note; `severity` high, low or None."""

    about: str
    severity: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Preference:
    """A lasting wish on how to deal with the customer."""

    about: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Need:
    """A lack to be solved that no product line says."""

    about: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Action:
    """Something still to do; `due` is a date or a date and time with offset, as the entry writes it."""

    what: str
    owner: str | None
    due: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Appointment:
    """The next agreed meeting; `start` a date or a date and time with offset."""

    start: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ContactUpdate:
    """A change of phone, email or role, or that somebody left (`value` True)."""

    person: str
    contact_id: str | None
    field: str
    value: str | bool
    evidence: Evidence
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Secret:
    """Words that must not be kept; never holds them, only their kind and place."""

    kind: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """The answer to an open question: true or false, an option, a number or a phrase."""

    question_key: str
    value: bool | float | str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class OwnFact:
    """A fact of a kind that the company added: `kind` is its id, `subject` its name, `value_type` as the kind's.

    `value` is a number for numbers, "yes" or "no" for yes-no, an ISO date for dates, else the words said.
    """

    kind: str
    subject: str
    value_type: str
    value: str | float
    words: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Entry:
    """The structured entry of one note, in the form that `to_json` writes."""

    spoken_customer: SpokenCustomer | None = None
    people: tuple[Person, ...] = ()
    products: tuple[ProductLine, ...] = ()
    amounts: tuple[Amount, ...] = ()
    competitors: tuple[CompetitorMention, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    preferences: tuple[Preference, ...] = ()
    needs: tuple[Need, ...] = ()
    actions: tuple[Action, ...] = ()
    appointment: Appointment | None = None
    contact_updates: tuple[ContactUpdate, ...] = ()
    outcome: str | None = None
    sentiment: str | None = None
    sensitive: tuple[Secret, ...] = ()
    answers: tuple[AnswerGiven, ...] = field(default=())
    facts: tuple[OwnFact, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Write the entry as plain dicts, lists, strings and numbers (docs/understanding.md)."""
        from voice.understanding.entry_json import entry_to_json

        return entry_to_json(self)

    @staticmethod
    def from_json(written: dict[str, Any]) -> Entry:
        """Read what `to_json` wrote; missing keys mean empty. Raises ValueError on a wrong form."""
        from voice.understanding.entry_json import entry_from_json

        return entry_from_json(written)
