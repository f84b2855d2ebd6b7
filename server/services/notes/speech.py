"""Which speech model this installation hears with."""

from __future__ import annotations

from server.settings import Settings
from voice.recognizer import SpeechModel, describe_model
from voice.recognizer.model import is_trial_model
from voice.speech_models import choose_model

TRIAL_NOTICE = (
    "Trial speech model: it was made for trying Rounds out and mishears many words. "
    "Your administrator can install a full one."
)


def chosen_speech_model(settings: Settings) -> SpeechModel:
    """Return the model that the settings choose; raises SpeechModelMissing that says how to get one."""
    return describe_model(choose_model(settings.speech_model, settings.models_dir))


def model_notice(settings: Settings) -> tuple[str, bool, str | None]:
    """Return the chosen model's name, whether it is the trial model, and the sentence to show if so."""
    folder = choose_model(settings.speech_model, settings.models_dir)
    is_trial = is_trial_model(folder)
    return folder.name, is_trial, TRIAL_NOTICE if is_trial else None
