"""Ears: each recording is heard in a process of its own, under limits, so that the worst one costs itself only."""

from voice.ears.ears import Ears
from voice.ears.faults import EarCrashed, EarFailed, EarLost, LimitExceeded
from voice.ears.order import EarLimits, ListenOrder
from voice.ears.remote import Ear

__all__ = [
    "Ear",
    "EarCrashed",
    "EarFailed",
    "EarLimits",
    "EarLost",
    "Ears",
    "LimitExceeded",
    "ListenOrder",
]
