"""The outcome of a visit follows from the facts."""

from __future__ import annotations

from voice.understanding.types import Entry


def outcome_of(entry: Entry) -> str | None:
    """Give the first that fits: order, complaint, interested, declined, info; None for an entry without facts."""
    stances = {line.stance for line in entry.products}
    if "ordered" in stances or any(amount.kind == "order_value" for amount in entry.amounts):
        return "order"
    if entry.complaints:
        return "complaint"
    if stances & {"wants", "considering"}:
        return "interested"
    if stances & {"declined", "dropped"}:
        return "declined"
    return "info" if has_facts(entry) else None


def has_facts(entry: Entry) -> bool:
    """Tell whether a note said anything that an entry keeps."""
    return bool(
        entry.spoken_customer
        or entry.people
        or entry.products
        or entry.amounts
        or entry.competitors
        or entry.complaints
        or entry.preferences
        or entry.needs
        or entry.actions
        or entry.appointment
        or entry.contact_updates
        or entry.sensitive
        or entry.answers
        or entry.facts
    )
