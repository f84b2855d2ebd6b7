"""Tasks handed out in few words: "ines to call him", "have latoya ring him", "somebody let her know"."""

from __future__ import annotations

from voice.understanding.language.clauses import ORDERS
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrase_at, phrases, wordset
from voice.understanding.tasks.task import Task, verb_phrase_end

_STEPS = phrases(
    "to; please; can; could; better; had better; should; going to; is going to; 's going to; is to; will; "
    "would you; has to; needs to; must; said he'll; said she'll; promised to; is looking into; ought to; "
    "kindly; would; 'd"
)
_MAKE = wordset("have get let make ask tell having getting")
_NOT_ERRANDS = wordset("you be have know think like want see say do stay go")
_SOMEBODY = phrases(
    "somebody let; someone let; somebody's got to; someone's got to; somebody needs to; someone needs to; "
    "somebody has to; someone has to; somebody should; someone should; somebody please; someone please; "
    "somebody call; someone call; somebody ring; someone ring; somebody send; someone send; somebody "
    "check; someone check; somebody tell; someone tell; somebody talk; someone talk; somebody fix; someone fix; "
    "somebody sort; someone sort; somebody chase; someone chase; somebody email; someone email; "
    "somebody phone; someone phone; somebody get; someone get; somebody speak; someone speak"
)
_OF_ANYBODY = {(word,) for word in ("the", "a", "an", "his", "her", "their", "some")}
_OWES = phrases("owes me; owes us; owe me; owe us; still owes me; will send me; will send us; to send me; to send us")
_PRICE = phrases(
    "asked for the price; asked for a price; asked for our price; asked for prices; asked for pricing; "
    "ask for the price; asks for the price; asking for the price; asking for a price; asking the price; "
    "wants a price; wants the price; wants prices; wants pricing; wants our price; wants our best price; "
    "wanting a price; after a price; needs a price; needs pricing; needs prices; send me the price; shoot "
    "me the price; give me a price; give me the price; send him the price; send her the price; send them "
    "the price; text her the price; text him the price; needs the price; work out a price; get him a "
    "price; get her a price; get them a price"
)
_LETS = phrases(
    "let's; let us; i owe him; i owe her; i owe them; we owe him; we owe her; don't forget; don't let me forget"
)
_NOT_LETS = wordset("say see face make not call go")


def errands(reading: Reading) -> list[Task]:
    """Find tasks said so shortly that no clause has a subject and a verb of duty for them."""
    return [
        *_for_colleagues(reading),
        *_for_anybody(reading),
        *_papers(reading),
        *_prices(reading),
        *_lets(reading),
        *_deliveries(reading),
    ]


def _for_colleagues(reading: Reading) -> list[Task]:
    words = reading.words
    found: list[Task] = []
    for mention in reading.people:
        if mention.kind != "colleague" or mention.end >= len(words):
            continue
        before = words[mention.start - 1] if mention.start else ""
        verb = mention.end + phrase_at(words, mention.end, _STEPS)
        if verb >= len(words) or (words[verb] in _NOT_ERRANDS and before != "let"):
            continue
        made = verb == mention.end and before in _MAKE
        if made and before in ("have", "having", "get", "getting") and words[verb] in _errand_verbs():
            found.append(_task(reading, mention.start - 1, verb, mention.name))
        elif made and before == "let" and words[verb] == "know":
            found.append(_task(reading, mention.start - 1, mention.start - 1, "me"))
        elif verb > mention.end and words[verb] in _errand_verbs() and before not in ("ask", "tell", "remind", "by"):
            found.append(_task(reading, mention.start, verb, mention.name))
    return found


def _errand_verbs() -> frozenset[str]:
    return ORDERS | _MORE_VERBS


_MORE_VERBS = wordset(
    "arrange handle deal resolve walk show explain apologise apologize mail reset resend waive refund clear"
)


def _for_anybody(reading: Reading) -> list[Task]:
    words = reading.words
    found: list[Task] = []
    for at in range(len(words) - 2):
        if not (size := phrase_at(words, at, _SOMEBODY)):
            continue
        if words[at - 1 : at] in (("if",), ("when",), ("had",), ("that",)):
            continue
        modal = words[at + size - 1] in ("to", "should", "please")
        verb = at + size if modal else at + size - 1
        if verb < len(words) and words[verb] not in _NOT_ERRANDS:
            found.append(_task(reading, at, verb, None))
    return found


