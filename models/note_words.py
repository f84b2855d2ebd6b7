"""Leads from a term to the notes that hold it, on PostgreSQL: by the list of all words that were ever noted.

A term's trigrams each stand in a good part of a million notes; a word stands in few, and the list of words is short.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

MOST_WORDS = 300  # a term that is a part of more words is a part of so many notes that the newest show it
LONGEST_INSIDE = 100  # letters of a term that are whole in one piece of a word of any length (migration 0013)


def words_holding(session: Session, terms: Sequence[str], shortest_inside: int) -> list[list[str] | None]:
    """Return for each term the words of notes that hold it; None where these are too many to help.

    Terms of fewer letters than `shortest_inside` are looked for where a word begins.
    """
    looked_up = (
        f"(SELECT {place} AS place, word FROM search_word WHERE word LIKE :term_{place} LIMIT {MOST_WORDS + 1})"
        for place in range(len(terms))
    )
    values = {
        f"term_{place}": f"{'%' if len(term) >= shortest_inside else ''}{term[:LONGEST_INSIDE]}%"
        for place, term in enumerate(terms)
    }
    found: list[list[str]] = [[] for _ in terms]
    for place, word in session.execute(text(" UNION ALL ".join(looked_up)), values):
        found[place].append(word)
    return [words if len(words) <= MOST_WORDS else None for words in found]


def holding_words(number: int) -> str:
    """Write the condition that a note has one of the words named `words_NUMBER`."""
    return f"search_words(folded) && CAST(:words_{number} AS text[])"
