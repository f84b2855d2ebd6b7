"""Print the words of recordings, a JSON line each: `python -m voice.recognizer [--model DIR] FILE...`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from voice.audio import ACCEPTED, AudioError, mime_type_for_file
from voice.recognizer import SpeechModel, SpeechModelMissing, load_model, transcribe
from voice.speech_models import choose_model

_MODELS_DIR = Path(__file__).resolve().parents[2] / "var" / "models"


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when every file was heard, 1 when one could not be, 2 when there is no speech model."""
    asked = _parse(arguments)
    try:
        model = load_model(choose_model(asked.model or os.environ.get("SPEECH_MODEL"), _MODELS_DIR))
    except SpeechModelMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    failures = 0
    for file in asked.file:
        line = _heard(file, model)
        failures += "error" in line
        print(json.dumps(line), flush=True)
    return 1 if failures else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m voice.recognizer", description=__doc__)
    parser.add_argument("--model", help="folder of a Vosk model (default: SPEECH_MODEL, var/models, the trial model)")
    parser.add_argument("file", nargs="+", type=Path, help=f"recording; its ending names its format: {ACCEPTED}")
    return parser.parse_args(arguments)


def _heard(file: Path, model: SpeechModel) -> dict[str, Any]:
    try:
        transcript = transcribe(file, mime_type_for_file(file), model)
    except AudioError as fault:
        return {"file": str(file), "error": str(fault)}
    words = [{_JSON_NAMES.get(name, name): value for name, value in asdict(word).items()} for word in transcript.words]
    return {"file": str(file), "text": transcript.text, "seconds": round(transcript.seconds, 3), "words": words}


_JSON_NAMES = {"text": "word"}

if __name__ == "__main__":
    sys.exit(main())
