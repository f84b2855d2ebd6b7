"""The next agreed meeting, visit, call, tasting or demo."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.days.clock import When
from voice.understanding.language.clauses import Clause
from voice.understanding.language.phrasing import find_phrase
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases, wordset
from voice.understanding.types import Appointment

_MEETING = phrases(
    "popping round; popping in; popping by; popping over; swinging by; dropping in; dropping by; "
    "stopping by; stopping in; coming by; coming round; visiting; nipping in; nipping round; "
    "heading over; looking in; wants me back; wants us back; want me back; me back on; wants us "
    "at; wants me at; food show; trade "
    "show; open house; doing it; we're doing; doing the; invites us; i'll bring; i'll drop; bringing; "
    "i'm bringing; meeting; meet; meet up; appointment; tasting; demo; demonstration; visit; see him; "
    "see her; see them; see you; seeing him; seeing her; seeing them; swing by; stop by; stop in; come "
    "by; come back; come again; coming back; come round; come around; come over; come in; coming in; "
    "drop by; drop in; pop in; pop by; pop back; pop over; pop round; "
    "be back; i'm back; back there; going back; go back; head back; heading back; catch up; sit down; "
    "sit down with; set it up; set up for; set that up; booked in for; booked for; scheduled for; "
    "scheduled; rescheduled; rescheduled for; rescheduled to; pencilled in; penciled in; next visit; "
    "returning; return on; return; walk through; walkthrough; presentation; "
    "lunch with; coffee with; breakfast with; training session; training; site visit; moved our; moved "
    "us to; moved it to; moved to; pushed to; pushed it to; pushed us to; pushed our; conference call; "
    "phone call; video call; zoom; call on; call booked; call set; catchup; i'm there; we're on for; on "
    "for; come thursday; come monday; come tuesday; come wednesday; come friday; come saturday; come "
    "tomorrow; come next; come on; come at; date is; be there; be by; drop round; come instead; swing "
    "back; looking in; look in; call in; calling in; nip in; nip back; nip round; stop back; fixed for; "
    "agreed on; agreed for; confirmed for; slot; invited me; invited us; audit; walk the; cupping; "
    "wants me there; wants us there; i will go; i'll go; will go; i will be there; come on in; come on by; "
    "come on over; "
    "popping up; wants me up; want me up; going over there; going over; "
    "come and see; go and see; pass and see; "
    "i'm seeing; i'll see; i see; seeing; i am seeing; i will see; let's meet; next call; booked me in; has me down; "
    "have me down; in the diary; asked me to come; asks me to come; asked me by; call round; call over; call out; "
    "drop up; drop out; drop down; drop over; duck in; duck back; duck over; duck down; head over; head up; head out; "
    "head down; head in; pop down; pop up; pop out; catch her; catch him; catch them; chap; knock on his; "
    "knock on her; nip down; nip over; nip up; swing through; going there; i go there; coming again; i am coming; "
    "i'm coming; come over; preponed; preponed to; postponed to; brought forward; brought forward to; put back to; "
    "shifted to; shifted; bumped to; bumped us to; moved the meeting; coffee; having lunch; having coffee; lunch; "
    "face to face; call in to; call up to; call down; cook off; next appointment; be up; come out; in service; "
    "inservice; come up; come down; back on; back in; back out; told me come; said come; come up to; review set; "
    "session; get together; follow up visit; be over; be round; be out; tour; see me; see us; review on; "
    "review meeting; will see; i see; speak on; talk on; speak again on; talk again on; we speak; we "
    "talk; we meet; i go; i come; on the books for; locked in for; settled on; i'll be in; sample "
    "session; round table; going in; go in; i visit; drop back; expect me; expecting me; expects me; booked us in; "
    "put me in; put us in; we've a call; have a call; i've a call; review is; i'm in again; she's free; he's free; "
    "they're free; she can do; he can do; they can do; will pop back; to taste; will taste; call with; pop in "
    "again; look in again; catch up is"
)
_NOT = phrases(
    "driver can; the driver; driver comes; driver to; drivers can; van can; truck can; "
    "their audit; his audit; her audit; the audit is; board don't meet; board meets; board doesn't meet; "
    "needs to be there; to be there by; has to be there; it needs to; deliver; delivered; delivery; "
    "deliveries; delivering; closed; away; on vacation; on holiday; is off until; he's off "
    "until; she's off until; out until; is out; back "
    "from; bellwether's rep; starts; starting; launch; launches; opens; opening; contract ends; expires; "
    "wedding; gala; last; yesterday; was in; came by; came in; went to; the truck; ships; shipped; was "
    "late; if; cancelled the; cancelled our; cancel the; canceled our; canceled the; instead of; their "
    "meeting; staff meeting; board meeting; budget meeting; team meeting; his accountant; her "
    "accountant; his partner; her partner; "
    "it'd be there; they'd be there; it'll be there; they'll be there; it to be there; it will be there; "
    "with his boss; with her boss; with the bank; competitor"
)
_WE = wordset("we i we're i'm")
_ORDERED = phrases(
    "call him; call her; call them; ring him; ring her; email; send; text; phone him; phone her; talk "
    "to; check back; follow up; speak to"
)


def read_appointment(reading: Reading) -> Appointment | None:
    """Read the first in time of the meetings that have a day."""
    found = [(w, c) for w in reading.whens if w.on is not None and (c := _clause_if_meeting(reading, w)) is not None]
    if not found:
        return None
    when, clause = min(found, key=lambda f: (f[0].on, f[0].at is None, f[0].at))
    written = when.written(reading.zone)
    return (
        None if written is None else Appointment(written, reading.evidence(max(clause.start, when.start - 6), when.end))
    )


_DENIES = wordset("won't can't might couldn't cannot wouldn't isn't not never may didn't doesn't don't")


def _denied(words: Sequence[str], cue: int) -> bool:
    """ "she won't be there on", "they should come on" (goods): no meeting of ours."""
    goods = words[max(0, cue - 2) : cue] in (("they", "should"), ("it", "should"), ("they", "must"), ("it", "must"))
    return goods or bool(_DENIES & set(words[max(0, cue - 1) : cue + 1]))


_NO_MEETING = wordset(
    "by before until till since deliver delivered delivery deliveries truck drop closed opens opening open closes "
    "audit inspection inspector holiday wedding party gala vacation invoice quote send call ring phone bid "
    "credit samples"
)


def _timed(reading: Reading, when: When, clause: Clause) -> bool:
    """A day with a clock time is a meeting, unless goods, papers, calls or somebody else's hours are told."""
    words = reading.words
    inside = set(words[clause.start : max(clause.end, when.end)])
    goods = any(m.start in clause for m in (*reading.products, *reading.competitors))
    return (
        when.at is not None
        and not goods
        and not _NO_MEETING & inside
        and not find_phrase(words, clause.start, clause.end, _NOT)
    )


