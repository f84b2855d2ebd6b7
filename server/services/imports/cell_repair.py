"""Puts right what spreadsheets do to cells: shortened numbers, decimal commas, marks for "nothing"."""

from __future__ import annotations

import re
from decimal import Decimal

from server.csv_line import FORMULA_BEGINNINGS
from server.services.customers.table_rows import RowRefused

NOTHING = frozenset({"-", "--", "n/a", "na", "none", "null", "nil", "#n/a", "keine", "k.a.", "ninguno", "aucun", "?"})
_SCIENTIFIC = re.compile(r"(\d+(?:[.,]\d+)?)[eE]\+?(\d{1,2})")
_COMMA_DECIMAL = re.compile(r"-?\d+,\d+")


def repaired(key: str, cell: str) -> str:
    """Return a field's cell as it was meant; raises RowRefused where what was meant is lost."""
    if len(cell) > 1 and cell[0] == "'" and cell[1] in FORMULA_BEGINNINGS:
        cell = cell[1:]  # what `guarded` put in front
    if cell.lower() in NOTHING:
        return ""
    if key == "phone":
        return _phone(cell)
    if key == "id" or key.endswith("_id"):
        return cell[:-2] if re.fullmatch(r"\d+\.0", cell) else cell
    if key in ("lat", "lon", "opens", "closes") and _COMMA_DECIMAL.fullmatch(cell):
        return cell.replace(",", ".")
    if key in ("list_price", "yearly_value"):
        return _amount(cell)
    return cell


def _phone(cell: str) -> str:
    if scientific := _SCIENTIFIC.fullmatch(cell):
        digits, exponent = scientific[1].replace(",", "."), int(scientific[2])
        if len(digits.partition(".")[2]) < exponent:
            raise RowRefused(
                f"the phone {cell} was shortened by a spreadsheet",
                "format the column as text and write the number anew",
            )
        return str(int(Decimal(digits).scaleb(exponent)))
    if re.fullmatch(r"\d+\.0", cell):
        return cell[:-2]
    if cell and sum(letter.isdigit() for letter in cell) < 3:
        raise RowRefused(f"{cell[:40]!r} is no phone number", "write its digits, or leave it empty")
    return cell


def _amount(cell: str) -> str:
    """Write "1.234,50 €" and "$1,234.50" as 1234.50: the last mark before one or two digits is the decimal one."""
    plain = re.sub(r"[\s\u00a0'$€£]|USD|EUR|GBP|CHF", "", cell)
    decimal = re.search(r"[.,](\d{1,2})$", plain)
    if decimal is None:
        return re.sub(r"[.,](?=\d{3}(?:\D|$))", "", plain)
    return re.sub(r"[.,]", "", plain[: decimal.start()]) + "." + decimal[1]
