"""The names that may be said in a note: of the place, near it, and of the whole company."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from voice.correction import customers_near
from voice.lexicon import Customer, Lexicon
from voice.sound import spoken_tokens

HERE, NEAR, ANYWHERE = 0, 1, 2
_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is spoken; `nearness` is HERE, NEAR or ANYWHERE; `aliases` are what was heard for it before."""

    kind: str
    tokens: tuple[str, ...]
    nearness: int = HERE
    aliases: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that may be said in one note, likeliest first; as strings it is kept with the transcript."""

    names: tuple[Name, ...] = ()

    def to_strings(self) -> list[str]:
        """Write each name as "kind|nearness|name|alias|alias"."""
        return [
            _SEPARATOR.join((n.kind, str(n.nearness), " ".join(n.tokens), *(" ".join(a) for a in n.aliases)))
            for n in self.names
        ]

    @staticmethod
    def from_strings(strings: Sequence[str]) -> Vocabulary:
        """Read what `to_strings` wrote; what is no name is left out."""
        return Vocabulary(tuple(_read(parts) for parts in (s.split(_SEPARATOR) for s in strings) if len(parts) > 2))


Aliases = Mapping[tuple[str, str], Sequence[str]]


def vocabulary_of(lexicon: Lexicon, customer_id: str | None, aliases: Aliases | None = None) -> Vocabulary:
    """Collect the names for a note at a customer, or at none known.

    `aliases` are learnt ones by kind (customer, contact, product, competitor, staff) and record. Those of contacts
    count at their customer only, so that a misheard word is not taken for a person all over the country.
    """
    made: dict[tuple[str, ...], Name] = {}
    for name in _names(lexicon, customer_id, aliases or {}):
        made.setdefault(name.tokens, name)
    return Vocabulary(tuple(made.values()))


def _names(lexicon: Lexicon, customer_id: str | None, aliases: Aliases) -> Iterator[Name]:
    for customer in customers_near(lexicon, customer_id):
        nearness = HERE if customer.id == customer_id else NEAR
        yield from _of_customer(customer, nearness, aliases)
        for contact in lexicon.contacts_of.get(customer.id, ()) if nearness == HERE else ():
            yield from _of_person(contact.name, HERE, _heard(aliases, "contact", contact.id))
    for customer in lexicon.customers:
        if learnt := _heard(aliases, "customer", customer.id):
            yield Name("customer", tuple(spoken_tokens(customer.name)), ANYWHERE, learnt)
    for competitor in lexicon.competitors:
        learnt = _heard(aliases, "competitor", competitor.id)
        yield Name("competitor", spoken_tokens(competitor.name), ANYWHERE, learnt)
    for product in lexicon.products:
        if learnt := _heard(aliases, "product", product.id):
            yield Name("product", spoken_tokens(product.name), ANYWHERE, learnt)
    for colleague in lexicon.colleagues:
        yield from _of_person(colleague.name, ANYWHERE, _heard(aliases, "staff", colleague.id))


def _of_customer(customer: Customer, nearness: int, aliases: Aliases) -> Iterator[Name]:
    tokens = spoken_tokens(customer.name)
    learnt = _heard(aliases, "customer", customer.id)
    if tokens[:1] == ("the",):
        yield Name("customer", tokens[1:], nearness, learnt)
        learnt = ()
    yield Name("customer", tokens, nearness, learnt)


def _of_person(written: str, nearness: int, learnt: tuple[tuple[str, ...], ...]) -> Iterator[Name]:
    """Yield the whole name and, of people here, its first and last part; each alias goes to the part it is for."""
    tokens = spoken_tokens(written)
    if not tokens:
        return
    short = [a for a in learnt if len(tokens) > 1 and _stands_for_first(a, tokens)]
    yield Name("person", tokens, nearness, tuple(a for a in learnt if a not in short))
    if nearness == HERE and len(tokens) > 1:
        yield Name("person", tokens[:1], nearness, tuple(short))
        yield Name("person", tokens[-1:], nearness)
    elif short:
        yield Name("person", tokens[:1], nearness, tuple(short))


def _stands_for_first(alias: tuple[str, ...], tokens: tuple[str, ...]) -> bool:
    """Tell whether an alias is as long as the first name alone rather than as the whole."""
    letters = len("".join(alias))
    return letters < (len(tokens[0]) + len("".join(tokens))) / 2


def _heard(aliases: Aliases, kind: str, record_id: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(alias.split()) for alias in aliases.get((kind, record_id), ()) if alias.split())


def _read(parts: Sequence[str]) -> Name:
    kind, nearness, name, *aliases = parts
    return Name(kind, tuple(name.split()), int(nearness), tuple(tuple(a.split()) for a in aliases if a))
