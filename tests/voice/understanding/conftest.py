"""A small company and a way to speak a note about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from voice.lexicon import Colleague, Competitor, Contact, Customer, Lexicon, Product
from voice.understanding import Entry, Note, OpenQuestion, understand

ZONE = "America/Chicago"
WEDNESDAY = datetime(2026, 3, 11, 14, 0, tzinfo=ZoneInfo(ZONE))

Speak = Callable[..., Entry]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon(
        customers=(
            Customer("C1", "Blue Hen Cafe", "1216 W Belmont Ave", "Chicago", 41.940, -87.657, owner_rep="R1"),
            Customer("C2", "The Blue Heron", "1254 W Belmont Ave", "Chicago", 41.940, -87.658, owner_rep="R1"),
            Customer("C3", "Blue Hen Diner", "3944 N Southport Ave", "Chicago", 41.953, -87.662, owner_rep="R1"),
            Customer("C4", "Krzysztof's Pierogi", "2915 N Pulaski Rd", "Chicago", 41.935, -87.725, owner_rep="R2"),
            Customer("C5", "Hotel Marchetti", "210 N Wells St", "Chicago", 41.886, -87.633, owner_rep="R2"),
        ),
        contacts=(
            Contact("K1", "C1", "Dana Whitaker", "owner"),
            Contact("K2", "C1", "Erin Mosley", "head barista"),
            Contact("K3", "C2", "Dana Holloway", "general manager"),
            Contact("K4", "C4", "Kasia Jablonski", "general manager"),
            Contact("K5", "C5", "Maria Lucchesi", "purchasing manager"),
            Contact("K6", "C5", "Maria Quintero", "executive chef"),
            Contact("K7", "C5", "Will Price", "purchasing manager"),
        ),
        products=(
            Product("P1", "Barista Oat Milk", ("oat milk",), "case", 31.80),
            Product("P2", "Atlantic Salmon", ("salmon",), "case", 146.00),
            Product("P3", "Salted Butter", ("butter", "salted butter"), "case", 86.00),
            Product("P4", "Feta Crumbles", ("feta",), "tub", 19.40),
            Product("P5", "Chickpeas", ("chickpeas",), "case", 25.80),
            Product("P6", "Bread Flour", ("bread flour",), "bag", 22.40),
            Product("P7", "Shrimp Sixteen Twenty", ("shrimp", "sixteen twenty shrimp"), "case", 128.75),
            Product("P8", "Knife Sharpening Service", ("knife sharpening",), "month", 45.00, "service"),
            Product("P9", "Two Percent Milk", ("two percent milk",), "gallon", 4.15),
            Product("P10", "Chicken Wings", ("wings", "chicken wings"), "case", 94.50),
        ),
        competitors=(
            Competitor("X1", "Norwell Foods", ("norwell",)),
            Competitor("X2", "Lakebend Larder", ("lakebend",)),
        ),
        colleagues=(
            Colleague("S1", "Gordon Pruitt", "manager", "Operations"),
            Colleague("S2", "Ines Carvalho", "accounts"),
        ),
    )


@pytest.fixture
def speak(lexicon: Lexicon) -> Speak:
    """Speak a note at Blue Hen Cafe on a Wednesday in March, unless said otherwise."""

    def entry_of(
        text: str,
        customer_id: str | None = "C1",
        at: datetime = WEDNESDAY,
        questions: tuple[OpenQuestion, ...] = (),
        rep_id: str | None = None,
    ) -> Entry:
        return understand(Note("n", text, at, customer_id, rep_id, questions), lexicon, ZONE)

    return entry_of
