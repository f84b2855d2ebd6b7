"""Changes of contact data: new phone numbers, mail addresses, roles, and people who left."""

from __future__ import annotations

from voice.sound import spoken_tokens
from voice.understanding.language.mentions import Mention
from voice.understanding.language.phrasing import find_phrase
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases
from voice.understanding.people.addresses import Address
from voice.understanding.people.people import candidates_by_role, is_subject
from voice.understanding.people.roles import pronoun_role, role_from, spoken_role
from voice.understanding.types import ContactUpdate

_LEFT = phrases(
    "has left; have left; left the company; left the business; left last; left in; left a; left them; "
    "left at; left two; left three; left us; is leaving; are leaving; was let go; got let go; is gone; "
    "no longer works; no longer there; no longer with; no longer at; doesn't work there; doesn't work "
    "here; quit; has quit; "
    "retired; has retired; is retiring; retires; was fired; got fired; been fired; moved on; has moved "
    "on; has gone; handed in; gave notice; gave her notice; gave his notice; last day; resigned; has "
    "resigned; leaves; leaves at; leaves on; leaves next; isn't there anymore; isn't there any more; "
    "isn't with them; not there anymore; not with them anymore; not there any more; went to work; took a "
    "job; "
    "left for; parted ways; is off to; finished up; left already; just left; walked out; stepped down; "
    "packed it in; was sacked; got sacked; been let go; left; gone"
)
_ROLE = phrases(
    "takes over as; took over as; taking over as; is taking over as; is now the; is now; is the new; "
    "promoted to; got promoted to; was promoted to; been promoted to; is becoming; becomes; became; will "
    "be; stepping up as; stepping up to; stepping in as; stepped up as; stepped up to; moved up to; "
    "moving up to; "
    "has been made; was made; been made; made; is acting; steps up to; steps in as; steps up as; are the "
    "new; has become; now runs purchasing as; is our new; their new; moves up to; new role is; got the "
    "job of; now; been named; was named; named; started as; starts as; step up to; will take over as; is "
    "going to be; is going to be the; will be the; been appointed; appointed"
)
_NOT_LEFT_BEHIND = frozenset(
    [
        "message",
        "voicemail",
        "card",
        "note",
        "me",
        "sample",
        "samples",
        "early",
        "feedback",
        "on",
        "over",
        "word",
        "home",
        "him",
        "her",
        "it",
        "to",
        "them",
        "two",
        "some",
        "out",
        "off",
        "half",
        "his",
        "her",
        "my",
        "bad",
        "up",
        "through",
        "with",
    ]
)


def read_contact_updates(reading: Reading) -> tuple[ContactUpdate, ...]:
    """Read phones, emails, departures and new roles with the person they belong to."""
    found = [u for address in reading.addresses if (u := _address(reading, address))]
    for mention in reading.people:
        if mention.kind != "contact":
            continue
        if update := _left(reading, mention) or _new_role(reading, mention):
            found.append(update)
    unique: dict[tuple[str, str], ContactUpdate] = {}
    for update in found:
        unique.setdefault(
            (update.contact_id or update.person, update.field + (str(update.value) if update.field == "phone" else "")),
            update,
        )
    return tuple(unique.values())


def _address(reading: Reading, address: Address) -> ContactUpdate | None:
    owner = _owner(reading, address)
    if owner is None:
        return None
    start = owner.start if 0 <= address.start - owner.start <= 12 else address.start
    return _update(reading, owner, address.kind, address.value, start, address.end)


def _owner(reading: Reading, address: Address) -> Mention | None:
    """The person whose name the address spells, else the last one named before it, else the next."""
    people = [m for m in reading.people if m.kind != "colleague" and not address.start <= m.start < address.end]
    if address.kind == "email":
        local = address.value.split("@")[0].replace("_", ".").split(".")
        spelled = [m for m in people if set(m.name.lower().replace("'", "").split()) & set(local)]
        if spelled:
            return spelled[-1]
        known = [c for c in reading.contacts if set(spoken_tokens(c.name)) & set(local)]
        if len(known) == 1:
            return Mention("contact", address.start, address.end, (known[0].id,), known[0].name)
    clause = reading.clause_of(address.start)
    before = [m for m in people if m.end <= address.start and address.start - m.end <= 25]
    after = [m for m in people if m.start >= address.end and m.start in clause]
    ours = [
        m for m in reading.people if m.kind == "colleague" and m.end <= address.start and address.start - m.end <= 4
    ]
    if ours:
        return None
    return before[-1] if before else after[0] if after else (people[0] if len(people) == 1 else None)


