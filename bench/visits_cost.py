"""Measure what the visit engine costs: python bench/visits_cost.py [--trackintel PYTHON]

CPU seconds per 100,000 fixes on the dev days and on GeoLife's 217,653 (where ../shared is there; days made here else);
live cost of a batch of 15 new fixes in hours 1, 4, 8 and 12 of one dense day; and peak memory of one rep. All beside
trackintel's generate_staypoints on the same fixes in the same run. PYTHON: an interpreter that has trackintel
(bench/requirements.txt); without one the comparison is left out, loudly.
"""

import argparse
import bisect
import csv
import gzip
import math
import random
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
if str(Path(__file__).resolve().parent) not in sys.path:
    sys.path.append(str(Path(__file__).resolve().parent))

from made_days import make_days  # noqa: E402

from visits.company_tables import read_company, read_fixes, read_notes  # noqa: E402
from visits.detector import detect  # noqa: E402
from visits.live import Checkpoint, begin_day, follow_day  # noqa: E402
from visits.types import Company, Fix, Place, Rep, SpokenNote  # noqa: E402

SHARED = ROOT.parent / "shared" / "visits"
HOURS = (1, 4, 8, 12)
STEP_S = 2.0
BATCH = 15
MORNING_S = 1_791_208_800.0
TIMES = 3

TRACKINTEL = """
import sys, time, warnings
warnings.simplefilter("ignore")
import pandas, geopandas, trackintel
table = pandas.read_csv(sys.argv[1])
table["tracked_at"] = pandas.to_datetime(table["at_s"], unit="s", utc=True)
shapes = geopandas.points_from_xy(table.lon, table.lat)
frame = geopandas.GeoDataFrame(table[["user_id", "tracked_at"]], geometry=shapes, crs="EPSG:4326")
fixes = trackintel.Positionfixes(frame)
best = None
for _ in range(int(sys.argv[2])):
    begun = time.process_time()
    trackintel.preprocessing.generate_staypoints(fixes, method="sliding", dist_threshold=100, time_threshold=5)
    took = time.process_time() - begun
    best = took if best is None else min(best, took)
print(best)
"""


