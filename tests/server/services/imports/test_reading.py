"""Files as offices send them are read, repaired and said so; what cannot be read is refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from server.services.customers.table_rows import RowRefused
from server.services.imports import spreadsheet
from server.services.imports.reading import open_table
from server.services.imports.table import FileRefused, Table


def _table(tmp_path: Path, content: str | bytes) -> Table:
    path = tmp_path / "file"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_table(path)


def _workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_and_separators_are_guessed(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [("Name", "Straße"), ("Bäckerei Müller", "Hauptstraße 1"), ("Café Zoë", "Rue 2")]
    table = _table(tmp_path, "\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    assert table.columns == ("Name", "Straße")
    assert [cells for _line, cells in table.rows()] == rows[1:]
    assert bool(table.notes) == (encoding == "cp1252")


def test_a_separator_inside_quotes_does_not_win(tmp_path: Path) -> None:
    table = _table(tmp_path, 'name;city\n"Bread, Rolls, Cakes, Ltd";"a, b"\n"Corner, Deli, Inc";c\n')
    assert table.columns == ("name", "city")
    assert table.sample() == [("Bread, Rolls, Cakes, Ltd", "a, b"), ("Corner, Deli, Inc", "c")]


def test_a_workbook_reads_numbers_days_and_sheets_as_a_person_does(tmp_path: Path) -> None:
    content = _workbook(
        ("name", "phone", "since", "value"),
        ("Bella", 13125550101.0, datetime(2026, 3, 1), 12.5),  # noqa: DTZ001 - cells have no zone
        (None, None, None, None),
        ("Deli", None, None, True),
    )
    table = _table(tmp_path, content)
    assert list(table.rows()) == [
        (2, ("Bella", "13125550101", "2026-03-01", "12.5")),
        (4, ("Deli", "", "", "yes")),
    ]


def test_lines_above_the_names_doubled_and_missing_names_are_repaired_and_told(tmp_path: Path) -> None:
    table = _table(tmp_path, "Customer list 2026,,,\n,,,\nName,Phone,Phone,\nBella,1,2,3\n\n,,,\nDeli,4\n")
    assert table.columns == ("Name", "Phone", "Phone (2)")
    rows = dict(table.rows())
    assert rows[7] == ("Deli", "4", "")
    assert isinstance(rows[4], RowRefused) and "4 cells for 3 columns" in rows[4].reason
    assert any("Two columns are called Phone" in note for note in table.notes)
    assert any("names stand there" in note for note in table.notes)


def test_a_file_without_names_has_numbered_columns(tmp_path: Path) -> None:
    table = _table(tmp_path, "Bella,+1 312 555 0101\nDeli,+1 312 555 0102\n")
    assert table.columns == ("Column 1", "Column 2")
    assert len(list(table.rows())) == 2


def test_nuls_are_taken_out_and_a_huge_cell_refuses_its_row_alone(tmp_path: Path) -> None:
    table = _table(tmp_path, "name,city\nBel\x00la,Chicago\n" + "x" * 6_000 + ",a\n" + "y" * 200_000 + ",b\nDeli,c\n")
    rows = dict(table.rows())
    assert rows[2] == ("Bella", "Chicago") and rows[5] == ("Deli", "c")
    assert isinstance(rows[3], RowRefused) and isinstance(rows[4], RowRefused)
    assert "NUL characters were taken out." in table.notes


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"0" * (5 << 20))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "no rows"),
        (b"\x00" * 500, "no table"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "old Excel"),
        (b"PK\x03\x04" + b"x" * 100, "cannot be read"),
        (",".join(f"c{n}" for n in range(10_000)).encode() + b"\n1,2\n", "10,000 columns"),
        (_workbook(tuple(f"c{n}" for n in range(10_000)), (1, 2)), "columns"),
        (_bomb(), "unpacks to far more"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "LARGEST_UNPACKED", 4 << 20)
    with pytest.raises(FileRefused, match=sentence):
        list(_table(tmp_path, content).rows())


def test_an_archive_that_is_no_workbook_and_a_broken_workbook_are_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("customers.csv", "name\nBella\n")
    with pytest.raises(FileRefused, match="no Excel workbook"):
        _table(tmp_path, packed.getvalue())
    with (
        zipfile.ZipFile(io.BytesIO(_workbook(("name",), ("Bella",)))) as good,
        zipfile.ZipFile(packed := io.BytesIO(), "w") as broken,
    ):
        for part in good.namelist():
            content = good.read(part)
            broken.writestr(part, content[: len(content) // 2] if "sheet1" in part else content)
    with pytest.raises(FileRefused, match="cannot be read"):
        list(_table(tmp_path, packed.getvalue()).rows())