def _clause_if_meeting(reading: Reading, when: When) -> Clause | None:
    words = reading.words
    if words[when.start - 1 : when.start] in (("held",), ("done",), ("happened",)):
        return None
    clause = reading.clause_of(when.start)
    start, end = max(clause.start, when.start - 12), min(max(clause.end, when.end), when.end + 7)
    cue = find_phrase(words, start, end, _MEETING)
    answer = (
        cue is not None
        and words[cue[0] : cue[0] + 3] == ("come", "back", "to")
        and words[cue[0] + 4 : cue[0] + 5] == ("with",)
    )
    if answer or (words[when.start - 1 : when.start] == ("after",) and when.at is None):
        return None
    if cue is not None and cue[1] > when.start >= cue[0] and words[when.start] == "in":
        cue = None  # "call in three weeks" is a call, not calling in
    if cue is not None and _denied(words, cue[0]):
        return None
    if cue is None and when.end == clause.end and words[when.end : when.end + 1] and words[when.end] in _WE:
        cue = find_phrase(words, when.end, when.end + 4, _MEETING)
    if (
        cue is None
        and words[when.start - 1 : when.start] == ("back",)
        and not {"call", "check", "get", "ring", "come", "be"} & set(words[max(0, when.start - 4) : when.start])
    ):
        cue = (when.start - 1, when.start)
    if (
        cue is not None
        and words[cue[0] : cue[1]] in (("i'll", "bring"), ("i'll", "drop"), ("bringing",), ("i'm", "bringing"))
        and words[cue[1]] not in ("in", "by", "round", "over", "back")
        and when.at is None
    ):
        return None
    if cue is None and _timed(reading, when, clause):
        return clause
    if cue is None:
        return None
    stop = find_phrase(words, clause.start, clause.end, _NOT)
    if stop is not None and not (
        words[stop[0]] in ("starting", "starts", "instead", "opening", "cancelled", "canceled") and stop[0] >= when.end
    ):
        return None
    if {"until", "till"} & set(words[max(0, when.start - 2) : when.start]) or (
        words[when.start - 1 : when.start] in (("since",), ("by",), ("before",))
        and when.at is None
        and cue[1] != when.start
    ):
        return None
    order = find_phrase(words, clause.start, when.start, _ORDERED)
    if order is not None and not (cue[0] > order[0] and cue[1] <= when.start):
        return None
    sent = any(
        m.kind == "colleague"
        and m.start in clause
        and m.end < when.start
        and words[m.end : m.end + 1] in (("to",), ("will",), ("should",))
        for m in reading.people
    )
    if sent:
        return None
    competitor = any(c.start in clause and c.start < when.start for c in reading.competitors)
    return None if competitor else clause
