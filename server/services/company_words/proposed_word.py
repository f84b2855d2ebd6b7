"""A word that an administrator thinks of adding: checked, tried on a lexicon, and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.catalogue import Competitor, Product
from models.fact_kind import FactKind, ValueType
from server.errors import Problem
from voice import lexicon as spoken
from voice.sound import spoken_tokens

LONGEST_NAME, LONGEST_PHRASE, MOST_PHRASES = 100, 100, 40
NEW = "new"  # the id of a record that does not exist yet
KINDS = ("product", "competitor", "fact")

Named = TypeVar("Named", spoken.Product, spoken.Competitor)


@dataclass(frozen=True, slots=True)
class ProposedWord:
    """`kind` is product, competitor or fact; `phrases` are aliases, or a fact's cues.

    A product or competitor of that name which is there already gets the phrases as further aliases.
    """

    kind: str
    name: str
    phrases: tuple[str, ...] = ()
    value_type: ValueType = ValueType.TEXT

    @property
    def forms(self) -> tuple[tuple[str, ...], ...]:
        """The words by which a note may tell of it."""
        said = self.phrases if self.kind == "fact" else (self.name, *self.phrases)
        return tuple(dict.fromkeys(tokens for one in said if (tokens := tuple(spoken_tokens(one)))))


def propose(kind: str, name: str, phrases: str, value_type: str = "text") -> ProposedWord:
    """Read what was typed; phrases stand on lines or between commas. Raises Problem saying what to mend."""
    name = _clean(name)
    said = tuple(dict.fromkeys(one for part in phrases.replace(",", "\n").split("\n") if (one := _clean(part).lower())))
    if kind not in KINDS or value_type not in set(ValueType):
        raise Problem("Choose what it is from the list.", status=422, code="bad-choice")
    if not name or len(name) > LONGEST_NAME or not spoken_tokens(name):
        raise Problem(f"Give a name of 1 to {LONGEST_NAME} letters.", status=422, code="name-missing")
    if len(said) > MOST_PHRASES or any(len(one) > LONGEST_PHRASE for one in said):
        problem = f"Give at most {MOST_PHRASES} phrases of at most {LONGEST_PHRASE} letters each."
        raise Problem(problem, status=422, code="too-many-phrases")
    word = ProposedWord(kind, name, said, ValueType(value_type))
    if not word.forms:
        raise Problem(
            'Give at least one phrase that people say before it, such as "closing time".',
            status=422,
            code="cue-missing",
        )
    return word


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())


def with_word(lexicon: spoken.Lexicon, word: ProposedWord) -> spoken.Lexicon:
    """Return the lexicon as it would be with the word."""
    if word.kind == "fact":
        kind = spoken.FactKind(NEW, word.name, str(word.value_type), word.phrases)
        return replace(lexicon, fact_kinds=(*lexicon.fact_kinds, kind))
    if word.kind == "product":
        made = spoken.Product(NEW, word.name, word.phrases)
        return replace(lexicon, products=_with(list(lexicon.products), word, made))
    rival = spoken.Competitor(NEW, word.name, word.phrases)
    return replace(lexicon, competitors=_with(list(lexicon.competitors), word, rival))


def _with(held: list[Named], word: ProposedWord, made: Named) -> tuple[Named, ...]:
    known = [one for one in held if one.name.casefold() == word.name.casefold()]
    if not known:
        return tuple(held) + (made,)  # noqa: RUF005 - mypy cannot type the unpacking of a constrained type
    richer = replace(known[0], aliases=_joined(known[0].aliases, word.phrases))
    return tuple(richer if one is known[0] else one for one in held)


def _joined(aliases: Sequence[str], further: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*aliases, *further)))


def keep_word(
    session: Session, word: ProposedWord, by_id: str, word_id: str | None = None
) -> tuple[Product | Competitor | FactKind, bool]:
    """Add the word, so that every note from here on is read with it; return it and whether it is new.

    `word_id` is its id where the sender made one: the same again changes nothing. The caller commits.
    """
    table = TABLES[word.kind]
    there = session.get(table, word_id) if word_id is not None else None
    if isinstance(there, Product | Competitor | FactKind):
        return there, False
    identified = {"id": word_id} if word_id is not None else {}
    if word.kind == "fact":
        _require_new_kind(session, word)
        cues = list(word.phrases)
        made = FactKind(name=word.name, value_type=word.value_type, cues=cues, created_by_id=by_id, **identified)
        session.add(made)
        return made, True
    same_name = select(table).where(func.lower(table.name) == word.name.lower()).order_by(table.id).with_for_update()
    held = session.scalars(same_name).first()
    if isinstance(held, Product | Competitor):
        held.spoken_aliases = list(_joined(held.spoken_aliases, word.phrases))
        return held, False
    kind = Product if word.kind == "product" else Competitor
    added = kind(name=word.name, spoken_aliases=list(word.phrases), **identified)
    session.add(added)
    return added, True


TABLES: dict[str, type[Product | Competitor | FactKind]] = {
    "product": Product,
    "competitor": Competitor,
    "fact": FactKind,
}


def _require_new_kind(session: Session, word: ProposedWord) -> None:
    same = select(FactKind.id).where(func.lower(FactKind.name) == word.name.lower(), FactKind.retired_at.is_(None))
    if session.scalar(same) is not None:
        problem = f'There is a kind of fact called "{word.name}". Retire it first, or give another name.'
        raise Problem(problem, status=409, code="kind-exists")
