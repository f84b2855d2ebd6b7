"""What moving everything costs: `.venv/bin/python -m bench.archive [--rows N] [--sounds N]`.

Fills every table of a SQLite database with N made rows and puts N files of sound beside it, then runs the commands
`export` and `import-archive` as they are. Prints CPU seconds, rows per second, the most memory each needed, and the
import's ratio to writing the same rows with bare SQL in the same run. Exit status 1 where memory grows with the rows
(over 200 MB) or the second export is not the same as the first.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import null, update

from bench.live_house import machine
from models.database import open_database
from models.recording import Recording
from models.schema import migrate
from server.services.archive.contents import travelling
from server.services.notes.recording_store import RecordingStore
from server.settings import PROJECT_ROOT
from tests.support.full_tables import fill_every_table

MOST_MB = 200
SOUND = os.urandom(60_000)  # half a minute of speech


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.archive", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000, help="how many rows each table has")
    parser.add_argument("--sounds", type=int, default=2_000, help="how many files of sound there are")
    asked = parser.parse_args(arguments)
    print(f"{asked.rows} rows in each of {len(travelling())} tables, {asked.sounds} sounds; {machine()}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        here, there, first, second = (Path(folder) / name for name in ("here", "there", "1.zip", "2.zip"))
        _fill(here, asked.rows, asked.sounds)
        rows = asked.rows * len(travelling())
        _, made_mb = _command("export", here, first, rows)
        taken_s, taken_mb = _command("import-archive", there, first, rows)
        bare_s = _bare_s(first, Path(folder) / "bare.sqlite3", there)
        print(f"the same rows by bare SQL: {bare_s:.1f} s of CPU; import / bare = {taken_s / bare_s:.1f}")
        _command("export", there, second, rows)
        is_same = _sums(first) == _sums(second)
        assert "sound/0-id/000000.chunk" in zipfile.ZipFile(first).namelist() or not asked.sounds
        print(f"archive: {first.stat().st_size / 1e6:.0f} MB; second export the same: {'yes' if is_same else 'NO'}")
    is_small = max(made_mb, taken_mb) <= MOST_MB
    return 0 if is_same and is_small else 1


def _fill(folder: Path, rows: int, sounds: int) -> None:
    folder.mkdir()
    database = open_database(f"sqlite:///{folder / 'rounds.sqlite3'}")
    migrate(database)
    with database.session() as session:
        fill_every_table(session, rows)
        session.execute(update(Recording).values(silenced=null(), silenced_at=None))
        session.commit()
    database.close()
    store = RecordingStore(folder / "recordings")
    for number in range(min(sounds, rows)):
        path = store.path(f"{number}-id", 0)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(SOUND)


def _command(name: str, folder: Path, file: Path, rows: int) -> tuple[float, float]:
    """Run a command; return its CPU seconds and the most memory it had, in MB."""
    environment = {**os.environ, "VAR_DIR": str(folder), "DATABASE_URL": ""}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", _MEASURED, name, str(file)]
    done = subprocess.run(command, cwd=PROJECT_ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    most_mb = float(done.stderr.splitlines()[-1])
    print(f"{name}: {used_s:.1f} s of CPU, {rows / used_s:,.0f} rows/s, at most {most_mb:.0f} MB", flush=True)
    return used_s, most_mb


_MEASURED = """
import re, sys
from pathlib import Path
from server.cli.main import main
code = main(sys.argv[1:])
(most_kb,) = re.findall(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(int(most_kb) / 1024, file=sys.stderr)
sys.exit(code)
"""


def _bare_s(archive: Path, target: Path, like: Path) -> float:
    """Write the rows of an archive with the driver alone into a database of the same schema; return CPU seconds."""
    with sqlite3.connect(like / "rounds.sqlite3") as source:
        schema = [
            sql for (sql,) in source.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        ]
    bare = sqlite3.connect(target)
    for sql in schema:
        if not sql.startswith("CREATE TABLE 'search_") and "sqlite_sequence" not in sql:
            bare.execute(sql)
    began_s = time.process_time()
    with zipfile.ZipFile(archive) as opened:
        for table in travelling():
            told = [json.loads(line) for line in opened.open(f"tables/{table.name}.jsonl")]
            names = list(told[0])
            marks = ", ".join("?" * len(names))
            values = [[json.dumps(v) if isinstance(v, dict | list) else v for v in row.values()] for row in told]
            bare.executemany(f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES ({marks})', values)
    bare.commit()
    bare.close()
    return time.process_time() - began_s


def _sums(archive: Path) -> object:
    with zipfile.ZipFile(archive) as opened:
        told = json.loads(opened.read("manifest.json"))
    return told["tables"], told["sound"]


if __name__ == "__main__":
    raise SystemExit(main())