def _update(reading: Reading, mention: Mention, field: str, value: str | bool, start: int, end: int) -> ContactUpdate:
    said = spoken_role(reading.words, mention.start, mention.end, reading.names - frozenset(mention.span))
    ids = candidates_by_role(reading, mention, said[0] if said else None)
    known = reading.lexicon.contact_by_id[ids[0]] if len(ids) == 1 else None
    name = known.name if known else mention.name
    return ContactUpdate(
        name, known.id if known else None, field, value, reading.evidence(start, end), ids if len(ids) > 1 else ()
    )


_HEARD = phrases(
    "i heard; heard that; heard from; rumour; rumor; rumours; rumors; word is; they say; gossip; supposedly"
)
_ONLY_TALK = phrases("could be just talk; just talk; might be just talk; just gossip; only gossip; just a rumour; "
                     "just a rumor; not confirmed; not sure it's true; don't know if it's true")  # fmt: skip


def _left(reading: Reading, mention: Mention) -> ContactUpdate | None:
    words = reading.words
    said = spoken_role(words, mention.start, mention.end, frozenset())
    start = said[2] if said and said[2] > mention.end else mention.end
    end = min(start + 6, len(words))
    cue = find_phrase(words, start, min(start + 8, end), _LEFT)
    if cue is None or cue[0] - start > 2:
        return None
    if words[cue[1] - 1 : cue[1] + 1] == ("us", "for") or words[cue[1] : cue[1] + 1] == ("us",):
        return None  # the customer leaves us
    if find_phrase(words, max(0, mention.start - 8), mention.start, _HEARD) or find_phrase(
        words, cue[1], min(cue[1] + 12, len(words)), _ONLY_TALK
    ):
        return None
    between = words[start : cue[0]]
    if any(
        w
        not in (
            "who",
            "who's",
            "has",
            "is",
            "just",
            "also",
            "already",
            "the",
            "actually",
            "apparently",
            "sadly",
            "he",
            "she",
            "he's",
            "she's",
            "been",
            "now",
            "and",
            "finally",
            "will",
            "be",
            "recently",
            "isn't",
        )
        for w in between
    ) or any(m.start in range(start, cue[0]) for m in reading.people):
        return None
    behind = words[cue[1] : cue[1] + 2]
    last = words[cue[1] - 1]
    if last in ("left", "a", "gone", "leaves", "us", "two", "three", "them") and (
        set(behind[:2]) & _NOT_LEFT_BEHIND or words[cue[0] : cue[1]] in (("left", "a"),)
    ):
        weeks = set(behind) & {"week", "weeks", "month", "months", "days", "year"}
        if not weeks:
            return None
    if words[cue[0] : cue[1]] == ("gone",) and not ({"is", "has", "he's", "she's"} & {*between, words[cue[0] - 1]}):
        return None
    return _update(reading, mention, "left_company", True, mention.start, cue[1])


def _role_by_pronoun(reading: Reading, mention: Mention) -> ContactUpdate | None:
    """ "scott is taking over, he's the food service director now"."""
    said = pronoun_role(reading.words, mention.end, reading.names)
    between = said and any(mention.end <= m.start < said[1] and is_subject(reading, m) for m in reading.people)
    if said is None or not said[3] or between or not is_subject(reading, mention):
        return None
    if any(reading.lexicon.contact_by_id[key].role.lower() == said[0] for key in mention.ids):
        return None
    return _update(reading, mention, "role", said[0], mention.start, said[2])


def _new_role(reading: Reading, mention: Mention) -> ContactUpdate | None:
    words = reading.words
    cue = find_phrase(words, mention.end, min(mention.end + 5, len(words)), _ROLE)
    if cue is None or cue[0] - mention.end > 1:
        return _role_by_pronoun(reading, mention)
    at = cue[1]
    while at < len(words) and words[at] in ("the", "their", "our", "new", "a", "an", "acting", "to", "be"):
        at += 1
    role = role_from(words, at)
    if role is None:
        return None
    known = [reading.lexicon.contact_by_id[key] for key in mention.ids]
    if words[cue[0] : cue[1]] in (("is", "now"), ("now",), ("is", "now", "the")) and any(
        c.role.lower() == role[0] for c in known
    ):
        return None
    if any(c.role.lower() == role[0] for c in known) and words[cue[0]] == "will":
        return None
    return _update(reading, mention, "role", role[0], mention.start, role[1])
