"""Hundreds of spoken forms of secrets are cut; telephone, order and house numbers, prices and counts stay."""

import pytest

from tests.voice.understanding.spoken_secrets import harmless, spoken_secrets
from voice.understanding.secrets.secrets import find_secrets


def found_and_meant(sentence: str) -> tuple[set[int], set[int], set[str]]:
    words: list[str] = []
    meant: set[int] = set()
    inside = False
    for word in sentence.split():
        inside = inside or word.startswith("<")
        if inside:
            meant.add(len(words))
        words.append(word.strip("<>"))
        inside = inside and not word.endswith(">")
    secrets = find_secrets(words)
    found = {i for s in secrets for i in range(s.evidence.start_word, s.evidence.end_word + 1)}
    return found, meant, {s.kind for s in secrets}


def test_nearly_every_word_of_a_secret_is_cut_however_it_is_said() -> None:
    sentences = list(spoken_secrets())
    assert len(sentences) > 500
    read = [found_and_meant(sentence) for _, sentence in sentences]
    words = sum(len(meant) for _, meant, _ in read)
    missed = [sentence for (_, sentence), (found, meant, _) in zip(sentences, read, strict=True) if meant - found]
    assert sum(len(meant & found) for found, meant, _ in read) / words >= 0.98, missed
    assert sum(len(found - meant) for found, meant, _ in read) / words <= 0.01


def test_a_secret_is_of_the_kind_that_was_said() -> None:
    wrong = [
        (kind, sentence)
        for kind, sentence in spoken_secrets()
        if (kinds := found_and_meant(sentence)[2]) and kinds != {kind}
    ]
    assert not wrong


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_telephones_prices_orders_and_counts_stay(seed: int) -> None:
    cut = [sentence for sentence in harmless(seed) if find_secrets(sentence.split())]
    assert not cut
