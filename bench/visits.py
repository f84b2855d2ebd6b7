"""Measure the visit engine: python bench/visits.py [FOLDER...]

FOLDERs hold days as in ../shared/visits/dev (points-*.jsonl.gz, customers.csv, ..., truth.csv, days.csv); without any,
that folder is taken, and where it is not there either, days made here. Prints the scorer's figures with and without
notes, the figures after perfect answers to the engine's questions, and CPU seconds per 100,000 fixes.
"""

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
if str(Path(__file__).resolve().parent) not in sys.path:
    sys.path.append(str(Path(__file__).resolve().parent))

from made_days import make_days  # noqa: E402

from visits.company_tables import read_company, read_fixes, read_notes  # noqa: E402
from visits.detector import detect  # noqa: E402
from visits.types import Company, Fix, SpokenNote, Visit  # noqa: E402

SHARED = ROOT.parent / "shared" / "visits"
SCORER = SHARED / "score.py"
SHOWN = ("f1", "detect_f1", "precision", "recall", "wrong_customer_rate", "phantom_rate", "arrive_median_s",
         "arrive_p90_s", "leave_median_s", "top3")  # fmt: skip
Rows = list[dict[str, Any]]


def main(folders: Sequence[str]) -> int:
    """Measure each folder, or what there is."""
    chosen = [Path(f) for f in folders] or ([SHARED / "dev"] if (SHARED / "dev").is_dir() else [])
    for folder in chosen:
        print(f"== {folder.name}")
        silent: list[str] = []
        fixes = [f for p in sorted(folder.glob("points-*.jsonl.gz")) for f in read_fixes(p, print)]
        company, notes = read_company(folder, silent.append), read_notes(folder, silent.append)
        _measure(fixes, company, notes, _table(folder / "truth.csv"), _table(folder / "days.csv"))
    if not chosen:
        print(f"!! {SHARED} is not there: the scored dev days were NOT measured; days made here follow")
    for seed in (1, 2):
        made = make_days(seed)
        print(f"== made here, seed {seed}")
        _measure(made.fixes, made.company, tuple(made.notes), made.truth, made.days)
    return 0


def _measure(
    fixes: list[Fix], company: Company, notes: tuple[SpokenNote, ...], truth: Iterable[Any], days: Iterable[Any]
) -> None:
    truth, days = list(truth), list(days)
    for title, said in (("with notes", notes), ("without notes", ())):
        begun = time.process_time()
        visits = detect(fixes, company, said)
        cpu_s = (time.process_time() - begun) / max(len(fixes), 1) * 100_000
        rows = [_row(v) for v in visits]
        answered, questions = _answer(rows, truth)
        print(
            f"{title}: {len(fixes)} fixes, {cpu_s:.2f} CPU s per 100,000; {questions / len(days):.2f} questions a day"
        )
        for part, figures in _score(truth, rows, days).items():
            print(
                f"  {part:9s}", " ".join(f"{name} {figures[name]}" for name in SHOWN if figures.get(name) is not None)
            )
        for who, rows_then in (("answered ", answered), ("any name ", _answer(rows, truth, any_customer=True)[0])):
            after = _score(truth, rows_then, days)["all"]
            print(f"  {who}", " ".join(f"{name} {after[name]}" for name in SHOWN[:6]))


def _row(visit: Visit) -> dict[str, Any]:
    others = "|".join(c for c, _ in visit.alternatives if c != visit.customer_id)
    return {"rep": visit.rep, "customer_id": visit.customer_id or "", "arrive": int(visit.arrive_s),
            "leave": int(visit.leave_s), "alternatives": others, "ask": int(visit.ask)}  # fmt: skip


def _answer(rows: Rows, truth: Rows, any_customer: bool = False) -> tuple[Rows, int]:
    """Answer every question as a rep who knows would: the customer visited then, if offered, or else no visit.

    With `any_customer` the rep also names customers that were not offered. Naming the customer of the visit just
    before says that it went on.
    """
    answered: Rows = []
    questions = 0
    for row in rows:
        if not row["ask"]:
            answered.append(row)
            continue
        questions += 1
        meant = max((t for t in truth if t["rep"] == row["rep"]), key=lambda t: _overlap(t, row), default=None)
        if meant is not None and _overlap(meant, row) >= 0.1:
            offered = [row["customer_id"], *row["alternatives"].split("|")][: 4 if row["customer_id"] else 5]
            if any_customer or meant["customer_id"] in offered:
                answered.append({**row, "customer_id": meant["customer_id"]})
    return _gone_on(answered), questions


def _gone_on(rows: Rows) -> Rows:
    joined: Rows = []
    for row in sorted(rows, key=lambda r: (r["rep"], r["arrive"])):
        last = joined[-1] if joined else None
        same = last is not None and row["customer_id"] and _who(last) == _who(row)
        if last is not None and same and row["arrive"] - last["leave"] < 300:
            joined[-1] = {**last, "leave": max(last["leave"], row["leave"])}
        else:
            joined.append(row)
    return joined


def _who(row: dict[str, Any]) -> tuple[str, str]:
    return row["rep"], row["customer_id"]


def _overlap(a: dict[str, Any], b: dict[str, Any]) -> float:
    begin, end = (float(a["arrive"]), float(b["arrive"])), (float(a["leave"]), float(b["leave"]))
    both = min(end) - max(begin)
    return both / (max(end) - min(begin)) if both > 0 else 0.0


def _score(truth: Rows, rows: Rows, days: Rows) -> dict[str, Any]:
    if not SCORER.is_file():
        return {"all": _own_score(truth, rows)}
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("truth.csv", "pred.csv", "days.csv")]
        columns = ("rep", "customer_id", "arrive", "leave", "alternatives", "ask")
        for path, table in zip(paths, (truth, rows, days), strict=True):
            with path.open("w", newline="") as file:
                writer = csv.DictWriter(file, list(table[0]) if table else columns)
                writer.writeheader()
                writer.writerows(table)
        command = [sys.executable, SCORER, paths[0], paths[1], "--days", paths[2], "--json"]
        done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=True)
        result: dict[str, Any] = json.loads(done.stdout)
        return result


def _own_score(truth: Rows, rows: Rows) -> dict[str, Any]:
    """Count right visits where the scorer is not there: same customer, overlap of a tenth, one to one."""
    left = [r for r in rows if r["customer_id"]]
    named = len(left)
    right = 0
    for t in truth:
        fits = [r for r in left if (r["rep"], r["customer_id"]) == (t["rep"], t["customer_id"])]
        best = max(fits, key=lambda r: _overlap(t, r), default=None)
        if best is not None and _overlap(t, best) >= 0.1:
            left.remove(best)
            right += 1
    figures = {"f1": 2 * right / (named + len(truth)), "precision": right / max(named, 1), "recall": right / len(truth)}
    return {name: round(figures.get(name, float("nan")), 4) for name in SHOWN}


def _table(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
