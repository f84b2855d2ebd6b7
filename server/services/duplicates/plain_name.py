"""A name as it is compared: without accents, legal forms and the order of its words."""

from __future__ import annotations

from models.search import fold

LEGAL_FORMS = frozenset(
    "ab ag as bv co company corp corporation gbr gmbh inc incorporated kg kgaa limited llc llp lp ltd nv ohg oy "
    "plc pty sa sarl sas se sl spa srl ug".split()
)
FILLERS = frozenset("and und et y e the der die das la le".split())


def plain_name(name: str) -> str:
    """Return the telling words of a name in alphabetical order; where none is left, all its words."""
    words = fold(name.replace(".", "")).split()
    telling = [word for word in words if word not in LEGAL_FORMS and word not in FILLERS]
    return " ".join(sorted(telling or words))
