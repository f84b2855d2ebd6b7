"""Actions: what somebody has still to do, who and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voice.understanding.clauses import ORDERS, Clause
from voice.understanding.clock import When
from voice.understanding.mentions import Mention
from voice.understanding.phrasing import find_phrase, phrase_of
from voice.understanding.reading import Reading
from voice.understanding.types import Action
from voice.understanding.wordset import phrases, wordset

_I_MUST = phrases(
    "i'll; i will; i need to; i have to; i've got to; i got to; i gotta; i'm going to; i'm gonna; i must; i should; i said i'd; i said i would; i said i'll; i told him i'd; i told her i'd; i told them i'd; "
    "i told him i'll; i told her i'll; i told them i'll; i told him i would; i told her i would; i promised to; i promised i'd; i promised him i'd; i promised her i'd; i promised them i'd; i promised him; i promised her; i promised them; i promised; i'd better; i better; i agreed to; i offered to; i'm to; i want to; let me; remind me to; "
    "remember to; don't forget to; don't let me forget to; we'll; we will; we need to; we have to; we should; we must; we've got to; we're going to; we gotta; we owe her; we owe him; we owe them; i owe her; i owe him; i owe them; make sure to; make sure i; make sure we; need to; gotta; have to; note to self; to do; my job is to; i'm supposed to; i'm meant to; i was asked to; i've promised to; i've promised; "
    "i've said i'd; i've to; i shall; on me to; so i'll; will; promised to; promised i'd; said i'd; told him i'd; told her i'd; told them i'd; promised her; promised him; promised them; i can; i'd; going to; gonna; task for me; action for me; action on me; on my list; my action; must; should; next step; next steps; to follow up; want me to"
)
_ASKS_ME = phrases(
    "wants me to; wants us to; want me to; want us to; asked me to; asked us to; asked if i could; asked if we could; asked if i can; asked if we can; asks me to; asks us to; asks if we can; asks if we could; asks if i can; "
    "would like me to; would like us to; he'd like me to; she'd like me to; they'd like me to; he'd like us to; she'd like us to; they'd like us to; needs me to; needs us to; need me to; need us to; asking me to; asking us to; asking if we can; asking if we could; begged me to; can i; can we; can you; could i; could we; could you; wondering if we could; wondering if we can; wonders if we can; wonders if we could; "
    "expects us to; expects me to; expecting us to; expecting me to; told me to; told us to; someone to; somebody to"
)
_REQUEST = phrases(
    "wants; want; wanted; needs; need; needed; would like; he'd like; she'd like; they'd like; i'd like; asked for; asking for; asks for; requested; requesting; is after; he's after; she's after; they're after; "
    "waiting for; waiting on; is owed; could use; would love; he'd love; she'd love; they'd love; expects; expecting; wants to have; looking for; wants to see; would appreciate; insists on; demanded; demands; demanding; requests"
)
_REQUESTED = wordset(
    "sample samples quote quotes invoice invoices pricelist catalog catalogue brochure info information details receipt receipts paperwork form forms contract pictures photos certificate certificates "
    "statement statements apology replacement replacements callback call meeting demo refund swatch flyer flyers leaflet leaflets proposal estimate breakdown printout copy list sheet sheets spec specs letter email answer booklet menu-cards agreement documentation documents document visit"
)
_REQUEST_LEADS = wordset(
    "price spec order tasting product nutrition ingredient allergen safety data the updated new fresh written full monthly corrected revised proper copy phone free some a an our latest current credit"
)
_NOT_TASKS = wordset(
    "be see say think have know like guess admit get-out feel hope assume mention wait just-say love guess imagine bet pass-on stay been give-up live die eat understand take note report remember-that"
)
_VISIT_VERBS = phrases(
    "swing by; stop by; stop in; come back; come by; come round; come around; come over; be back; go back; drop in; pop in; pop by; pop over; pop round; visit; see him; see her; see them; see you; return; meet; be there; be over; be by; drop by; swing back; head back; pass by; go see; go and see; be round; be in; look in; call in; swing round; nip in; nip back; nip round; stop back; circle round; be seeing; come again; go over; go round; come in; be out there; do the tasting; do the demo; do a tasting; do a demo; sit down with; catch up with; meet with; run the tasting; run the demo"
)
_CUSTOMER_TASKS = wordset(
    "send call think let get check talk decide confirm email text ring look review sign pay ask tell discuss come speak forward consult measure count run find sleep give fill return-the show bring clear prepare sort chase finish drop post mail wire settle transfer chat collect introduce read approve arrange double-check test-it update see write consider make"
)
_BUYING = wordset(
    "take order want buy need switch stay go keep use be have like drop try cancel stick love pass move start stop leave trial sample prefer add pick serve sell carry open close"
)
_TEAMS = wordset(
    "dispatch accounting accounts warehouse billing office support driver drivers somebody someone logistics purchasing-team finance marketing it delivery-team service management sales quality qa operations routing procurement credit collections"
)
_STOP_VERB = wordset(
    "and but so because then also if when while unless which he she they i we he's she's they're it's that's although though plus since"
)
_DELIVERED = phrases(
    "delivered; delivery; for delivery; deliver; delivering; dropped; in by; there by; here by; it all by; them by; all by; it by; them for; in time for; it all for; it for; arrive; arriving; to arrive; shipped; on the truck; on the van; needs them; needs it; needed; to be there; brought in"
)
_DUE_LEAD = wordset("by for on before until at this due delivered delivery no later than")
_NEVER_DUE = wordset("from starting since after start last closed until")
_PAST = wordset("was were came happened yesterday did went called got arrived had ran ordered sent")
_LONGEST = 9


@dataclass(frozen=True, slots=True)
class _Task:
    """A verb phrase at live words start..end (end excluded) with its owner and the words that lead to it."""

    lead: int
    start: int
    end: int
    owner: str | None
    prefix: str = ""
    what: str | None = None


def read_actions(reading: Reading) -> tuple[Action, ...]:
    """Read everything promised, asked for or ordered done."""
    if _private(reading):
        return ()
    tasks: list[_Task] = []
    for clause in reading.clauses:
        tasks += _tasks_in(reading, clause)
    tasks += _deliveries(reading, tasks)
    return tuple(_action(reading, task) for task in _once(reading, tasks))


def _private(reading: Reading) -> bool:
    """A note of no customer, person or product is the speaker's own business."""
    return reading.note.customer_id is None and not (reading.customers or reading.products or reading.people)


