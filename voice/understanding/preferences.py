"""Preferences: lasting wishes on when, how and by which channel to deal with a customer."""

from __future__ import annotations

from voice.understanding.clauses import Clause
from voice.understanding.phrasing import find_phrase, phrase_of, trimmed
from voice.understanding.reading import Reading
from voice.understanding.types import Complaint, Evidence, Preference
from voice.understanding.wordset import phrases, wordset

_TOPIC = wordset(
    "deliver delivery deliveries delivered delivering drop drops drop-off driver drivers truck call "
    "calls calling called text texts texting texted email emails emailed emailing invoice invoices "
    "invoicing "
    "visit visits visiting come coming phone ring ringing whatsapp message messages messaging statement "
    "statements order orders ordering packed pack packaging boxes pallets ship shipment contact "
    "everything peanuts peanut pork shellfish inside mandarin substitutions substitute substituting "
    "substitution chase check labels label pallet park parking alley stack driveway signature sign "
    "leaving building nuts knock bell door dock entrance gate voicemail paper portal speak talk stop "
    "meetings meet mail mailed fax unload unloading leave appointment appointments reach visitors reps "
    "rep confirmations confirmation arrive catalogue catalog flyers mailings frozen ring rings invoiced"
)
_STRONG = phrases(
    "likes a text; likes a call; likes an email; likes a heads up; likes a reminder; likes a "
    "message; best to catch; best to reach; best to see; best to visit; best to get; best to "
    "ring; best caught; sooner have; sooner get; sooner be; has to be; have to be; must be; must "
    "come; have to come; has to come; needs to come; must have; everything goes through; all "
    "goes through; everything through; go through him; go through her; "
    "can't stand the phone; can't stand phone; doesn't want anything with; don't want anything with; "
    "nothing with; deliveries switch; deliveries go; deliveries move; deliveries now; deliveries are "
    "now; deliveries to go; delivery is now; delivery switches; just inside; prefers; prefer; preferred; "
    "prefers to; would rather you; would rather we; he'd rather; she'd rather; they'd rather; rather "
    "have; rather you; would rather; rather get; rather be; don't call; don't ring; don't phone; never "
    "call; never ring; never phone; do not call; not to call; no calls; no phone calls; no emails; don't "
    "email; "
    "text don't; text not; text only; email only; emails only; email not; by text only; by email only; "
    "call not; call don't; calls only; texts only; text him; text her; text them; email him not; text "
    "instead; email instead; call ahead; call first; ring ahead; ring first; phone ahead; text ahead; "
    "call before; ring before; text before; call when; text when; ring when; knock; ring the bell; "
    "requiring before; require before; requires before; need it before; needs it before; need them "
    "before; "
    "only deliver; only takes deliveries; only take deliveries; only accept deliveries; only accepts "
    "deliveries; deliver only; delivery only; deliveries only; always deliver; never deliver; don't "
    "deliver; no deliveries; no delivery; not deliver; not to deliver; deliver to the; deliver at the; "
    "deliver through; deliver round; deliver around; deliver before; deliver after; deliver between; "
    "delivered before; delivered after; delivered to the; "
    "deliveries before; deliveries after; deliveries between; delivery before; delivery after; delivery "
    "between; deliveries to the; deliveries at the; deliveries at; deliveries in; deliveries on; "
    "delivery at the; delivery to the; delivery through; deliveries through; deliveries round; drop off "
    "at; drop off is; drop at the; drop it at; leave it at; leave it in; leave it by; leave the order; "
    "leave deliveries; leave everything; "
    "use the back; use the side; use the rear; use the loading; use the service; back door only; side "
    "door only; by the back; through the back; through the side; round the back; around the back; best "
    "time to; best times; best day; best to call; best to come; best to text; best to email; best "
    "reached; easiest to reach; easiest to; better to; "
    "likes to be; likes his; likes her; likes their; likes deliveries; likes delivery; like deliveries; "
    "likes the delivery; likes it when; likes us to; likes me to; wants us to call; invoices by; invoice "
    "by; invoices emailed; invoices mailed; invoice emailed; paper invoices; invoices on paper; invoices "
    "to; statements by; email invoices; emailed invoices; invoices sent; one invoice; separate invoices; "
    "weekly statement; weekly statements; monthly statements; weekly invoice; weekly invoices; monthly "
    "invoice; monthly invoices; monthly statement; consolidated invoice; by whatsapp; on whatsapp; over "
    "whatsapp; whatsapp only; "
    "nothing before; nothing after; not before; not after; never before; never after; never during; not "
    "during; avoid; any time after; anytime after; any time before; only after; only before; only "
    "between; only on; only in the; only mornings; mornings only; mornings are best; mornings work; "
    "afternoons only; afternoons are best; afternoons work; only comes; only sees; only meets; sees "
    "reps; sees salespeople; no visits; no visitors; no reps; no drop ins; by appointment; appointment "
    "only; appointments only; don't come; don't show; don't visit; don't send; don't just; never come; "
    "never show; never send; never leave; don't leave; never stack; don't stack; always call; always "
    "text; always email; always ring; always use; always go; always ask; always leave; always pack; "
    "always send; always wants; "
    "from now on; going forward; in future; in the future; asks that we; insists on; insists that; as a "
    "rule; wants all; wants deliveries; wants delivery; wants his deliveries; wants "
    "her deliveries; wants their deliveries; wants the deliveries; wants his delivery; wants her "
    "delivery; wants the delivery; wants the driver; wants drivers; wants the drivers; wants our driver; "
    "wants invoices; wants the invoices; wants the invoice; wants his invoices; wants her invoices; "
    "wants their invoices; wants statements; wants orders; wants emails; wants texts; wants to be; wants "
    "to get; like to be; liked to be; call the shop; use the; wants a call before; wants a text before; "
    "wants a text when; wants a call when; a text when; a call when; the driver to; drivers to; our "
    "driver to; delivery window; delivery slot; early deliveries; early delivery; morning deliveries; "
    "morning delivery; afternoon deliveries; needs deliveries; needs delivery; needs the driver; needs "
    "the delivery; needs deliveries; doesn't like being; doesn't like to be; doesn't like calls; doesn't "
    "like phone; doesn't like surprises; doesn't do email; doesn't do emails; doesn't do phone; likes "
    "paying; likes to pay; pays cash; cash only; pays on; cash on delivery; card only; pays by; doesn't "
    "read email; doesn't read emails; never reads; hates the phone; hates phone calls; hates calls; "
    "hates email; hates emails; hates being called; hates when; doesn't answer; never answers; won't "
    "answer; doesn't take calls; doesn't pick up; compostable; recyclable; no plastic; minimal "
    "packaging; no styrofoam; reusable; halal; kosher; organic only; only organic; only halal; only "
    "kosher; only local; only compostable; only wants compostable; only recyclable; only uses "
    "compostable; spanish; in spanish; in polish; in vietnamese; in mandarin; in korean; speaks only; "
    "call him on; call her on; call the office; speak to; go through; deal with; in writing; in person; "
    "face to face; "
    "only ring; only call; only text; only email; only come; only visit; never between; never on a; never on; "
    "not between; "
    "under no circumstances; no substitutions; no subs; no swaps; wants a human; a human on; a person on; "
    "a real person; "
    "never a; must come between; must come before; must come after; must arrive; must be quoted; has to arrive; "
    "have to "
    "arrive; have to check in; has to check in; check in with; checks in with; confirmations by; "
    "confirmation by; by text; "
    "everything by; all by; don't send; don't be coming; don't come; do not send; do not come; not on a; "
    "closed on every; "
    "closed mondays; closed on mondays; same driver; the same driver; paying by; pays by; pay by; payment by; "
    "remittance; "
    "by check; by cheque; by bank transfer; one big delivery; one delivery; fewer deliveries; "
    "through the side gate; side "
    "gate; back gate; drop after hours; after hours is fine; without exception; strict on that; strict about; "
    "catch him "
    "before; catch her before; come early; comes early; come late; early before; needs everything; "
    "everything in before; "
    "everything before; wants everything; change the day of delivery; change his delivery day; "
    "change her delivery day; "
    "gets it before; get it before; before the rush; likes it when; calls before; call before; never a call; "
    "better the; "
    "like better; likes better; deliveries earlier; deliveries later; earlier deliveries; later deliveries; "
    "keep wednesdays; "
    "keep mondays; keep tuesdays; keep thursdays; keep fridays; put the po; quote the po; po number on"
)  # fmt: skip
_CHANNEL = wordset("text texts email emails whatsapp phone call calls paper writing person")
_NOT = phrases(
    "late; was late; were late; if we; unless; complained; complaining; instead of cancelling; didn't; "
    "last week; yesterday; was; were; came; missed; i'll; i will; i need; i have to; i said; i'm going"
)
_SURE = phrases(
    "paying by; payment by; pays by check; pay by check; must come between; must come before; must come after; "
    "a human on; "
    "a person on; a real person; no substitutions; no subs; closed on every; same driver; the same driver; "
    "confirmations by; "
    "confirmation by; side gate; drop after hours; after hours is fine; come early; comes early; "
    "under no circumstances; "
    "without exception; never between; only ring; only call; only text; only email; don't send more; remittance will; "
    "fewer deliveries; one big delivery; strict on that; everything in before; never on a; not on a; must be quoted; "
    "doesn't want plastic; no plastic; gets it before; keep wednesdays; keep mondays; keep tuesdays; keep thursdays; "
    "keep fridays; whatsapp message; don't be coming; check in with; change the day of delivery"
)
_ONCE = phrases(
    "that week; this week; next week; today; tomorrow; next time; told dispatch; wants to pay; pay by card; heard"
)
_NEVER_TOPIC = wordset("coffee beer wine")


