"""Whom a name means that fits several: asked with the candidates to choose from, never guessed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from server.services.notes.entry_content import Item
from server.services.notes.fact_editing import Choices, candidate_contacts, label_contact
from server.services.notes.fact_wording import name as written_name
from voice.lexicon import Lexicon

_NAMED_BY = {"people": "name", "contact_updates": "person"}


@dataclass(frozen=True, slots=True)
class OpenChoice:
    """A question that one tap answers ("Which Sam?"): which attribute the tap sets, and to what it may."""

    question: str
    attribute: str
    choices: Choices


def open_choice_of(field: str, item: Item, lexicon: Lexicon) -> OpenChoice | None:
    """Return what is to be asked about an item; None when its name is clear or a person has chosen."""
    attribute, choices = _choices(field, item, lexicon)
    if not choices or attribute in item.get("set_by_person", ()):
        return None
    if field == "amends":
        return OpenChoice("What is to be put right?", attribute, choices)
    called = item.get(_NAMED_BY.get(field, ""))
    return OpenChoice(f"Which {written_name(called)}?" if called else "Which customer?", attribute, choices)


def _choices(field: str, item: Item, lexicon: Lexicon) -> tuple[str, Choices]:
    if field == "spoken_customer":
        return "customer_id", _customers(item, lexicon)
    if field == "amends" and item["state"] == "open":
        return "target", tuple((one["key"], one["label"]) for one in item["choices"])
    if field in _NAMED_BY:
        return "contact_id", tuple((one.id, label_contact(one)) for one in candidate_contacts(item, lexicon))
    return "", ()


def _customers(item: Item, lexicon: Lexicon) -> Choices:
    """Name the customers; of one name they are told apart by their streets."""
    found = [lexicon.customer_by_id[key] for key in item.get("candidates") or () if key in lexicon.customer_by_id]
    times = Counter(one.name for one in found)
    return tuple((one.id, f"{one.name}, {one.street}" if times[one.name] > 1 else one.name) for one in found)