def _papers(reading: Reading) -> list[Task]:
    """ "he owes me the signed contract by friday": theirs to do."""
    words = reading.words
    found: list[Task] = []
    for at in range(len(words) - 2):
        size = phrase_at(words, at, _OWES)
        if not size or words[at + size : at + size + 1] not in _OF_ANYBODY:
            continue
        if any(f.start == at + size for f in reading.figures):
            continue
        task = _task(reading, at, at + size, "customer")
        found.append(Task(task.lead, task.start, task.end, "customer", "send"))
    return found


def _prices(reading: Reading) -> list[Task]:
    """ "asked for the price of the cod": a price still to be told."""
    words = reading.words
    found: list[Task] = []
    for at in range(len(words)):
        size = phrase_at(words, at, _PRICE)
        if not size or {"told", "quoted", "gave"} & set(words[at + size : at + size + 9]):
            continue
        start = at + size - 1
        found.append(Task(at, start, verb_phrase_end(reading, reading.clause_of(start), start), "me", "send the"))
    return found


def _lets(reading: Reading) -> list[Task]:
    words = reading.words
    found: list[Task] = []
    for at in range(len(words) - 2):
        size = phrase_at(words, at, _LETS)
        verb = at + size
        if not size or verb >= len(words) or words[verb] in _NOT_LETS or verb in reading.names:
            continue
        if words[at : at + 2] == ("let", "us") and words[verb] == "know":
            continue
        if words[at] == "let's" and words[verb] in ("get", "have") and verb + 1 in reading.names:
            continue
        if words[at] == "don't" and words[verb] not in ("the", "his", "her", "to", "their", "a"):
            continue
        if words[at] in ("i", "we"):
            continue
        prefix = "bring" if words[at] == "don't" and words[verb] != "to" else ""
        end = verb_phrase_end(reading, reading.clause_of(verb), verb)
        found.append(Task(at, verb + (words[verb] == "to"), end, "me", prefix))
    return found


def _task(reading: Reading, lead: int, verb: int, owner: str | None) -> Task:
    return Task(lead, verb, verb_phrase_end(reading, reading.clause_of(verb), verb), owner)


_TO_COME = phrases(
    "delivery has to be; delivery needs to be; delivery must be; delivery should be; truck has to be "
    "here; truck needs to be here; order has to be there; order needs to be there"
)  # fmt: skip


def _deliveries(reading: Reading) -> list[Task]:
    """ "next delivery has to be thursday at seven": goods nobody names, on a day."""
    words = reading.words
    found: list[Task] = []
    for when in reading.whens:
        for at in range(max(0, when.start - 8), when.start):
            size = phrase_at(words, at, _TO_COME)
            if size and when.on and when.start - at - size <= 2:
                found.append(Task(at, at, at + size, "me", what="deliver"))
                break
    return found


_DATED = phrases(
    "drop off; drop it off; drop them off; pick up; call; ring; phone; call back; ring back; call again; "
    "ring again; follow up; check in; check back; get back to him; get back to her; get back to them; "
    "call him; call her; call them; ring him; ring her; ring them; phone him; phone her; phone them; text "
    "him; text her; try again; try him again; try her again; chase him; chase her; email him; email her; "
    "email them; touch base; circle back; come back to him; come back to her"
)
_THEIRS = wordset("he she they it who he'll she'll they'll wants want can't don't didn't doesn't not last phone no")


def _dated(reading: Reading) -> list[Task]:
    """ "cod no shrimp maybe call monday": a bare verb with its day."""
    words = reading.words
    found: list[Task] = []
    for when in reading.whens:
        for at in range(max(0, when.start - 6), when.start):
            size = phrase_at(words, at, _DATED)
            gap = words[at + size : when.start]
            if not size or any(w not in ("on", "by", "for", "again", "maybe", "late", "early") for w in gap):
                continue
            before = words[at - 1] if at else ""
            if before in _THEIRS or (at - 1 in reading.names and before not in _product_words(reading)):
                continue
            if (
                before in ("will", "to", "must", "should", "can")
                and words[at - 2 : at - 1]
                and words[at - 2] in _THEIRS
            ):
                continue
            found.append(Task(at, at, at + size, "me", what=_with_goods(reading, at, size)))
            break
    return found


def _product_words(reading: Reading) -> set[str]:
    return {reading.words[i] for m in reading.products for i in m.span}


def _with_goods(reading: Reading, at: int, size: int) -> str | None:
    """Name what is dropped off or picked up where it was said before."""
    said = " ".join(reading.words[at : at + size])
    if said not in ("drop off", "pick up"):
        return None
    goods = [m for m in reading.products if m.end <= at]
    return f"{said} {goods[-1].name.lower()}" if goods else None
