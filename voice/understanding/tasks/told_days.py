"""What somebody does on a day to come, told as a plain fact: "he calls me by friday", "i'm sending it tomorrow"."""

from __future__ import annotations

from voice.understanding.days.clock import When
from voice.understanding.language.phrasing import phrase_of
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrase_at, phrases, wordset
from voice.understanding.tasks.task import Task

_DOES = {
    "calls": "call", "rings": "ring", "phones": "phone", "emails": "email", "texts": "text", "sends": "send",
    "signs": "sign", "reports": "report", "reverts": "revert", "confirms": "confirm", "decides": "decide",
    "answers": "answer", "pays": "pay", "settles": "settle", "writes": "write", "transfers": "transfer",
    "gets": "get", "comes": "come", "lets": "let", "replies": "reply", "checks": "check", "returns": "return",
    "gives": "give", "tells": "tell", "faxes": "fax", "mails": "mail", "clears": "clear", "approves": "approve",
    "counts": "count", "hands": "hand", "forwards": "forward",
}  # fmt: skip
_SAME = wordset("call ring phone email text send sign report revert confirm decide answer pay give tell")
_NEEDS_BACK = {"gets": ("back",), "comes": ("back",), "get": ("back",), "come": ("back",)}
_I_AM = phrases("i'm; i am; we're; we are; i'll be; i will be; we'll be")
_THEY_ARE = phrases("he's; she's; they're; he'll be; she'll be; they'll be; he will be; she will be; they will be")
_DOING = {
    "getting": "get", "sending": "send", "bringing": "bring", "dropping": "drop", "putting": "put", "writing": "write",
    "chasing": "chase", "calling": "call", "ringing": "ring", "phoning": "phone", "emailing": "email",
    "texting": "text", "mailing": "mail", "posting": "post", "sorting": "sort", "arranging": "arrange",
    "preparing": "prepare", "updating": "update", "checking": "check", "taking": "take", "giving": "give",
    "asking": "ask", "telling": "tell", "speaking": "speak", "talking": "talk", "raising": "raise",
    "crediting": "credit", "refunding": "refund", "swapping": "swap", "replacing": "replace", "collecting": "collect",
    "picking": "pick", "printing": "print", "confirming": "confirm", "following": "follow", "forwarding": "forward",
    "handing": "hand", "paying": "pay", "signing": "sign", "letting": "let", "returning": "return",
    "quoting": "quote", "drawing": "draw", "making": "make", "finding": "find", "fixing": "fix", "leaving": "leave",
}  # fmt: skip
_VISITS = phrases(
    "calling in; calling round; calling over; calling on; calling by; dropping in; dropping by; dropping round; "
    "dropping back; returning; taking her to; taking him to; taking them to; "
    "making a visit; leaving; getting married; calling up"
)
_STOPS = wordset("if unless because since was were did had but when while always usually every never not only")
_LEAD = wordset("by on until till before for in at the latest to again back then first around or")
_REACH = 11


def told_for_a_day(reading: Reading) -> list[Task]:
    """Find doings with a day to come behind them; the verb is written as one says a task."""
    found: list[Task] = []
    for when in reading.whens:
        if when.on is None or when.on < reading.recorded_at.date():
            continue
        task = _told_before(reading, when)
        if task is not None and not any(t.start == task.start for t in found):
            found.append(task)
    return found


def _told_before(reading: Reading, when: When) -> Task | None:
    words = reading.words
    for at in range(when.start - 1, max(-1, when.start - _REACH), -1):
        if any(w.start <= at < w.end for w in reading.whens) or words[at] in _STOPS:
            return None
        task = _doing(reading, at, when) or _does(reading, at, when)
        if task is not None:
            return task
    return None


def _doing(reading: Reading, at: int, when: When) -> Task | None:
    """ "i'm getting him two cases by thursday", "she'll be giving us the po tomorrow"."""
    words = reading.words
    ours, theirs = phrase_at(words, at, _I_AM), phrase_at(words, at, _THEY_ARE)
    verb = at + (ours or theirs)
    if verb == at or verb >= when.start or phrase_at(words, verb, _VISITS):
        return None
    name = _DOING.get(words[verb])
    if name is None or (theirs and words[verb] in ("taking", "getting", "leaving", "putting", "making", "dropping")):
        return None
    return _task(reading, at, verb, when, name, "me" if ours else "customer")


def _does(reading: Reading, at: int, when: When) -> Task | None:
    """ "janet signs the lease on the twelfth", "he give in ten days"."""
    words = reading.words
    name = _DOES.get(words[at]) or (words[at] if words[at] in _SAME else None)
    back = _NEEDS_BACK.get(words[at])
    if name is None or at == 0 or (back and words[at + 1 : at + 2] != back):
        return None
    mention = next((m for m in reading.people if m.end == at), None)
    if mention is None and words[at - 1] not in ("he", "she", "they"):
        return None
    lead = mention.start if mention else at - 1
    if words[at] in _SAME and (mention is not None or words[lead - 1 : lead] in (("let",), ("if",), ("that",))):
        return None  # "ines call him" is an order, read elsewhere
    if words[max(0, lead - 1) : lead] in (("who",), ("when",), ("if",), ("how",)):
        return None
    if words[at] == "tells" or any(c.start in range(at, when.start) for c in reading.competitors):
        return None
    owner = mention.name if mention and mention.kind == "colleague" else "customer"
    return _task(reading, lead, at, when, name, owner)


def _task(reading: Reading, lead: int, verb: int, when: When, name: str, owner: str) -> Task:
    words = reading.words
    end = when.start
    while end > verb + 1 and words[end - 1] in _LEAD and words[end - 1] not in ("back", "again"):
        end -= 1
    rest = phrase_of(reading, verb + 1, end)
    return Task(lead, verb, end, owner, what=f"{name} {rest}".strip())
