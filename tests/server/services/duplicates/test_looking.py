"""Who stands in the books twice is found by what they share, and what somebody dismissed never comes back."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from models.customer import Contact, Customer, Site
from models.database import Database
from models.merge import MergeKind
from models.staff import Role
from server.current import Identity
from server.services.duplicates.evidence import Side
from server.services.duplicates.looking import compare, look
from server.services.duplicates.offering import dismiss, offers
from server.services.duplicates.plain_name import plain_name
from tests.support.makers import make_staff

HERE = (41.88, -87.65)
NEXT_DOOR = (41.8808, -87.6501)
ACROSS_TOWN = (41.95, -87.75)


def side(key: str, name: str, **more: object) -> Side:
    return Side(key, name, plain_name(name), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("Bäckerei Müller GmbH & Co. KG", "Müller Backerei"),
        ("The Blue Door, Inc.", "Blue Door"),
        ("Trattoria Rossi S.r.l.", "rossi trattoria"),
        ("Ltd", "LTD."),
    ],
)
def test_a_name_is_compared_without_legal_form_accents_and_order(written: str, other: str) -> None:
    assert plain_name(written) == plain_name(other)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (
            side("a", "Bella Vista Bistro", points=(HERE,)),
            side("b", "Bellavista Bistro", points=(HERE,)),
            "similar name",
        ),
        (
            side("a", "Bella Vista", numbers=("(312) 555-0197",), own_number="(312) 555-0197"),
            side("b", "Osteria Nord", numbers=("+1 312 555 0197",), own_number="+1 312 555 0197"),
            "same phone number",
        ),
        (
            side("a", "Bella Vista", mails=frozenset({"chef@bella.example"})),
            side("b", "Nord", mails=frozenset({"chef@bella.example"})),
            "same e-mail",
        ),
        (side("a", "Blue Door Ltd"), side("b", "The Blue Door"), "same name"),
        (
            side("a", "Hotel Marchetti", points=(HERE,)),
            side("b", "Marchetti Grand Hotel", points=(NEXT_DOOR,)),
            "similar name",
        ),
        (
            side("a", "Marketi Hotel", addresses=frozenset({"12 elm street chicago"})),
            side("b", "Marchetti Hotel", addresses=frozenset({"12 elm street chicago"})),
            "similar name",
        ),
    ],
    ids=["two words or one", "number", "mail", "name", "name next door", "name at one address"],
)
def test_what_two_share_is_told(one: Side, other: Side, reason: str) -> None:
    found = compare([one, other, side("z", "Somebody Else")], "US")
    assert list(found) == [("a", "b")]
    assert any(reason in told for told in found["a", "b"].reasons)


def test_what_only_looks_alike_is_not_offered() -> None:
    tenants = [
        side("a", "Blue Door", points=(HERE,), addresses=frozenset({"12 elm street chicago"})),
        side("b", "Blue Note", points=(HERE,), addresses=frozenset({"12 elm street chicago"})),
        side("c", "Corner Deli", points=(HERE,), addresses=frozenset({"12 elm street chicago"})),
    ]
    assert compare(tenants, "US") == {}
    far = [side("a", "Hotel Marchetti", points=(HERE,)), side("b", "Marchetti Grand Hotel", points=(ACROSS_TOWN,))]
    assert compare(far, "US") == {}


def test_houses_of_a_chain_and_a_switchboard_are_not_offered() -> None:
    chain = [side(f"{i}", "Corner Coffee", points=((40 + i / 10, -87.0),)) for i in range(12)]
    assert compare(chain, "US") == {}
    board = [side(f"{i}", f"Office {chr(97 + i) * 5}", numbers=("312 555 0100",)) for i in range(12)]
    assert compare(board, "US") == {}


def test_people_are_compared_within_their_customer() -> None:
    people = [
        side("a", "Maria Conti", at="one"),
        side("b", "Conti, Maria", at="one"),
        side("c", "Maria Conti", at="two"),
    ]
    assert list(compare(people, "US")) == [("a", "b")]


def test_pairs_are_kept_dismissed_and_forgotten(database: Database, session: Session) -> None:
    tom = make_staff(session, "Tom Becker", Role.SUPPORT)
    by = Identity(tom.id, tom.name, Role.SUPPORT)
    first, second = Customer(name="Blue Door Ltd", phone="(312) 555-0197"), Customer(name="The Blue Door")
    first.sites.append(Site(street="1 Elm Street", city="Chicago"))
    session.add_all([first, second])
    session.flush()
    session.add_all([Contact(customer_id=first.id, name=name) for name in ("Jo Hart", "Hart Jo")])
    session.commit()

    assert look(database, "US") == 2
    session.rollback()
    found = offers(session)
    assert {one.kind for one in found} == set(MergeKind)
    assert [one.reasons for one in offers(session, of_id=first.id)] == [("same name",)]
    session.rollback()

    dismiss(session, MergeKind.CUSTOMER, second.id, first.id, by)
    session.commit()
    look(database, "US")
    session.rollback()
    assert offers(session, of_id=first.id) == []

    session.get_one(
        Contact, found[0].second.id if found[0].kind == MergeKind.CONTACT else found[1].second.id
    ).name = "X"
    session.commit()
    look(database, "US")
    session.rollback()
    assert offers(session) == []
