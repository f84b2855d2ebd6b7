"""Columns are guessed by their names in four languages, and by the shape of their cells where names say nothing."""

from __future__ import annotations

import pytest

from models.import_run import ImportKind
from server.services.imports.columns import guess_columns, guess_kind

CELLS = ("10042", "Bella Bakery", "+1 312 555 0101", "1 Main St", "60601", "Chicago")


@pytest.mark.parametrize(
    "columns",
    [
        ("Customer No.", "Company Name", "Phone Number", "Address", "ZIP Code", "City"),
        ("Kunden-Nr", "Firma", "Telefon", "Straße", "PLZ", "Ort"),
        ("Code client", "Raison sociale", "Téléphone", "Rue", "Code postal", "Ville"),
        ("Código", "Razón social", "Teléfono", "Dirección", "Código postal", "Población"),
    ],
)
def test_customers_are_guessed_in_four_languages(columns: tuple[str, ...]) -> None:
    assert guess_kind(columns, [CELLS]) == ImportKind.CUSTOMERS
    found = guess_columns(ImportKind.CUSTOMERS, columns, [CELLS])
    assert found == dict(zip(("id", "name", "phone", "street", "postcode", "city"), columns, strict=True))


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        (("First name", "Last name", "Company", "Job title", "E-mail"), ImportKind.CONTACTS),
        (("Vorname", "Nachname", "Firma", "Funktion", "E-Mail"), ImportKind.CONTACTS),
        (("SKU", "Description", "Unit", "List price"), ImportKind.PRODUCTS),
        (("Artikelnummer", "Bezeichnung", "Einheit", "Listenpreis"), ImportKind.PRODUCTS),
    ],
)
def test_the_kind_is_guessed(columns: tuple[str, ...], kind: ImportKind) -> None:
    assert guess_kind(columns, []) == kind
    assert len(guess_columns(kind, columns, [])) == len(columns)


def test_nameless_columns_are_guessed_by_their_cells() -> None:
    columns = ("Column 1", "Column 2", "Column 3", "Column 4", "Column 5", "Column 6")
    cells = [("Bella Bakery", "+1 312 555 0101", "maria@bella.example", "60601", "41.8819", "-87.6278")] * 3
    assert guess_columns(ImportKind.CUSTOMERS, columns, cells) == {
        "name": "Column 1", "phone": "Column 2", "email": "Column 3",
        "postcode": "Column 4", "lat": "Column 5", "lon": "Column 6",
    }  # fmt: skip
