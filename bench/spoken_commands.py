"""Speak sentences with and without commands in several voices, and count which fire: `python -m bench.spoken_commands`.

The sound is made by espeak-ng (`apt install espeak-ng`), heard by the trial model, and the rules read the words and
pauses that it heard. Two thirds of the sentences are commands, the others merely hold their words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from tests.support.spoken import as_webm, speak
from voice.commands import Pauses, find_private, find_reminders, find_struck, pauses_of
from voice.commands.contact import read_new_contacts
from voice.recognizer import load_model, transcribe
from voice.speech_models import TRIAL_MODEL_PATH

VOICES = ("en-us+f4", "en-us+m3", "en-gb+f2", "en-gb-scotland+m7")
Finder = Callable[[Sequence[str], Pauses], Sequence[object]]
FINDERS: dict[str, Finder] = {
    "private": find_private,
    "strike": find_struck,
    "remind": find_reminders,
    "new contact": read_new_contacts,
}
# What is said, for which command, and whether it is one; a comma is a breath.
SAID = (
    ("they want ten cases, private, she is thinking of selling, end private, please call her", "private", True),
    ("good visit, private, his wife has left him, end private", "private", True),
    ("it is a private clinic and they want milk", "private", False),
    ("they want twelve cases of milk, strike that, they want a call", "strike", True),
    ("i will send the list, scratch that, i will call her", "strike", True),
    ("he said they are on strike and the driver is late", "strike", False),
    ("good visit, remind me on friday to call the chef", "remind", True),
    ("remind me tomorrow about the invoice", "remind", True),
    ("she will call to remind me about the order", "remind", False),
    ("new contact, anna smith, she is the manager", "new contact", True),
    ("good visit, new contact, david brown, the owner", "new contact", True),
    ("she is the new contact for deliveries", "new contact", False),
)


def main() -> None:
    model = load_model(TRIAL_MODEL_PATH)
    right: defaultdict[tuple[str, bool], list[bool]] = defaultdict(list)
    for voice in VOICES:
        for text, command, is_command in SAID:
            heard = transcribe([as_webm(speak(text, voice))], "audio/webm", model)
            words = [word.text for word in heard.words]
            fires = bool(FINDERS[command](words, pauses_of(heard.words)))
            right[command, is_command].append(fires == is_command)
            if fires != is_command:
                print(f"{voice}: {'missed' if is_command else 'fired wrongly'}: {text!r}, heard as {' '.join(words)!r}")
    for (command, is_command), results in right.items():
        kind = "commands heard" if is_command else "others left alone"
        print(f"{command}: {sum(results)} of {len(results)} {kind}")


if __name__ == "__main__":
    main()
