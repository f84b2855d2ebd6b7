"""Load a speech model and let it hear a second of silence: `python -m voice.speech_models.trial_run DIR`."""

from __future__ import annotations

import sys

from voice.recognizer import Listener, SpeechModelMissing, load_model


def main(folder: str) -> int:
    """Return 0 when the model works, 1 when Vosk refuses it."""
    try:
        with Listener(load_model(folder)) as listener:
            for _ in range(4):
                listener.hear(bytes(8000))
            listener.finish()
    except SpeechModelMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
