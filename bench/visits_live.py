"""Send days of fixes through the server's one door as they came, and score the stored visits.

Needs the simulated days (../shared/visits/dev beside the project, or --days DIR with the same files and a score.py
one folder above). One database, all reps, batches in order of receipt; prints the scorer's figures for what the
database holds at the end, for one run of the engine over everything, and what a batch cost early and late.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import select  # noqa: E402

from models.customer import Customer, Site  # noqa: E402
from models.database import Database, open_database  # noqa: E402
from models.device import Device  # noqa: E402
from models.recording import CustomerSource, Recording, RecordingState  # noqa: E402
from models.schema import migrate  # noqa: E402
from models.staff import Role, Staff  # noqa: E402
from models.visit import Decision, Visit  # noqa: E402
from server.current import Identity  # noqa: E402
from server.services.positions.position_intake import Reading, readings_between  # noqa: E402
from server.services.visits.company_map import CompanyMap  # noqa: E402
from server.services.visits.visit_logging import record_fixes  # noqa: E402
from visits.company_tables import read_company, read_fixes, read_notes  # noqa: E402
from visits.detector import detect  # noqa: E402
from visits.types import Company, Fix  # noqa: E402

BATCH_S = 300.0
NOTE_S = 25.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=Path, default=ROOT.parent / "shared" / "visits" / "dev")
    parser.add_argument("--database", default="", help="SQLAlchemy URL of an empty database; default: a fresh SQLite")
    parser.add_argument("--batch", type=float, default=BATCH_S, help="seconds of receipt in one batch (%(default)s)")
    parser.add_argument("--reps", nargs="*", default=[], metavar="REP", help="only these reps")
    chosen = parser.parse_args()
    if not (chosen.days / "truth.csv").is_file():
        print(f"NOT RUN: {chosen.days} holds no simulated days; give --days DIR", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(chosen.database or f"sqlite:///{folder}/live.sqlite3")
        migrate(database)
        fill(database, chosen.days)
        every = (fix for path in sorted(chosen.days.glob("points-*")) for fix in read_fixes(path, print))
        fixes = [fix for fix in every if not chosen.reps or fix.rep in chosen.reps]
        costs_s = send(database, fixes, chosen.batch)
        report(database, chosen.days, fixes, costs_s, Path(folder))
        database.close()
    return 0


def fill(database: Database, days: Path) -> None:
    """Enter customers, reps, phones, past visits and notes; there are no appointments in the database yet."""
    with database.session() as session:
        reps = [row["rep"] for row in rows(days / "reps.csv")]
        session.add_all(Staff(id=rep, name=rep, role=Role.REP) for rep in reps)
        session.flush()
        session.add_all(Device(id=f"phone-{rep}", staff_id=rep, token_sha256=rep) for rep in reps)
        for row in rows(days / "customers.csv"):
            session.add(Customer(id=row["id"], name=row["name"], owner_id=row["owner_rep"] or None))
            session.flush()
            hours = {"opens_h": float(row["opens"]), "closes_h": float(row["closes"])}
            session.add(Site(customer_id=row["id"], lat=float(row["lat"]), lon=float(row["lon"]), **hours))
        session.flush()
        enter_history(session, days)
        for row in rows(days / "notes.csv"):
            ended_at = instant(float(row["tst"]))
            session.add(
                Recording(
                    staff_id=row["rep"],
                    mime_type="audio/webm",
                    started_at=ended_at - timedelta(seconds=NOTE_S),
                    ended_at=ended_at,
                    state=RecordingState.READY,
                    customer_id=row["named_customer_id"] or None,
                    customer_source=CustomerSource.SPOKEN if row["named_customer_id"] else None,
                )
            )
        session.commit()


def enter_history(session, days: Path) -> None:  # type: ignore[no-untyped-def]
    first = min(int(row["start"]) for row in rows(days / "days.csv"))
    before = instant(first) - timedelta(days=40)
    for row in rows(days / "history.csv"):
        for number in range(int(row["visits_90d"])):
            at = before + timedelta(hours=number)
            about = {"staff_id": row["rep"], "customer_id": row["customer_id"], "decision": Decision.CONFIRMED}
            session.add(Visit(arrived_at=at, left_at=at + timedelta(minutes=20), probability=1.0, **about))


def send(database: Database, fixes: list[Fix], batch_s: float) -> list[float]:
    """Hand in each rep's fixes in batches by time of receipt; return what each batch cost in seconds."""
    company_map = CompanyMap(database, "America/Chicago", check_every_s=3600.0)
    costs_s = []
    for rep, at_s, batch in batches(fixes, batch_s):
        begun_s = time.perf_counter()
        with database.session() as session:
            by = Identity(rep, rep, Role.REP, f"phone-{rep}")
            record_fixes(session, company_map, by, [reading(fix) for fix in batch], instant(at_s))
            session.commit()
        costs_s.append(time.perf_counter() - begun_s)
    return costs_s


