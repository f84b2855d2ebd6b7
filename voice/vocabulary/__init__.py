"""Words of the company that may be said in a note, and heard words set right by them."""

from voice.vocabulary.steering import steer
from voice.vocabulary.vocabulary import Name, Vocabulary, vocabulary_of

__all__ = ["Name", "Vocabulary", "steer", "vocabulary_of"]
