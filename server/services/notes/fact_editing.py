"""What of an item a person may change, in which form, and how the changed value is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from server.errors import Problem
from server.services.notes.entry_content import Item
from server.services.notes.fact_wording import AMOUNT_KINDS, CONTEXTS, STANCES
from voice.lexicon import Contact, Lexicon

Choices = tuple[tuple[Any, str], ...]
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing of an item that can be set: its name, how to ask for it, what it is."""

    name: str
    label: str
    type: str
    value: Any = None
    choices: Choices = ()


PER = (("day", "every day"), ("week", "every week"), ("month", "every month"), ("delivery", "every delivery"))
SEVERITIES = (("high", "serious"), ("low", "minor"))
OWNERS = (("me", "the rep"), ("customer", "the customer"))


def attributes_of(field: str, item: Item, lexicon: Lexicon, customer_id: str | None) -> tuple[Attribute, ...]:
    """Return what can be changed on an item, with its present values and choices."""
    return tuple(
        replace(attribute, value=_present_value(item, attribute.name))
        for attribute in _declared(field, item, lexicon, customer_id)
    )


def _declared(field: str, item: Item, lexicon: Lexicon, customer_id: str | None) -> tuple[Attribute, ...]:
    if field == "spoken_customer":
        return (_customer_choice(item, lexicon),)
    if field == "people":
        return (_contact_choice(item, lexicon, customer_id), *(_OFFERED if item.get("is_offered") else ()), _ROLE)
    if field == "contact_updates" and item.get("candidates"):
        return (replace(_contact_choice(item, lexicon, customer_id), label="Whose"), *_PLAIN[field])
    if field == "products":
        return (_product_choice(item, lexicon), *_PLAIN["products"])
    if field == "facts":
        return (_own_value(item),)
    if field == "amends" and item["choices"]:
        return (_target_choice(item),)
    return _PLAIN.get(field, ())


def _target_choice(item: Item) -> Attribute:
    """Which fact of the earlier note a correction means."""
    choices = tuple((one["key"], one["label"]) for one in item["choices"])
    return Attribute("target", "What is to be put right", "choice", choices=choices)


def _own_value(item: Item) -> Attribute:
    """The value of a fact of the company's own kind, asked for by what the kind says it is."""
    value_type = item.get("value_type")
    if value_type == "yes-no":
        return Attribute("value", item["subject"], "choice", choices=(("yes", "yes"), ("no", "no")))
    return Attribute("value", item["subject"], value_type if value_type in ("number", "date") else "text")


_ROLE = Attribute("role", "Role", "text")
_OFFERED = (
    Attribute("name", "Name", "text"),
    Attribute("phone", "Phone", "text"),
    Attribute("email", "E-mail", "text"),
)
_PLAIN: dict[str, tuple[Attribute, ...]] = {
    "products": (
        Attribute("quantity", "How many", "number"),
        Attribute("unit", "Unit", "text"),
        Attribute("unit_price", "Price each", "money"),
        Attribute("per", "How often", "choice", choices=PER),
        Attribute("stance", "What about it", "choice", choices=tuple(STANCES.items())),
    ),
    "amounts": (
        Attribute("value", "Amount", "number"),
        Attribute("kind", "What it is", "choice", choices=tuple(AMOUNT_KINDS.items())),
    ),
    "competitors": (
        Attribute("name", "Name", "text"),
        Attribute("context", "How", "choice", choices=tuple(CONTEXTS.items())),
    ),
    "complaints": (
        Attribute("about", "About", "text"),
        Attribute("severity", "How serious", "choice", choices=SEVERITIES),
    ),
    "preferences": (Attribute("about", "About", "text"),),
    "needs": (Attribute("about", "About", "text"),),
    "actions": (
        Attribute("what", "What", "text"),
        Attribute("owner", "Who", "choice", choices=OWNERS),
        Attribute("due", "Due", "date"),
    ),
    "appointment": (Attribute("start_on", "Day", "date"), Attribute("start_time", "Time", "text")),
    "contact_updates": (Attribute("value", "Value", "text"),),
    "answers": (Attribute("value", "Answer", "text"),),
}


def _present_value(item: Item, name: str) -> Any:
    if name == "start_on":
        return (item.get("start") or "")[:10] or None
    if name == "start_time":
        return (item.get("start") or "")[11:16] or None
    if name == "due":
        return (item.get("due") or "")[:10] or None
    return item.get(name)


def _contact_choice(item: Item, lexicon: Lexicon, customer_id: str | None) -> Attribute:
    contacts = [*candidate_contacts(item, lexicon), *lexicon.contacts_of.get(customer_id or "", ())]
    choices = tuple({c.id: label_contact(c) for c in contacts}.items())
    return Attribute("contact_id", "Who", "record", choices=choices)


def candidate_contacts(item: Item, lexicon: Lexicon) -> list[Contact]:
    """Return the contacts that a name fits equally well."""
    return [lexicon.contact_by_id[key] for key in item.get("candidates") or () if key in lexicon.contact_by_id]


def label_contact(contact: Contact) -> str:
    """Write a contact so that two of one name can be told apart: "Sam Okafor, chef"."""
    return f"{contact.name}, {contact.role}" if contact.role else contact.name


def _customer_choice(item: Item, lexicon: Lexicon) -> Attribute:
    offered = [item["customer_id"], *item.get("candidates", ())]
    names = {key: lexicon.customer_by_id[key].name for key in offered if key in lexicon.customer_by_id}
    return Attribute("customer_id", "Which customer", "record", choices=tuple(names.items()))


