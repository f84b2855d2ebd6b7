"""What others have to do: colleagues, teams, the customer."""

from __future__ import annotations

from voice.understanding.language.clauses import Clause
from voice.understanding.language.reading import Reading
from voice.understanding.language.wordset import phrases, wordset
from voice.understanding.tasks.task import Task, is_conditional, task_verb, verb_phrase_end

_CUSTOMER_TASKS = wordset(
    "send call think let get check talk decide confirm email text ring look review sign pay ask tell "
    "discuss come speak forward consult measure count run find sleep give fill return-the show bring "
    "clear prepare sort chase finish drop post mail wire settle transfer chat collect introduce read "
    "approve arrange double-check test-it update see write consider make revert clear reply respond "
    "contact phone feedback advise"
)
_BUYING = wordset(
    "take order want buy need switch stay go keep use be have like drop try cancel stick love pass move "
    "start stop leave trial sample prefer add pick serve sell carry open close"
)
_TEAMS = wordset(
    "dispatch accounting accounts warehouse billing office support driver drivers somebody someone "
    "logistics purchasing-team finance marketing delivery-team service management sales team quality qa "
    "operations routing procurement credit collections"
)
_THIRD = phrases(
    "will; shall; needs to; need to; has to; have to; should; is going to; are going to; is gonna; is to; must; "
    "going to; gonna; said he'd; said she'd; said they'd; promised to; is supposed to; are supposed to; agreed to; "
    "said "
    "he'll; said she'll; said they'll; says he'll; says she'll; says they'll; 'll; ought to; is meant "
    "to; wants to; offered to; to"
)
_THIRD_SHORT = {"he'll": "customer", "she'll": "customer", "they'll": "customer"}


def delegations(reading: Reading, clause: Clause) -> list[Task]:
    """ "gordon needs to call her", "she'll think about it", "dispatch should check"."""
    words = reading.words
    if to_somebody := _somebody(reading, clause):
        return [to_somebody]
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
                        "action",
                        "task",
                        "reminder",
                        "for",
                    )
                )
                or (who is None and asked in ("need", "needs", "get", "ask", "wants", "tell", "the"))
            ):
                continue
            if words[end : end + 2] == ("wants", "to") and who == "customer":
                continue
            if words[end : end + 3] in (("has", "to", "have"), ("have", "to", "have"), ("needs", "to", "have")):
                continue  # what they must have is ours to send
            verb_at = end + step
            if who is None and asked in ("need", "needs", "wants", "like") and words[at] in ("somebody", "someone"):
                continue
        while verb_at < clause.end and words[verb_at] in (
            "really",
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
        decides = who not in ("customer", None) and words[verb_at : verb_at + 1] == ("say",)
        if verb_at >= clause.end or not (decides or task_verb(words, verb_at)):
            continue
        if (
            words[at - 1 : at] in (("ask",), ("tell",), ("remind",), ("asked",))
            and who != "customer"
            and words[end : end + 1] == ("to",)
            and words[at - 1] != "asked"
        ):
            continue
        chat = words[verb_at : verb_at + 2] == ("have", "a") and words[verb_at + 2 : verb_at + 3] in (
            ("chat",),
            ("word",),
            ("look",),
            ("think",),
        )
        if (
            who == "customer"
            and not chat
            and (words[verb_at] in _BUYING or words[verb_at] not in _CUSTOMER_TASKS or is_conditional(words, clause))
        ):
            continue
        if who == "customer" and words[verb_at] == "see":
            continue
        if who == "customer" and words[verb_at : verb_at + 2] == ("pay", "for"):
            continue
        if who == "customer" and words[verb_at] == "pay" and any(f.start == verb_at + 1 for f in reading.figures):
            continue
        if "if" in words[max(clause.start, at - 1) : at] or (who == "customer" and _after_if(reading, clause)):
            continue
        said = "decide" if decides else None
        return [Task(at, verb_at, verb_phrase_end(reading, clause, verb_at), who, what=said)]
    return []


def _owner_at(reading: Reading, at: int) -> tuple[str | None, int] | None:
    words = reading.words
    if words[at] in _THIRD_SHORT:
        return "customer", at + 1
    for mention in reading.people:
        if mention.start == at:
            return (mention.name if mention.kind == "colleague" else "customer"), mention.end
    if words[at] in ("he", "she", "they"):
        return "customer", at + 1
    if words[at] in ("he's", "she's", "they're") and words[at + 1 : at + 2] in (("going",), ("gonna",)):
        return "customer", at + 1
    if words[at] in _TEAMS and not (at and words[at - 1] in ("with", "our-own")):
        end = at + 1
        if words[end : end + 1] in (("in",), ("from",), ("at",)) and end + 1 < len(words):
            end += 3 if words[end + 1] == "the" else 2
        return None, end
    return None


def _somebody(reading: Reading, clause: Clause) -> Task | None:
    """ "could somebody in accounts sort his statement"."""
    words = reading.words
    for at in range(clause.start, min(clause.start + 3, len(words) - 3)):
        if words[at] not in ("can", "could") or words[at + 1] not in ("somebody", "someone"):
            continue
        verb = at + 2
        if words[verb] in ("in", "from", "at") and verb + 3 < len(words):
            verb += 3 if words[verb + 1] == "the" else 2
        while verb < len(words) - 1 and words[verb] in ("please", "just", "kindly"):
            verb += 1
        if task_verb(words, verb):
            return Task(at, verb, verb_phrase_end(reading, reading.clause_of(verb), verb), None)
    return None


def _after_if(reading: Reading, clause: Clause) -> bool:
    """ "if it happens again he'll tell the principal" is no task."""
    previous = next((c for c in reading.clauses if c.end == clause.start), None)
    return previous is not None and "if" in reading.words[previous.start : previous.start + 4]
