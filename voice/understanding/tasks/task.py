"""A task found in a note, before its owner's name and its day are written, and what verb phrases look like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.understanding.language.clauses import Clause
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import wordset

_NOT_TASKS = wordset(
    "thank be see say think have know like guess admit get-out feel hope assume mention wait just-say love "
    "guess imagine bet pass-on stay been give-up live die eat understand remember-that"
)
_STOP_VERB = wordset(
    "and but so because then also if when while unless which he she they i we he's she's they're it's "
    "that's although though plus since"
)
REQUESTED = wordset(
    "note sample samples quotation quotations quote quotes invoice invoices pricelist catalog catalogue "
    "brochure info information details receipt receipts paperwork form forms contract pictures photos "
    "certificate certificates "
    "statement statements apology replacement replacements callback call meeting demo refund swatch "
    "flyer flyers leaflet leaflets proposal estimate breakdown printout copy list sheet sheets spec "
    "newsletter specs letter email answer booklet menu-cards agreement documentation documents document visit copy "
    "tasting"
)
_LONGEST = 9
_TALKS = (("word",), ("chat",), ("talk",))


@dataclass(frozen=True, slots=True)
class Task:
    """A verb phrase at live words start..end (end excluded) with its owner; `lead` is where what shows it begins.

    `prefix` is a verb put before the words, `what` replaces them.
    """

    lead: int
    start: int
    end: int
    owner: str | None
    prefix: str = ""
    what: str | None = None


def verb_phrase_end(reading: Reading, clause: Clause, start: int) -> int:
    """A task ends with its clause, before its date, or where a second verb phrase begins."""
    words = reading.words
    end = start + 1
    while end < min(clause.end, start + _LONGEST + 4) and words[end] not in _STOP_VERB:
        if any(w.start == end for w in reading.whens):
            break
        if words[end] == "to" and end - start > _LONGEST:
            break
        end += 1
    if end < len(words) and words[end : end + 2] in (("and", "see"), ("and", "ask"), ("and", "check")):
        end = min(clause.end, end + 5)
    while end > start + 1 and words[end - 1] in (
        "by",
        "on",
        "at",
        "for",
        "before",
        "and",
        "or",
        "the",
        "in",
        "until",
        "with",
        "please",
        "due",
        "latest",
        "first",
        "around",
        "this",
        "asap",
        "just",
        "to",
        "of",
    ):
        end -= 1
    return min(end, start + _LONGEST)


_ASKING = wordset("find check see ask know tell let confirm")


def with_question(reading: Reading, start: int, end: int) -> int:
    """Take along what is to be found out: "find out if we can lock it"."""
    words = reading.words
    if (
        end < len(words)
        and words[end] in ("if", "whether", "when", "why", "how", "what", "where")
        and words[start] in _ASKING
    ):
        return min(reading.clause_of(end).end, end + 7)
    return end


def task_verb(words: Sequence[str], at: int) -> bool:
    """Tell whether a task can begin with the word at a position."""
    return (
        at < len(words)
        and (
            words[at] not in _NOT_TASKS
            or (tuple(words[at : at + 2]) == ("have", "a") and tuple(words[at + 2 : at + 3]) in _TALKS)
            or tuple(words[at : at + 2])
            in (
                *(("have", "it"), ("have", "that"), ("have", "them")),
                *(("think", "about"), ("think", "it"), ("see", "him"), ("see", "her"), ("see", "them")),
                *(("see", "what"), ("see", "if"), ("see", "whether"), ("see", "about")),
            )
        )
        and words[at].isalpha()
        and words[at] not in ("not", "the", "a", "it", "and", "so", "i")
    )


def is_conditional(words: Sequence[str], clause: Clause) -> bool:
    """Tell whether a clause only says what would be."""
    return words[clause.start] in ("if", "unless", "whether", "when")
