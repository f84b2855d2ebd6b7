"""Which facts about a customer one entry tells: wishes, people and their roles, suppliers, hours, contact data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from models.customer_fact import FactTopic
from server.services.facts.preference_subject import subject_of
from server.services.notes.entry_content import Content, Item
from server.services.notes.fact_wording import name, phone

SUPPLIER_SUBJECTS = {
    "current_supplier": "current supplier",
    "switching_to": "current supplier",
    "left": "supplier before",
}
LEFT = "left the company"
BOTH = "both"  # the answer that ends a contradiction without a new fact
LONGEST_SUBJECT, LONGEST_VALUE = 200, 300
WORDS_AROUND = 4
# Said with one of these, a fact tells what became of an earlier one rather than contradict it.
TELLS_CHANGE = frozenset("now since new newly instead anymore currently nowadays replaced replaces switched".split())
TELLS_CHANGE_PAIRS = frozenset(
    {("no", "longer"), ("took", "over"), ("taken", "over"), ("takes", "over"), ("from", "now"), ("these", "days")}
)
# Who holds these is one person; "head chef maria" and "chef paolo" cannot both be.
ONE_NAME = {"head chef": "chef", "executive chef": "chef", "gm": "general manager"}


@dataclass(frozen=True, slots=True)
class SaidFact:
    """One fact as an item of an entry tells it; `from_s` and `to_s` say where it is heard."""

    item_id: str
    kind: str
    subject: str
    value: str
    contact_id: str | None = None
    tells_change: bool = False
    from_s: float | None = None
    to_s: float | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.item_id, self.kind, self.subject, self.value


@dataclass(frozen=True, slots=True)
class AskedFact:
    """The kind and subject that the answer to a question settles."""

    kind: str
    subject: str


def facts_in(
    content: Content, words: Sequence[Sequence[Any]], asked: Mapping[str, AskedFact] | None = None
) -> list[SaidFact]:
    """Return the facts of an entry's content, each once.

    `words` are those that the items' evidence counts in, each [text, start_s, end_s, ...]; `asked` tells by question
    key which answers settle a contradiction.
    """
    told: dict[tuple[str, str, str, str], SaidFact] = {}
    for item, (kind, subject, value), is_change in _told(content, asked or {}):
        if not value:
            continue
        heard = _heard(item, words)
        fact = SaidFact(
            item_id=item["item_id"],
            kind=kind,
            subject=subject[:LONGEST_SUBJECT],
            value=value[:LONGEST_VALUE],
            contact_id=item.get("contact_id"),
            tells_change=is_change or _says_change(item, words),
            from_s=heard[0][1] if heard else None,
            to_s=heard[-1][2] if heard else None,
        )
        told.setdefault(fact.key, fact)
    return list(told.values())


_Told = tuple[Item, tuple[str, str, str], bool]


def _told(content: Content, asked: Mapping[str, AskedFact]) -> Iterator[_Told]:
    for item in content.get("preferences") or []:
        about = str(item.get("about") or "")
        yield item, (FactTopic.PREFERENCE, subject_of(about), about), False
    updates = content.get("contact_updates") or []
    renamed = {_person(item) for item in updates if item.get("field") == "role"}
    for item in content.get("people") or []:
        if item.get("role") and _person(item) not in renamed:
            yield item, (FactTopic.ROLE, role_subject(str(item["role"])), name(item["name"])), False
    for item in updates:
        yield from _update(item)
    for item in content.get("competitors") or []:
        if subject := SUPPLIER_SUBJECTS.get(item.get("context") or ""):
            yield item, (FactTopic.SUPPLIER, subject, name(item["name"])), item["context"] != "current_supplier"
    for item in content.get("facts") or []:
        if item.get("value") is not None:
            yield item, (str(item["kind"])[:40], str(item.get("subject") or ""), _plain(item["value"])), False
    for item in content.get("answers") or []:
        settled = asked.get(item.get("question_key") or "")
        if settled and item["value"] != BOTH:
            yield item, (settled.kind, settled.subject, _plain(item["value"])), True


def _update(item: Item) -> Iterator[_Told]:
    """Yield what a change of a person's data tells; a new role belongs to the role, the rest to the person."""
    person, field, value = name(str(item.get("person") or "")), item.get("field"), item.get("value")
    if field == "role" and value:
        yield item, (FactTopic.ROLE, role_subject(str(value)), person), True
    elif field == "left_company" and value is True:
        yield item, (FactTopic.CONTACT, person, LEFT), True
    elif field in ("phone", "email") and value:
        written = phone(str(value)) if field == "phone" else str(value)
        yield item, (FactTopic.CONTACT, f"{person}, {'phone' if field == 'phone' else 'e-mail'}", written), True


def role_subject(role: str) -> str:
    """Return the name under which a role's holders follow on each other."""
    plain = " ".join(role.lower().split())
    return ONE_NAME.get(plain, plain)


def _person(item: Item) -> str:
    return str(item.get("contact_id") or item.get("person") or item.get("name") or "").lower()


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _heard(item: Item, words: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
    evidence = item.get("evidence") or {}
    return words[evidence["start_word"] : evidence["end_word"] + 1] if evidence else []


def _says_change(item: Item, words: Sequence[Sequence[Any]]) -> bool:
    evidence = item.get("evidence") or {}
    if not evidence:
        return False
    around = words[max(0, evidence["start_word"] - WORDS_AROUND) : evidence["end_word"] + 1 + WORDS_AROUND]
    said = [str(word[0]) for word in around]
    return not TELLS_CHANGE.isdisjoint(said) or not TELLS_CHANGE_PAIRS.isdisjoint(pairwise(said))
