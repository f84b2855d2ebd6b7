"""Says one item of an entry in a reader's words: a label and a short text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from server.services.notes.entry_content import Item

STANCES = {
    "ordered": "Order",
    "wants": "Wants",
    "considering": "Considering",
    "declined": "Declined",
    "dropped": "Dropped",
    "likes": "Likes",
    "dislikes": "Dislikes",
    "problem": "Problem",
    "uses": "Uses",
}
AMOUNT_KINDS = {
    "budget": "Budget",
    "order_value": "Order value",
    "discount_percent": "Discount",
    "competitor_price": "Competitor's price",
    "owed": "Owed",
    "price": "Price",
}
CONTEXTS = {
    "current_supplier": "supplies them today",
    "quoting": "has quoted",
    "switching_to": "they are switching to them",
    "left": "they stopped with them",
    "mentioned": "mentioned",
}
SECRET_KINDS = {
    "card": "card number",
    "ssn": "social security number",
    "birthday": "birthday",
    "bank": "bank details",
    "access": "access code",
    "private": "private words",
}
UPDATE_FIELDS = {"phone": "Phone", "email": "E-mail", "role": "Role", "left_company": "Left the company"}
OUTCOMES = {
    "order": "Order",
    "complaint": "Complaint",
    "interested": "Interested",
    "declined": "Declined",
    "info": "Information",
}


def word_item(field: str, item: Item) -> tuple[str, str]:
    """Return the label and the text of an item."""
    return _WORDINGS[field](item)


def money(value: float) -> str:
    return f"${value:,.2f}" if value % 1 else f"${value:,.0f}"


def number(value: float) -> str:
    return f"{value:,.0f}" if value % 1 == 0 else f"{value:,}"


def name(spoken: str) -> str:
    """Write a name as names are written; one that came from the company's tables stays as it is."""
    return " ".join(part[:1].upper() + part[1:] for part in spoken.split()) if spoken.islower() else spoken


def phone(number_e164: str) -> str:
    """Write a phone number as people of its country do; what is none stays as it is."""
    import phonenumbers  # a megabyte of tables that few facts need

    try:
        parsed = phonenumbers.parse(number_e164, None)
    except phonenumbers.NumberParseException:
        return number_e164
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL))


def day(written: str) -> str:
    """Return "Fri 13 Mar" or "Tue 10 Mar, 15:30" for a date or time as entries write it; else the words as they are."""
    try:
        if len(written) == 10:
            on = date.fromisoformat(written)
            return f"{on:%a} {on.day} {on:%b}"
        at = datetime.fromisoformat(written)
    except ValueError:
        return written
    return f"{at:%a} {at.day} {at:%b}, {at:%H:%M}"


def plural(unit: str, quantity: float | None) -> str:
    if not unit or quantity is None or quantity <= 1:
        return unit
    if unit.endswith(("s", "x", "ch", "sh")):
        return unit + "es"
    return unit if unit in ("dozen", "percent") else unit + "s"


def _customer(item: Item) -> tuple[str, str]:
    return "Customer", item["name"]


def _person(item: Item) -> tuple[str, str]:
    parts = [name(item["name"]), item.get("role")]
    if not item.get("is_offered"):
        return "Person", ", ".join(part for part in parts if part)
    parts += [phone(item["phone"]) if item.get("phone") else None, item.get("email")]
    return "New contact", ", ".join(part for part in parts if part)


def _product(item: Item) -> tuple[str, str]:
    parts = [item["name"]]
    if (quantity := item.get("quantity")) is not None:
        unit = plural(item.get("unit") or "", quantity)
        parts = [f"{number(quantity)} {unit} {item['name']}".replace("  ", " ")]
    if (price := item.get("unit_price")) is not None:
        parts.append(f"{money(price)} a {item['unit']}" if item.get("unit") else f"at {money(price)}")
    if per := item.get("per"):
        parts.append(f"every {per}")
    return STANCES.get(item.get("stance") or "", "Product"), ", ".join(parts)


def _amount(item: Item) -> tuple[str, str]:
    value = item["value"]
    text = f"{number(value)} %" if item.get("kind") == "discount_percent" else money(value)
    return AMOUNT_KINDS.get(item.get("kind") or "", "Amount"), text


def _competitor(item: Item) -> tuple[str, str]:
    context = CONTEXTS.get(item.get("context") or "mentioned", "mentioned")
    return "Competitor", f"{name(item['name'])}: {context}"


def _complaint(item: Item) -> tuple[str, str]:
    label = "Complaint, serious" if item.get("severity") == "high" else "Complaint"
    return label, item["about"]


def _action(item: Item) -> tuple[str, str]:
    owner = item.get("owner")
    label = {"me": "Promise", "customer": "They will"}.get(owner or "", "To do")
    parts = [item["what"]]
    if owner not in ("me", "customer", None):
        parts.append(owner)
    if item.get("due"):
        parts.append(f"by {day(item['due'])}")
    return label, ", ".join(parts)


def _appointment(item: Item) -> tuple[str, str]:
    return "Next meeting", day(item["start"])


def _contact_update(item: Item) -> tuple[str, str]:
    label = UPDATE_FIELDS.get(item.get("field") or "", "Contact")
    value, person = item["value"], name(item["person"])
    if value is True:
        return label, person
    return label, f"{person}: {phone(value) if item.get('field') == 'phone' else value}"


def _answer(item: Item) -> tuple[str, str]:
    value = item["value"]
    text = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    question = item.get("question") or f"{item['question_key'].replace('_', ' ')}:"
    return "Answer", f"{question} {text}"


def _secret(item: Item) -> tuple[str, str]:
    return "Not kept", SECRET_KINDS.get(item["kind"], "secret")


def _own_fact(item: Item) -> tuple[str, str]:
    value, subject = item.get("value"), item["subject"]
    label = subject[:1].upper() + subject[1:]
    if item.get("value_type") == "number" and isinstance(value, int | float):
        return label, number(value)
    return label, day(value) if item.get("value_type") == "date" and value else str(value or "")


def _amendment(item: Item) -> tuple[str, str]:
    return "Same as before" if item["state"] == "already" else "Correction", item["text"]


_WORDINGS: dict[str, Callable[[Item], tuple[str, str]]] = {
    "spoken_customer": _customer,
    "people": _person,
    "products": _product,
    "amounts": _amount,
    "competitors": _competitor,
    "complaints": _complaint,
    "preferences": lambda item: ("Preference", item["about"]),
    "needs": lambda item: ("Need", item["about"]),
    "actions": _action,
    "appointment": _appointment,
    "contact_updates": _contact_update,
    "answers": _answer,
    "facts": _own_fact,
    "sensitive": _secret,
    "amends": _amendment,
}
KINDS = {
    "spoken_customer": "customer",
    "people": "person",
    "products": "product",
    "amounts": "amount",
    "competitors": "competitor",
    "complaints": "complaint",
    "preferences": "preference",
    "needs": "need",
    "actions": "action",
    "appointment": "appointment",
    "contact_updates": "contact_update",
    "answers": "answer",
    "facts": "fact",
    "sensitive": "secret",
    "amends": "amendment",
}