def _tasks_in(reading: Reading, clause: Clause) -> list[_Task]:
    for find in (_asked_of_me, _other_owner, _by_me, _request, _order, _question):
        tasks = find(reading, clause)
        if tasks:
            return tasks
    return []


def _verb_phrase_end(reading: Reading, clause: Clause, start: int) -> int:
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


def _asked_of_me(reading: Reading, clause: Clause) -> list[_Task]:
    cue = find_phrase(reading.words, clause.start, clause.end, _ASKS_ME)
    if cue is None:
        return []
    words = reading.words
    verb = cue[1]
    if verb >= clause.end and not words[cue[0] : cue[1]]:
        return []
    if verb >= len(words) or (
        words[verb]
        in ("get", "carry", "have", "do", "match", "stock", "sell", "make", "supply", "hold", "keep", "offer")
        and cue[0] >= 0
        and words[cue[0]].startswith("ask")
    ):
        return []
    if words[cue[0]] in ("someone", "somebody"):
        return (
            []
            if words[cue[0] - 1] in ("needs", "wants", "need", "want")
            and words[verb] in ("look", "help", "show", "teach", "advise", "explain", "train")
            else [_Task(cue[0], verb, _verb_phrase_end(reading, clause, verb), None)]
        )
    if words[cue[0]] in ("can", "could") and (
        not _at_start(reading, clause, cue[0])
        or words[verb] in ("get", "do", "have", "match", "use", "sell", "live", "take", "make")
    ):
        return []
    clause = reading.clause_of(verb)
    return [_Task(cue[0], verb, _verb_phrase_end(reading, clause, verb), "me")] if _task_verb(words, verb) else []


def _at_start(reading: Reading, clause: Clause, at: int) -> bool:
    return at - clause.start <= 2


