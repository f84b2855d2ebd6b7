"""Measure the stops found on a real labelled trace: python -m bench.labelled_trace

Takes the trace labelled stop or trip by diary of ../shared/visits/real (RGreinacher/Stop-Go-Classifier, BSD-3). Each
fix counts: it is right where the engine and the diary both say stop. Says so loudly where the trace is not there.
"""

import csv
import sys
from datetime import datetime

from bench.visits import SHARED
from visits.detector import detect
from visits.types import Company, Fix

TRACE = SHARED / "real" / "staga_example_labelled.csv"


def main() -> int:
    """Print precision, recall and F1 of the fixes in stops."""
    if not TRACE.is_file():
        print(f"!! {TRACE.name} is not there: NOTHING was measured")
        return 0
    with TRACE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    fixes = [_fix(row) for row in rows]
    stops = [(visit.arrive_s, visit.leave_s) for visit in detect(fixes, Company(()))]
    told = [any(arrive <= fix.at_s <= leave for arrive, leave in stops) for fix in fixes]
    meant = [row["diary_label"] == "stop" for row in rows]
    right = sum(a and b for a, b in zip(told, meant, strict=True))
    precision, recall = right / max(sum(told), 1), right / max(sum(meant), 1)
    f1 = 2.0 * precision * recall / max(precision + recall, 1e-9)
    print(f"{len(rows)} fixes, {len(stops)} stops: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    return 0


def _fix(row: dict[str, str]) -> Fix:
    at_s = datetime.fromisoformat(row["ts"]).timestamp()
    return Fix("walker", at_s, float(row["latitude"]), float(row["longitude"]), None, at_s + 1.0)


if __name__ == "__main__":
    sys.exit(main())
