"""Speaks notes as reps do, from patterns filled with a customer's own people and products."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Any

from models.catalogue import Competitor, Product
from models.customer import Contact
from server.demo.company import Shop, read_lines
from voice.sound import number_words, spoken_tokens
from voice.types import Transcript, Word

MODEL = "written text, nothing was heard"
MOST_OF = {"bag": 40, "gallon": 30, "keg": 4, "wheel": 3, "pail": 8, "block": 10, "jug": 8}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
HOURS = ("nine", "nine thirty", "ten", "eleven", "one thirty", "two", "half past two", "three", "four")
DAYS = ("third", "fifth", "tenth", "twelfth", "fifteenth", "eighteenth", "twentieth", "twenty eighth")
NEW_PEOPLE = (
    ("kitchen manager", "bettina crowe"),
    ("assistant manager", "alan petrie"),
    ("sous chef", "rosalind finch"),
    ("buyer", "ted maclaren"),
    ("shift lead", "jonah weiss"),
    ("pastry chef", "carla benedict"),
)


class Speaker:
    """Draws patterns like cards: every one is used before one comes again."""

    def __init__(self, competitors: Iterable[Competitor], chance: Random) -> None:
        self._patterns = read_lines("notes.jsonl")
        self._competitors = [competitor.spoken_aliases[0] for competitor in competitors]
        self._chance = chance
        self._deck: list[dict[str, Any]] = []

    def speak(self, shop: Shop) -> str:
        """Return a note on a visit at this customer: lower-case words with single spaces."""
        text = str(self._draw(shop.kind)["text"]).format_map(self._slots(shop))
        return " ".join(text.split())

    def _draw(self, kind: str) -> dict[str, Any]:
        while True:
            for number, pattern in enumerate(self._deck):
                if kind in pattern.get("kinds", (kind,)):
                    return self._deck.pop(number)
            fresh = list(self._patterns)
            self._chance.shuffle(fresh)
            self._deck += fresh

    def _slots(self, shop: Shop) -> dict[str, str]:
        chance = self._chance
        new_role, new_name = chance.choice(NEW_PEOPLE)
        contact = chance.choice(list(shop.contacts)) if shop.contacts else Contact(name="the manager", role="manager")
        slots = {
            "customer": " ".join(spoken_tokens(shop.customer.name)),
            "contact": _first_name(contact.name),
            "fullname": " ".join(spoken_tokens(contact.name)),
            "role": " ".join(spoken_tokens(contact.role)),
            "newrole": new_role,
            "newname": new_name,
            "competitor": chance.choice(self._competitors),
            "weekday": chance.choice(WEEKDAYS),
            "hour": chance.choice(HOURS),
            "day": chance.choice(DAYS),
            "amount": " ".join(number_words(chance.randrange(3, 29) * 50)),
            "credit": " ".join(number_words(chance.randrange(40, 260, 5))),
            "big": " ".join(number_words(chance.randrange(15, 95, 5))),
            "seats": " ".join(number_words(chance.randrange(30, 160, 10))),
            "twodigits": " ".join(number_words(digit)[0] for digit in (chance.randrange(10), chance.randrange(10))),
            "domain": " ".join(spoken_tokens(shop.customer.name)).replace("'", ""),
        }
        for number, product in enumerate(chance.sample(list(shop.products), 3), 1):
            slots |= {f"{name}{number}": value for name, value in self._product_slots(product).items()}
        return slots

    def _product_slots(self, product: Product) -> dict[str, str]:
        chance = self._chance
        count = chance.randrange(2, MOST_OF.get(product.unit, 20) + 1)
        list_price = product.list_price or Decimal(20)
        return {
            "p": chance.choice(product.spoken_aliases[:2]),
            "q": " ".join(number_words(count)),
            "u": f"{product.unit}s",
            "unit": product.unit,
            "price": spoken_price(list_price * Decimal(chance.choice(("0.95", "0.97", "1")))),
            "lower": spoken_price(list_price * Decimal("0.88")),
        }


def _first_name(name: str) -> str:
    tokens = spoken_tokens(name)
    return " ".join(tokens[:2]) if tokens[0] in ("sister", "the") else tokens[0]


def spoken_price(price: Decimal) -> str:
    """Say a price as reps do: 31.50 "thirty one fifty", 118.00 "one eighteen"."""
    quarters = round(price * 4)
    dollars, cents = divmod(quarters * 25, 100)
    if 100 < dollars < 1000 and dollars % 100 >= 10:
        return " ".join([*number_words(dollars // 100), *number_words(dollars % 100)])
    return " ".join([*number_words(dollars), *(number_words(cents) if cents and dollars < 100 else [])])


def with_word_times(text: str, chance: Random) -> Transcript:
    """Spread the words over a plausible time, as if they had been heard."""
    at_s, words = 0.4, []
    for token in text.split():
        length_s = 0.1 + 0.045 * len(token) + chance.uniform(0, 0.08)
        words.append(Word(token, round(at_s, 3), round(at_s + length_s, 3), round(chance.uniform(0.82, 1.0), 3)))
        at_s += length_s + (chance.uniform(0.25, 0.7) if chance.random() < 0.08 else 0.02)
    return Transcript(tuple(words), round(at_s + 0.5, 3), MODEL)
