"""python -m visits: tables in, CSV out, every broken row named and skipped."""

import csv
import gzip
import io
import json

import pytest

from visits.__main__ import main


@pytest.fixture
def folder(tmp_path, town):
    def table(name, head, *rows):
        with (tmp_path / name).open("w", newline="") as file:
            csv.writer(file).writerows([head, *rows])

    table(
        "customers.csv",
        ["id", "name", "kind", "lat", "lon", "owner_rep", "opens", "closes"],
        *[[p.customer_id, p.name, "", p.lat, p.lon, p.owner_rep, p.opens_h, p.closes_h] for p in town.places],
    )
    home = town.reps[0].home
    table("reps.csv", ["rep", "home_lat", "home_lon", "office_lat", "office_lon"], ["anna", *home, "", ""])
    return tmp_path


@pytest.fixture
def points(folder, anna_day):
    path = folder / "points.jsonl.gz"
    with gzip.open(path, "wt") as file:
        for f in anna_day:
            row = {"rep": f.rep, "tst": f.at_s, "lat": f.lat, "lon": f.lon, "acc": f.accuracy_m, "rtst": f.received_s}
            file.write(json.dumps(row) + "\n")
    return path


def run(capsys, *arguments):
    code = main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return code, list(csv.DictReader(io.StringIO(out))), err


def test_visits_come_as_csv_in_the_scorers_columns(folder, points, capsys):
    code, rows, err = run(capsys, "--company", folder, points)
    assert code == 0
    assert [r["customer_id"] for r in rows if r["customer_id"]] == ["bakery", "school"]
    assert list(rows[0]) == ["rep", "customer_id", "arrive", "leave", "alternatives", "ask"]
    for name in ("appointments.csv", "history.csv", "notes.csv"):
        assert f"{name} is not there: going on without it" in err


def test_broken_lines_and_rows_are_named_and_left_out(folder, points, capsys):
    plain = folder / "more.jsonl"
    plain.write_text('{"rep":"anna"}\nno json\n[1,2]\n{"rep":"anna","tst":"x","lat":1,"lon":2}\n\n')
    with (folder / "customers.csv").open("a") as file:
        file.write("far,Far,,ninety,0,anna,9,17\nx\n,Nameless,,41.8,-87.6,anna,9,17\n")
    (folder / "notes.csv").write_text("rep,tst,named_customer_id\nanna,soon,\n")
    code, rows, err = run(capsys, "--company", folder, points, plain)
    assert code == 0
    assert len([r for r in rows if r["customer_id"]]) == 2
    for line in (1, 2, 3, 4):
        assert f"more.jsonl, line {line}: left out" in err
    for line in (6, 7, 8):
        assert f"customers.csv, line {line}: left out" in err
    assert "notes.csv, line 2: left out" in err
    assert "Traceback" not in err


def test_a_missing_customers_table_stops_with_what_to_do(tmp_path, points, capsys):
    (tmp_path / "empty").mkdir()
    code, rows, err = run(capsys, "--company", tmp_path / "empty", points)
    assert (code, rows) == (2, [])
    assert "give --company a folder with customers.csv and reps.csv" in err


def test_a_truncated_file_of_fixes_gives_what_was_readable(folder, points, capsys):
    whole = points.read_bytes()
    cut = folder / "cut.jsonl.gz"
    cut.write_bytes(whole[: len(whole) // 2])
    code, _, err = run(capsys, "--company", folder, cut)
    assert code == 0
    assert "cannot be read further" in err


def test_a_missing_file_of_fixes_is_told(folder, points, capsys):
    code, rows, err = run(capsys, "--company", folder, folder / "none.gz", points)
    assert code == 0
    assert rows
    assert "none.gz is not there" in err
