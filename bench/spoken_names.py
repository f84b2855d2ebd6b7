"""Make spoken notes full of names, with several voices: `python -m bench.spoken_names [--set unseen] [--each N] DIR`.

The sentences are put together from the demo's tables, so that what is said and where is known; half of the customers
belong to the set `seen`, on which things are tuned, the other half with other sentences to `unseen`. `training` and
`third` are of other companies (bench/other_companies.py), `third` with voices of its own; `free` are notes put
together from bench/phrases, with few names. Needs the programs of the
voices: `apt install espeak-ng flite festival festvox-kdlpc16k` and, from Debian's non-free part, `libttspico-utils`.
A voice whose program is not there is left out, loudly.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy

from bench.other_companies import THIRD_SENTENCES, TRAINING_SENTENCES, third_company, training_company
from voice.audio import SAMPLE_RATE_HZ
from voice.lexicon import Contact, Customer, Lexicon
from voice.sound import fold, spoken_tokens

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "server" / "demo" / "tables"

SEEN = (
    "just left {customer} met with {contact} she wants {product} and {product2} by friday",
    "at {customer} {first} says the {product} came in warm again and she is thinking of {competitor}",
    "stopped by {customer} this morning {contact} was out so i spoke with {first2} about the {product}",
    "{customer} needs ten cases of {product} every week {last} signs for it",
    "{first} at {customer} told me they pay less at {competitor} for {product}",
    "i will call {contact} on monday about the invoice",
    "{competitor} was here yesterday and {first} took their price list",
    "send {first} a sample of the {product} and copy {colleague}",
    "good meeting at {customer} with {first} and {first2} they loved the {product}",
    "nobody was in today i left a card on the counter and will try again next week",
    "they were busy with lunch so we only talked for five minutes about the new menu",
    "the kitchen is closed on mondays and the delivery has to come through the back door before nine",
)
UNSEEN = (
    "visited {customer} and {first} showed me the walk in they are out of {product}",
    "quick note from {customer} new order for {contact} six cases of {product}",
    "{contact} complained that the last {product} was late and that {competitor} never is",
    "{first} asked {colleague} to come along next time",
    "had coffee with {first2} from {customer} he prefers {product} over {product2}",
    "put {contact} down for three cases of {product}",
    "the owner {contact} wants to compare us with {competitor}",
    "please tell {last} that the {product} is on its way",
    "we talked about the weather and the game and nothing else really so no order this time",
    "the new oven is too small for the big trays so they bake twice a day now",
    "remind me to bring the price sheet and the brochure when i come back in april",
)
SETS = {"seen": SEEN, "unseen": UNSEEN, "training": TRAINING_SENTENCES, "third": THIRD_SENTENCES, "free": ()}
OTHER_COMPANIES = {"training": training_company, "free": training_company, "third": third_company}
PHRASES = Path(__file__).with_name("phrases")
_SLOTS = {"X": "{product}", "NAME": "{first}", "N": "six"}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as it is spoken, where, and which of its words belong to which kind of name."""

    id: str
    text: str
    customer_id: str
    kinds: tuple[str, ...]


def company_of(which: str) -> Lexicon:
    """Give the company whose names a set speaks."""
    if which in OTHER_COMPANIES:
        return OTHER_COMPANIES[which]()
    return Lexicon.from_csv(TABLES)


def sentences(which: str, each: int, lexicon: Lexicon) -> Iterator[Said]:
    """Yield `each` sentences for every voice's turn, the same ones each time; names that are hard come most often."""
    chance = random.Random(f"names {which}")
    places = [c for c in lexicon.customers if lexicon.contacts_of.get(c.id)]
    if which in OTHER_COMPANIES:
        half = places
    else:
        half = [c for number, c in enumerate(places) if (number % 2 == 0) == (which == "seen")]
    chance.shuffle(half)
    templates = SETS[which] or free_templates(chance, each)
    for number in range(each):
        customer = half[number % len(half)]
        yield _sentence(f"{which}{number:03}", templates[number % len(templates)], customer, lexicon, chance)