def _task_verb(words: Sequence[str], at: int) -> bool:
    return (
        at < len(words)
        and words[at] not in _NOT_TASKS
        and words[at].isalpha()
        and words[at] not in ("not", "the", "a", "it", "and", "so", "i")
    )


def _by_me(reading: Reading, clause: Clause) -> list[_Task]:
    words = reading.words
    tasks: list[_Task] = []
    at = clause.start
    while at < clause.end:
        cue = find_phrase(words, at, clause.end, _I_MUST)
        if cue is None:
            break
        at = cue[1]
        if not _mine(reading, clause, cue):
            continue
        verb = cue[1]
        while (
            verb < clause.end
            and words[verb]
            in (
                "just",
                "also",
                "probably",
                "definitely",
                "then",
                "quickly",
                "go",
                "and",
                "please",
                "remember",
                "to",
                "try",
                "maybe",
                "personally",
                "have",
                "now",
                "better",
                "still",
                "really",
                "need",
                "be",
                "him",
                "her",
                "them",
                "i'd",
                "is",
            )
            and verb + 1 < clause.end
        ):
            if words[verb] in ("him", "her", "them") and words[cue[1] - 1] not in ("promised", "owe", "told"):
                break
            if words[verb] in ("be", "have", "is") and words[verb + 1] not in (
                "to",
                "sending",
                "bringing",
                "calling",
                "emailing",
            ):
                break
            verb += 1
        if verb >= clause.end or (words[cue[0]] == "i'd" and verb == cue[1]) or not _task_verb(words, verb):
            continue
        end = _verb_phrase_end(reading, clause, verb)
        if words[cue[1] - 1] in ("promised", "owe", "her", "him", "them") and words[verb] in (
            "a",
            "an",
            "the",
            "some",
            "new",
            "fresh",
            "another",
        ):
            tasks.append(_Task(cue[0], verb, end, "me", _promise_verb(reading, verb, end)))
            at = end
            continue
        if _visit(reading, clause, verb) or not _plain_verb(words[verb]):
            continue
        tasks.append(_Task(cue[0], verb, end, "me"))
        at = end
        tasks += _and_also(reading, clause, end)
    return tasks


def _plain_verb(word: str) -> bool:
    return not word.endswith(("ed", "ly")) or word in ("need", "feed", "reply", "supply", "apply", "email-ed")


def _promise_verb(reading: Reading, start: int, end: int) -> str:
    words = set(reading.words[start:end])
    if words & {"call", "callback"}:
        return "give"
    return "send" if words & (_REQUESTED - {"replacement", "replacements"}) else "deliver"


def _mine(reading: Reading, clause: Clause, cue: tuple[int, int]) -> bool:
    """A bare "will", "need to", "should" is mine only where nobody else is the subject."""
    words = reading.words
    said = words[cue[0] : cue[1]]
    before = words[cue[0] - 1] if cue[0] else ""
    if said[0] in (
        "i",
        "i'll",
        "i'm",
        "i'd",
        "i've",
        "we",
        "we'll",
        "we're",
        "we've",
        "let",
        "remind",
        "remember",
        "don't",
        "make",
        "note",
        "my",
        "so",
    ):
        if said == ("i", "can") or said == ("i'd",) or said == ("let", "me"):
            return (
                _task_verb(words, cue[1])
                and words[cue[1] : cue[1] + 1]
                not in (("see",), ("tell",), ("know",), ("think",), ("do",), ("understand",), ("get",))
                and said != ("i'd",)
            )
        return "if" not in words[max(clause.start, cue[0] - 1) : cue[0]]
    if said[0] in ("can", "could"):
        return False
    if said in (
        ("will",),
        ("should",),
        ("must",),
        ("need", "to"),
        ("have", "to"),
        ("going", "to"),
        ("gonna",),
        ("gotta",),
    ):
        return (cue[0] == clause.start and (cue[0] == 0 or said[0] in ("need", "gotta", "must", "have", "will"))) or (
            before in ("and", "then", "also", "so") and cue[0] - clause.start <= 1
        )
    return before in ("and", "so", "also", "then", "but", "i", "i've", "have") or cue[0] == clause.start


