"""Print the entry of each note: python -m voice.understanding --crm DIR < notes.jsonl"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from voice.lexicon import Lexicon
from voice.understanding import understand
from voice.understanding.note_json import note_from_json


def main() -> int:
    """Read notes from standard input, print entries; 1 when a line was broken."""
    options = _options()
    lexicon = Lexicon.from_csv(options.crm)
    failed = 0
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            note = note_from_json(json.loads(line))
            entry = understand(note, lexicon, options.zone)
        except ValueError as error:
            print(f"line {number} skipped: {error}", file=sys.stderr)
            failed += 1
            continue
        print(json.dumps({"id": note.id, "entry": entry.to_json()}, ensure_ascii=False))
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m voice.understanding", description=__doc__)
    parser.add_argument(
        "--crm", type=Path, required=True, help="folder with customers.csv, contacts.csv, products.csv ..."
    )
    parser.add_argument("--zone", default="America/Chicago", help="IANA name of the zone the notes were spoken in")
    options = parser.parse_args()
    if not options.crm.is_dir():
        parser.error(f"--crm: {options.crm} is no folder")
    try:
        ZoneInfo(options.zone)
    except (ZoneInfoNotFoundError, ValueError):
        parser.error(f"--zone: {options.zone!r} is no IANA zone name, such as Europe/London")
    return options


if __name__ == "__main__":
    sys.exit(main())
