"""Names that notes here keep missing, from what people put right: offered to be added, or dismissed for good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entry import Entry
from models.fact_kind import DismissedOffer
from models.learnt_alias import LearntAlias
from server.current import Identity
from server.errors import Problem
from server.services.company_words.proposed_word import keep_word, propose
from server.services.notes.alias_teaching import TAUGHT_BY, alias_of, heard_words, is_a_name, keep_alias, was_asked
from server.services.notes.entry_content import Content, Item, items
from voice.lexicon import Lexicon
from voice.sound import spoken_tokens

TIMES = 2  # once may be a slip of the tongue
MOST_OFFERS = 30
LONGEST_GOODS_WORDS = 4
WORDS = ("product", "competitor")  # what the tables of the company's own words hold


@dataclass(frozen=True, slots=True)
class Offer:
    """A name that could be added: `phrase` is what was written for it; without a record it is in no table yet."""

    kind: str
    record_id: str | None
    name: str
    phrase: str
    times: int = 0
    recording_id: str = ""

    @property
    def key(self) -> str:
        return f"{self.record_id or self.name.casefold()}:{self.phrase}"[:300]


class MissedNames:
    """Gathers over checked notes what was written where people then put a name of ours, each note counted once."""

    def __init__(self) -> None:
        self._found: dict[Offer, list[str]] = {}

    def look(self, entry: Entry, read: Content, left: Content) -> None:
        """Look at one note: what the engine read, and what people left of it."""
        for offer in dict.fromkeys((*_put_right(entry, read, left), *_unlisted(left))):
            self._found.setdefault(offer, []).append(entry.recording_id)

    def offers(self, session: Session, lexicon: Lexicon) -> list[Offer]:
        """Return what was missed at least twice and is neither added, learnt nor dismissed by now; most first."""
        dismissed = {(kind, key) for kind, key in session.execute(select(DismissedOffer.kind, DismissedOffer.key))}
        is_learnt = LearntAlias.forgotten_at.is_(None)
        held = select(LearntAlias.record_id, LearntAlias.alias).where(is_learnt)
        learnt = {(record_id, alias) for record_id, alias in session.execute(held)}
        open_offers = [
            replace(offer, times=len(notes), recording_id=notes[-1])
            for offer, notes in self._found.items()
            if len(notes) >= TIMES
            and (offer.kind, offer.key) not in dismissed
            and (offer.kind in WORDS or (offer.record_id, offer.phrase) not in learnt)
            and _is_new(offer, lexicon)
        ]
        return sorted(open_offers, key=lambda offer: -offer.times)[:MOST_OFFERS]


def _put_right(entry: Entry, read: Content, left: Content) -> Iterator[Offer]:
    standing = {item["item_id"]: item for _field, item in items(left)}
    for field, before in items(read):
        after = standing.get(before["item_id"])
        for attribute in after.get("set_by_person", ()) if after else ():
            kind = TAUGHT_BY.get((field, attribute))
            if after and kind and before.get(attribute) != after.get(attribute) and not was_asked(before, attribute):
                yield from _offer(entry, kind, before, after)


def _offer(entry: Entry, kind: str, before: Item, after: Item) -> Iterator[Offer]:
    name = str(after.get("name") or "")
    phrase = alias_of(heard_words(entry, before), name, is_whole=kind in ("contact", "customer"))
    if name and phrase and "[" not in phrase:
        yield Offer(kind, None if kind == "competitor" else after.get(f"{kind}_id"), name, phrase)


def _unlisted(left: Content) -> Iterator[Offer]:
    """Yield the goods that a customer asked for, as people left them; those in the tables are sorted out later."""
    for item in left.get("needs") or []:
        goods = " ".join(str(item.get("about") or "").lower().split())
        if goods and len(goods.split()) <= LONGEST_GOODS_WORDS:
            yield Offer("product", None, goods, "")


def _is_new(offer: Offer, lexicon: Lexicon) -> bool:
    """Tell whether adding it would change how notes are read, without taking a name from somebody who has it."""
    if not offer.phrase:
        return not is_a_name(tuple(spoken_tokens(offer.name)), lexicon)
    return not is_a_name(tuple(offer.phrase.split()), lexicon)


def take_up(session: Session, offer: Offer, by: Identity) -> None:
    """Add what was offered: a product's or competitor's further name, a new one, or how a person or place is heard.

    The caller commits.
    """
    if offer.kind in WORDS:
        keep_word(session, propose(offer.kind, offer.name, offer.phrase), by.staff_id)
    elif offer.record_id is not None:
        keep_alias(session, offer.kind, offer.record_id, offer.phrase, offer.recording_id, by)


def dismiss(session: Session, offer: Offer, by: Identity) -> None:
    """Offer it no more. The caller commits."""
    session.add(DismissedOffer(kind=offer.kind, key=offer.key, dismissed_by_id=by.staff_id))


def offer_of(offers: list[Offer], kind: str, key: str) -> Offer:
    """Return the offer that was tapped; raises Problem where it is gone."""
    for offer in offers:
        if (offer.kind, offer.key) == (kind, key):
            return offer
    raise Problem("This is no longer offered. Somebody may have added it meanwhile.", status=409, code="offer-gone")
