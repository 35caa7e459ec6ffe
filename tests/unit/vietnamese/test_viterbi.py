"""The whole-array decoder against the textbook's."""

from itertools import islice, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.vietnamese.words import viterbi
from searcher.vietnamese.words.viterbi import Decoder

PYVI = (-0.9966795813457817, 1.918714518662263, -2.9695616858159766, -0.43685033938707646)
WEIGHT = st.floats(-4, 4, allow_nan=False)


def score(weights: tuple[float, ...], emission: list[float], labels: tuple[int, ...]) -> float:
    """Return the score of a label sequence: B scores 0, I its emission."""
    steps = sum(weights[2 * a + b] for a, b in pairwise(labels))
    return steps + sum(e for e, label in zip(emission, labels, strict=True) if label)


def textbook(weights: tuple[float, ...], emission: list[float]) -> float:
    """Return the best score of all label sequences."""
    every = product((0, 1), repeat=len(emission))
    return max(score(weights, emission, labels) for labels in every)


def decoded(weights: tuple[float, ...], texts: list[list[float]]) -> list[int]:
    decoder = Decoder(*weights)
    emission = np.array([e for text in texts for e in text])
    lengths = np.array([len(text) for text in texts])
    first, last = np.zeros(len(emission), np.bool_), np.zeros(len(emission), np.bool_)
    first[np.cumsum(lengths) - lengths], last[np.cumsum(lengths) - 1] = True, True
    labels = decoder.labels(decoder.differences(emission, first), last)
    decoder.close(labels)
    return labels.tolist()


TEXTS = st.lists(st.lists(WEIGHT, min_size=1, max_size=8), min_size=1, max_size=4)


@settings(max_examples=300)
@given(weights=st.just(PYVI) | st.tuples(WEIGHT, WEIGHT, WEIGHT, WEIGHT), texts=TEXTS)
def test_the_decoder_finds_the_best_labels(
    weights: tuple[float, ...], texts: list[list[float]]
) -> None:
    labels = iter(decoded(weights, texts))
    for text in texts:
        found = tuple(islice(labels, len(text)))
        assert score(weights, text, found) == pytest.approx(textbook(weights, text), abs=1e-9)


@given(weights=st.just(PYVI) | st.tuples(WEIGHT, WEIGHT, WEIGHT, WEIGHT), texts=TEXTS)
def test_few_tokens_get_the_best_labels_too(
    weights: tuple[float, ...], texts: list[list[float]]
) -> None:
    for text in texts:
        found = tuple(Decoder(*weights).labels_of_few(text))
        assert score(weights, text, found) == pytest.approx(textbook(weights, text), abs=1e-9)


@pytest.mark.parametrize("weights", [PYVI, (0.0, -2.0, -2.0, 0.0)])
def test_a_chain_longer_than_the_passes_is_walked(
    weights: tuple[float, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    decoder = Decoder(*weights)
    low, high = decoder.window
    middle = np.array([(low + high) / 2])
    steady = float((middle - decoder.step(middle))[0])  # d stays inside the window for ever
    emission = np.full(500, steady) + np.linspace(0, 1e-3, 500)
    first = np.zeros(500, np.bool_)
    first[0] = True
    walked = decoder.differences(emission, first)
    monkeypatch.setattr(viterbi, "_PASSES", 1_000)
    assert np.allclose(walked, decoder.differences(emission, first), rtol=0, atol=1e-9)
