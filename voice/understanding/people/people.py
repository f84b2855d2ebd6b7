"""People items: each named person of the customer once, with the role if it was spoken."""

from __future__ import annotations

from voice.understanding.language.mentions import Mention
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import wordset
from voice.understanding.people.roles import pronoun_role, spoken_role
from voice.understanding.types import Person

_OURS = wordset("driver drivers our my colleague rep rep's trucker boss's")
_NOT_THEIRS = wordset("rep salesman salesperson saleswoman driver mom dad")


def read_people(reading: Reading) -> tuple[Person, ...]:
    """Read the customer's people; colleagues and other companies' people are left out."""
    found: dict[str, Person] = {}
    for mention in reading.people:
        if mention.kind == "colleague" or (mention.kind == "person" and _of_others(reading, mention)):
            continue
        person = _person(reading, mention)
        key = person.contact_id or ("?" + person.name)
        earlier = found.get(key) or _same_person(found, person)
        if earlier is None:
            found[key] = person
        elif earlier.role is None and person.role is not None:
            found[earlier.contact_id or ("?" + earlier.name)] = Person(
                earlier.name, earlier.contact_id, person.role, person.evidence, earlier.candidates
            )
    named = {person.contact_id for person in found.values()}
    return tuple(person for person in found.values() if not person.candidates or set(person.candidates) - named)


def candidates_by_role(reading: Reading, mention: Mention, role: str | None) -> tuple[str, ...]:
    """Tell two contacts of one name apart by the role spoken ("maria the chef")."""
    if len(mention.ids) < 2 or role is None:
        return mention.ids
    said = set(role.split())
    held = {key: said & set(reading.lexicon.contact_by_id[key].role.lower().split()) for key in mention.ids}
    fits = tuple(key for key in mention.ids if held[key])
    return fits or mention.ids


def _person(reading: Reading, mention: Mention) -> Person:
    said = spoken_role(reading.words, mention.start, mention.end, reading.names - frozenset(mention.span))
    if said is None and mention.kind != "colleague":
        later = pronoun_role(reading.words, mention.end, reading.names)
        alone = later and not any(
            mention.end <= m.start < later[1] and m.kind != "colleague" and m.ids != mention.ids
            for m in reading.people
            if not _object_of(reading, m)
        )
        said = (
            later[:3]
            if later and alone and reading.people[-1].start < later[1] + 200 and is_subject(reading, mention)
            else None
        )
    role = said[0] if said else None
    start, end = mention.start, mention.end
    if said and role:
        start, end = min(start, said[1]), max(end, said[2])
    ids = candidates_by_role(reading, mention, role)
    if len(ids) > 1:
        ids = _told_elsewhere(reading, mention, ids)
    evidence = reading.evidence(start, end)
    if len(ids) == 1:
        return Person(reading.lexicon.contact_by_id[ids[0]].name, ids[0], role, evidence)
    return Person(mention.name, None, role, evidence, ids)


def is_subject(reading: Reading, mention: Mention) -> bool:
    """Tell whether a name is what its sentence is about."""
    before = reading.words[mention.start - 1] if mention.start else ""
    return before not in ("from", "for", "to", "than", "of")


def _object_of(reading: Reading, mention: Mention) -> bool:
    return not is_subject(reading, mention)


def _told_elsewhere(reading: Reading, mention: Mention, ids: tuple[str, ...]) -> tuple[str, ...]:
    """A name said in full tells who is meant by its first part, unless two of that first name were."""
    full = {m.ids[0] for m in reading.people if len(m.ids) == 1 and m.ids[0] in ids}
    return tuple(full) if len(full) == 1 else ids


def _same_person(found: dict[str, Person], person: Person) -> Person | None:
    """A first name alone is the person named in full before."""
    words = set(person.name.lower().split())
    for other in found.values():
        if person.contact_id is None and not person.candidates and words <= set(other.name.lower().split()):
            return other
    return None


def _of_others(reading: Reading, mention: Mention) -> bool:
    before = reading.words[max(0, mention.start - 2) : mention.start]
    if set(before) & _OURS:
        return True
    if mention.start and reading.words[mention.start - 1] in _NOT_THEIRS:
        return True
    return any(c.end in (mention.start, mention.start - 1) for c in reading.competitors) and "with" not in before