def _visit(reading: Reading, clause: Clause, verb: int) -> bool:
    """The next meeting is the appointment, no action, when its day is said."""
    option = find_phrase(reading.words, verb, min(verb + 4, clause.end), _VISIT_VERBS)
    return option is not None and option[0] <= verb + 1


def _and_also(reading: Reading, clause: Clause, end: int) -> list[_Task]:
    """ "i'll call her and send the list": a second verb phrase."""
    words = reading.words
    at = end
    while at < clause.end and any(w.start <= at < w.end for w in reading.whens):
        at += 1
    if (
        words[at : at + 1] == ("and",)
        and at + 1 < clause.end
        and words[at + 1] in ORDERS
        and words[at + 1] not in ("see", "come")
    ):
        return [_Task(at + 1, at + 1, _verb_phrase_end(reading, clause, at + 1), "me")]
    return []


_THIRD = phrases(
    "will; needs to; need to; has to; have to; should; is going to; are going to; is gonna; is to; must; said he'd; said she'd; said they'd; promised to; is supposed to; are supposed to; agreed to; said he'll; said she'll; said they'll; says he'll; says she'll; says they'll; 'll; ought to; is meant to; wants to; offered to; to"
)
_THIRD_SHORT = {"he'll": "customer", "she'll": "customer", "they'll": "customer"}


def _other_owner(reading: Reading, clause: Clause) -> list[_Task]:
    """ "gordon needs to call her", "she'll think about it", "dispatch should check"."""
    words = reading.words
    for at in range(clause.start, clause.end):
        owner = _owner_at(reading, at)
        if owner is None:
            continue
        who, end = owner
        if words[at] in _THIRD_SHORT:
            verb_at = end
        else:
            step = next((len(p) for p in _THIRD if words[end : end + len(p)] == p), 0)
            asked = words[at - 1] if at else ""
            if not step:
                continue
            if words[end : end + 1] == ("to",) and not (
                (
                    who not in ("customer", None)
                    and asked
                    in (
                        "wants",
                        "want",
                        "ask",
                        "asked",
                        "need",
                        "needs",
                        "get",
                        "have",
                        "like",
                        "tell",
                        "remind",
                        "getting",
                    )
                )
                or (who is None and asked in ("need", "needs", "get", "ask", "wants", "tell", "the"))
            ):
                continue
            if words[end : end + 2] == ("wants", "to") and who == "customer":
                continue
            verb_at = end + step
        while verb_at < clause.end and words[verb_at] in (
            "probably",
            "just",
            "also",
            "then",
            "definitely",
            "have",
            "to",
            "go",
            "and",
            "be",
            "now",
            "please",
        ):
            verb_at += 1
        if verb_at >= clause.end or not _task_verb(words, verb_at):
            continue
        if (
            words[at - 1 : at] in (("ask",), ("tell",), ("remind",), ("get",), ("asked",))
            and who != "customer"
            and words[end : end + 1] == ("to",)
            and words[at - 1] != "asked"
        ):
            continue
        if who == "customer" and (
            words[verb_at] in _BUYING or words[verb_at] not in _CUSTOMER_TASKS or _conditional(words, clause)
        ):
            continue
        if "if" in words[max(clause.start, at - 1) : at]:
            continue
        return [_Task(at, verb_at, _verb_phrase_end(reading, clause, verb_at), who)]
    return []


def _conditional(words: Sequence[str], clause: Clause) -> bool:
    return words[clause.start] in ("if", "unless", "whether", "when")


def _owner_at(reading: Reading, at: int) -> tuple[str | None, int] | None:
    words = reading.words
    if words[at] in _THIRD_SHORT:
        return "customer", at + 1
    for mention in reading.people:
        if mention.start == at:
            return (mention.name if mention.kind == "colleague" else "customer"), mention.end
    if words[at] in ("he", "she", "they"):
        return _pronoun(reading, at), at + 1
    if words[at] in _TEAMS and not (at and words[at - 1] in ("with", "our-own")):
        return None, at + 1
    return None


