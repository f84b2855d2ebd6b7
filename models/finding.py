"""Finds what the search index holds: names before other words, newest first, parts of words too.

Words that many rows hold are found among the newest few thousand rows, the others by their trigrams (in notes on
PostgreSQL by the list of their words): so neither kind costs more than some thousand rows, however many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from sqlalchemy import ColumnElement, literal_column, select, text
from sqlalchemy.orm import Session

from models.database import READER
from models.need_to_know import Topic, closed_to, words_are_shared
from models.note_words import holding_words, words_holding
from models.search import SearchDocument, SearchKind, SearchSound, fold

MOST_TERMS = 8
SHORTEST_INSIDE = 3  # letters of a word that is found inside others; shorter ones begin a word
SHORTEST_NUMBER = 4
NUMBER_DIGITS = 7  # country and area codes are written or left out
SIGNS_OF_NUMBERS = "+-/.() "
NEWEST_NAMES, NEWEST_NOTES = 1_000, 2_000
MOST_TIMES_NEWEST, SURPLUS = 4, 1.5
MOST_ALIKE = 100


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A part of the index: which rows, in which column, and by which table of SQLite's trigrams."""

    rows: str
    column: str
    newest: int
    trigrams: str
    is_padded: bool  # whether its trigrams know where a word begins


_NAMED = _Shelf("kind <> 'note'", "named", NEWEST_NAMES, "search_name", True)
_ABOUT = _Shelf("kind <> 'note'", "folded", NEWEST_NAMES, "search_name", True)
_NOTED = _Shelf("kind = 'note'", "folded", NEWEST_NOTES, "search_text", False)


def find(session: Session, query: str, limit: int = 20) -> Sequence[SearchDocument]:
    """Return what holds every word of the query: names, then what else is known of customers, then notes.

    Words of three letters and more are found inside others too; shorter ones where a word begins. A number is
    found however it is written. In each part the newest come first, customers before contacts.
    """
    terms = fold(query).split()[:MOST_TERMS]
    if not terms:
        return []
    _plan_for_these_words(session)
    found = _names_found(session, terms, _number(query), limit)
    return [*found, *_notes_found(session, terms, limit - len(found))]


def find_names(session: Session, query: str, limit: int = 20) -> Sequence[SearchDocument]:
    """Return the customers and contacts that `find` begins with."""
    terms = fold(query).split()[:MOST_TERMS]
    if not terms:
        return []
    _plan_for_these_words(session)
    return _names_found(session, terms, _number(query), limit)


def find_alike(
    session: Session, keys_of_words: Sequence[Sequence[str]], limit: int = MOST_ALIKE
) -> list[SearchDocument]:
    """Return customers and contacts in whose names every word sounds like one of its keys, newest first."""
    if not keys_of_words:
        return []
    query = select(SearchSound.document_id).distinct()
    first, *others = keys_of_words
    query = query.where(SearchSound.key.in_(first))
    for keys in others:
        query = query.where(
            SearchSound.document_id.in_(select(SearchSound.document_id).where(SearchSound.key.in_(keys)))
        )
    ids = query.order_by(SearchSound.document_id.desc()).limit(limit)
    loaded = select(SearchDocument).where(SearchDocument.id.in_(ids)).order_by(SearchDocument.at.desc())
    return list(session.scalars(loaded))


def _plan_for_these_words(session: Session) -> None:
    """Have PostgreSQL plan for each query: words differ by five powers of ten, so a plan for any would be one for none.

    Nor is it to compile: a plan that looks dear is cheap here, and compiling costs more than all of it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_PLAN_SQL)


_PLAN_SQL = text("SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)")


def _notes_found(session: Session, terms: list[str], limit: int) -> list[SearchDocument]:
    """Return the newest notes that hold all terms, of those whose words are for the session's reader."""
    closed = closed_to(session) - {Topic.SOUND}
    if not closed:
        return _found(session, _NOTED, [terms], limit)
    note: ColumnElement[str] = literal_column("search_document.subject_id")
    shared = words_are_shared(note, session.info.get(READER, ""), closed).compile(
        session.get_bind(), compile_kwargs={"literal_binds": True}
    )
    return _found(session, replace(_NOTED, rows=f"{_NOTED.rows} AND ({shared})"), [terms], limit)


def _names_found(session: Session, terms: list[str], number: str, limit: int) -> list[SearchDocument]:
    named = _found(session, _NAMED, [terms], limit)
    if len(named) >= limit:
        return _customers_first(named)
    seen = {one.id for one in named}
    ways = [terms, [number]] if number else [terms]
    about = [one for one in _found(session, _ABOUT, ways, limit) if one.id not in seen]
    return [*_customers_first(named), *_customers_first(about[: limit - len(named)])]


def _customers_first(found: list[SearchDocument]) -> list[SearchDocument]:
    return sorted(found, key=lambda one: one.kind != SearchKind.CUSTOMER)


def _number(query: str) -> str:
    """Return the digits by which a number in any form is found; empty where the query is something else."""
    digits = "".join(letter for letter in query if letter.isascii() and letter.isdigit())
    is_number = all(letter in SIGNS_OF_NUMBERS for letter in query if letter not in digits)
    return digits[-NUMBER_DIGITS:] if is_number and len(digits) >= SHORTEST_NUMBER else ""


