"""Score the understanding of notes: python bench/notes.py [--errors FIELD] [--set NAME]

Runs `voice.understanding` over the project's own notes (tests/voice/understanding/notes) and, where ../shared/notes
is beside the project, over its dev set; scores with ../shared/notes/score.py. Prints micro F1 by field and the
milliseconds of processor time a note takes on one core.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from voice.lexicon import Lexicon  # noqa: E402
from voice.understanding import understand  # noqa: E402
from voice.understanding.note_json import note_from_json  # noqa: E402

SHARED = ROOT.parent / "shared" / "notes"
OWN = ROOT / "tests" / "voice" / "understanding" / "notes"
TABLES = ROOT / "server" / "demo" / "tables"
SETS = {
    "dev": SHARED / "dev.jsonl",
    "seen": OWN / "seen.jsonl",
    "fresh": OWN / "fresh.jsonl",
    "later": OWN / "later.jsonl",
    "unseen": OWN / "unseen.jsonl",
}


def main() -> int:
    options = _options()
    scorer = SHARED / "score.py"
    if not scorer.exists():
        print(
            "NOT SCORED: ../shared/notes/score.py is not beside the project; only the time is measured", file=sys.stderr
        )
    lexicon = Lexicon.from_csv(TABLES)
    for name, path in SETS.items():
        if options.set and name != options.set:
            continue
        if not path.exists():
            print(f"NOT RUN: {name}: {path.name} is not there (the dev set lies in ../shared/notes)", file=sys.stderr)
            continue
        _bench(name, path, lexicon, scorer if scorer.exists() else None, options.errors)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=sorted(SETS), help="this set only")
    parser.add_argument("--errors", metavar="FIELD", help="list the errors of this field, or 'all'")
    return parser.parse_args()


def _bench(name: str, path: Path, lexicon: Lexicon, scorer: Path | None, errors: str | None) -> None:
    notes = [note_from_json(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    understand(notes[0], lexicon)  # builds the indexes once
    times_ms: list[float] = []
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False, encoding="utf-8") as file:
        for note in notes:
            begun = time.process_time()
            entry = understand(note, lexicon)
            times_ms.append(1000 * (time.process_time() - begun))
            file.write(json.dumps({"id": note.id, "entry": entry.to_json()}) + "\n")
    times_ms.sort()
    p95_ms = times_ms[int(0.95 * len(times_ms))]
    print(
        f"== {name}: {len(notes)} notes, {sum(times_ms) / len(times_ms):.1f} ms a note, p95 {p95_ms:.1f} ms", flush=True
    )
    if scorer is not None:
        command = [
            sys.executable,
            str(scorer),
            str(path),
            file.name,
            "--tags",
            *(["--errors", errors] if errors else []),
        ]
        subprocess.run(command, check=True)
    Path(file.name).unlink()


if __name__ == "__main__":
    sys.exit(main())
