"""People named in a note: the customer's contacts (also misheard), new people, our own colleagues."""

from __future__ import annotations

from collections.abc import Sequence

from voice.lexicon import Colleague, Contact, Lexicon
from voice.sound import likeness, spoken_tokens
from voice.understanding.language.mentions import Mention, covered
from voice.understanding.language.stream import Stream
from voice.understanding.language.vocabulary import GIVEN_NAMES, is_common
from voice.understanding.language.wordset import wordset
from voice.understanding.people.roles import ROLE_HEADS, read_role

TITLES = wordset("mister mr missus mrs miss ms doctor dr sister father chef madam sir auntie uncle")
BEFORE_NAME = wordset(
    "met with saw to chef told asked from for called mister mrs miss sister doctor is and by call email text ask tell "
    "hi thanks gave give owner manager named visited meet sat spoke talked remind boss"
)
AFTER_NAME = wordset(
    "says said wants want needs need asked asks told likes liked loves loved is was has had would will "
    "took takes ordered "
    "signed complained mentioned thinks thought prefers uses used called decided gave just isn't doesn't "
    "didn't won't wasn't "
    "hates tried agreed promised reckons confirmed cancelled canceled cancels upped can't refuses "
    "refused who the at from in "
    "pays paid owes goes gets keeps wanted placed insists hopes sends sent left moved bought buys"
)
_NOT_SUBJECT_BEFORE = wordset("i he she they we you it who that this there what driver delivery order and which")
FLOOR_IN_PLACE = 0.66
FLOOR_ANYWHERE = 0.80


def find_people(
    stream: Stream, contacts: Sequence[Contact], taken: frozenset[int], lexicon: Lexicon, customer: Mention | None
) -> tuple[Mention, ...]:
    """Find people; `contacts` are those of `customer`, behind whose name a person's usually stands."""
    after = customer.end if customer else -1
    customer_start = customer.start if customer else -1
    garbled = customer is not None and customer.score < 1
    found = _contacts_exact(stream, contacts, taken, after)
    colleagues = _colleagues(stream, taken | covered(found), lexicon.colleagues, contacts)
    busy = taken | covered(found) | covered(colleagues)
    sounded = _contacts_by_sound(stream, contacts, busy, found, after, lexicon)
    busy |= covered(sounded)
    strangers = [
        m for m in _strangers(stream, busy, lexicon, contacts, after) if m.start > after + 1 or m.end < 0 or not garbled
    ]
    strangers = [m for m in strangers if m.end != customer_start]
    return tuple(sorted((*found, *colleagues, *sounded, *strangers), key=lambda m: m.start))


def _parts(contact: Contact) -> tuple[str, str]:
    tokens = [t for t in spoken_tokens(contact.name) if t not in TITLES]
    return (tokens[0], tokens[-1]) if tokens else ("", "")


def _bare(word: str) -> str:
    return word[:-2] if word.endswith("'s") else word


def _contacts_exact(stream: Stream, contacts: Sequence[Contact], taken: frozenset[int], after: int) -> list[Mention]:
    words = [_bare(w) for w in stream.words]
    found: list[Mention] = []
    at = 0
    while at < len(words):
        if at in taken:
            at += 1
            continue
        mention = _contact_at(stream, words, at, contacts, taken, after)
        if mention is not None:
            found.append(mention)
            at = mention.end
        else:
            at += 1
    return found


def _contact_at(
    stream: Stream, words: Sequence[str], at: int, contacts: Sequence[Contact], taken: frozenset[int], after: int
) -> Mention | None:
    whole = [c for c in contacts if tuple(words[at : at + 2]) == _parts(c) and at + 1 not in taken]
    if whole:
        return _mention(words, at, at + 2, whole)
    first = [c for c in contacts if words[at] == _parts(c)[0]]
    if first and _name_here(stream, at, after):
        end = at + 1
        if end < len(words) and end not in taken and _may_be_surname(words, end) and words[end] not in AFTER_NAME:
            near = _most_alike(words[end], first)
            return _mention(words, at, end + 1, near) if near else None
        if (
            end < len(words)
            and end not in taken
            and len(first) == 1
            and likeness(words[end], _parts(first[0])[1]) >= 0.85
        ):
            end += 1
        return _mention(words, at, end, first)
    last = [c for c in contacts if words[at] == _parts(c)[1]]
    if len(last) > 1 and at and at - 1 not in taken:
        alike = [c for c in last if likeness(words[at - 1], _parts(c)[0]) >= 0.7]
        if len(alike) == 1:
            return Mention("contact", at - 1, at + 1, (alike[0].id,), alike[0].name, 0.9)
    if last and _name_here(stream, at, after) and not _first_name(words, at - 1):
        return _mention(words, at, at + 1, last)
    return None