def _pronoun(reading: Reading, at: int) -> str:
    """ "he", "she" after a colleague was named in the clause before is that colleague only when nobody else was."""
    return "customer"


def _request(reading: Reading, clause: Clause) -> list[_Task]:
    """ "wants samples of the espresso": something other than goods that the customer asks for."""
    words = reading.words
    at = clause.start
    while cue := find_phrase(words, at, clause.end, _REQUEST):
        at = cue[1]
        if words[cue[0] - 1 : cue[0]] in (
            ("don't",),
            ("doesn't",),
            ("not",),
            ("no",),
            ("didn't",),
            ("i",),
            ("we",),
        ) or (clause.start < cue[0] and words[clause.start] == "i"):
            continue
        noun = _requested_noun(reading, clause, cue[1])
        if noun is None:
            if fixed := _done_for_them(reading, clause, cue):
                return [fixed]
            continue
        start, end, word = noun
        prefix = {
            "call": "call",
            "callback": "call",
            "meeting": "set up",
            "demo": "set up",
            "visit": "arrange",
            "apology": "send",
            "replacement": "send",
            "replacements": "send",
        }.get(word, "send")
        what_start = start
        owner: str | None = "me"
        named = next(
            (
                m
                for m in reading.people
                if m.kind == "colleague" and end <= m.start <= end + 1 and words[m.start - 1] in ("from", "by")
            ),
            None,
        )
        if named:
            owner = named.name
        return [_Task(cue[0], what_start, end, owner, prefix)]
    return []


def _requested_noun(reading: Reading, clause: Clause, at: int) -> tuple[int, int, str] | None:
    """Give the noun phrase asked for when its head is something one sends or does."""
    words = reading.words
    for i in range(at, min(at + 7, clause.end)):
        if (
            words[i] in ("to", "if", "when", "and", "but", "he", "she", "it", "before", "only", "by")
            and i > at
            and not (words[i] == "and" and any(m.end == i for m in reading.products))
        ):
            return None
        if words[i] not in _REQUESTED:
            continue
        following = words[i + 1] if i + 1 < len(words) else ""
        if following in _REQUESTED:
            continue
        if (words[i] == "list" and words[i - 1] not in ("price", "allergen", "product", "ingredient", "order")) or (
            words[i] in ("sheet", "sheets") and words[i - 1] in ("pastry", "cookie")
        ):
            return None
        if words[i] in ("copy",) and following != "of":
            pass
        start = at
        while start < i and words[start] in (
            "the",
            "a",
            "an",
            "some",
            "us",
            "to",
            "see",
            "for",
            "have",
            "get",
            "just",
            "also",
            "more",
            "our",
        ):
            start += 1
        end = i + 1
        if following in ("of", "on", "for", "with", "about", "from", "back"):
            end = _verb_phrase_end(reading, clause, i)
        return start, max(end, i + 1), words[i]
    return None


def _done_for_them(reading: Reading, clause: Clause, cue: tuple[int, int]) -> _Task | None:
    """ "wants it replaced", "wants the machine looked at"."""
    words = reading.words
    for i in range(cue[1], min(cue[1] + 7, clause.end)):
        if words[i] in _DONE:
            things = [m for m in reading.products if m.end <= i]
            if words[cue[1]] in ("it", "them", "that", "those") and things:
                thing = things[-1]
                return _Task(
                    cue[0],
                    cue[1],
                    i + 1,
                    "me",
                    what=f"{_DONE[words[i]]} the {phrase_of(reading, thing.start, thing.end)}",
                )
            return _Task(cue[0], cue[1], i, "me", _DONE[words[i]])
        if words[i] in ("to", "and", "by", "but", "for"):
            return None
    return None


_DONE = {
    "replaced": "replace", "fixed": "fix", "collected": "collect", "sorted": "sort", "refunded": "refund", "corrected": "correct", "checked": "check", "credited": "credit",
    "swapped": "swap", "exchanged": "exchange", "repaired": "repair", "changed": "change", "removed": "remove", "resent": "resend", "resolved": "resolve", "waived": "waive", "updated": "update", "emailed": "email", "reviewed": "review", "serviced": "service",
}  # fmt: skip


