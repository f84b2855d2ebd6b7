from pathlib import Path

import pytest

from voice.lexicon import Lexicon


def write(folder: Path, name: str, *rows: str) -> None:
    (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")


def test_tables_are_read_and_missing_ones_are_empty(tmp_path: Path) -> None:
    write(
        tmp_path,
        "products.csv",
        "id,name,spoken_aliases,unit,list_price",
        "P1,Salted Butter,butter;sweet butter,case,86.00",
    )
    lexicon = Lexicon.from_csv(tmp_path)
    assert lexicon.product_by_id["P1"].aliases == ("butter", "sweet butter")
    assert lexicon.product_by_id["P1"].list_price == 86.0
    assert lexicon.customers == ()


def test_a_broken_row_is_skipped_and_told_with_file_and_row(tmp_path: Path) -> None:
    write(
        tmp_path,
        "products.csv",
        "id,name,spoken_aliases,unit,list_price",
        "P1,Butter,,case,cheap",
        "P2,Feta,,tub,19.40",
    )
    told: list[str] = []
    lexicon = Lexicon.from_csv(tmp_path, told.append)
    assert [p.id for p in lexicon.products] == ["P2"]
    assert told[0].startswith("products.csv row 2 skipped")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="nowhere"):
        Lexicon.from_csv(tmp_path / "nowhere")


def test_singular_and_plural_find_the_same_product(tmp_path: Path) -> None:
    write(tmp_path, "products.csv", "id,name,spoken_aliases,unit,list_price", "P1,Lemons,,case,41.20")
    assert set(Lexicon.from_csv(tmp_path).product_forms) == {("lemons",), ("lemon",)}