def _found(session: Session, shelf: _Shelf, ways: Sequence[Sequence[str]], limit: int) -> list[SearchDocument]:
    """Return the newest rows that hold all terms of one of the ways, from the newest rows where these suffice."""
    if limit <= 0:
        return []
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    condition = _Condition(shelf.column, "instr" if is_sqlite else "LIKE")
    holds = " OR ".join(f"({' AND '.join(condition.of(term) for term in terms)})" for terms in ways)
    among_newest: list[SearchDocument] = []
    times = 1
    while 0 < times <= MOST_TIMES_NEWEST:
        newest = _NEWEST_SQL.format(shelf=shelf, newest=times * shelf.newest, holds=holds)
        among_newest = _rows(session, newest, condition, limit)
        if len(among_newest) >= limit:
            return among_newest
        # So many hits among so many rows say among how many more there should be enough.
        times = ceil(SURPLUS * limit / len(among_newest)) if times == 1 and among_newest else 0
    if shelf.trigrams == _NOTED.trigrams and not is_sqlite:
        return _noted_words(session, shelf, ways[0], limit) or among_newest
    if not is_sqlite:
        return _rows(session, _POSTGRESQL_SQL.format(shelf=shelf, holds=holds), condition, limit)
    phrase = _phrase(shelf, ways)
    if phrase is None:
        return among_newest
    condition.values["phrase"] = phrase
    return _rows(session, _SQLITE_SQL.format(shelf=shelf, holds=holds), condition, limit)


def _noted_words(session: Session, shelf: _Shelf, terms: Sequence[str], limit: int) -> list[SearchDocument]:
    """Return the newest notes that hold all terms, by the words that each term is a part of."""
    words_of_terms = words_holding(session, terms, SHORTEST_INSIDE)
    if [] in words_of_terms:
        return []
    few = {number: words for number, words in enumerate(words_of_terms) if words is not None}
    condition = _Condition(shelf.column, "strpos" if few else "LIKE")
    holds = [*map(holding_words, few), *map(condition.of, terms)]
    condition.values |= {f"words_{number}": words for number, words in few.items()}
    return _rows(session, _POSTGRESQL_SQL.format(shelf=shelf, holds=" AND ".join(holds)), condition, limit)


_NEWEST_SQL = (
    "SELECT * FROM (SELECT * FROM search_document WHERE {shelf.rows} ORDER BY at DESC, id DESC LIMIT {newest})"
    " AS newest WHERE {holds} ORDER BY at DESC, id DESC LIMIT :most"
)
# Materialized, or else the planner hopes to meet the rows soon on its way through all of them by time.
_POSTGRESQL_SQL = (
    "WITH holding AS MATERIALIZED (SELECT id, at FROM search_document WHERE {shelf.rows} AND ({holds}))"
    " SELECT * FROM search_document WHERE id IN (SELECT id FROM holding ORDER BY at DESC, id DESC LIMIT :most)"
    " ORDER BY at DESC, id DESC"
)
_SQLITE_SQL = (
    "SELECT search_document.* FROM"
    " (SELECT rowid AS found_id FROM {shelf.trigrams} WHERE {shelf.trigrams} MATCH :phrase)"
    " CROSS JOIN search_document ON id = found_id WHERE {shelf.rows} AND ({holds})"
    " ORDER BY at DESC, id DESC LIMIT :most"
)


@dataclass(slots=True)
class _Condition:
    """Writes conditions on a column, and keeps the values that they name."""

    column: str
    by: str  # LIKE, for which PostgreSQL asks its trigrams, or the function that reads each row
    values: dict[str, str | list[str]] = field(default_factory=dict)

    def of(self, term: str) -> str:
        is_inside = len(term) >= SHORTEST_INSIDE
        if self.by != "LIKE":
            return f"{self.by}(' ' || {self.column}, {self._named(term if is_inside else ' ' + term)}) > 0"
        if is_inside:
            return f"{self.column} LIKE {self._named(f'%{term}%')}"
        return f"({self.column} LIKE {self._named(f'{term}%')} OR {self.column} LIKE {self._named(f'% {term}%')})"

    def _named(self, value: str) -> str:
        name = f"value_{len(self.values)}"
        self.values[name] = value
        return f":{name}"


def _phrase(shelf: _Shelf, ways: Sequence[Sequence[str]]) -> str | None:
    """Write what SQLite's trigrams are asked for; None where the words are too short for them."""
    parts = []
    for terms in ways:
        padded = [term if len(term) >= SHORTEST_INSIDE else f" {term}" for term in terms]
        indexed = [term for term in padded if len(term) >= SHORTEST_INSIDE and (shelf.is_padded or term[0] != " ")]
        if not indexed:
            return None
        parts.append("(" + " AND ".join(f'"{term}"' for term in indexed) + ")")
    column = f"{shelf.column} : " if shelf.is_padded else ""
    return f"{column}({' OR '.join(parts)})"


def _rows(session: Session, sql: str, condition: _Condition, limit: int) -> list[SearchDocument]:
    values: dict[str, object] = {**condition.values, "most": limit}
    return list(session.scalars(select(SearchDocument).from_statement(text(sql)), values))
