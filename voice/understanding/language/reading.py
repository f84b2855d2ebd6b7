"""What every reader looks at: the live words of a note with all names, days, numbers and clauses found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from voice.lexicon import Contact, Lexicon
from voice.understanding.days.clock import When, find_whens
from voice.understanding.language.clauses import Clause, find_clauses
from voice.understanding.language.corrections import apply_corrections
from voice.understanding.language.mentions import Mention, covered
from voice.understanding.language.stream import Stream, open_stream
from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.bare_counts import with_bare_counts
from voice.understanding.numbers.figure import Figure
from voice.understanding.numbers.figures import find_figures
from voice.understanding.people.addresses import Address, find_addresses
from voice.understanding.people.customers import find_customers
from voice.understanding.people.people_named import find_people
from voice.understanding.products.competitors_named import find_competitors
from voice.understanding.products.products_named import find_products, products_by_name, surely_heard
from voice.understanding.secrets.secrets import cut_secrets, find_secrets
from voice.understanding.types import Evidence, Note, Secret

_NOT_GOODS = wordset(
    "fresh free house number delivery deliveries weekend saturday machine plan service program workshop lease straight "
    "block whole sixteen twenty twelve eighty half double zero cold waste audit percent hundred reduced cage firm dark "
    "blend extra sharp plain regular sheets kitchen surface dinner menu"
)
LONG_PAUSE_S = 0.9  # between words of one clause speakers pause less (docs/understanding.md)


@dataclass(frozen=True)
class Reading:
    """A note prepared for the readers; positions are live words unless they are evidence."""

    note: Note
    lexicon: Lexicon
    zone: ZoneInfo
    recorded_at: datetime
    secrets: tuple[Secret, ...]
    stream: Stream
    addresses: tuple[Address, ...]
    customers: tuple[Mention, ...]
    people: tuple[Mention, ...]
    competitors: tuple[Mention, ...]
    products: tuple[Mention, ...]
    whens: tuple[When, ...]
    figures: tuple[Figure, ...]
    clauses: tuple[Clause, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return self.stream.words

    def evidence(self, start: int, end: int) -> Evidence:
        return self.stream.evidence(start, end)

    def clause_of(self, position: int) -> Clause:
        return next((c for c in self.clauses if position in c), Clause(0, len(self.words)))

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        """The contacts of the customer that the note is about."""
        return contacts_of(self.lexicon, self.note, self.customers)

    @cached_property
    def names(self) -> frozenset[int]:
        return covered((*self.customers, *self.people, *self.competitors, *self.products))

    @cached_property
    def goods_words(self) -> frozenset[str]:
        """The words of product names that are goods by themselves ("chicken", "cream"), though they fit several."""
        return frozenset(w for form in self.lexicon.product_forms for w in form if len(w) > 3) - _NOT_GOODS

    def mention_at(self, position: int) -> Mention | None:
        """Give the person, product or competitor that begins at a position."""
        for mention in (*self.people, *self.products, *self.competitors):
            if mention.start == position:
                return mention
        return None


def contacts_of(lexicon: Lexicon, note: Note, customers: tuple[Mention, ...]) -> tuple[Contact, ...]:
    """Give the contacts of the spoken customer, else of the visit's."""
    ids = customers[0].ids if customers else (note.customer_id,) if note.customer_id else ()
    return tuple(contact for key in ids for contact in lexicon.contacts_of.get(key, ()))


def read_note(note: Note, lexicon: Lexicon, zone: ZoneInfo) -> Reading:
    """Prepare a note: cut secrets, apply self-corrections, find names, then days, then numbers, then clauses."""
    raw = note.text.split()
    secrets = find_secrets(raw)
    stream = apply_corrections(open_stream(cut_secrets(raw, secrets)), lexicon)
    recorded_at = note.recorded_at.astimezone(zone)
    addresses = find_addresses(stream.words, lexicon.first_names)
    taken = frozenset(i for a in addresses for i in range(a.start, a.end))
    customers = find_customers(stream, note, lexicon)
    taken |= covered(customers)
    competitors = find_competitors(stream, taken, lexicon)
    taken |= covered(competitors)
    product_words = covered(products_by_name(stream, taken, lexicon))
    product_words |= covered(surely_heard(stream, taken | product_words, lexicon))
    contacts = contacts_of(lexicon, note, customers)
    people = find_people(stream, contacts, taken | product_words, lexicon, customers[0] if customers else None)
    products = find_products(stream, taken | covered(people), lexicon)
    taken |= covered(people) | covered(products)
    whens = find_whens(stream.words, taken, recorded_at.date())
    figures = find_figures(stream.words, taken | frozenset(i for w in whens for i in range(w.start, w.end)))
    figures = with_bare_counts(stream.words, figures, products, lexicon)
    names = frozenset(m.start for m in (*people, *competitors))
    inside = frozenset(i for m in (*customers, *people, *products, *competitors) for i in range(m.start + 1, m.end))
    clauses = find_clauses(stream.words, names, inside, _pauses(note, stream), frozenset(w.end for w in whens))
    return Reading(
        note,
        lexicon,
        zone,
        recorded_at,
        secrets,
        stream,
        addresses,
        customers,
        people,
        competitors,
        products,
        whens,
        figures,
        clauses,
    )


def _pauses(note: Note, stream: Stream) -> frozenset[int]:
    """Give the live positions before which the speaker paused long, where the words have times."""
    words = note.words
    if words is None or len(words) != len(note.text.split()):
        return frozenset()
    ends = {i: words[i].end_s for i in range(len(words))}
    return frozenset(
        at
        for at in range(1, len(stream))
        if words[stream.at[at]].start_s - ends[max(stream.at[at] - 1, 0)] >= LONG_PAUSE_S
    )