def free_templates(chance: random.Random, number: int) -> list[str]:
    """Put together `number` notes of three clauses each, as people speak them when no name is due."""
    clauses = [
        " ".join(_SLOTS.get(word, word) for word in re.sub(r"\[([^|\]]*)[^\]]*\]", r"\1", line).split())
        for name in ("clauses", "stance")
        for line in (PHRASES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith(("#", "="))
    ]
    return [" ".join(chance.choice(clauses) for _ in range(3)) for _ in range(number)]


def _sentence(key: str, template: str, customer: Customer, lexicon: Lexicon, chance: random.Random) -> Said:
    people = list(lexicon.contacts_of[customer.id])
    contact, other = chance.choice(people), chance.choice(people)
    named = {
        "customer": ("customer", customer.name),
        "contact": ("person", contact.name),
        "contact2": ("person", other.name),
        "first": ("person", _first(contact)),
        "last": ("person", contact.name.split()[-1]),
        "first2": ("person", _first(other)),
        "colleague": ("person", chance.choice(lexicon.colleagues).name),
        "product": ("product", chance.choice(chance.choice(lexicon.products).aliases)),
        "product2": ("product", chance.choice(chance.choice(lexicon.products).aliases)),
        "competitor": ("competitor", chance.choice(lexicon.competitors).name),
    }
    words: list[str] = []
    kinds: list[str] = []
    for part in template.split():
        kind, text = named[part[1:-1]] if part.startswith("{") else ("", part)
        spoken = spoken_tokens(text)
        words += spoken
        kinds += [kind] * len(spoken)
    return Said(key, " ".join(words), customer.id, tuple(kinds))


def _first(contact: Contact) -> str:
    return contact.name.split()[0]


class Voice:
    """A way to have a text spoken into a WAV file."""

    def __init__(self, name: str, program: str, *command: str) -> None:
        self.name, self.program, self._command = name, program, command

    @property
    def is_there(self) -> bool:
        return shutil.which(self.program) is not None

    def speak(self, text: str, to: Path) -> None:
        filled = [part.format(text=text, to=to) for part in self._command]
        subprocess.run([self.program, *filled], check=True, input=text, text=True, capture_output=True)


VOICES = (
    Voice("pico en-US", "pico2wave", "--lang=en-US", "--wave={to}", "{text}"),
    Voice("festival ked", "text2wave", "-eval", "(voice_ked_diphone)", "-o", "{to}"),
    Voice("espeak f4", "espeak-ng", "-v", "en-us+f4", "-w", "{to}", "--", "{text}"),
    Voice("espeak m6", "espeak-ng", "-v", "en-us+m6", "-w", "{to}", "--", "{text}"),
    Voice("flite awb", "flite", "-voice", "awb", "-t", "{text}", "-o", "{to}"),
)
TRAINING_VOICES = (
    *VOICES,
    Voice("espeak f3", "espeak-ng", "-v", "en-us+f3", "-w", "{to}", "--", "{text}"),
    Voice("espeak m3 fast", "espeak-ng", "-v", "en-us+m3", "-s", "195", "-w", "{to}", "--", "{text}"),
    Voice("flite kal16", "flite", "-voice", "kal16", "-t", "{text}", "-o", "{to}"),
)
THIRD_VOICES = (
    Voice("pico en-GB", "pico2wave", "--lang=en-GB", "--wave={to}", "{text}"),
    Voice("espeak rp m2", "espeak-ng", "-v", "en-gb-x-rp+m2", "-w", "{to}", "--", "{text}"),
    Voice("espeak scotland f2", "espeak-ng", "-v", "en-gb-scotland+f2", "-w", "{to}", "--", "{text}"),
    Voice("flite rms", "flite", "-voice", "rms", "-t", "{text}", "-o", "{to}"),
    Voice("flite slt", "flite", "-voice", "slt", "-t", "{text}", "-o", "{to}"),
)
VOICES_OF = {
    "seen": VOICES,
    "unseen": VOICES,
    "training": TRAINING_VOICES,
    "free": TRAINING_VOICES,
    "third": THIRD_VOICES,
}


def make(which: str, each: int, folder: Path) -> Path:
    """Speak the sentences of a set, `each` by every voice; return the list (JSON lines) of what was made."""
    lexicon = company_of(which)
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder / f"{which}.jsonl"
    voices = [voice for voice in VOICES_OF[which] if voice.is_there]
    for voice in VOICES_OF[which]:
        if voice not in voices:
            print(f"!!! NO {voice.name}: {voice.program} IS NOT INSTALLED !!!", file=sys.stderr)
    with listed.open("w", encoding="utf-8") as lines:
        for number, said in enumerate(sentences(which, each * len(voices), lexicon)):
            voice = voices[number % len(voices)]
            path = folder / f"{said.id}.wav"
            if not path.exists():
                _speak(voice, said, path)
            lines.write(json.dumps({"file": path.name, "voice": voice.name, **asdict(said)}) + "\n")
    return listed


def _speak(voice: Voice, said: Said, to: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "spoken.wav"
        # Accents are spoken from the written names' plain letters: the voices are English.
        voice.speak(fold(said.text), made)
        with wave.open(str(made)) as sound:
            rate_hz = sound.getframerate()
            samples = numpy.frombuffer(sound.readframes(sound.getnframes()), "<i2")
    seconds = len(samples) / rate_hz
    at = numpy.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    resampled = numpy.interp(at, numpy.arange(len(samples)) / rate_hz, _below(samples, rate_hz))
    with wave.open(str(to), "wb") as sound:
        sound.setparams((1, 2, SAMPLE_RATE_HZ, 0, "NONE", ""))
        sound.writeframes(numpy.clip(resampled, -32768, 32767).astype("<i2").tobytes())


def _below(samples: numpy.typing.NDArray[numpy.int16], rate_hz: int) -> numpy.typing.NDArray[numpy.float64]:
    """Take away what the lower rate cannot hold."""
    spectrum = numpy.fft.rfft(samples)
    spectrum[numpy.fft.rfftfreq(len(samples), 1 / rate_hz) > SAMPLE_RATE_HZ / 2] = 0
    return numpy.fft.irfft(spectrum, len(samples))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m bench.spoken_names", description=__doc__)
    parser.add_argument("--set", choices=sorted(SETS), default="seen")
    parser.add_argument("--each", type=int, default=24, help="sentences for each voice (default 24)")
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args(arguments)
    print(make(asked.set, asked.each, asked.folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