def read_preferences(reading: Reading, complaints: tuple[Complaint, ...] = ()) -> tuple[Preference, ...]:
    """Read every lasting wish, one per clause; what is said as a complaint is none."""
    found: list[tuple[int, int]] = []
    for clause in reading.clauses:
        found += _in_clause(reading, clause)
    kept = _joined(reading, found)
    wishes = [Preference(phrase_of(reading, s, e), _evidence(reading, s, e)) for s, e in kept if e > s]
    return tuple(w for w in wishes if not any(_overlaps(w.evidence, c.evidence) for c in complaints))


def _overlaps(a: Evidence, b: Evidence) -> bool:
    return a.start_word <= b.end_word and b.start_word <= a.end_word


_RULES = wordset("never always only no don't stop ever avoid prefer rather must")
_PAST = wordset(
    "was were came didn't got hasn't haven't arrived showed called received answered had did yesterday "
    "last missed late again sent went took hadn't wasn't weren't"
)


_PUT = wordset(
    "left stacked packed put delivered labelled labeled wrapped sent kept dropped unloaded "
    "bagged boxed emailed texted called"
)


def _placed(reading: Reading, clause: Clause) -> tuple[int, int] | None:
    """Read "wants his boxes left inside the walk in"."""
    words = reading.words
    for at in range(clause.start, clause.end - 3):
        if (
            words[at] in ("wants", "likes", "needs")
            and words[at + 1]
            in (
                "his",
                "her",
                "their",
                "the",
                "all",
                "everything",
            )
            and _PUT & set(words[at + 2 : at + 5])
        ):
            return at, at + 1
    return None


