"""The speech model at the first start: the official one is fetched once; the trial model serves where it cannot be."""

from __future__ import annotations

from server.settings import Settings
from voice.recognizer.model import is_trial_model
from voice.speech_models import OFFICIAL_MODEL, choose_model


def ensure_speech_model(settings: Settings) -> list[str]:
    """Have a speech model; return what to tell the person who starts the server."""
    chosen = choose_model(settings.speech_model, settings.models_dir)
    if not is_trial_model(chosen):
        return []
    return [
        "Speech: the trial model hears for now; it mishears many words. "
        f"The full one:   .venv/bin/python -m server model install {OFFICIAL_MODEL}"
    ]