def _product_choice(item: Item, lexicon: Lexicon) -> Attribute:
    from rapidfuzz import fuzz, process  # half a megabyte that only corrections need

    names = {p.id: p.name for p in lexicon.products}
    nearest = process.extract(item["name"], names, scorer=fuzz.token_set_ratio, limit=6)
    return Attribute("product_id", "Product", "record", choices=tuple((key, name) for name, _score, key in nearest))


def set_attribute(field: str, item: Item, name: str, value: Any, *, lexicon: Lexicon, zone: str) -> Item:
    """Return the item with one attribute set by a person; raises Problem when the value does not fit."""
    changed = {**item, "set_by_person": sorted({*item.get("set_by_person", ()), name})}
    if field == "spoken_customer" and name == "customer_id":
        return {**changed, **_known_customer(value, lexicon)}
    if field == "people" and name == "contact_id":
        return {**changed, **_known_contact(value, lexicon), **({"is_offered": False} if "is_offered" in item else {})}
    if field == "contact_updates" and name == "contact_id":
        known = _known_contact(value, lexicon)
        return {**changed, "contact_id": known["contact_id"], "person": known["name"], "candidates": []}
    if field == "products" and name == "product_id":
        return {**changed, **_known_product(value, lexicon)}
    if field == "amends" and name == "target":
        return {**changed, **_chosen_target(item, value)}
    if field == "appointment" and name in ("start_on", "start_time"):
        return {**changed, "start": _moment(item, name, value, zone)}
    declared = {attribute.name: attribute for attribute in _PLAIN.get(field, ())}
    if field == "facts":
        declared = {"value": _own_value(item)}
    if field == "people":
        declared |= {one.name: one for one in (_ROLE, *(_OFFERED if item.get("is_offered") else ()))}
    if name not in declared:
        raise Problem(f"{name!r} of {field} cannot be changed.", status=422, code="unknown-attribute")
    read = _READERS[declared[name].type](declared[name], value)
    if field == "people" and name == "name" and not read:
        raise Problem("Give the person's name.", status=422, code="name-missing")
    return {**changed, name: read}


def _chosen_target(item: Item, value: Any) -> Item:
    chosen = next((one for one in item["choices"] if one["key"] == value), None)
    if chosen is None or item["state"] != "open":
        raise Problem("This is no longer asked. Open the note again.", status=409, code="choice-gone")
    return {"target": value, "state": "applied", "text": chosen["label"]}


def _known_customer(customer_id: Any, lexicon: Lexicon) -> Item:
    customer = lexicon.customer_by_id.get(str(customer_id))
    if customer is None:
        raise Problem("There is no such customer. Choose one from the list.", status=422, code="unknown-customer")
    return {"customer_id": customer.id, "name": customer.name, "candidates": []}


def _known_contact(contact_id: Any, lexicon: Lexicon) -> Item:
    contact = lexicon.contact_by_id.get(str(contact_id))
    if contact is None:
        raise Problem("There is no such contact. Choose one from the list.", status=422, code="unknown-contact")
    return {"contact_id": contact.id, "name": contact.name, "candidates": []}


def _known_product(product_id: Any, lexicon: Lexicon) -> Item:
    product = lexicon.product_by_id.get(str(product_id))
    if product is None:
        raise Problem("There is no such product. Choose one from the list.", status=422, code="unknown-product")
    return {"product_id": product.id, "name": product.name}


def _moment(item: Item, name: str, value: Any, zone: str) -> str:
    wanted = {"start_on": item["start"][:10], "start_time": item["start"][11:16], name: str(value or "")}
    try:
        on = date.fromisoformat(wanted["start_on"])
        if not wanted["start_time"]:
            return on.isoformat()
        at = datetime.combine(on, time.fromisoformat(wanted["start_time"]), ZoneInfo(zone))
    except ValueError as error:
        raise Problem("Give the day as 2026-03-10 and the time as 15:30.", status=422, code="bad-date") from error
    return at.isoformat(timespec="minutes")


def _read_number(attribute: Attribute, value: Any) -> float | None:
    if value is None or value == "":
        return None
    try:
        read = float(value)
    except (TypeError, ValueError) as error:
        raise Problem(f"{attribute.label} must be a number such as 12.", status=422, code="bad-number") from error
    if isinstance(value, bool) or not 0 <= read <= 1e9:
        raise Problem(f"{attribute.label} must be a number from 0 to a billion.", status=422, code="bad-number")
    return int(read) if read.is_integer() else read


def _read_text(attribute: Attribute, value: Any) -> str | bool | None:
    if isinstance(value, bool):
        return value
    text = " ".join(str(value or "").replace("\x00", " ").split())
    return text[:LONGEST_TEXT] or None


def _read_date(attribute: Attribute, value: Any) -> str | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError as error:
        raise Problem(f"{attribute.label} must be a day such as 2026-03-13.", status=422, code="bad-date") from error


def _read_choice(attribute: Attribute, value: Any) -> Any:
    if value in (None, ""):
        return None
    if value not in [choice for choice, _label in attribute.choices]:
        raise Problem(f"{attribute.label}: choose one of those offered.", status=422, code="bad-choice")
    return value


_READERS: dict[str, Callable[[Attribute, Any], Any]] = {
    "number": _read_number,
    "money": _read_number,
    "text": _read_text,
    "date": _read_date,
    "choice": _read_choice,
}