def _hours(reading: Reading, clause: Clause) -> tuple[int, int] | None:
    """Read "after three only", "only before noon"."""
    words = reading.words
    for at in range(clause.start, clause.end - 1):
        if words[at] in ("after", "before", "between") and "only" in words[max(clause.start, at - 2) : at + 6]:
            return at, at + 1
    return None


def _rule(reading: Reading, clause: Clause) -> tuple[int, int] | None:
    """Read a rule in general words: "no substitutions ever", "asked us to stop leaving pallets in the alley"."""
    words = reading.words
    inside = words[clause.start : clause.end]
    if (
        _PAST & set(inside)
        or not _TOPIC & set(inside)
        or any(f.kind == "count" and f.start in clause for f in reading.figures)
    ):
        return None
    if "i" in inside or "i'll" in inside or any(m.start in clause for m in reading.competitors):
        return None
    at = next(
        (
            i
            for i in range(clause.start, clause.end)
            if words[i] in _RULES or (words[i] in _PLURAL_DAYS and _deliver(inside))
        ),
        None,
    )
    if at is None or (
        words[at] == "no"
        and words[at + 1 : at + 2]
        not in (
            ("deliveries",),
            ("calls",),
            ("substitutions",),
            ("visits",),
            ("emails",),
            ("reps",),
            ("pallets",),
            ("drops",),
            ("drop",),
            ("texts",),
            ("nuts",),
            ("trucks",),
            ("changes",),
            ("signature",),
            ("later",),
            ("earlier",),
            ("more",),
        )
    ):
        return None
    if words[at] == "no" and words[at + 1] in ("changes", "later", "earlier") and "ever" not in inside:
        return None
    if words[at] == "only" and not (
        _TOPIC & set(words[at : clause.end]) or _TOPIC & set(words[max(clause.start, at - 4) : at])
    ):
        return None
    return at, at + 1


_PLURAL_DAYS = wordset(
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays mornings afternoons weekdays weekends"
)


def _deliver(inside: tuple[str, ...]) -> bool:
    return bool(
        {"delivered", "delivery", "deliveries", "deliver", "drop", "call", "visit", "come", "text", "calls", "visits"}
        & set(inside)
    )


