"""Duties told by their frame, whatever the verb: "i'm to square it", "dana is to nominate somebody by friday".

The other readers know verbs. Here the words around the verb say that somebody has to do something, so that a verb
that nobody listed is a task as well; the customer's unlisted verbs count only with a day behind them.
"""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.days.clock import When
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrase_at, phrases, wordset
from voice.understanding.tasks.commitments import is_visit
from voice.understanding.tasks.task import Task, task_verb, verb_phrase_end

_MINE = phrases(
    "i'm to; i am to; i've to; i have to; i've got to; i got to; i'm due to; i'm supposed to; i am supposed to; "
    "i'm meant to; i am meant to; i'm expected to; i'm hoping to; i hope to; i'm planning to; i plan to; i intend to; "
    "i mean to; i aim to; i ought to; i had better; i'd better; i was told to; i've been told to; i was asked to; "
    "i've been asked to; i've undertaken to; i undertook to; i've offered to; i offered to; i've agreed to; "
    "i agreed to; "
    "i've committed to; i committed to; i've promised to; i promised to; i promised i'd; i promised i would; "
    "i promised i'll; i promised that i'd; i was going to; i'm about to; i'm obliged to; i'm bound to; i need to; "
    "i still need to; i still have to; i also have to; i also need to; i gave my word i'd; i gave my word to; "
    "i gave her my word i'd; i gave him my word i'd; i gave them my word i'd; i swore i'd; i said that i will; "
    "i have said that i will; i said that i'd; i said that i would; i told her that i'd; i told him that i'd; "
    "i have told her i will; i have told him i will; i'm on the hook to; i'm down to; it's on me to; that's on me to; "
    "it's up to me to; it's down to me to; it falls to me to; it's for me to; that leaves me to; my job is to; "
    "my part is to; my side is to; got to; have got to; we've got to; we're to; we are to; we're supposed to; "
    "we're meant to; we're due to; we've agreed to; we agreed to; we've promised to; we promised to; we had better; "
    "we'd better; we ought to; we plan to; we undertook to; what i have to do is; what i need to do is; "
    "what we have to do is; first thing to do is; next thing to do is; next step is to; my next step is to; "
    "thing to do is; do me a favour and; do me a favor and; make a point to; make sure to; "
    "leave that with me and i'll; i'm gonna have to; i'll have to; i'll need to; i will have to; i will need to; "
    "we'll have to; we'll need to; "
    "we will have to; we will need to; i shall have to"
)
_ASKED = phrases(
    "wants me to; wants us to; want me to; want us to; asked me to; asked us to; asks me to; asks us to; told me to; "
    "told us to; begged me to; begs me to; needs me to; needs us to; need us to; expects me to; expects us to; "
    "expect us to; hopes we can; hopes we could; hopes we'll; hopes we will; hopes i can; hopes i could; hopes i'll; "
    "hoping we can; hoping we could; hoping i can; hoping i could; hoping we'll; hoping i'll; trusts us to; "
    "counting on me to; counting on us to; relies on us to; relying on me to; relying on us to; would like me to; "
    "would like us to; 'd like me to; 'd like us to; she'd like me to; he'd like me to; they'd like us to; "
    "she'd like us to; he'd like us to; wondered if we could; wondered if i could; wonders if we could; "
    "wonders if i could; asked could we; asked could i; asks could we; asks could i; asking could we; asked would we; "
    "asked would i; asks would we; would we please; would i please; kindly to; please to; could we please; "
    "could i please; can we please; and could we; and could i; so could we; could somebody please"
)
_THEIRS = phrases(
    "will; shall; must; is to; are to; is going to; are going to; 's going to; has to; have to; needs to; need to; "
    "is supposed to; are supposed to; 's supposed to; is meant to; are meant to; is due to; are due to; aims to; "
    "aim to; means to; intends to; intend to; plans to; plan to; hopes to; hope to; undertook to; agreed to; "
    "promised to; promises to; offered to; offers to; said she'd; said he'd; said they'd; said she'll; said he'll; "
    "said they'll; said she will; said he will; said they will; says she'll; says he'll; says they'll; reckons she'll; "
    "reckons he'll; reckons they'll; told me she'd; told me he'd; told me they'd; told me she'll; told me he'll; "
    "promised me to; promised she'd; promised he'd; promised they'd; swears she'll; swears he'll; swore she'd; "
    "swore he'd; thinks she'll; thinks he'll; ought to; has got to; 's got to; have got to; go; gonna; is gonna; "
    "has promised to; has agreed to; has undertaken to; has said she'll; has said he'll; has committed to"
)
_PRONOUNS = wordset("she he they she's he's they're")
_SHORT = wordset("she'll he'll they'll")
_ON_THEM = phrases("it's on; it's down to; it's up to; that's on; that's down to; that's up to; it is on; is down to")
_PERSONS = wordset(
    "partner owner accountant boss husband wife brother sister son daughter manager buyer chef secretary assistant "
    "bookkeeper lawyer mother father cousin nephew niece landlord director office team board people crew staff cook "
    "baker bartender barman barista treasurer clerk lads lad guy lady"
)
_OF_WHOM = wordset("her his their the")
_FILLERS = wordset(
    "just also probably definitely then now please still really try maybe personally first quickly even go and to "
    "kindly all certainly surely"
)
_NEVER = wordset(
    "not never be being been is are was were have has had like love need want know think hope see the a an it i she he "
    "they we you that this there no so very been able than one two ten on in at by for of with from until till before "
    "after about over under up down out off as if or but then when where what how who why some any each every "
    "more most "
    "less his her their our my your its new old good put-up always taste"
)
_BUYS = wordset(
    "take order buy need want stay switch keep use be have like drop try cancel stick love pass move start stop leave "
    "trial sample prefer add pick serve sell carry open close go come die live eat drink cook bake lose win run fly "
    "drive travel sleep miss get"
)
_THEIR_OWN = wordset(
    "talk think check decide discuss ask revert consult sleep mull measure confirm return pay settle sign speak compare"
)
_GETS = wordset("back me us onto it him her in round")
_COMES = wordset("back")
_UNSURE = wordset("if unless whether when wouldn't won't don't doesn't didn't not")
_REACH = 13  # live words from the verb to its day


