"""Looks for records that stand twice: compares only those that share something, so that many cost no square of many."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.base import now
from models.customer import Contact, Customer, Site, is_customer
from models.database import Database
from models.merge import Duplicate, MergeKind
from models.phone_number import phone_key
from models.search import fold
from server.current import Installation
from server.services.duplicates.evidence import OFFERED_FROM, Evidence, Side, weigh
from server.services.duplicates.plain_name import plain_name
from server.services.touchpoints.caller import is_same_number

PAIRS_A_SECOND = 20_000
FEW = 2_000  # customers that are looked through in a tenth of a second or two
MOST_SHARING = 8  # records with one number, name or place: more are a switchboard, a chain, a shopping centre
CELL_DEG = 0.003  # 330 m: in two grids that lie half a cell apart, 150 m are within one cell of either
GRIDS = ((0.0, 0.0), (0.0, 0.5), (0.5, 0.0), (0.5, 0.5))

Pair = tuple[str, str]
Found = dict[Pair, Evidence]


def look(database: Database, country: str, go_on: Callable[[], None] = lambda: None) -> int:
    """Bring the pairs that are offered up to date; return how many are. What somebody dismissed stays dismissed.

    `go_on` is called every second or so of a long look; it may raise.
    """
    with database.reading() as session:
        found = {
            MergeKind.CUSTOMER: compare(_customers(session), country, go_on),
            MergeKind.CONTACT: compare(_contacts(session), country, go_on),
        }
    with database.session() as session:
        for kind, pairs in found.items():
            _keep(session, kind, pairs)
        session.commit()
    return sum(map(len, found.values()))


def compare(sides: Sequence[Side], country: str, go_on: Callable[[], None] = lambda: None) -> Found:
    """Return the pairs of records that may be one."""
    go_on()
    by_id = {side.id: side for side in sides}
    found: Found = {}
    numbers = _same_numbers(sides, country)
    go_on()
    for at, pair in enumerate({*numbers, *_sharing(sides, go_on)}):
        if at % PAIRS_A_SECOND == 0:
            go_on()
        one, other = by_id[pair[0]], by_id[pair[1]]
        if one.at != other.at:
            continue
        evidence = weigh(one, other, numbers.get(pair, ()))
        if evidence.score >= OFFERED_FROM:
            found[pair] = evidence
    return found


def _sharing(sides: Sequence[Side], go_on: Callable[[], None]) -> Iterator[Pair]:
    """Yield the pairs that share a name, a mail address or a place; each may come several times."""
    for group in (_by_name, _by_mail, _by_place, _by_place_and_word):
        groups = group(sides)
        go_on()
        for ids in groups.values():
            if len(ids) <= MOST_SHARING:
                yield from combinations(sorted(ids), 2)


def _by_name(sides: Sequence[Side]) -> dict[object, set[str]]:
    found: dict[object, set[str]] = defaultdict(set)
    for side in sides:
        found[side.at, side.plain].add(side.id)
        for word in side.plain.split() if side.at else ():
            found[side.at, "word", word].add(side.id)
    return found


def _by_mail(sides: Sequence[Side]) -> dict[object, set[str]]:
    found: dict[object, set[str]] = defaultdict(set)
    for side in sides:
        for mail in side.mails:
            found[side.at, mail].add(side.id)
    return found


def _by_place(sides: Sequence[Side]) -> dict[object, set[str]]:
    found: dict[object, set[str]] = defaultdict(set)
    for side in sides:
        for place in _places(side):
            found[place].add(side.id)
    return found


def _by_place_and_word(sides: Sequence[Side]) -> dict[object, set[str]]:
    """Of many at one place those count whose names share the beginning of a word."""
    plain = {side.id: side.plain for side in sides}
    found: dict[object, set[str]] = defaultdict(set)
    for place, ids in _by_place(sides).items():
        for one in ids if len(ids) > MOST_SHARING else ():
            for word in plain[one].split():
                found[place, word[:4]].add(one)
    return found


def _places(side: Side) -> set[object]:
    """Return addresses, and of each position a cell in each of four grids: what is near is in one of them together."""
    found: set[object] = set(side.addresses)
    for lat, lon in side.points:
        row = lat / CELL_DEG
        column = lon / CELL_DEG * math.cos(math.radians(round(lat)))  # a degree is shorter towards the poles
        for half, other in GRIDS:
            found.add((half, other, math.floor(row + half), math.floor(column + other)))
    return found


def _same_numbers(sides: Iterable[Side], country: str) -> dict[Pair, list[str]]:
    """Return for pairs of records the numbers that both have, however these are written."""
    by_key: dict[object, dict[str, str]] = defaultdict(dict)
    for side in sides:
        for number in side.numbers:
            if (key := phone_key(number)) is not None:
                by_key[side.at, key].setdefault(side.id, number)
    found: dict[Pair, list[str]] = defaultdict(list)
    for having in by_key.values():
        if 1 < len(having) <= MOST_SHARING:
            for one, other in combinations(sorted(having), 2):
                if is_same_number(having[one], having[other], country):
                    found[one, other].append(having[one])
    return found


def _customers(session: Session) -> list[Side]:
    places: dict[str, list[tuple[float, float]]] = defaultdict(list)
    addresses: dict[str, set[str]] = defaultdict(set)
    sites = select(Site.customer_id, Site.street, Site.postcode, Site.city, Site.lat, Site.lon)
    for customer_id, street, postcode, city, lat, lon in session.execute(sites):
        if lat is not None and lon is not None:
            places[customer_id].append((lat, lon))
        if street:
            addresses[customer_id].add(fold(f"{street} {postcode or city}"))
    numbers: dict[str, list[str]] = defaultdict(list)
    mails: dict[str, set[str]] = defaultdict(set)
    people = select(Contact.customer_id, Contact.phone, Contact.email_key).where(Contact.left_at.is_(None))
    for customer_id, phone, mail in session.execute(people):
        if phone:
            numbers[customer_id].append(phone)
        if mail:
            mails[customer_id].add(mail)
    books = select(Customer.id, Customer.name, Customer.phone).where(is_customer()).order_by(Customer.id)
    return [
        Side(
            id=key,
            name=name,
            plain=plain_name(name),
            numbers=tuple(([phone] if phone else []) + numbers[key]),
            mails=frozenset(mails[key]),
            points=tuple(places[key]),
            addresses=frozenset(addresses[key]),
            own_number=phone or "",
        )
        for key, name, phone in session.execute(books)
    ]


def _contacts(session: Session) -> list[Side]:
    """Read people; they are compared with those of the same customer only."""
    people = select(Contact.id, Contact.name, Contact.phone, Contact.email_key, Contact.customer_id)
    people = people.join(Customer, Customer.id == Contact.customer_id).where(Contact.left_at.is_(None), is_customer())
    return [
        Side(
            id=key,
            name=name,
            plain=plain_name(name),
            numbers=(phone,) if phone else (),
            mails=frozenset({mail} if mail else ()),
            at=customer_id,
            own_number=phone or "",
        )
        for key, name, phone, mail, customer_id in session.execute(people)
    ]


def _keep(session: Session, kind: MergeKind, pairs: Found) -> None:
    """Write what was found; a pair that speaks for itself no more is forgotten unless somebody dismissed it."""
    held = {
        (one.first_id, one.second_id): one for one in session.scalars(select(Duplicate).where(Duplicate.kind == kind))
    }
    for (first, second), evidence in pairs.items():
        one = held.get((first, second))
        if one is None:
            one = Duplicate(kind=kind, first_id=first, second_id=second, found_at=now())
            session.add(one)
        if (one.score, one.reasons) != (evidence.score, list(evidence.reasons)):
            one.score, one.reasons = evidence.score, list(evidence.reasons)
    for first, second in held.keys() - pairs.keys():
        if held[first, second].dismissed_at is None:
            session.delete(held[first, second])


def look_if_few(installation: Installation) -> None:
    """Look at once where nobody would notice the time that it takes; the worker looks through larger books."""
    with installation.database.reading() as session:
        count = session.scalar(select(func.count()).select_from(Customer)) or 0
    if count <= FEW:
        look(installation.database, installation.settings.phone_country)