def _evidence(reading: Reading, start: int, end: int) -> Evidence:
    return reading.evidence(start, end)


def _in_clause(reading: Reading, clause: Clause) -> list[tuple[int, int]]:
    words = reading.words
    cue = (
        find_phrase(words, clause.start, clause.end, _SURE)
        or find_phrase(words, clause.start, clause.end, _STRONG)
        or _rule(reading, clause)
        or _hours(reading, clause)
        or _placed(reading, clause)
    )
    if cue is None:
        return []
    inside = words[clause.start : clause.end]
    said = words[cue[0] : cue[1]]
    if find_phrase(words, clause.start, clause.end, _ONCE):
        return []
    topic = _topic(words, clause.start, clause.end) or find_phrase(words, clause.start, clause.end, _SURE) is not None
    if find_phrase(words, clause.start, clause.end, _NOT) and said[0] not in ("prefers", "never", "always"):
        return []
    if not topic:
        form = said[-1] in (
            "compostable",
            "recyclable",
            "plastic",
            "packaging",
            "styrofoam",
            "reusable",
            "halal",
            "kosher",
            "organic",
        ) or said[0] in ("organic", "halal", "kosher", "compostable")
        manner = (said[0] in ("after", "before", "between") and "only" in inside) or set(inside) & (
            _CHANNEL
            | {
                "mornings",
                "afternoons",
                "morning",
                "afternoon",
                "appointment",
                "reps",
                "visitors",
                "loading",
                "dock",
                "door",
            }
        )
        if (
            not (form and {"only", "everything", "prefers", "insists", "always", "no"} & set(inside))
            and not manner
            and not (said[0] in ("never", "not", "nothing", "avoid") and _follows_topic(reading, clause))
        ):
            if said[0] not in ("prefers", "prefer", "insists") or any(m.start in clause for m in reading.products):
                return []
            return [trimmed(reading, cue[1], clause.end, 10)]
    if (
        said[-1] in ("be", "come", "have")
        and said[0] in ("has", "have", "must", "needs")
        and not {
            "delivery",
            "deliveries",
            "invoice",
            "invoices",
            "driver",
            "drivers",
            "drop",
            "drops",
            "orders",
            "pallets",
            "boxes",
            "everything",
        }
        & set(words[clause.start : cue[0]])
    ):
        return []
    if _one_off(reading, clause) or inside[:1] == ("if",):
        return []
    if said[0] in ("prefers", "prefer", "preferred", "insists"):
        start = cue[1]
    elif (
        said[:1] == ("wants",)
        or said[:1] == ("needs",)
        or said[:1] == ("likes",)
        or said[:2] in (("he'd", "rather"), ("she'd", "rather"), ("they'd", "rather"))
    ):
        start = cue[0] + 1
    else:
        start = min(
            [
                cue[0],
                *[
                    i
                    for i in range(clause.start, cue[0])
                    if words[i] in _TOPIC or words[i] in ("only", "never", "always", "don't", "no", "please")
                ],
            ]
        )
        start = max(
            start,
            *[m.end for m in (*reading.people, *reading.customers) if clause.start <= m.start and m.end <= cue[0]],
            clause.start,
        )
    start, end = trimmed(reading, start, _grown(reading, clause), 12)
    return [(start, end)]


def _topic(words: tuple[str, ...], start: int, end: int) -> bool:
    return bool(_TOPIC & set(words[start:end]))


def _grown(reading: Reading, clause: Clause) -> int:
    """Take along a following "when he's ten minutes out", "because ..." not."""
    following = next((c for c in reading.clauses if c.start == clause.end), None)
    if (
        following is not None
        and reading.words[following.start] in ("when", "if", "before", "unless")
        and clause.end - clause.start < 12
    ):
        return following.end
    return clause.end


def _follows_topic(reading: Reading, clause: Clause) -> bool:
    previous = next((c for c in reading.clauses if c.end == clause.start), None)
    return previous is not None and _topic(reading.words, previous.start, previous.end)


def _one_off(reading: Reading, clause: Clause) -> bool:
    """A wish for one day is an action or an appointment."""
    return any(w.start in clause and w.on is not None for w in reading.whens)


def _joined(reading: Reading, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put "text him" and "don't call" together when they follow on each other."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1] and end - joined[-1][0] <= 6:
            joined[-1] = (joined[-1][0], end)
        elif not joined or start >= joined[-1][1]:
            joined.append((start, end))
    return joined
