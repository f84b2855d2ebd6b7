"""Detect visits in files of fixes: python -m visits --company DIR POINTS.jsonl.gz..."""

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from visits.company_tables import MissingTable, read_company, read_fixes, read_notes
from visits.detector import detect
from visits.types import Visit

COLUMNS = ("rep", "customer_id", "arrive", "leave", "alternatives", "ask")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one CSV row per stop: rep, customer, arrive, leave (epoch s), other customers best first, ask (0 or 1)."""
    parser = argparse.ArgumentParser(prog="python -m visits", description=main.__doc__)
    parser.add_argument(
        "--company", type=Path, required=True, metavar="DIR", help="folder with customers.csv, reps.csv ..."
    )
    parser.add_argument("--zone", default="America/Chicago", help="time zone of the opening hours (%(default)s)")
    parser.add_argument("points", type=Path, nargs="+", metavar="POINTS.jsonl.gz")
    chosen = parser.parse_args(arguments)
    try:
        company = read_company(chosen.company, _complain, chosen.zone)
    except (MissingTable, ValueError, OSError) as error:
        _complain(str(error))
        return 2
    missing = [path for path in chosen.points if not path.is_file()]
    for path in missing:
        _complain(f"{path} is not there: left out")
    fixes = [fix for path in chosen.points if path.is_file() for fix in read_fixes(path, _complain)]
    _print(detect(fixes, company, read_notes(chosen.company, _complain)))
    return 2 if len(missing) == len(chosen.points) else 0


def _print(visits: Sequence[Visit]) -> None:
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(COLUMNS)
    for visit in visits:
        others = "|".join(customer for customer, _ in visit.alternatives if customer != visit.customer_id)
        arrive, leave = round(visit.arrive_s), round(visit.leave_s)
        table.writerow((visit.rep, visit.customer_id or "", arrive, leave, others, int(visit.ask)))


def _complain(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
