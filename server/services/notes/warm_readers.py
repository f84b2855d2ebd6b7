"""Has all that reads a note ready before its last words came: names, sounds, rules and weights."""

from __future__ import annotations

import structlog

from models.base import now
from server.current import Installation
from server.services.notes.note_vocabulary import vocabulary_for
from voice.lexicon import Lexicon
from voice.types import Word
from voice.understanding import Note, understand
from voice.vocabulary import steer

# Touches the readers that load tables or prepare names when they are first used; nobody ever sees it.
EXAMPLE = (
    "i met the manager today they want twelve cases at thirty one fifty by friday but the last delivery was late so i "
    "promised to call back next tuesday at three and a competitor offered ten percent less"
)
log = structlog.get_logger()


class WarmReaders:
    """Reads an example once for each state of the company's names, so that the next real note is read at once.

    Tables and names are otherwise read with the first note, while somebody waits for it. Nothing is written.
    """

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._warm_for: Lexicon | None = None

    def warm(self) -> bool:
        """Make ready what is not; True when there was something to do. A fault is logged: the note itself will tell."""
        try:
            return self._read_example()
        except Exception:  # being early is all this is for
            log.exception("readers could not be made ready")
            return False

    def _read_example(self) -> bool:
        with self._installation.database.reading() as session:
            lexicon = self._installation.lexicon.current(session)
            if lexicon is self._warm_for:
                return False
            vocabulary = vocabulary_for(session, self._installation, None)
        words = [Word(text, float(at), at + 0.5, 0.6) for at, text in enumerate(EXAMPLE.split())]
        steer(words, vocabulary)
        zone = self._installation.settings.time_zone
        understand(Note(id="", text=EXAMPLE, recorded_at=now(), words=tuple(words)), lexicon, zone)
        self._warm_for = lexicon
        return True