def main() -> int:
    """Measure all there is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trackintel", default=sys.executable, metavar="PYTHON")
    python = parser.parse_args().trackintel
    if subprocess.run([python, "-c", "import trackintel"], capture_output=True, check=False).returncode:
        print("!! trackintel is MISSING: nothing is compared; see bench/requirements.txt and --trackintel")
        python = ""
    for name, fixes, company, notes in _sets():
        _whole(name, fixes, company, notes, python)
    _live(python)
    return 0


def _sets() -> list[tuple[str, list[Fix], Company, tuple[SpokenNote, ...]]]:
    made = make_days(1)
    found = [("days made here", made.fixes, made.company, tuple(made.notes))]
    if not SHARED.is_dir():
        print(f"!! {SHARED} is not there: dev days and GeoLife were NOT measured")
        return found
    dev = SHARED / "dev"
    silent: list[str] = []
    fixes = [f for p in sorted(dev.glob("points-*.jsonl.gz")) for f in read_fixes(p, silent.append)]
    found.append(("dev days", fixes, read_company(dev, silent.append), read_notes(dev, silent.append)))
    found.append(("GeoLife", _geolife(SHARED / "real" / "skmob_geolife_sample.csv.gz"), Company(()), ()))
    return found


def _geolife(path: Path) -> list[Fix]:
    with gzip.open(path, "rt", newline="") as file:
        rows = list(csv.DictReader(file))
    fixes = []
    for row in rows:
        at_s = datetime.fromisoformat(row["datetime"]).replace(tzinfo=UTC).timestamp()
        rep, lat, lon = row.get("uid") or row.get("user") or "", float(row["lat"]), float(row["lng"])
        fixes.append(Fix(rep, at_s, lat, lon, None, at_s + 1.0, "geolife"))
    return fixes


def _whole(name: str, fixes: list[Fix], company: Company, notes: tuple[SpokenNote, ...], python: str) -> None:
    ours = min(_cpu_s(lambda: detect(fixes, company, notes)) for _ in range(TIMES)) / len(fixes) * 1e5
    theirs = _trackintel_s(python, fixes) / len(fixes) * 1e5
    print(f"{name}: {len(fixes)} fixes, {ours:.2f} CPU s per 100,000; trackintel {theirs:.2f}; {_times(ours, theirs)}")


def _live(python: str) -> None:
    fixes, company = dense_day()
    print(f"one dense day: {len(fixes)} fixes in {max(HOURS)} h, batches of {BATCH}")
    costs, sizes = follow(fixes, company)
    first = 0.0
    for hour in HOURS:
        until = sum(f.at_s < MORNING_S + 3600.0 * hour for f in fixes)
        last_hour = costs[max(0, until - 1800) // BATCH : until // BATCH]
        live = statistics.mean(last_hour)
        first = first or live
        whole = min(_cpu_s(lambda upto=fixes[:until]: detect(upto, company)) for _ in range(TIMES))  # type: ignore[misc]
        theirs = _trackintel_s(python, fixes[:until])
        print(
            f"  hour {hour:2d}: a batch {live * 1e3:.1f} ms, {live / first:.2f} of hour {HOURS[0]}; "
            f"the whole day anew {whole * 1e3:.0f} ms; trackintel {theirs * 1e3:.0f} ms, {_times(live, theirs)}"
        )
    print(f"  fixes loaded for a batch: at most {max(sizes)}, median {statistics.median(sizes):.0f}")
    _memory(fixes, company)


def follow(fixes: list[Fix], company: Company) -> tuple[list[float], list[int]]:
    """Follow a day batch by batch; give the CPU seconds of each batch and how many fixes it had to load."""
    costs: list[float] = []
    sizes: list[int] = []
    checkpoint: Checkpoint | None = None
    newest = 0
    at = [fix.at_s for fix in fixes]
    for until in range(BATCH, len(fixes) + 1, BATCH):
        if checkpoint is not None:
            newest = bisect.bisect_left(at, checkpoint.load_from_s, newest)
        given = fixes[newest:until]
        begun = time.process_time()
        went_on = follow_day(checkpoint, given, (), at[until - 1] + 2.0) if checkpoint else None
        if went_on is not None:
            visits, checkpoint = went_on
        else:
            given = fixes[:until]
            visits, checkpoint = begin_day(given, company, (), at[until - 1] + 2.0)
        costs.append(time.process_time() - begun)
        sizes.append(len(given))
    expected = detect(fixes, company, (), at[-1] + 2.0)
    left = len(fixes) % BATCH
    if not left and visits != expected:
        raise SystemExit("the followed day is not the whole day: this must not be")
    return costs, sizes


def _memory(fixes: list[Fix], company: Company) -> None:
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    _, checkpoint = begin_day(fixes, company)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    held = checkpoint is not None
    print(
        f"  memory of one rep: peak {(peak - before) / 2**20:.1f} MiB for a look at all {len(fixes)} fixes, "
        f"{(kept - before) / 2**20:.1f} MiB kept{'' if held else ' (no checkpoint)'}"
    )


def dense_day(seed: int = 5) -> tuple[list[Fix], Company]:
    """Make twelve hours with a fix every two seconds: twelve customers, drives of some kilometres, some twice."""
    chance = random.Random(seed)
    sites = [(chance.uniform(-8e3, 8e3), chance.uniform(-8e3, 8e3)) for _ in range(12)]
    places = tuple(
        Place(f"c{k}", f"Customer {k}", *_lat_lon(x, y), "anna", 6.0, 22.0) for k, (x, y) in enumerate(sites)
    )
    fixes: list[Fix] = []
    here, at_s, k = (0.0, 0.0), MORNING_S, 0
    end_s = MORNING_S + 3600.0 * max(HOURS)
    while at_s < end_s:
        x, y = sites[k % len(sites)]
        steps = max(1, round(math.hypot(x - here[0], y - here[1]) / 11.0 / STEP_S))
        path = [(here[0] + (x - here[0]) * n / steps, here[1] + (y - here[1]) * n / steps, 5.0) for n in range(steps)]
        path += [(x, y, 15.0)] * round(chance.uniform(10, 30) * 60.0 / STEP_S)
        for px, py, error in path:
            lat, lon = _lat_lon(px + chance.gauss(0, 0.4 * error), py + chance.gauss(0, 0.4 * error))
            fixes.append(Fix("anna", at_s, lat, lon, error, at_s + 1.0, "made", device="phone"))
            at_s += STEP_S
        here, k = (x, y), k + 1
    count = sum(fix.at_s < end_s for fix in fixes) // BATCH * BATCH
    return fixes[:count], Company(places, (Rep("anna", _lat_lon(0.0, 0.0)),))


def _lat_lon(x: float, y: float) -> tuple[float, float]:
    return 41.9 + y / 111_195.0, -87.65 + x / (111_195.0 * math.cos(math.radians(41.9)))


def _trackintel_s(python: str, fixes: list[Fix]) -> float:
    if not python:
        return math.nan
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fixes.csv"
        with path.open("w", newline="") as file:
            table = csv.writer(file)
            table.writerow(("user_id", "at_s", "lat", "lon"))
            table.writerows((f.rep, f.at_s, f.lat, f.lon) for f in sorted(fixes, key=lambda f: (f.rep, f.at_s)))
        command = [python, "-c", TRACKINTEL, str(path), str(TIMES)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"!! trackintel failed: {done.stderr.strip().splitlines()[-1:]}")
        return math.nan
    return float(done.stdout)


def _times(ours: float, theirs: float) -> str:
    return "not compared" if math.isnan(theirs) else f"ratio {ours / theirs:.3f}"


def _cpu_s(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