def batches(fixes: list[Fix], batch_s: float) -> Iterator[tuple[str, float, list[Fix]]]:
    """Cut by rep and time of receipt, as an app that sends every few minutes; a request has its last receipt."""
    ordered = sorted(fixes, key=lambda fix: (fix.rep, received_s(fix)))
    for (rep, _), batch in itertools.groupby(ordered, key=lambda fix: (fix.rep, received_s(fix) // batch_s)):
        together = list(batch)
        yield rep, received_s(together[-1]), together


def received_s(fix: Fix) -> float:
    return fix.received_s or fix.at_s


def reading(fix: Fix) -> Reading:
    return Reading(
        instant(fix.at_s),
        fix.lat,
        fix.lon,
        fix.accuracy_m,
        fix.source,
        fix.trigger[:10],
        fix.region_event,
        fix.region_id,
    )


def report(database: Database, days: Path, fixes: list[Fix], costs_s: list[float], folder: Path) -> None:
    reps = {fix.rep for fix in fixes}
    first = instant(min(int(row["start"]) for row in rows(days / "days.csv")) - 86400)
    with database.reading() as session:
        query = select(Visit).where(Visit.arrived_at >= first, Visit.withdrawn_at.is_(None))
        live = [
            (
                v.staff_id,
                v.customer_id or "",
                v.arrived_at.timestamp(),
                v.left_at.timestamp(),
                v.alternatives,
                v.is_question,
            )
            for v in session.scalars(query)
        ]
    print("stored, live:", score(days, folder, live, reps))
    company = read_company(days, print)
    without_diary = Company(places=company.places, history=company.history, zone=company.zone)
    runs = (
        ("engine, batch, on the stored fixes, without diary and homes", stored_fixes(database), without_diary),
        ("engine, batch, on the files, with diary and homes", fixes, company),
    )
    for name, given, known in runs:
        found = detect(given, known, read_notes(days, print))
        table = [
            (v.rep, v.customer_id or "", v.arrive_s, v.leave_s, [{"customer_id": c} for c, _ in v.alternatives], v.ask)
            for v in found
        ]
        print(f"{name}:", score(days, folder, table, reps))
    tenth = max(len(costs_s) // 10, 1)
    early, late = statistics.median(costs_s[:tenth]), statistics.median(costs_s[-tenth:])
    print(
        f"{len(fixes)} fixes in {len(costs_s)} batches, {sum(costs_s):.1f} s; "
        f"median batch {statistics.median(costs_s) * 1000:.1f} ms, late to early {late / early:.2f}"
    )


def stored_fixes(database: Database) -> list[Fix]:
    always = instant(0), instant(4e9)
    with database.reading() as session:
        reps = session.scalars(select(Staff.id)).all()
        return [fix for rep in reps for fix in readings_between(session, rep, *always)]


def score(days: Path, folder: Path, table: list[tuple[object, ...]], reps: set[str]) -> str:
    path = folder / "found.csv"
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["rep", "customer_id", "arrive", "leave", "alternatives", "ask"])
        for rep, customer, arrive, leave, others, ask in table:
            names = "|".join(o["customer_id"] for o in others if o["customer_id"] != customer)  # type: ignore[attr-defined]
            out.writerow([rep, customer, round(arrive), round(leave), names, int(bool(ask))])  # type: ignore[call-overload]
    truth = folder / "truth.csv"
    with truth.open("w", newline="") as file:
        known = [row for row in rows(days / "truth.csv") if row["rep"] in reps]
        lines = csv.DictWriter(file, list(known[0]))
        lines.writeheader()
        lines.writerows(known)
    command = [sys.executable, str(days.parent / "score.py"), str(truth), str(path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    return json.dumps(said.get("all", said))[:600]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def instant(at_s: float) -> datetime:
    return datetime.fromtimestamp(at_s, UTC)


if __name__ == "__main__":
    sys.exit(main())