def _order(reading: Reading, clause: Clause) -> list[_Task]:
    """ "call her back in two weeks", "please send it by friday"."""
    words = reading.words
    at = clause.start
    while at < clause.end - 1 and words[at] in (
        "and",
        "so",
        "please",
        "just",
        "also",
        "then",
        "but",
        "plus",
        "oh",
        "now",
        "maybe",
        "definitely",
        "okay",
        "next",
        "should",
        "or",
        "anyway",
        "action",
        "todo",
        "reminder",
    ):
        at += 1
    verb = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if verb not in _IMPERATIVES or (at + 1 >= clause.end and verb not in ("invoice", "apologize")):
        return []
    if verb in (
        "need",
        "needs",
        "order",
        "stop",
        "start",
        "try",
        "see",
        "keep",
        "use",
        "change",
        "come",
        "visit",
        "deliver",
        "ship",
        "meet",
        "look",
        "cancel",
        "put",
        "add",
        "get",
        "give",
        "take",
        "bring",
        "drop",
        "speak",
        "talk",
        "leave",
        "make",
        "sign",
        "include",
        "credit",
        "invoice",
        "find",
        "set",
        "pass",
        "book",
        "sort",
        "print",
        "write",
        "prepare",
        "pick",
        "push",
    ):
        if not _task_object(reading, clause, at, verb, following):
            return []
    if verb in ("call", "text", "email", "message", "ring", "phone") and (
        (
            following in ("him", "her", "them")
            and words[at + 2 : at + 3]
            in (
                ("don't",),
                ("not",),
                ("never",),
                ("only",),
                ("instead",),
                ("rather",),
                ("before",),
                ("ahead",),
                ("first",),
            )
        )
        or following
        in (
            "not",
            "don't",
            "only",
            "instead",
            "or",
            "ahead",
            "before",
            "rather",
            "is",
            "was",
            "center",
            "centre",
            "number",
        )
    ):
        return []
    if _is_preference(words, clause) or (at and words[at - 1] in ("says", "said", "he", "she", "they")):
        return []
    if (
        reading.people
        and at == clause.start
        and any(m.end == at and m.kind == "contact" for m in reading.people)
        and verb in ("like",)
    ):
        return []
    end = _verb_phrase_end(reading, clause, at)
    owner: str | None = "me"
    if verb == "pick" and following in ("them", "it", "up"):
        owner = None
    return [_Task(at, at, end, owner), *_and_also(reading, clause, end)]


_IMPERATIVES = ORDERS | wordset(
    "apologize apologise double look pass reply respond circulate research investigate source mail resend re-send get-back double-check bring warn inform loop flag highlight compare calculate"
)


def _task_object(reading: Reading, clause: Clause, at: int, verb: str, following: str) -> bool:
    """Tell a task ("get him a quote", "take him off the list") from an order of goods ("get ten cases", "add two kegs")."""
    words = reading.words
    rest = words[at + 1 : clause.end]
    goods = any(m.start in range(at, clause.end) for m in reading.products)
    counted = any(f.kind == "count" and f.start in range(at, clause.end) for f in reading.figures)
    if verb in ("bring", "drop", "pick", "get", "give", "take", "leave"):
        papers = bool(_REQUESTED & set(rest))
        people = following in ("him", "her", "them", "me", "up", "back") or any(
            m.start == at + 1 for m in reading.people
        )
        if verb == "pick":
            return following in ("up", "them", "it")
        if verb == "bring":
            return papers or not counted
        if verb == "take":
            return (following in ("him", "her", "them", "it", "a", "back") and "off" in rest) or papers
        return papers or (people and not counted and verb in ("get", "give"))
    if verb in (
        "add",
        "put",
        "deliver",
        "ship",
        "order",
        "start",
        "stop",
        "cancel",
        "change",
        "keep",
        "use",
        "try",
        "push",
        "include",
        "need",
        "needs",
    ):
        if verb in ("change", "cancel", "push", "include") and not goods:
            return following in ("the", "his", "her", "their", "him", "it", "that")
        if verb in ("put", "add") and not goods and not counted:
            return following in ("him", "her", "them", "a", "it", "that") and bool(
                {"list", "file", "calendar", "note", "system", "touch", "invite"} & set(rest)
            )
        return verb == "deliver" and bool(reading.whens) and any(w.start in clause for w in reading.whens) and not goods
    if verb in (
        "look",
        "talk",
        "speak",
        "set",
        "pass",
        "sort",
        "find",
        "book",
        "make",
        "sign",
        "credit",
        "invoice",
        "print",
        "write",
        "prepare",
    ):
        return following in (
            "into",
            "to",
            "with",
            "up",
            "out",
            "on",
            "the",
            "a",
            "him",
            "her",
            "them",
            "his",
            "it",
            "another",
            "sure",
            "at",
            "about",
            "again",
            "someone",
            "somebody",
            "an",
            "in",
            "that",
            "for",
        )
    return verb in ("see",) and following in ("if", "whether", "what")


