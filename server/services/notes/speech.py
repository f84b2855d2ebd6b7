"""Which speech model this installation hears with."""

from __future__ import annotations

from dataclasses import dataclass

from server.services.notes.languages import language_name
from server.settings import Settings
from voice.recognizer import SpeechModel, describe_model
from voice.recognizer.model import is_trial_model
from voice.speech_models import choose_for_language, choose_model, find_model

TRIAL_NOTICE = (
    "Trial speech model: it was made for trying Rounds out and mishears many words. "
    "Your administrator can install a full one."
)


def chosen_speech_model(settings: Settings) -> SpeechModel:
    """Return the model that the settings choose; raises SpeechModelMissing that says how to get one."""
    return describe_model(choose_model(settings.speech_model, settings.models_dir))


@dataclass(frozen=True, slots=True)
class ChosenEar:
    """The model that hears one recording, the language said to be spoken in it (None: the company's), and a problem."""

    model: SpeechModel
    language: str | None
    problem: str | None = None


def ear_for(settings: Settings, language: str | None, name: str | None = None) -> ChosenEar:
    """Choose the model for a recording: the one named, else one of its language, else the company's, which is said."""
    chosen = choose_model(settings.speech_model, settings.models_dir)
    if name is not None and (named := find_model(name, settings.models_dir)) is not None:
        return ChosenEar(describe_model(named), language)
    folder = choose_for_language(chosen, settings.models_dir, language)
    if folder is not None:
        return ChosenEar(describe_model(folder), language)
    problem = (
        f"No speech model for {language_name(language or '')} is installed: {chosen.name} heard this note, and its "
        "words mean little. Once there is one, have the note transcribed again."
    )
    return ChosenEar(describe_model(chosen), language, problem)


def model_notice(settings: Settings) -> tuple[str, bool, str | None]:
    """Return the chosen model's name, whether it is the trial model, and the sentence to show if so."""
    folder = choose_model(settings.speech_model, settings.models_dir)
    is_trial = is_trial_model(folder)
    return folder.name, is_trial, TRIAL_NOTICE if is_trial else None
