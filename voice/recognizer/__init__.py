"""Samples in, words out: Vosk, offline, the same words each time the same recording is heard."""

from voice.recognizer.listener import Listener, transcribe
from voice.recognizer.model import SpeechModel, SpeechModelMissing, describe_model, is_model_folder, load_model

__all__ = [
    "Listener",
    "SpeechModel",
    "SpeechModelMissing",
    "describe_model",
    "is_model_folder",
    "load_model",
    "transcribe",
]