def _is_preference(words: Sequence[str], clause: Clause) -> bool:
    inside = words[clause.start : clause.end]
    return bool({"never", "always", "prefers", "only"} & set(inside[:4])) or ("don't" in inside[:2])


def _question(reading: Reading, clause: Clause) -> list[_Task]:
    """ "wants to know when the beans are back": somebody has to tell."""
    words = reading.words
    cue = find_phrase(words, clause.start, clause.end, _KNOW)
    if cue is None:
        return []
    end = clause.end
    following = next((c for c in reading.clauses if c.start == clause.end), None)
    if (
        following is not None
        and (cue[1] >= clause.end or clause.end - cue[1] <= 1)
        and words[following.start] in ("when", "if", "why", "whether", "what", "how", "where", "which")
    ):
        end = following.end
    end = min(end, cue[1] + 8)
    start = cue[1]
    if end <= start or (any(w in words[end : end + 5] for w in ("told",)) and "i" in words[end : end + 3]):
        return []
    while end > start + 1 and words[end - 1] in ("and", "the", "of", "to", "for"):
        end -= 1
    return [_Task(cue[0], start, end, "me", "tell them")]


_KNOW = phrases(
    "wants to know; want to know; wanted to know; needs to know; would like to know; he'd like to know; she'd like to know; they'd like to know; asked when; asking when; asks when; asked why; asking why; wants an answer on; needs an answer on; wants an answer by"
)


def _deliveries(reading: Reading, tasks: Sequence[_Task]) -> list[_Task]:
    """An order or wish that has to be there by a day is a delivery to make."""
    words = reading.words
    busy = {i for t in tasks for i in range(t.lead, t.end)}
    for when in reading.whens:
        if when.on is None or when.start == 0:
            continue
        clause = reading.clause_of(when.start)
        lead = words[when.start - 1]
        before = words[clause.start : when.start]
        if (
            lead in _NEVER_DUE
            or any(t.lead in clause and t.lead < when.start for t in tasks)
            or _is_event(reading, clause, when)
        ):
            continue
        delivered = {"delivered", "delivery", "deliver", "arrive", "there", "shipped", "truck", "van", "drop"} & set(
            words[max(clause.start, when.start - 6) : when.end + 2]
        )
        goods = [m for m in reading.products if m.start in clause]
        wanted = {
            "wants",
            "want",
            "needs",
            "need",
            "needed",
            "ordered",
            "take",
            "takes",
            "took",
            "order",
            "for",
            "put",
            "send",
            "add",
            "ship",
            "like",
            "have",
            "delivered",
        } & set(before)
        pronoun = {"it", "them", "all", "everything", "those", "that", "order"} & set(before)
        due_lead = lead in ("by", "for", "before", "delivered", "on", "delivery", "than", "is") or delivered
        if _was(before) or not due_lead:
            continue
        if (lead == "on" and not delivered) or (
            lead == "for" and when.end < len(words) and words[when.end] in ("'s", "rush", "night", "brunch")
        ):
            continue
        if not (delivered or (wanted and (goods or pronoun))):
            continue
        if {"we", "meeting", "tasting", "call", "samples", "sample", "quote", "invoice", "price"} & set(
            before[-6:]
        ) and not delivered:
            continue
        anything = [m for m in reading.products if m.end <= when.start]
        if not anything:
            continue
        one = len({m.ids for m in anything}) == 1 and len({m.ids for m in reading.products}) == 1
        several_in_clause = len({m.ids for m in goods}) > 1
        what = (
            f"deliver the {phrase_of(reading, anything[-1].start, anything[-1].end)}"
            if (one or goods) and not several_in_clause and not {"all", "everything"} & set(before)
            else "deliver the order"
        )
        start = goods[0].start if goods else clause.start
        if busy.isdisjoint(range(when.start, when.end)):
            return [_Task(min(start, when.start), start, when.end, "me", what=what)]
    return []


