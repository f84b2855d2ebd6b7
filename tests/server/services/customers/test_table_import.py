"""Importing a company's tables: everything lands, broken rows are refused alone, a second time changes nothing."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.catalogue import Competitor, Product
from models.customer import Contact, Customer, Site
from models.finding import find
from models.staff import Role, Staff
from server.services.customers.table_import import ImportReport, import_tables
from server.settings import PROJECT_ROOT

HALYARD = PROJECT_ROOT / "server" / "demo" / "tables"
CUSTOMER_COLUMNS = "id,name,kind,street,city,state,postcode,lat,lon,phone,owner_rep"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "tables"
    made.mkdir()
    return made


def write(folder: Path, table: str, *lines: str) -> None:
    (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def reasons(report: ImportReport) -> list[tuple[str, int, str]]:
    return [(refusal.file, refusal.row, refusal.reason) for refusal in report.refused]


def names(session: Session, kind: type[Customer] | type[Contact] | type[Staff]) -> Sequence[str]:
    return session.scalars(select(kind.name).order_by(kind.name)).all()


def test_the_whole_demo_company_is_taken_without_a_refusal(session: Session) -> None:
    report = import_tables(session, HALYARD)
    session.commit()
    assert report == ImportReport(new=540, changed=0, refused=())
    counts = {kind: session.scalar(select(func.count()).select_from(kind)) for kind in (Customer, Site, Contact, Staff)}
    assert counts == {Customer: 150, Site: 150, Contact: 270, Staff: 18}
    assert session.scalar(select(func.count()).select_from(Product)) == 90
    assert session.scalar(select(func.count()).select_from(Competitor)) == 12


def test_importing_twice_changes_nothing(session: Session) -> None:
    import_tables(session, HALYARD)
    session.commit()
    session.expire_all()
    assert import_tables(session, HALYARD) == ImportReport(new=0, changed=0, refused=())
    assert not session.dirty and not session.new


def test_a_customer_has_its_owner_site_and_people(session: Session) -> None:
    import_tables(session, HALYARD)
    kettle = session.scalars(select(Customer).where(Customer.reference == "C001")).one()
    owner = session.get_one(Staff, kettle.owner_id)
    assert (owner.name, owner.role, owner.team) == ("Marcus Oyelaran", Role.REP, "Loop and West Loop")
    assert [(site.street, site.lat) for site in kettle.sites] == [("812 W Randolph St", 41.884805)]
    assert [contact.name for contact in kettle.contacts] == ["Dawn Rourke", "Don Beasley", "Thierry Lefevre"]


def test_a_product_has_its_spoken_names_and_exact_price(session: Session) -> None:
    import_tables(session, HALYARD)
    product = session.scalars(select(Product).where(Product.reference == "P06")).one()
    assert product.spoken_aliases == ["oat milk", "barista oat milk", "barista oat"]
    assert (product.list_price, product.unit) == (Decimal("31.80"), "case")


def test_office_teams_become_support_with_their_team_kept(session: Session) -> None:
    import_tables(session, HALYARD)
    people = {p.reference: p for p in session.scalars(select(Staff))}
    assert (people["S04"].role, people["S04"].team) == (Role.SUPPORT, "Call centre")
    assert (people["S09"].role, people["S09"].team) == (Role.SUPPORT, "Accounts receivable")
    assert people["S07"].role == Role.MANAGER


def test_customers_and_contacts_are_found_by_name_street_and_digits(session: Session) -> None:
    import_tables(session, HALYARD)
    session.flush()
    searched = ["3125550197", "randolph 812", "8725550169", "el jalapeno", "villasenor"]
    found = [next((document.title for document in find(session, words)), None) for words in searched]
    assert found == ["The Copper Kettle", "The Copper Kettle", "Margaux Moreau", "El Jalapeño", None]


def test_a_changed_row_changes_its_record_and_what_is_found(session: Session, folder: Path) -> None:
    write(folder, "customers", CUSTOMER_COLUMNS, "C1,Blue Hen,cafe,1 Oak St,Chicago,IL,60601,41.9,-87.6,555-0101,")
    import_tables(session, folder)
    write(folder, "customers", CUSTOMER_COLUMNS, "C1,Blue Hen,cafe,9 Elm St,Chicago,IL,60601,41.8,-87.6,555-0101,")
    assert import_tables(session, folder) == ImportReport(new=0, changed=1, refused=())
    assert [site.street for site in session.scalars(select(Site))] == ["9 Elm St"]
    session.flush()
    assert [d.title for d in find(session, "elm")] == ["Blue Hen"] and not find(session, "oak st")


def test_somebody_made_administrator_here_stays_one(session: Session, folder: Path) -> None:
    write(folder, "staff", "id,name,role", "S1,Ann Doe,manager")
    import_tables(session, folder)
    session.scalars(select(Staff)).one().role = Role.ADMIN
    assert import_tables(session, folder).changed == 0
    assert session.scalars(select(Staff)).one().role == Role.ADMIN


BROKEN_CUSTOMERS = [
    ("C2,Too Short,cafe", "it has 3 cells for 11 columns"),
    ("C2,No, comma,quoted,in,this,row,41.9,-87.6,555-0101,,x", "it has 12 cells for 11 columns"),
    (",No Id,cafe,1 Oak St,Chicago,IL,60601,41.9,-87.6,,", "id is empty"),
    ("C2,,cafe,1 Oak St,Chicago,IL,60601,41.9,-87.6,,", "name is empty"),
    ("C2,Pole,cafe,1 Oak St,Chicago,IL,60601,95,-87.6,,", "lat '95' is not usable"),
    ("C2,Word,cafe,1 Oak St,Chicago,IL,60601,north,-87.6,,", "lat 'north' is not usable"),
    ("C2,Nan,cafe,1 Oak St,Chicago,IL,60601,nan,-87.6,,", "lat 'nan' is not usable"),
    ("C2,Half,cafe,1 Oak St,Chicago,IL,60601,41.9,,,", "only one of lat and lon is given"),
    ("C2,Owned,cafe,1 Oak St,Chicago,IL,60601,41.9,-87.6,,R99", "the owner R99 is nobody's id"),
    ("C1,Again,cafe,1 Oak St,Chicago,IL,60601,41.9,-87.6,,", "the id C1 is there twice"),
    ("C2,Nul\x00Byte,cafe,1 Oak St,Chicago,IL,60601,41.9,-87.6,,", "it holds NUL characters"),
    (f"C2,{'long ' * 60},cafe,1 Oak St,Chicago,IL,60601,41.9,-87.6,,", "name has 299 characters"),
    (f"C2,{'x' * 1_000_000},cafe,1 Oak St,Chicago,IL,60601,41.9,-87.6,,", "a cell is longer than 131072 characters"),
]


@pytest.mark.parametrize(("broken", "reason"), BROKEN_CUSTOMERS, ids=[reason for _, reason in BROKEN_CUSTOMERS])
def test_a_broken_row_is_refused_alone_with_its_reason(
    session: Session, folder: Path, broken: str, reason: str
) -> None:
    first = "C1,First,cafe,1 Oak St,Chicago,IL,60601,41.9,-87.6,,"
    last = "C3,Last,cafe,3 Oak St,Chicago,IL,60601,41.9,-87.6,,"
    write(folder, "customers", CUSTOMER_COLUMNS, first, broken, last)
    report = import_tables(session, folder)
    session.commit()
    assert reasons(report) == [("customers.csv", 3, reason)]
    assert report.refused[0].advice
    assert names(session, Customer) == ["First", "Last"]


def test_a_quote_that_is_never_closed_costs_only_its_own_row(session: Session, folder: Path) -> None:
    rows = [f"C{number},Customer {number},cafe,,,,,,,," for number in range(10, 60)]
    write(folder, "customers", CUSTOMER_COLUMNS, 'C1,"Open,cafe,,,,,,,,', *rows)
    report = import_tables(session, folder)
    assert [(refusal.row, refusal.reason[:19]) for refusal in report.refused] == [(2, "the quotes do not f")]
    assert report.new == 50


def test_a_cell_may_hold_commas_quotes_and_line_breaks(session: Session, folder: Path) -> None:
    write(folder, "customers", "id,name", '"C1","Salt, ""Pepper""\nand Sons"', "C2,Plain")
    assert import_tables(session, folder).refused == ()
    assert names(session, Customer) == ["Plain", 'Salt, "Pepper"\nand Sons']


def test_bytes_that_are_not_utf8_cost_only_their_own_row(session: Session, folder: Path) -> None:
    (folder / "customers.csv").write_bytes("id,name\nC1,Café\n".encode() + "C2,Café\n".encode("latin-1") + b"C3,Bar\n")
    report = import_tables(session, folder)
    assert reasons(report) == [("customers.csv", 3, "it holds characters that are not UTF-8")]
    assert names(session, Customer) == ["Bar", "Café"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_tables_as_spreadsheets_save_them_are_read(session: Session, folder: Path, encoding: str) -> None:
    (folder / "customers.csv").write_bytes("ID;Name;Street\r\nC1;Café Réveil;2106 W North Ave\r\n".encode(encoding))
    assert import_tables(session, folder).refused == ()
    assert names(session, Customer) == ["Café Réveil"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the table is empty"),
        ("id,title\nC1,Blue Hen\n", "the column name is missing"),
        ("id,name,name\nC1,Blue,Hen\n", "the column name is there twice"),
    ],
)
def test_a_table_without_its_columns_is_refused_as_a_whole(
    session: Session, folder: Path, content: str, reason: str
) -> None:
    (folder / "customers.csv").write_text(content)
    write(folder, "competitors", "id,name,spoken_aliases", "X1,Norwell Foods,norwell")
    report = import_tables(session, folder)
    assert reasons(report) == [("customers.csv", 1, reason)]
    assert report.new == 1


def test_a_contact_of_a_customer_that_was_refused_says_so(session: Session, folder: Path) -> None:
    write(folder, "customers", "id,name", "C1,")
    write(folder, "contacts", "id,customer_id,name", "K1,C1,Dana Whitaker")
    report = import_tables(session, folder)
    assert ("contacts.csv", 2, "the customer C1 is not known") in reasons(report)
    assert "customers.csv" in report.refused[1].advice


@pytest.mark.parametrize("price", ["free", "-3", "1,200.00", "inf", "1e12"])
def test_a_price_that_is_none_is_refused(session: Session, folder: Path, price: str) -> None:
    write(folder, "products", "id,name,list_price", f'P1,Butter,"{price}"', "P2,Cream,$5.60")
    report = import_tables(session, folder)
    assert reasons(report) == [("products.csv", 2, f"list_price {price!r} is no price")]
    assert session.scalars(select(Product.list_price)).all() == [Decimal("5.60")]


def test_what_a_customer_buys_in_a_year_is_taken_and_without_the_column_stays(session: Session, folder: Path) -> None:
    write(folder, "customers", "id,name,yearly_value", "C1,Bellavista,$31800.5", "C2,Marchetti,", "C3,Anjou,a lot")
    report = import_tables(session, folder)
    assert [refusal.row for refusal in report.refused] == [4]
    write(folder, "customers", "id,name", "C1,Bellavista", "C2,Marchetti")
    assert import_tables(session, folder).changed == 0
    found = session.execute(select(Customer.reference, Customer.yearly_value).order_by(Customer.reference)).all()
    assert found == [("C1", Decimal("31800.50")), ("C2", None)]


def test_a_row_of_somebody_who_was_made_one_with_another_is_passed_over_and_told(
    session: Session, folder: Path
) -> None:
    (folder / "customers.csv").write_text("id,name\nC1,Bellavista Bistro\nC2,Bellavista\n")
    assert import_tables(session, folder).passed_over == ()
    kept, gone = session.scalars(select(Customer).order_by(Customer.reference)).all()
    gone.merged_into_id = kept.id
    session.flush()
    (folder / "customers.csv").write_text("id,name\nC1,Bellavista Bistro\nC2,Bellavista Bar\n")
    report = import_tables(session, folder)
    assert (report.new, report.changed, report.refused) == (0, 0, ())
    (told,) = report.passed_over
    assert "customers.csv row 3" in told and "Bellavista was made one with another" in told
    assert gone.name == "Bellavista"


def test_staff_with_an_unknown_role_or_a_taken_address_are_refused(session: Session, folder: Path) -> None:
    write(folder, "reps", "id,name,territory,email", "R1,Ann Doe,North,ann@halyard.example")
    write(
        folder,
        "staff",
        "id,name,role,email",
        "S1,Bob Roe,wizard,",
        "S2,Cid Poe,support,Ann@Halyard.example",
        "S3,Dee Low,support,dee at halyard",
        "S4,Eve Moe,web,eve@halyard.example",
    )
    report = import_tables(session, folder)
    assert reasons(report) == [
        ("staff.csv", 2, "the role 'wizard' is not known"),
        ("staff.csv", 3, "ann@halyard.example is Ann Doe's address already"),
        ("staff.csv", 4, "email 'dee at halyard' is no mail address"),
    ]
    assert names(session, Staff) == ["Ann Doe", "Eve Moe"]


def test_a_missing_folder_is_told_and_nothing_is_taken(session: Session, folder: Path) -> None:
    report = import_tables(session, folder / "nowhere")
    assert report.new == 0
    assert "no such folder" in str(report.refused[0])


def test_a_table_of_two_thousand_rows_with_every_tenth_broken_is_taken_for_the_rest(
    session: Session, folder: Path
) -> None:
    with (folder / "competitors.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "name"])
        rows.writerows([f"X{number}", "" if number % 10 == 0 else f"Rival {number}"] for number in range(2_000))
    report = import_tables(session, folder)
    assert (report.new, len(report.refused)) == (1_800, 200)
