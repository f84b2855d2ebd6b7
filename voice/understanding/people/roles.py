"""Roles of people as spoken."""

from __future__ import annotations

from collections.abc import Sequence

from voice.understanding.language.wordset import phrases, wordset

_ROLES = phrases(
    "barman; barmaid; cashier; chef patron; storekeeper; store keeper; stock controller; head of kitchen; kitchen "
    "porter; "
    "floor staff; shop manager; catering director; head of food; food manager; commis; second chef; "
    "owner; co owner; chef; head chef; executive chef; exec chef; sous chef; pastry chef; event chef; "
    "chef de cuisine; manager; "
    "general manager; g m; gm; kitchen manager; bar manager; purchasing manager; purchasing; purchaser; "
    "buyer; head buyer; "
    "dietitian; dietician; nutritionist; baker; head baker; cook; head cook; line cook; barista; head "
    "barista; bartender; "
    "accountant; bookkeeper; assistant manager; assistant; director; food service director; foodservice director; "
    "dining director; dining services director; director of dining; food and beverage director; f and b director; "
    "food and beverage manager; store manager; taproom manager; clubhouse manager; cafeteria manager; "
    "catering manager; "
    "banquet manager; office manager; events manager; event manager; floor manager; shift manager; shift lead; "
    "night manager; receptionist; partner; business partner; secretary; principal; head waiter; maitre d; supervisor; "
    "brewer; head brewer; brewmaster; butcher; head butcher; purchasing director; procurement; procurement manager; "
    "operations manager; ops manager; head of purchasing; head of catering; head of procurement; bursar; "
    "administrator; "
    "accounts; accounting; in charge of purchasing; the boss; boss; kitchen lead; sommelier; bar lead; "
    "regional manager; "
    "area manager; duty manager; porter; housekeeper; nurse; caterer; franchise owner; landlord; landlady; publican; "
    "controller; comptroller; intern; front desk; front of house manager; deputy manager; deputy; restaurant manager; "
    "cafe manager; deli manager; produce buyer; vp; steward; club steward; kitchen steward; purchasing officer; "
    "son; daughter; wife; husband; resident; shift supervisor; procurement officer; receiving clerk; "
    "receiver; receiving manager"
)
ROLE_HEADS = wordset(
    "barman barmaid cashier storekeeper owner chef manager gm buyer dietitian dietician nutritionist baker cook "
    "barista bartender "
    "accountant bookkeeper assistant "
    "director receptionist partner secretary principal waiter supervisor brewer brewmaster butcher "
    "procurement purchaser bursar "
    "administrator boss sommelier porter nurse caterer landlord landlady publican controller steward "
    "officer purchasing deputy"
)
_FAMILY = wordset("son daughter wife husband resident")


def read_role(words: Sequence[str], start: int, end: int) -> str | None:
    """Give the longest role that ends exactly at `end` and begins at `start` or later."""
    for phrase in _ROLES:
        if end - len(phrase) >= start and tuple(words[end - len(phrase) : end]) == phrase:
            return " ".join(phrase)
    return None


def role_from(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """Read the role that begins at `at`, with the position behind it."""
    for phrase in _ROLES:
        if tuple(words[at : at + len(phrase)]) == phrase:
            return " ".join(phrase), at + len(phrase)
    return None


def spoken_role(words: Sequence[str], start: int, end: int, taken: frozenset[int]) -> tuple[str, int, int] | None:
    """Give the role said right before or after a name at start..end, with the span of role words."""
    at = end
    linked = False
    while (
        at < len(words)
        and at <= end + 3
        and words[at]
        in (
            "the",
            "who's",
            "who",
            "is",
            "their",
            "our",
            "she's",
            "he's",
            "his",
            "her",
            "a",
            "an",
            "as",
            "from",
            "in",
            "new",
            "was",
            "actually",
            "works",
            "head-of",
            "of",
            "also",
            "that's",
        )
    ):
        linked = True
        at += 1
    linked = (linked and words[end] not in ("in", "of", "a", "was")) or (
        linked and at - end >= 1 and words[at - 1] in ("in", "from")
    )
    if at not in taken and (linked or at == end) and (role := role_from(words, at)):
        says_other = (
            at == end
            and role[0].split()[0] in ("chef", "assistant", "partner", "owner", "boss", "accounts", "deputy")
            and role[1] < len(words)
            and words[role[1]] in ("is", "has")
        )
        about_other = linked and words[end] in ("his", "her", "their", "our") and role[0] not in ("owner",)
        if (
            role[0].split()[-1] not in _FAMILY
            and not says_other
            and not (about_other and words[at - 1] in ("his", "her"))
            and not _names_next(words, role[1], at, end)
        ):
            return role[0], at, role[1]
    before = start - 1
    while before >= 0 and words[before] in ("is", "called", "named", "name", "chef's"):
        before -= 1
    if (
        before >= 0
        and words[before] not in ("accounts", "accounting", "purchasing", "procurement", "bar")
        and (said := read_role(words, max(0, before - 4), before + 1))
    ):
        if said.split()[-1] in _FAMILY and said != "resident":
            return None
        return said, before + 1 - len(said.split()), before + 1
    return None


def pronoun_role(words: Sequence[str], end: int, names: frozenset[int]) -> tuple[str, int, int, bool] | None:
    """Read "... he's the food service director now" behind a name, if no other name comes before.

    Gives the role, its span and whether it is said to be new.
    """
    at = end
    while at < min(end + 16, len(words)):
        if words[at] in ("he's", "she's") or tuple(words[at : at + 2]) in (("he", "is"), ("she", "is")):
            start = at + (1 if words[at].endswith("'s") else 2)
            new = False
            while start < len(words) and words[start] in ("now", "the", "their", "new", "our", "a", "also", "actually"):
                new = new or words[start] in ("now", "new")
                start += 1
            if start < len(words) and (role := role_from(words, start)):
                new = new or tuple(words[role[1] : role[1] + 1]) == ("now",)
                return role[0], start, role[1], new
            return None
        at += 1
    return None


def _names_next(words: Sequence[str], behind: int, at: int, end: int) -> bool:
    """ "dana the chef arjun": the role belongs to the second name."""
    return False