def _is_event(reading: Reading, clause: Clause, when: When) -> bool:
    return bool(
        {
            "wedding",
            "party",
            "gala",
            "event",
            "opening",
            "opens",
            "closed",
            "reopening",
            "banquet",
            "birthday",
            "anniversary",
            "holiday",
            "fundraiser",
        }
        & set(reading.words[max(clause.start, when.start - 4) : when.start])
    )


def _was(before: Sequence[str]) -> bool:
    return bool(
        {"was", "were", "came", "arrived", "didn't", "late", "missed", "last", "short", "shorted", "never", "ran"}
        & set(before)
    )


def _once(reading: Reading, tasks: Sequence[_Task]) -> list[_Task]:
    """Drop a task said again in nearly the same words, and keep them in order."""
    kept: list[_Task] = []
    for task in sorted(tasks, key=lambda t: (t.lead, -t.end)):
        if any(k.start <= task.start < k.end for k in kept):
            continue
        kept.append(task)
    return kept


def _action(reading: Reading, task: _Task) -> Action:
    what = task.what or " ".join(x for x in (task.prefix, _object(reading, task)) if x)
    when = _due(reading, task)
    end = max(task.end, when.end) if when and when.start - task.end <= 4 else task.end
    return Action(
        what.strip(),
        task.owner,
        when.written(reading.zone) if when else None,
        reading.evidence(min(task.lead, task.start), end),
    )


def _object(reading: Reading, task: _Task) -> str:
    said = phrase_of(reading, task.start, task.end)
    if task.prefix == "call" and said.startswith(("call", "phone", "callback")):
        said = "back" + said.removeprefix("callback").removeprefix("phone").removeprefix("call").removeprefix(" call")
    words = said.split()
    if any(w in ("it", "them", "that", "one") for w in words[1:3]) and task.end - task.start <= 4:
        thing = next((m for m in reversed(reading.products) if m.end <= task.start), None)
        if thing is not None:
            return f"{said} {phrase_of(reading, thing.start, thing.end)}"
    return said


def _due(reading: Reading, task: _Task) -> When | None:
    """Give the day said in the task's clause, behind it rather than before."""
    words = reading.words
    clause = reading.clause_of(task.start)
    last = reading.clause_of(max(task.end - 1, task.start))
    inside = [
        w
        for w in reading.whens
        if clause.start <= w.start < max(clause.end, last.end)
        and not (w.start and words[w.start - 1] in ("since", "from", "last"))
    ]
    after = [w for w in inside if w.start >= task.start]
    before = [
        w
        for w in inside
        if (w.end <= task.lead and task.lead - w.end <= 1 and words[w.start - 1 : w.start] not in (("on",), ("since",)))
        or (w.end <= task.start and w.start >= task.lead)
    ]
    if after:
        gap = words[task.end : after[0].start]
        if any(w in ("he", "she", "they", "because", "is", "was") for w in gap):
            return None
        return after[0] if after[0].on else None
    if before and before[-1].on:
        return before[-1]
    return _alone(reading, task, max(clause.end, last.end))


def _alone(reading: Reading, task: _Task, end: int) -> When | None:
    """A clause that is nothing but a day belongs to the task before it."""
    following = next((c for c in reading.clauses if c.start == end), None)
    if following is None:
        return None
    when = next((w for w in reading.whens if w.start in following and w.start - following.start <= 2), None)
    if when is None or when.end < following.end - 1 or when.on is None:
        return None
    return when


__all__ = ["Mention", "read_actions"]
