"""What speaks for two records being one, how strongly, and in which words it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz.fuzz import ratio, token_set_ratio

from models.search import fold
from visits.distance import distance_m

NEAR_M = 150.0
ALIKE = 84.0  # of 100: "Marchetti Grand Hotel" and "Hotel Marchetti" are, "Blue Door" and "Blue Note" are not
OFFERED_FROM = 50

# How sure one sign alone makes it, 0 to 1; several add up as independent doubts that multiply.
SAME_NUMBER, SAME_MAIL, SAME_NAME, ALIKE_HERE, PERSONS_NUMBER = 0.72, 0.75, 0.6, 0.6, 0.5
SAME_PLACE = 0.35  # alone it says nothing: houses have many tenants
APART = 0.55  # the name of a chain stands at many places: what a name says counts this much where they are apart

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Side:
    """One record as it is compared; `numbers` and `mails` as written with what each is known by."""

    id: str
    name: str
    plain: str
    numbers: tuple[str, ...] = ()
    mails: frozenset[str] = frozenset()
    points: tuple[Point, ...] = ()
    addresses: frozenset[str] = frozenset()
    at: str = ""  # at which customer a person stands
    own_number: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found: `score` 0 to 100, and the reasons in words, the strongest first."""

    score: int
    reasons: tuple[str, ...]


def weigh(one: Side, other: Side, same_numbers: Iterable[str]) -> Evidence:
    """Weigh what two records share; `same_numbers` are telephone numbers that both were found to have."""
    signs = sorted(_signs(one, other, tuple(same_numbers)), reverse=True)
    is_telling = any(weight > SAME_PLACE for weight, _ in signs)
    doubt = 1.0
    for weight, _ in signs:
        doubt *= 1 - weight
    return Evidence(round(100 * (1 - doubt)) if is_telling else 0, tuple(words for _, words in signs))


def apart_m(one: Side, other: Side) -> float | None:
    """Return how far the nearest places of two records are from each other; None where one has none."""
    apart = [distance_m(*here, *there) for here in one.points for there in other.points]
    return min(apart) if apart else None


def _signs(one: Side, other: Side, same_numbers: tuple[str, ...]) -> Iterator[tuple[float, str]]:
    for number in same_numbers[:1]:
        is_own = one.at or {one.own_number, other.own_number} & set(same_numbers)
        yield (SAME_NUMBER if is_own else PERSONS_NUMBER, f"same phone number, {number}")
    for mail in sorted(one.mails & other.mails)[:1]:
        yield SAME_MAIL, f"same e-mail address, {mail}"
    yield from _of_names_and_places(one, other)


def _of_names_and_places(one: Side, other: Side) -> Iterator[tuple[float, str]]:
    apart, is_same_address = apart_m(one, other), bool(one.addresses & other.addresses)
    is_here = is_same_address or (apart is not None and apart <= NEAR_M)
    is_apart = not is_here and (apart is not None or bool(one.addresses and other.addresses))
    factor = APART if is_apart and not one.at else 1.0
    if one.plain == other.plain:
        yield SAME_NAME * factor, "same name" + (f", {_written(apart)} apart" if is_apart and apart else "")
    elif (is_here or one.at) and (_are_alike(one.plain, other.plain) or _are_spelled_alike(one.name, other.name)):
        yield ALIKE_HERE, "similar name"
    if is_same_address and not one.at:
        yield SAME_PLACE, "same address"
    elif is_here and not one.at and apart is not None:
        yield SAME_PLACE, "the same place" if apart < 5 else f"{_written(apart)} from each other"


def _are_alike(one: str, other: str) -> bool:
    """Tell whether two plain names may be spellings of one: nearly the same letters, or all words of the shorter."""
    if ratio(one, other) >= ALIKE:
        return True
    shorter = min(one.split(), other.split(), key=len)
    return len(" ".join(shorter)) >= 6 and token_set_ratio(one, other) >= 100


def _are_spelled_alike(one: str, other: str) -> bool:
    """Tell whether two names are nearly the same letters, wherever their words end: Bella Vista, Bellavista."""
    return ratio(fold(one).replace(" ", ""), fold(other).replace(" ", "")) >= ALIKE


def _written(meters: float | None) -> str:
    if meters is None:
        return ""
    return f"{meters:.0f} m" if meters < 1000 else f"{meters / 1000:.1f} km"
