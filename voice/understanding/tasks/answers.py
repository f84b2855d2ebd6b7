"""Answers that a note gives to the customer's open questions."""

from __future__ import annotations

from voice.understanding.language.clauses import Clause
from voice.understanding.language.phrasing import phrase_of, trimmed
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import wordset
from voice.understanding.numbers.numbers import cardinal
from voice.understanding.types import AnswerGiven, OpenQuestion

_PLAIN = wordset(
    "do does did they their them the a an of in on at to for from is are was were be have has had how "
    "many much what which when where who why you your it its and or "
    "most use used using get buy serve run make there any with by per us our own would will can could "
    "every each after before this that about as out up all if than day week month year night main still "
    "also currently already run"
)
_NO = wordset(
    "no not don't doesn't didn't never none isn't aren't wasn't nope nobody without can't won't haven't "
    "hasn't neither stopped used-to"
)
_YES = wordset("yes yeah yep yup they-do definitely sure indeed absolutely")
_SYNONYMS = {
    "terrace": {"patio", "terrace", "outside", "outdoor"},
    "patio": {"terrace", "patio", "outside"},
    "seats": {"seat", "seats", "seating"},
    "covers": {"covers", "cover", "guests", "people", "plates"},
    "kids": {"children", "kids", "students", "pupils"},
    "children": {"children", "kids"},
    "students": {"students", "kids", "pupils", "children"},
    "busiest": {"busiest", "busy", "crazy", "slammed", "packed", "peak", "rush", "hectic"},
    "residents": {"residents", "people", "seniors"},
    "closed": {"closed", "close", "shut"},
    "parties": {"parties", "party", "functions"},
    "catering": {"catering", "cater"},
    "cater": {"catering", "cater"},
    "decides": {"decides", "decision", "decide", "calls", "says"},
    "breakfast": {"breakfast", "breakfasts", "brunch"},
    "size": {"size", "ounce", "sizes"},
    "deliver": {"deliver", "delivery", "deliveries"},
    "delivery": {"deliver", "delivery", "deliveries"},
    "vegan": {"vegan", "plant"},
    "locations": {"locations", "location", "places", "sites", "shops", "stores"},
    "rooms": {"rooms", "room"},
    "meals": {"meals", "meal", "lunches", "plates", "trays"},
    "lunches": {"lunches", "lunch", "meals"},
    "beds": {"beds", "bed", "patients"},
    "halls": {"halls", "hall", "rooms"},
    "tables": {"tables", "table"},
    "taps": {"taps", "tap", "lines"},
    "staff": {"staff", "people", "employees", "cooks"},
    "freezer": {"freezer", "freezers"},
    "bake": {"bake", "baking", "bakes", "baked"},
    "roast": {"roast", "roasts", "roasting"},
    "events": {"events", "event", "weddings"},
    "weekend": {"weekend", "weekends", "saturday", "sunday"},
    "contract": {"contract", "contracts"},
    "bid": {"bid", "bids", "tender"},
    "machine": {"machine", "machines"},
}


def read_answers(reading: Reading) -> tuple[AnswerGiven, ...]:
    """Answer each open question that the note speaks of."""
    found = [_answer(reading, question) for question in reading.note.open_questions]
    return tuple(answer for answer in found if answer is not None)


def _answer(reading: Reading, question: OpenQuestion) -> AnswerGiven | None:
    if question.kind == "choice":
        return _choice(reading, question)
    if question.kind == "number":
        return _number(reading, question)
    clause = _best_clause(reading, question)
    if question.kind == "yes_no":
        return _yes_no(reading, question, clause)
    return _text(reading, question, clause) if clause else None