def _mention(words: Sequence[str], start: int, end: int, fitting: Sequence[Contact], score: float = 1.0) -> Mention:
    """Name the one contact that fits; of several that fit alike none is taken, the words stand for all of them."""
    name = fitting[0].name if len(fitting) == 1 else " ".join(words[start:end])
    return Mention("contact", start, end, tuple(c.id for c in fitting), name, score)


def _most_alike(surname: str, contacts: Sequence[Contact]) -> list[Contact]:
    """Return whose surname sounds like the one heard; several only when no one of them is the likeliest."""
    scores = {c.id: likeness(surname, _parts(c)[1]) for c in contacts}
    best = max(scores.values())
    return [c for c in contacts if scores[c.id] == best and best >= 0.66]


def _first_name(words: Sequence[str], at: int) -> bool:
    return at >= 0 and words[at] in GIVEN_NAMES


def _may_be_surname(words: Sequence[str], at: int) -> bool:
    return (
        not is_common(words[at])
        and words[at] not in GIVEN_NAMES
        and words[at] not in ROLE_HEADS
        and not words[at].startswith("[")
    )


def _name_here(stream: Stream, at: int, after: int) -> bool:
    """A name that is also an everyday word ("will", "mark", "price") counts only where names stand."""
    word = _bare(stream.words[at])
    if not is_common(word):
        return True
    return _name_place(stream, at, at + 1, after)


def _name_place(stream: Stream, start: int, end: int, after: int) -> bool:
    before = stream.words[start - 1] if start else ""
    behind = stream.words[end] if end < len(stream) else ""
    if behind in ("to", "a", "be") or before in _NOT_SUBJECT_BEFORE - {"and"}:
        return False
    return (
        start == after
        or before in BEFORE_NAME
        or (behind in AFTER_NAME and not is_common(before))
        or (start == 0 and behind in AFTER_NAME)
    )


def _colleagues(
    stream: Stream, taken: frozenset[int], colleagues: Sequence[Colleague], contacts: Sequence[Contact]
) -> list[Mention]:
    words = [_bare(w) for w in stream.words]
    found: list[Mention] = []
    telling = {t for c in colleagues for t in (spoken_tokens(c.name)[:1] + spoken_tokens(c.name)[-1:])}
    for at, word in enumerate(words):
        if word not in telling or at in taken or any(at in m.span for m in found):
            continue
        for colleague in colleagues:
            tokens = spoken_tokens(colleague.name)
            size = next(
                (
                    n
                    for n in range(len(tokens), 0, -1)
                    if tuple(words[at : at + n]) == tuple(tokens[:n]) and (n > 1 or len(tokens[0]) > 2)
                ),
                0,
            )
            if size == 1 and len(tokens) > 1 and tokens[0] == "mei" and words[at + 1 : at + 2] != ["ling"]:
                continue
            if not size and word == tokens[-1] and not is_common(word) and word not in {_parts(c)[1] for c in contacts}:
                size = 1
            if not size:
                continue
            behind = words[at + size] if at + size < len(words) else ""
            if (
                size == 1
                and behind
                and not is_common(behind)
                and behind not in GIVEN_NAMES
                and behind != tokens[-1]
                and likeness(behind, tokens[-1]) < 0.6
            ):
                continue
            found.append(Mention("colleague", at, at + size, (colleague.id,), colleague.name))
            break
    return found