def framed(reading: Reading) -> list[Task]:
    """Find every duty that a frame tells, ours with or without a day, theirs with one."""
    found: list[Task] = []
    at = 0
    while at < len(reading.words):
        task = _ours(reading, at) or _asked_politely(reading, at) or _theirs(reading, at)
        if task is None:
            at += 1
        else:
            found.append(task)
            at = max(task.start + 1, at + 1)
    return found


def _ours(reading: Reading, at: int) -> Task | None:
    words = reading.words
    size = phrase_at(words, at, _MINE) or phrase_at(words, at, _ASKED)
    if not size or not reading.names.isdisjoint(range(at, at + size)) or _doubted(words, at):
        return None
    if words[at] == "got" and at and words[at - 1] in ("she's", "he's", "they've", "they", "she", "he", "has", "have"):
        return None
    verb = _verb_at(reading, at + size)
    if verb is None or words[verb] in ("always", "only", "stop", "keep"):
        return None
    clause = reading.clause_of(verb)
    when = _day_behind(reading, verb)
    if is_visit(reading, clause, verb) and (when is not None or verb + 2 >= len(words)):
        return None
    if any(f.kind == "count" and f.unit and verb < f.start <= verb + 2 for f in reading.figures):
        return None  # goods counted off are a delivery
    return Task(max(at, clause.start), verb, verb_phrase_end(reading, clause, verb), "me")


_POLITE = phrases("could we; can we; could i; can i; please; kindly; to do; note to self; must; reminder to")
_SUPPLIES = wordset("get do have match use sell live take make stock carry supply offer hold keep add put deliver ship")


def _asked_politely(reading: Reading, at: int) -> Task | None:
    """ "could we nail down the terms by friday": any verb with its day, unless it counts goods."""
    words = reading.words
    size = phrase_at(words, at, _POLITE)
    if not size or not reading.names.isdisjoint(range(at, at + size)) or _doubted(words, at):
        return None
    verb = _verb_at(reading, at + size)
    if verb is None or (words[verb] in _SUPPLIES and words[verb + 1 : verb + 2] not in (("over",), ("onto",), ("a",))):
        return None
    when = _day_behind(reading, verb)
    clause = reading.clause_of(verb)
    counted = when and any(f.kind == "count" and verb < f.start < when.start for f in reading.figures)
    if when is None or counted or is_visit(reading, clause, verb):
        return None
    return Task(max(at, clause.start), verb, verb_phrase_end(reading, clause, verb), "me")


def _theirs(reading: Reading, at: int) -> Task | None:
    words = reading.words
    who = _somebody(reading, at)
    if who is None or _doubted(words, at):
        return None
    owner, step = who
    if words[step : step + 1] == ("know",) and (known := _day_behind(reading, step)) and known.start - step <= 2:
        return Task(at, step, step + 1, owner, what="let us know")
    verb = _verb_at(reading, step)
    if verb is None or _buys(words, verb) or words[verb] == "tell":
        return None
    when = _day_behind(reading, verb)
    if when is None or any(f.kind == "count" and f.unit and verb < f.start < when.start for f in reading.figures):
        return None
    return Task(at, verb, verb_phrase_end(reading, reading.clause_of(verb), verb), owner)