def _stem(word: str) -> str:
    word = word.replace("'s", "")
    for ending in ("ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word[:-1] if len(word) > 4 and word.endswith(("e", "y")) else word


def _keywords(question: OpenQuestion) -> list[set[str]]:
    """Give the question's telling words, each with its stems and synonyms."""
    cleaned = "".join(ch if ch.isalnum() or ch in " '" else " " for ch in question.text.lower())
    keys = [w for w in cleaned.split() if w not in _PLAIN]
    return [{_stem(s) for s in {w, *_SYNONYMS.get(w, ())}} for w in keys]


def _overlap(words: tuple[str, ...], start: int, end: int, keys: list[set[str]]) -> int:
    stems = {_stem(w) for w in words[start:end]}
    return sum(bool(k & stems) for k in keys)


def _best_clause(reading: Reading, question: OpenQuestion) -> Clause | None:
    """Give the clause that shares most of the question's telling words; enough of them, or None."""
    keys = _keywords(question)
    if not keys:
        return None
    scored = [(_overlap(reading.words, c.start, c.end, keys), -i, c) for i, c in enumerate(reading.clauses)]
    best, _, clause = max(scored, key=lambda s: s[:2], default=(0, 0, None))
    needed = 1 if len(keys) <= 2 else 2
    if best < needed:
        following = [
            (_overlap(reading.words, a.start, b.end, keys), Clause(a.start, b.end))
            for a, b in zip(reading.clauses, reading.clauses[1:], strict=False)
        ]
        best, clause = max(following, key=lambda s: s[0], default=(0, None))
    return clause if best >= needed else None


def _yes_no(reading: Reading, question: OpenQuestion, clause: Clause | None) -> AnswerGiven | None:
    if clause is None:
        return None
    words = reading.words
    start = clause.start
    lead = words[max(0, start - 2) : start]
    inside = words[clause.start : clause.end]
    if inside[:1] in (("if",), ("whether",)) or {"asked", "wondering", "ask"} & set(inside[:4]):
        return None
    negative = bool(_NO & set(inside)) or bool({"no", "nope"} & set(lead))
    if {"yes", "yeah", "yep"} & {*inside[:5], *lead}:
        negative = bool({"no"} & set(inside[:3]))
        negative = False
    keys = _keywords(question)
    if len(keys) > 2 and _overlap(words, clause.start, clause.end, keys) < 2:
        return None
    if not negative and not _states(reading, clause):
        return None
    return AnswerGiven(
        question.key,
        not negative,
        reading.evidence(max(0, start - (1 if lead and lead[-1] in ("no", "yes", "yeah") else 0)), clause.end),
    )


def _states(reading: Reading, clause: Clause) -> bool:
    """A statement about them, not a wish or an order, can answer."""
    inside = set(reading.words[clause.start : clause.end])
    return bool(
        inside
        & wordset(
            "they they're they've he she have has got do does is are there's there yes yeah own owns use uses "
            "run runs serve serves every always it's open opened we've we're its their his her started"
        )
    ) and not inside & wordset("wants want needs need asked asking i'll delivered late")


def _number(reading: Reading, question: OpenQuestion) -> AnswerGiven | None:
    keys = _keywords(question)
    words = reading.words
    best: tuple[int, int, float, int, int] | None = None
    at = 0
    while at < len(words):
        read = None if at in reading.names else cardinal(words, at)
        if read is None or (words[at] == "one" and read[1] == at + 1 and not _overlap(words, at + 1, at + 3, keys)):
            at += 1
            continue
        clause = reading.clause_of(at)
        overlap = _overlap(words, max(clause.start, at - 8), min(clause.end, read[1] + 8), keys)
        beside = _overlap(words, read[1], read[1] + 3, keys[:1]) + _overlap(words, read[1], read[1] + 2, keys)
        if (
            words[read[1] : read[1] + 1]
            and words[read[1]] in ("cases", "bags", "dollars", "percent", "case", "gallons", "tubs", "bucks")
            and not beside
        ):
            at = read[1]
            continue
        if overlap and (best is None or (overlap + beside, -at) > (best[0], -best[3])):
            best = (overlap + beside, overlap, read[0], at, read[1])
        at = read[1]
    if best is None or best[0] < min(2, len(keys)):
        return None
    return AnswerGiven(question.key, best[2], reading.evidence(best[3], min(best[4] + 2, len(words))))


def _choice(reading: Reading, question: OpenQuestion) -> AnswerGiven | None:
    """Give the option whose words are said, unless another or its opposite is said as well."""
    words = reading.words
    keys = _keywords(question)
    hits: list[tuple[str, int, int]] = []
    for option in question.options:
        spelled = tuple(option.lower().split())
        stems = tuple(_stem(w) for w in spelled)
        for at in range(len(words) - len(spelled) + 1):
            if tuple(_stem(w) for w in words[at : at + len(spelled)]) == stems:
                hits.append((option, at, at + len(spelled)))
                break
    hits = [h for h in hits if not _denied(words, h[1])]
    if not hits:
        return None
    related = [h for h in hits if _about(reading, h, keys)]
    if not related:
        return None
    options = {h[0] for h in related}
    if len(options) > 1:
        both = next((o for o in question.options if o.lower() in ("both", "all", "mixed")), None)
        used = [h for h in related if _used(reading, h)]
        if len({h[0] for h in used}) == 1:
            related = used
        elif both:
            return AnswerGiven(question.key, both, reading.evidence(related[0][1], related[-1][2]))
    option, start, end = related[0]
    clause = reading.clause_of(start)
    return AnswerGiven(question.key, option, reading.evidence(max(clause.start, start - 4), min(end + 2, len(words))))


def _denied(words: tuple[str, ...], at: int) -> bool:
    return bool({"not", "no", "don't", "never", "instead", "than"} & set(words[max(0, at - 2) : at]))


def _about(reading: Reading, hit: tuple[str, int, int], keys: list[set[str]]) -> bool:
    clause = reading.clause_of(hit[1])
    return _overlap(reading.words, clause.start, clause.end, keys) >= 1 or _used(reading, hit)


def _used(reading: Reading, hit: tuple[str, int, int]) -> bool:
    clause = reading.clause_of(hit[1])
    return bool(
        wordset(
            "use uses using mostly mainly prefer prefers always it's they're only usually go goes runs run decides is"
        )
        & set(reading.words[clause.start : clause.end])
    )


def _text(reading: Reading, question: OpenQuestion, clause: Clause) -> AnswerGiven | None:
    words = reading.words
    if {"if", "asked", "wondering"} & set(words[clause.start : clause.start + 3]):
        return None
    asked = question.text.lower()
    if asked.startswith(("when", "what time", "which day", "what day")):
        span = _time_words(reading, clause)
        if span is not None:
            return AnswerGiven(question.key, phrase_of(reading, *span), reading.evidence(*span))
    if asked.startswith("who"):
        person = next((m for m in reading.people if m.start in clause), None)
        if person is not None:
            return AnswerGiven(question.key, person.name, reading.evidence(person.start, clause.end))
    verb = next(
        (
            i
            for i in range(clause.start, clause.end)
            if words[i] in ("is", "are", "it's", "they're", "was", "on", "from")
        ),
        None,
    )
    start = verb + 1 if verb is not None and verb + 1 < clause.end else clause.start
    start, end = trimmed(reading, start, clause.end, 6)
    said = phrase_of(reading, start, end)
    return AnswerGiven(question.key, said, reading.evidence(clause.start, clause.end)) if said else None


_TIME_WORDS = wordset(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays "
    "fridays saturdays sundays morning mornings afternoon afternoons evening evenings night nights lunch "
    "lunchtime dinner breakfast brunch weekend weekends noon"
)


def _time_words(reading: Reading, clause: Clause) -> tuple[int, int] | None:
    limit = min(len(reading.words), clause.end + 6)
    spots = [i for i in range(clause.start, limit) if reading.words[i] in _TIME_WORDS]
    if not spots:
        return None
    if len(spots) > 2 and spots[0] + 1 not in spots:
        following = [i for i in spots if i + 1 in spots]
        spots = [*following[:1], following[0] + 1] if following else spots[:1]
    end = spots[0] + 1
    while end in spots or (reading.words[end : end + 1] in (("and",), ("to",)) and end + 1 in spots):
        end += 1
    return spots[0], end
