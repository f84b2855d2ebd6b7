"""The speech model that phones hear with when no network is there, packed once and kept."""

from __future__ import annotations

from dataclasses import dataclass

from server.errors import NotFound
from server.services.notes.speech import TRIAL_NOTICE
from server.settings import Settings
from voice.recognizer.model import is_trial_model
from voice.recognizer.naming import fingerprint, language_of, version_of
from voice.speech_models import choose_for_phone, choose_model
from voice.speech_models.pack import PackedModel, pack

SMALLER = (
    "The phone hears with a smaller speech model than the server: names of customers and products may come out right "
    "only once the server has heard the note."
)


@dataclass(frozen=True, slots=True)
class PhoneModel:
    """What a phone is told before it fetches a model."""

    name: str
    version: str
    language: str
    packed: PackedModel
    words_missing_note: str | None


def phone_model(settings: Settings, language: str | None) -> PhoneModel:
    """Return the small model of a language (None: of the company's), packing it at the first call.

    Raises NotFound where no installed model is small enough for a phone.
    """
    used = choose_model(settings.speech_model, settings.models_dir)
    folder = choose_for_phone(used, settings.models_dir, language)
    if folder is None:
        raise NotFound(
            f"No speech model for {language or language_of(used)} is installed that is small enough for a phone. "
            "Notes are recorded all the same and heard by the server.",
            code="no-phone-model",
        )
    version = version_of(folder)
    # With the fingerprint of its files, so that a folder that was filled anew is packed anew.
    packed = pack(folder, settings.phone_model_dir, f"{folder.name}-{fingerprint(folder)}")
    note = TRIAL_NOTICE if is_trial_model(folder) else None if folder == used else SMALLER
    return PhoneModel(folder.name, version, language_of(folder), packed, note)