def _somebody(reading: Reading, at: int) -> tuple[str | None, int] | None:
    """Give who has to do it and where the words of duty end: "dana is to", "her partner will", "it's on her to"."""
    words = reading.words
    if words[at] in _SHORT:
        return "customer", at + 1
    if size := phrase_at(words, at, _ON_THEM):
        named = next((m for m in reading.people if m.start == at + size), None)
        end = named.end if named else at + size + (words[at + size : at + size + 1] in (("her",), ("him",), ("them",)))
        if end == at + size or words[end : end + 1] != ("to",):
            return None
        return (named.name if named and named.kind == "colleague" else "customer"), end + 1
    subject = _subject(reading, at)
    if subject is None:
        return None
    owner, end = subject
    if words[end - 1].endswith("'s") and (tail := _without_is(words, end)):
        return owner, tail
    size = phrase_at(words, end, _THEIRS)
    if not size and words[end : end + 2] in (("wants", "to"), ("want", "to")):
        size = 2 if words[end + 2 : end + 3] and words[end + 2] in _THEIR_OWN else 0
    if size:
        return owner, end + size
    bare = words[end : end + 1] == ("to",) and words[at] not in _PRONOUNS
    behind = words[at - 1] if at else ""
    return (owner, end + 1) if bare and behind not in ("for", "with", "of", "want", "wants", "from", "by") else None


def _subject(reading: Reading, at: int) -> tuple[str | None, int] | None:
    words = reading.words
    for mention in reading.people:
        if mention.start == at:
            owner = mention.name if mention.kind == "colleague" else "customer"
            return owner, _behind_role(reading, mention.end)
    if words[at] in _PRONOUNS:
        return "customer", at + 1
    if words[at] in _OF_WHOM and words[at + 1 : at + 2] and words[at + 1] in _PERSONS:
        return "customer", at + 2
    return None


_ROLES = wordset(
    "manager chef owner buyer dietitian baker cook director bartender barista accountant boss secretary lady man"
)


def _behind_role(reading: Reading, end: int) -> int:
    """ "chidinma the kitchen manager": the words behind the role."""
    words = reading.words
    if words[end : end + 1] not in (("the",), ("their",), ("our",), ("his",), ("her",)):
        return end
    role = next((at for at in range(end + 1, min(end + 4, len(words))) if words[at] in _ROLES), None)
    return end if role is None else role + 1


_IS_TO = phrases("going to; supposed to; meant to; due to; got to; gonna; to")


def _without_is(words: Sequence[str], end: int) -> int | None:
    """ "dana's supposed to": the word of being is part of the name's word."""
    size = phrase_at(words, end, _IS_TO)
    return end + size if size else None


def _verb_at(reading: Reading, at: int) -> int | None:
    words = reading.words
    verb = at
    while verb < len(words) and words[verb] in _FILLERS and verb - at < 4:
        if words[verb] == "go" and words[verb + 1 : verb + 2] in (("over",), ("through",), ("back",)):
            break
        verb += 1
    if verb >= len(words) or verb in reading.names or words[verb].startswith("["):
        return None
    have_a = words[verb] in ("have", "see", "get") and words[verb + 1 : verb + 2] in (
        ("a",),
        ("the",),
        ("that",),
        ("it",),
    )
    if not have_a and (words[verb] in _NEVER or not task_verb(words, verb)):
        return None
    a_number = any(f.start <= verb < f.end for f in reading.figures) or any(
        w.start <= verb < w.end for w in reading.whens
    )
    finite = words[verb].endswith(("ed", "ing", "ly")) and words[verb] not in (
        "bring",
        "ring",
        "feed",
        "speed",
        "reply",
    )
    return None if a_number or finite else verb


def _buys(words: Sequence[str], verb: int) -> bool:
    behind = words[verb + 1] if verb + 1 < len(words) else ""
    if words[verb] == "get":
        return behind not in _GETS
    if words[verb] == "run":
        return behind not in ("it", "that", "this", "them", "past")
    if words[verb] in ("come", "go"):
        return behind not in _COMES or words[verb] == "go"
    return words[verb] in _BUYS


def _day_behind(reading: Reading, verb: int) -> When | None:
    """Give the day that the duty is due, if one follows before another duty begins."""
    for when in reading.whens:
        if verb < when.start <= verb + _REACH and when.on is not None:
            between = reading.words[verb : when.start]
            stops = {"she'll", "he'll", "i'll", "they'll", "since", "because"} & set(between)
            return None if stops else when
    return None


def _doubted(words: Sequence[str], at: int) -> bool:
    """ "if she has to", "doesn't want me to": nothing to be done."""
    return bool(_UNSURE & set(words[max(0, at - 2) : at])) or (at > 1 and words[at - 1] in ("that", "who", "nobody"))
