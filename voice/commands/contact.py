""" "new contact maria lopez, head chef, her number is ...": somebody to be offered as a contact, for one tap to keep.

A new contact that is told of ("she is the new contact", "there is a new contact at the hotel") is no command: behind
the command the name follows, and before it nothing that belongs to it. The trial model hears "new contract", which is
believed only where a name follows and nothing that a contract could do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.commands.words import Pauses, Span, is_pause, is_phrase, word
from voice.understanding.language.vocabulary import GIVEN_NAMES, is_common
from voice.understanding.people.addresses import find_addresses
from voice.understanding.people.roles import ROLE_HEADS, role_from

_COMMANDS = ("new contact", "new contacts")
_MISHEARD = ("new contract", "new contracts", "you contact", "new contacted")
_ASKED_WITH = ("add", "save", "create", "make", "put")
_OPENS = frozenset("and also then so ok okay please but um uh visit now".split())
_TOLD_OF = frozenset(
    "a an the his her their our my your this that another any some no every each our's as for of to is was be been are "
    "with from about by on in at find found need needs want wants meet met get got gets had has have one sign "
    "signs signed which what who new brand whole".split()
)
_NAMED_WITH = ("her name is", "his name is", "the name is", "name is", "named", "called", "is")
_COMPOUNDS = frozenset("lens lenses sheet form forms list info tracing cement paper grill adhesive".split())
_BEHIND_NAME = frozenset(
    "the she he she's he's her his phone number email mail cell mobile telephone who and at from in is their our as "
    "also they they're we i a runs works".split()
)
_TITLES = frozenset("mister mr mrs miss ms doctor dr".split())
_LONGEST_NAME = 3
_LONGEST_INTRODUCTION = 40
_ROLE_LEADS = frozenset("the a an she he she's he's is her his their our new who who's as works they're".split())
_ROLE_WITHIN = 6


@dataclass(frozen=True, slots=True)
class NewContact:
    """One introduction: its words (the end is excluded), and what was said; "" for what was not."""

    span: Span
    name: str
    role: str
    phone: str
    email: str


def read_new_contacts(words: Sequence[str], pauses: Pauses | None = None) -> tuple[NewContact, ...]:
    """Return whom a note introduces as new contacts, in order; phones as `+1` and ten digits, mail in lower case."""
    silence = pauses or {}
    named = [found for at in range(len(words)) if (found := _introduced(words, at, silence)) is not None]
    ends = [*(at for at, _name in named), len(words)][1:]
    return tuple(
        _read(words, at, name, min(end, name[1] + _LONGEST_INTRODUCTION))
        for (at, name), end in zip(named, ends, strict=True)
    )


def _introduced(words: Sequence[str], at: int, pauses: Pauses) -> tuple[int, Span] | None:
    """Return where the command begins and where the name stands, if it is one."""
    is_misheard = any(is_phrase(words, at, heard) for heard in _MISHEARD)
    if not is_misheard and not any(is_phrase(words, at, command) for command in _COMMANDS):
        return None
    if not _is_said_to_the_phone(words, at, pauses):
        return None
    name = _name(words, at + 2, pauses)
    if name is None or (is_misheard and not _ends_like_a_name(words, name[1], pauses)):
        return None
    return at, name


def _is_said_to_the_phone(words: Sequence[str], at: int, pauses: Pauses) -> bool:
    if at == 0 or is_pause(pauses, at):
        return True
    before = at - 1
    if words[before] in ("a", "another", "the") and word(words, before - 1) in _ASKED_WITH:
        before -= 1
    if words[before] in _ASKED_WITH:
        return before == 0 or word(words, before - 1) in _OPENS or is_pause(pauses, before)
    return words[before] not in _TOLD_OF


def _name(words: Sequence[str], start: int, pauses: Pauses) -> Span | None:
    """Read one to three words that can be a name, up to a pause, a role or what goes on about the person."""
    for lead in _NAMED_WITH:
        if is_phrase(words, start, lead):
            start += len(lead.split())
            break
    start += word(words, start) in _TITLES
    end = start
    while end < min(len(words), start + _LONGEST_NAME) and _may_be_name(words, end):
        end += 1
        if is_pause(pauses, end) and end - start > 1:
            break
    if end == start + 1 and _is_everyday_surname(words, end, pauses):
        end += 1
    return (start, end) if end > start else None


def _is_everyday_surname(words: Sequence[str], at: int, pauses: Pauses) -> bool:
    """Take "brown" or "price" behind a given name as its surname, where what follows goes on about the person."""
    if word(words, at - 1) not in GIVEN_NAMES or is_pause(pauses, at) or not word(words, at).isalpha():
        return False
    if words[at] in _BEHIND_NAME or role_from(words, at) is not None:
        return False
    return _ends_like_a_name(words, at + 1, pauses)


def _may_be_name(words: Sequence[str], at: int) -> bool:
    said = words[at]
    if said in _BEHIND_NAME or said in _COMPOUNDS or not said.isalpha() or len(said) < 2:
        return False
    if role_from(words, at) is not None or said in ROLE_HEADS:
        return False
    return said in GIVEN_NAMES or not is_common(said)


def _ends_like_a_name(words: Sequence[str], end: int, pauses: Pauses) -> bool:
    behind = word(words, end)
    return end == len(words) or is_pause(pauses, end) or behind in _BEHIND_NAME or role_from(words, end) is not None


def _read(words: Sequence[str], at: int, name: Span, end: int) -> NewContact:
    role, role_end = _role(words, name[1], end)
    said = {one.kind: one for one in reversed(find_addresses(words[:end])) if one.start >= name[1]}
    until = max([name[1], role_end, *(one.end for one in said.values())])
    spoken = words[name[0] : name[1]]
    return NewContact(
        span=(at, until),
        name=" ".join(part[:1].upper() + part[1:] for part in spoken),
        role=role,
        phone=said["phone"].value if "phone" in said else "",
        email=said["email"].value if "email" in said else "",
    )


def _role(words: Sequence[str], start: int, end: int) -> tuple[str, int]:
    """Read "the head chef", "she is their new buyer" behind a name."""
    at = start
    while at < min(end, start + _ROLE_WITHIN):
        if found := role_from(words, at):
            return found
        if words[at] not in _ROLE_LEADS:
            break
        at += 1
    return "", start
