"""Speech models on disk: which one is used, and how another is fetched, checked and put in place."""

from voice.speech_models.choice import (
    OFFICIAL_MODEL,
    TRIAL_MODEL_PATH,
    InstalledModel,
    choose_for_language,
    choose_for_phone,
    choose_model,
    find_model,
    list_installed,
    use,
)
from voice.speech_models.download import CATALOGUE_URL, Progress
from voice.speech_models.faults import ModelNotInstalled
from voice.speech_models.install import InstallLimits, install

__all__ = [
    "CATALOGUE_URL",
    "OFFICIAL_MODEL",
    "TRIAL_MODEL_PATH",
    "InstallLimits",
    "InstalledModel",
    "ModelNotInstalled",
    "Progress",
    "choose_for_language",
    "choose_for_phone",
    "choose_model",
    "find_model",
    "install",
    "list_installed",
    "use",
]
