"""Halyard Foods as the history writers see it: who visits whom, who works there, what they buy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.catalogue import Competitor, Product
from models.customer import Contact, Customer, Site
from models.staff import Role, Staff

HERE = Path(__file__).parent
TABLES = HERE / "tables"
HISTORY = HERE / "history"
RECORDINGS = HERE / "recordings"
NEXT_DOOR_DEG = 0.0016  # about 150 m

# Which products (by reference) belong on whose shopping list.
_DAIRY = "P09 P10 P11 P12 P13 P14 P20 P21"
_COFFEE = "P01 P02 P03 P04 P05 P06 P07 P08 P22 P23 P24 P25 P26 P78 P79 P80"
_KITCHEN = "P27 P28 P29 P42 P53 P54 P57 P60 P61 P71 P72 P73 P74 P75 P76 P77 P80"
_BAR = "P27 P50 P51 P52 P54 P55 P65 P66 P68 P16 P76"
_BAKING = "P13 P14 P19 P21 P31 P32 P33 P35 P67 P11"
_LARGE = "P20 P09 P53 P55 P61 P74 P64 P63 P65 P41 P40"
SHOPPING = {
    "cafe": f"{_COFFEE} P09 P12 P19",
    "bakery": _BAKING,
    "bar": _BAR,
    "brewery": _BAR,
    "restaurant": f"{_KITCHEN} P36 P37 P45",
    "hotel": f"{_DAIRY} {_KITCHEN} P04 P67 P68 P56",
    "caterer": f"{_KITCHEN} P68 P17 P60",
    "club": f"{_KITCHEN} P56 P60 P62 P70",
    "grocery": f"{_DAIRY} P57 P58 P59 P51",
}


@dataclass(frozen=True, slots=True)
class Shop:
    """A customer with its one site, its people and the products it usually talks about."""

    customer: Customer
    site: Site
    contacts: Sequence[Contact]
    products: Sequence[Product]
    neighbours: Sequence[Customer]

    @property
    def reference(self) -> str:
        return str(self.customer.reference)

    @property
    def kind(self) -> str:
        return self.customer.kind.split()[0] if self.customer.kind else ""


@dataclass(frozen=True, slots=True)
class Company:
    """The reps, each with the shops they look after, and the competitors."""

    reps: Sequence[Staff]
    shops_of: dict[str, Sequence[Shop]]
    shops: dict[str, Shop]
    competitors: Sequence[Competitor]


def read_company(session: Session, seed: str) -> Company:
    """Read the imported company; shopping lists are drawn from the seed."""
    customers = session.scalars(
        select(Customer)
        .options(selectinload(Customer.sites), selectinload(Customer.contacts))
        .order_by(Customer.reference)
    ).all()
    products = {str(product.reference): product for product in session.scalars(select(Product))}
    shops = [_shop(customer, customers, products, Random(f"{seed}/{customer.reference}")) for customer in customers]
    reps = session.scalars(select(Staff).where(Staff.role == Role.REP).order_by(Staff.reference)).all()
    return Company(
        reps=reps,
        shops_of={rep.id: [shop for shop in shops if shop.customer.owner_id == rep.id] for rep in reps},
        shops={shop.reference: shop for shop in shops},
        competitors=session.scalars(select(Competitor).order_by(Competitor.reference)).all(),
    )


def _shop(customer: Customer, everybody: Sequence[Customer], products: dict[str, Product], chance: Random) -> Shop:
    site = customer.sites[0]
    listed = SHOPPING.get(customer.kind, _LARGE).split()
    bought = [products[reference] for reference in chance.sample(listed, 5)]
    neighbours = [other for other in everybody if other is not customer and _is_next_door(site, other.sites[0])]
    return Shop(customer, site, customer.contacts, bought, neighbours)


def _is_next_door(here: Site, there: Site) -> bool:
    if here.lat is None or here.lon is None or there.lat is None or there.lon is None:
        return False
    return abs(here.lat - there.lat) < NEXT_DOOR_DEG and abs(here.lon - there.lon) < NEXT_DOOR_DEG


def read_lines(name: str) -> list[dict[str, Any]]:
    """Read one of the history's JSON-lines files."""
    with (HISTORY / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
