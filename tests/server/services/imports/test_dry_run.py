"""A dry run says of each row what becomes of it, and writes nothing; then the rows are taken in as it said."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from models.catalogue import Product
from models.customer import Contact, Customer, Site
from models.import_run import ImportState
from models.search import SearchDocument
from server.csv_line import guarded
from server.services.imports.cell_repair import repaired
from server.services.imports.dry_run import REFUSED, read_plan, rows_that
from server.services.imports.planned_row import Choice, PlannedRow, What
from server.services.imports.run import folder_of
from tests.server.services.imports.conftest import Office

HERE = """id,name,phone,street,postcode,city,lat,lon,owner,contact,email
K1,Bella Bakery,+1 312 555 0101,1 Main St,60601,Chicago,41.88,-87.63,Ida Moe,Maria Gomez,maria@bella.example
K2,Corner Deli,312-555-0102,2 Oak Ave,60602,Chicago,41.89,-87.64,,,
"""


def _merges(office: Office, run_id: str) -> list[PlannedRow]:
    return rows_that(folder_of(office.installation, run_id), What.MERGE, 100)


def test_new_customers_come_with_place_owner_contact_and_can_be_found(office: Office) -> None:
    run_id = office.upload(HERE)
    with office.installation.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Customer)) == 0
    assert office.counts(run_id)["new"] == 2
    office.commit(run_id)
    with office.installation.database.reading() as session:
        bella = session.scalars(select(Customer).where(Customer.reference == "K1")).one()
        assert (bella.owner_id, bella.phone_key, bella.is_prospect) == (office.ida_id, "5550101", False)
        site = session.scalars(select(Site).where(Site.customer_id == bella.id)).one()
        assert (site.street, site.lat, site.pin_lon) == ("1 Main St", 41.88, -87.63)
        maria = session.scalars(select(Contact)).one()
        assert (maria.name, maria.email_key, maria.customer_id) == ("Maria Gomez", "maria@bella.example", bella.id)
        found = session.scalars(select(SearchDocument.folded).order_by(SearchDocument.folded)).all()
    assert found[0].startswith("bella bakery 1 main st chicago 60601") and "13125550101" in found[0]


def test_bringing_in_the_same_file_again_changes_nothing(office: Office) -> None:
    office.take(HERE)
    for content in (HERE, HERE.replace("K1,", ",").replace("K2,", ",")):
        counts = office.counts(office.upload(content))
        assert {what: counts[what] for what in What} == {"new": 0, "changed": 0, "same": 2, "merge": 0, "refused": 0}


def test_a_number_that_is_here_changes_its_customer_and_empty_cells_leave_what_is(office: Office) -> None:
    office.take(HERE)
    run = office.take("id,name,phone,city\nK1,Bella & Sons,,Evanston\n")
    assert (run.counts["changed"], run.counts["changed_now"]) == (1, 1)
    with office.installation.database.reading() as session:
        bella = session.scalars(select(Customer).where(Customer.reference == "K1")).one()
        site = session.scalars(select(Site).where(Site.customer_id == bella.id)).one()
        assert (bella.name, bella.phone) == ("Bella & Sons", "+1 312 555 0101")
        assert (site.city, site.street, site.lat) == ("Evanston", "1 Main St", 41.88)


@pytest.mark.parametrize(
    ("row", "why", "proposed"),
    [
        ("bella bakery,,,60601,wholesale", "same name and postcode", Choice.UPDATE),
        ("Bella Bakery Inc,(312) 555-0101,,,wholesale", "same phone", Choice.UPDATE),
        ("Quick Print Shop,312 555 0101,,,wholesale", "same phone", Choice.NEW),
        ("Bella's,,MARIA@bella.example,,wholesale", "same e-mail", Choice.UPDATE),
    ],
)
def test_a_row_like_a_customer_here_is_proposed(office: Office, row: str, why: str, proposed: Choice) -> None:
    office.take(HERE)
    (merge,) = _merges(office, office.upload(f"name,phone,email,postcode,kind\n{row}\n"))
    assert (merge.why, merge.proposed) == (why, proposed)
    assert "Bella Bakery" in merge.advice


@pytest.mark.parametrize(
    ("choices", "made", "changed", "left_out"),
    [
        ({}, 0, 2, 0),
        ({"all": "new"}, 2, 0, 0),
        ({"all": "leave", "row_3": "update"}, 0, 1, 1),
        ({"all": "proposed", "row_2": "leave"}, 0, 1, 1),
    ],
)
def test_a_person_chooses_for_each_and_for_all(
    office: Office, choices: dict[str, str], made: int, changed: int, left_out: int
) -> None:
    office.take(HERE)
    content = "name,postcode,kind\nBella Bakery,60601,bakery\nCorner Deli,60602,deli\n"
    counts = office.take(content, **choices).counts
    assert (counts["made"], counts["changed_now"], counts["left_out"]) == (made, changed, left_out)
    with office.installation.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Customer)) == 2 + made


def test_refused_rows_come_with_what_to_fix_and_can_be_brought_in_mended(office: Office) -> None:
    content = (
        "id,name,phone,owner,lat,lon\n"
        "1,,+1 312 555 0101,,,\n"
        "2,Store,4.41234E+11,,,\n"
        "3,Store,,Nobody,,\n"
        "4,Store,,,41.9,\n"
        "5,=HYPERLINK(0),+44 20 7946 0000,,,\n"
        "5,Again,,,,\n"
        "6,Store,,,999,1\n"
    )
    run_id = office.upload(content)
    counts = office.counts(run_id)
    assert (counts["new"], counts["refused"]) == (1, 6)
    path = folder_of(office.installation, run_id) / REFUSED
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["id", "name", "phone", "owner", "lat", "lon", "What to fix"]
    assert rows[1][2] == "'+1 312 555 0101"
    told = [row[-1] for row in rows[1:]]
    for words in ("name is empty", "shortened by a spreadsheet", "'Nobody' is nobody here", "only one of latitude"):
        assert any(words in line for line in told), words
    assert any("row 6 already" in line for line in told)
    rows[1][1] = "Bella Bakery"
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows[:2]))
    (mended,) = read_plan(folder_of(office.installation, office.upload(path.read_text())))
    assert (mended.what, mended.values["phone"]) == (What.NEW, "+1 312 555 0101")


def test_contacts_find_their_customer_by_number_or_name(office: Office) -> None:
    office.take(HERE)
    content = (
        "First name,Last name,Company,Job title,E-mail,Phone\n"
        "Nina,Park,Corner Deli,Buyer,nina@deli.example,\n"
        "Maria,Gomez,K1,Owner,,\n"
        "Tom,Hill,Nowhere Ltd,,,\n"
    )
    run_id = office.upload(content, "contacts.csv")
    counts = office.counts(run_id)
    assert (counts["new"], counts["merge"], counts["refused"]) == (1, 1, 1)
    run = office.commit(run_id)
    with office.installation.database.reading() as session:
        people = session.execute(select(Contact.name, Contact.role).order_by(Contact.name)).all()
        assert [tuple(one) for one in people] == [("Maria Gomez", "Owner"), ("Nina Park", "Buyer")]
        assert session.scalars(select(SearchDocument.folded).where(SearchDocument.title == "Nina Park")).one() == (
            "nina park buyer corner deli nina deli example"
        )
    office.undo(run.id)
    with office.installation.database.reading() as session:
        assert [tuple(one) for one in session.execute(select(Contact.name, Contact.role))] == [("Maria Gomez", "")]


def test_products_are_made_changed_and_undone(office: Office) -> None:
    office.take('SKU,Product,Unit,Price\nP1,Rye Bread,case,"31,80"\n', "products.csv")
    run = office.take(
        "SKU,Product,Unit,Price\nP1,Rye Bread,case,$33.50\nP2,Rolls,bag,1.200,50\n".replace("1.200,50", '"1.200,50"')
    )
    assert (run.counts["new"], run.counts["changed"]) == (1, 1)
    with office.installation.database.reading() as session:
        prices = session.execute(select(Product.reference, Product.list_price).order_by(Product.reference)).all()
    assert [tuple(one) for one in prices] == [("P1", Decimal("33.50")), ("P2", Decimal("1200.50"))]
    office.undo(run.id)
    with office.installation.database.reading() as session:
        left = session.execute(select(Product.reference, Product.list_price)).all()
    assert [tuple(one) for one in left] == [("P1", Decimal("31.80"))]


def test_a_number_given_to_another_since_the_dry_run_is_left_out_and_told(office: Office) -> None:
    run_id = office.upload(HERE)
    with office.installation.database.session() as session:
        session.add(Customer(name="Somebody Else", reference="K1"))
        session.commit()
    counts = office.commit(run_id).counts
    assert (counts["made"], counts["failed"]) == (1, 1)
    assert "row 2, bella bakery" in counts["troubles"][0].lower()


def test_cells_are_repaired_and_guarded() -> None:
    assert repaired("phone", "4.41234567890E11") == "441234567890"
    assert repaired("phone", "13125550101.0") == "13125550101"
    assert repaired("city", "n/a") == ""
    assert repaired("lat", "52,52") == "52.52"
    assert [repaired("list_price", cell) for cell in ("1.234,50 €", "$1,234.50", "1,234", "12,5")] == [
        "1234.50",
        "1234.50",
        "1234",
        "12.5",
    ]
    for cell in ("=1+1", "+44 20", "-x", "@sum"):
        assert guarded(cell) == f"'{cell}"
        assert repaired("city", guarded(cell)) == cell


def test_a_file_that_a_day_passed_over_is_thrown_away(office: Office) -> None:
    from datetime import timedelta

    from models.base import now
    from server.services.imports.run import forget_old_imports

    run_id = office.upload(HERE)
    with office.installation.database.session() as session:
        forget_old_imports(session, office.installation, now() + timedelta(hours=25))
        session.commit()
    assert office.run(run_id).state == ImportState.DROPPED
    assert not folder_of(office.installation, run_id).exists()