def _contacts_by_sound(
    stream: Stream,
    contacts: Sequence[Contact],
    taken: frozenset[int],
    found: Sequence[Mention],
    after: int,
    lexicon: Lexicon,
) -> list[Mention]:
    """Find misheard contacts: anywhere when alike and no everyday word, less alike where a name stands."""
    words = [_bare(w) for w in stream.words]
    known = {key for mention in found for key in mention.ids}
    best: list[tuple[float, int, int, Contact]] = []
    for start in range(len(stream)):
        for end in range(start + 1, min(start + 3, len(stream)) + 1):
            if not taken.isdisjoint(range(start, end)):
                break
            heard = " ".join(_bare(w) for w in stream.words[start:end])
            placed = _name_place(stream, start, end, after)
            everyday = all(is_common(w) for w in stream.words[start:end])
            if everyday and not (placed and start == after):
                continue
            if (
                end - start == 1
                and heard in (GIVEN_NAMES | lexicon.first_names)
                and heard not in {_parts(c)[0] for c in contacts}
            ):
                penalty = 0.10
            else:
                penalty = 0.0
            if end - start > 1 and stream.words[end - 1] in AFTER_NAME:
                continue
            floor = FLOOR_IN_PLACE if placed else FLOOR_ANYWHERE
            if everyday and end < len(stream) and stream.words[end] in AFTER_NAME:
                floor -= 0.1
            for contact in contacts:
                if contact.id in known:
                    continue
                first, last = _parts(contact)
                for name in (first, f"{first} {last}", last):
                    bar = (
                        floor
                        + (0.06 if len(name) <= 4 else 0)
                        + (0.06 if name == last else 0)
                        + (0.05 if everyday else 0)
                        + penalty * 0.3
                    )
                    score = likeness(heard, name)
                    if score >= bar:
                        best.append((score + 0.02 * (end - start > 1 and " " in name), start, end, contact))
    made: list[Mention] = []
    used: set[int] = set()
    for score, start, end, _contact in sorted(best, key=lambda b: -b[0]):
        if used.isdisjoint(range(start, end)):
            used.update(range(start, end))
            alike = {c.id: c for other, s, e, c in best if (other, s, e) == (score, start, end)}
            made.append(_mention(words, start, end, list(alike.values()), min(score, 1.0)))
    return made


def _strangers(
    stream: Stream, taken: frozenset[int], lexicon: Lexicon, contacts: Sequence[Contact], after: int
) -> list[Mention]:
    """Find people the company does not know: a given name, a title and a name, or a name beside a role."""
    words = [_bare(w) for w in stream.words]
    found: list[Mention] = []
    at = 0
    while at < len(words):
        span = None if at in taken else _stranger_at(stream, words, at, taken, lexicon, after)
        if span is None:
            at += 1
            continue
        start, end = span
        found.append(Mention("person", start, end, (), " ".join(words[start:end])))
        at = end
    return found


def _stranger_at(
    stream: Stream, words: Sequence[str], at: int, taken: frozenset[int], lexicon: Lexicon, after: int
) -> tuple[int, int] | None:
    word = words[at]
    behind = words[at + 1] if at + 1 < len(words) else ""
    if (
        word in ("mister", "mr", "missus", "mrs", "miss", "ms", "doctor", "dr", "sister", "father", "auntie")
        and behind
        and at + 1 not in taken
    ) and (not is_common(behind) or behind in GIVEN_NAMES):
        return at, at + 2
    if (word in GIVEN_NAMES or word in lexicon.first_names) and (
        not is_common(word) or _name_place(stream, at, at + 1, after)
    ):
        if (at and words[at - 1] in ("saint", "st")) or behind in ("street", "road", "avenue", "day", "county"):
            return None
        end = at + 1
        if behind and end not in taken and _surname(words, end, lexicon):
            end += 1
        return at, end
    introduced = at and (_introduces(words, at))
    if introduced and not is_common(word) and len(word) > 2 and word not in ROLE_HEADS and word.isalpha():
        end = at + 2 if behind and at + 1 not in taken and _surname(words, at + 1, lexicon) else at + 1
        return at, end
    return None


def _surname(words: Sequence[str], at: int, lexicon: Lexicon) -> bool:
    word = words[at]
    if word in lexicon.last_names and not is_common(word):
        return True
    return (
        word.isalpha() and not is_common(word) and word not in ROLE_HEADS and word not in GIVEN_NAMES and len(word) > 2
    )


def _introduces(words: Sequence[str], at: int) -> bool:
    """Tell whether the words before say that a name comes: "called X", "the new chef X", "named X", "spoke to X"."""
    if (
        words[at - 1] in ("called", "named")
        and at > 1
        and words[at - 2] not in ("he", "she", "they", "i", "has", "have")
    ):
        return True
    start = at - 1
    if words[start] in ("is", "he's", "she's") and start:
        start -= 1
        return words[start] in ROLE_HEADS or words[start] == "name"
    return (
        words[start] in ROLE_HEADS
        and read_role(words, max(0, start - 2), start + 1) is not None
        and words[start] not in ("kitchen", "bar", "service")
    )
