"""pyvi's CRF model, read out of the installed package: never unpickled, never copied.

`models/pyvi3.pkl` is a pickle with the file of CRFsuite inside, as one string. We find that string by
its magic and read it by the format of CRFsuite 0.12 (`crf1d_model.c`, `cqdb.c`). Because a pickle
must not be trusted and features must mean what we think, only files with known digests are read.
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

KNOWN = {
    "pyvi3.pkl": "6cdd73aee04b6a4ad7320ca85d27d931a7ef870cfdd41beb148e86bdb8aca134",
    "words.txt": "517743d27e71d43343e4b8e9e89015cdc68d84ebe1d48106449e501d918ece4a",
}
"""SHA-256 of the files of pyvi 0.1.1."""

_FEATURE = np.dtype([("kind", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])
_STATE, _TRANSITION = 0, 1


class UnknownModel(Exception):
    """The installed pyvi has another model than the one we read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A CRF with the labels B_W (a word begins) and I_W (it goes on), as differences I - B.

    `weights` has the difference of the state weights of each attribute. `transitions` are the
    weights BB, BI, IB, II (from, to). `bigrams` and `trigrams` are word-list entries of two and
    three syllables.
    """

    weights: dict[str, float]
    transitions: tuple[float, float, float, float]
    bigrams: frozenset[str]
    trigrams: frozenset[str]

    @property
    def of_pair(self) -> tuple[float, float]:
        """The weights of an entry of two for its last and its first token."""
        return self.weights["-1:word.bi_gram()"], self.weights["+1:word.bi_gram()"]

    @property
    def of_triple(self) -> tuple[float, float]:
        """The weights of an entry of three for its last and its first token."""
        return self.weights["-2:word.tri_gram()"], self.weights["+2:word.tri_gram()"]


@cache
def load_model() -> Model:
    """Return the model of the installed pyvi; raises UnknownModel."""
    folder = _folder()
    crf = _Crf(_embedded(_known_bytes(folder / "pyvi3.pkl")))
    entries = _known_bytes(folder / "words.txt").decode().split("\n")
    return Model(
        weights=crf.differences(),
        transitions=crf.transitions(),
        bigrams=frozenset(entry for entry in entries if entry.count(" ") == 1),
        trigrams=frozenset(entry for entry in entries if entry.count(" ") == 2),
    )


def _folder() -> Path:
    spec = find_spec("pyvi")
    if spec is None or not spec.submodule_search_locations:
        raise UnknownModel("pyvi is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "models"


def _known_bytes(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnknownModel(f"{path} cannot be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != KNOWN[path.name]:
        raise UnknownModel(f"{path} is not the model of pyvi 0.1.1")
    return content


def _embedded(pickled: bytes) -> bytes:
    """Return the CRFsuite file: Latin-1 bytes that the pickle keeps as a UTF-8 string (BINUNICODE)."""
    start = pickled.index(b"lCRF")
    (length,) = struct.unpack_from("<I", pickled, start - 4)
    return pickled[start : start + length].decode("utf-8").encode("latin-1")


class _Crf:
    """A CRFsuite file of type FOMC (first-order Markov CRF), in memory."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        features, labels, attributes = struct.unpack_from("<III", content, 28)
        self._labels = list(self._names(labels))
        self._attributes = list(self._names(attributes))
        (count,) = struct.unpack_from("<I", content, features + 8)
        self._features = np.frombuffer(content, _FEATURE, count, features + 12)

    def differences(self) -> dict[str, float]:
        """Return, for each attribute, its weight for I_W less its weight for B_W."""
        states = self._features[self._features["kind"] == _STATE]
        inside = states["target"] == self._labels.index("I_W")
        sums: NDArray[np.float64] = np.zeros(len(self._attributes))
        np.add.at(sums, states["source"], np.where(inside, states["weight"], -states["weight"]))
        return dict(zip(self._attributes, sums.tolist(), strict=True))

    def transitions(self) -> tuple[float, float, float, float]:
        """Return the weights of BB, BI, IB and II."""
        found = self._features[self._features["kind"] == _TRANSITION]
        weights = {
            (self._labels[source], self._labels[target]): float(weight)
            for _, source, target, weight in found.tolist()
        }
        begin, inside = "B_W", "I_W"
        return (
            weights[begin, begin],
            weights[begin, inside],
            weights[inside, begin],
            weights[inside, inside],
        )

    def _names(self, start: int) -> Iterator[str]:
        """Yield the strings of a CQDB (constant quark database) in the order of their ids."""
        count, table = struct.unpack_from("<II", self._content, start + 16)
        for place in struct.unpack_from(f"<{count}I", self._content, start + table):
            _, size = struct.unpack_from("<II", self._content, start + place)
            text = self._content[start + place + 8 : start + place + 8 + size]
            yield text.rstrip(b"\0").decode("utf-8")
