"""A reader of the files of an index, written from `columns/FORMAT.md` alone: nothing of ours is imported."""

import json
import struct
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import zstandard
from numpy.typing import NDArray

FIELDS = 3
HALVES = (6, 3, 2)
BASE = 0x9E3779B97F4A7C15
Array = NDArray[Any]


def container(path: Path) -> dict[str, Array]:
    """Read a container whole, and compare every checksum and every sum of a block."""
    content = path.read_bytes()
    offset, length, crc, version, zero, magic = struct.unpack("<QIII4s8s", content[-32:])
    assert content[:8] == magic == bytes.fromhex("54494D54494E0043")
    assert (version, zero) == (2, b"\0" * 4)
    footer = content[offset : offset + length]
    assert zlib.crc32(footer) == crc
    assert offset + length + 32 == len(content)
    entries = json.loads(footer)["arrays"]
    arrays = {entry["name"]: _array(content, entry) for entry in entries}
    sums = [s for entry in entries[:-1] for s in _sums(arrays[entry["name"]].tobytes())]
    assert entries[-1]["name"] == "sums"
    assert sums == arrays["sums"].tolist()
    return arrays


def _array(content: bytes, entry: dict[str, Any]) -> Array:
    dtype = np.dtype(entry["dtype"])
    size = int(np.prod(entry["shape"], dtype=np.int64)) * dtype.itemsize
    piece = content[entry["offset"] : entry["offset"] + size]
    assert entry["offset"] % 64 == 0
    assert zlib.crc32(piece) == entry["crc"]
    return np.frombuffer(piece, dtype).reshape(entry["shape"])


def _sums(content: bytes) -> list[int]:
    sums = []
    for start in range(0, len(content), 4096):
        block = content[start : start + 4096].ljust(4096, b"\0")
        words = struct.unpack("<512Q", block)
        total = sum(word * pow(BASE, i + 1, 1 << 64) for i, word in enumerate(words) if word)
        sums.append(total % (1 << 64))
    return sums


def manifest(folder: Path) -> list[dict[str, Any]]:
    """Read the manifest."""
    content = json.loads((folder / "columns.json").read_bytes())
    assert content["format"] == 2
    segments = json.dumps(content["segments"], sort_keys=True, separators=(", ", ": "))
    assert zlib.crc32(segments.encode()) == content["crc"]
    listed: list[dict[str, Any]] = content["segments"]
    return listed


class Book:
    """A segment."""

    def __init__(self, path: Path) -> None:
        self.arrays = container(path)
        self.size = len(self.arrays["time"])
        self.terms, self.words = self.strings("accented"), self.strings("words")
        self.numbers, self.folded = self.strings("numbers"), self.strings("folded")

    def strings(self, name: str) -> list[str]:
        text, at = self.arrays[f"{name}.text"].tobytes(), self.arrays[f"{name}.at"].tolist()
        return [text[a:b].decode("utf-8", "surrogatepass") for a, b in pairwise(at)]

    def keyword(self, name: str) -> list[str | None]:
        values = [None, *self.strings(f"{name}.values")]
        return [values[code] for code in self.arrays[name].tolist()]

    def tags(self) -> list[list[str]]:
        keys, codes = self.strings("tags.keys"), self.arrays["tags"].tolist()
        return [[keys[c] for c in codes[a:b]] for a, b in pairwise(self.arrays["tags.at"].tolist())]

    def articles(self) -> list[dict[str, Any]]:
        """Return the stored JSON."""
        blocks, found = self.arrays["stored.blocks"].tobytes(), []
        firsts, lengths = (
            self.arrays["stored.first"].tolist(),
            self.arrays["stored.lengths"].tolist(),
        )
        edges = pairwise(self.arrays["stored.at"].tolist())
        for (first, last), (start, end) in zip(pairwise(firsts), edges, strict=True):
            content, at = zstandard.ZstdDecompressor().decompress(blocks[start:end]), 0
            for length in lengths[first:last]:
                found.append(json.loads(content[at : at + length]))
                at += length
            assert at == len(content)
        return found

    def _coded(self, name: str) -> list[int]:
        """Return term + 1 at each place, 0 for a separator."""
        common = [0, 0, *self.arrays[f"{name}.common"].tolist()]
        found = [common[code] for code in self.arrays[name].tolist()]
        rare = (self.arrays[f"{name}.rare.at"].tolist(), self.arrays[f"{name}.rare"].tolist())
        for place, term in zip(*rare, strict=True):
            assert self.arrays[name][place] == 1
            found[place] = term
        return found

    def tokens(self) -> list[int]:
        return self._coded("tokens")

    def texts(self) -> list[list[str]]:
        """Return the accented keys of each text."""
        tokens, starts = self.tokens(), self.arrays["starts"].tolist()
        assert tokens[0] == 0
        found = []
        for start, after in pairwise(starts):
            assert tokens[after - 1] == 0
            found.append([self.terms[term - 1] for term in tokens[start : after - 1]])
        return found

    def folds(self) -> dict[str, str]:
        first = self.arrays["folded.first"].tolist()
        ranges = zip(self.folded, pairwise(first), strict=True)
        return {self.terms[term]: fold for fold, span in ranges for term in range(*span)}

    def places(self, term: int) -> list[int]:
        """Return where a term stands."""
        start, end = self.arrays["places.ptr"][term : term + 2].tolist()
        low = self.arrays["places.low"][start:end].tolist()
        frequent = self.arrays["places.frequent"].tolist()
        if term in frequent:
            before = self.arrays["places.directory"][frequent.index(term)].tolist()
            high = [max(b for b, n in enumerate(before[:-1]) if n <= i) for i in range(len(low))]
        else:
            first = int(self.arrays["places.high.ptr"][term])
            high = self.arrays["places.high"][first : first + len(low)].tolist()
        return [h << 16 | below for h, below in zip(high, low, strict=True)]

    def bags(self) -> list[dict[str, int]]:
        """Return the distinct words of each text and how often each stands there."""
        terms, pairs = self._coded("words.bag"), self.arrays["words.count"].tolist()
        counts = [half for pair in pairs for half in (pair & 15, pair >> 4)]
        over = (
            self.arrays["words.count.over.at"].tolist(),
            self.arrays["words.count.over"].tolist(),
        )
        for at, count in zip(*over, strict=True):
            assert counts[at] == 15
            counts[at] = count
        edges = pairwise(self.arrays["words.starts"].tolist())
        return [{self.words[terms[n] - 1]: counts[n] for n in range(a, b)} for a, b in edges]

    def postings(self, view: str, key: int) -> dict[int, int]:
        """Return the frequency of a key in each article, in half occurrences."""
        dense = self.arrays[f"{view}.dense"].tolist()
        if key in dense:
            row = self.arrays[f"{view}.rows"][dense.index(key)].tolist()
            found = {doc: tf for doc, tf in enumerate(row) if tf}
        else:
            start, end = self.arrays[f"{view}.ptr"][key : key + 2].tolist()
            docs, tf = (self.arrays[f"{view}.{n}"][start:end].tolist() for n in ("docs", "tf"))
            assert docs == sorted(docs)
            found = dict(zip(docs, tf, strict=True))
        over = (self.arrays[f"{view}.over.at"].tolist(), self.arrays[f"{view}.over"].tolist())
        for at, tf in zip(*over, strict=True):
            if at // 131_072 == key:
                assert found[at % 131_072] == 255
                found[at % 131_072] = tf
        return found

    def frequencies(self, view: str, key: int) -> list[int]:
        """Return how many articles have a key in each field."""
        listed: list[int] = self.arrays[f"{view}.df"][:, key].tolist()
        return listed

    def signature(self, article: int) -> list[int]:
        """Compute the signature of an article from its tokens."""
        folds, texts = self.folds(), self.texts()[article :: self.size]
        least: dict[int, int] = {}
        for text in texts:
            hashes = [zlib.crc32(folds[key].encode("utf-8", "surrogatepass")) for key in text]
            for triple in zip(hashes, hashes[1:], hashes[2:], strict=False):
                x = _mixed(*triple)
                least[x >> 25] = min(x, least.get(x >> 25, x))
        return [least[bin_] % 255 + 1 if bin_ in least else 0 for bin_ in range(128)]


def _mixed(a: int, b: int, c: int) -> int:
    mask = (1 << 32) - 1
    x = (a * 0x9E3779B1 + b * 0x85EBCA77 + c * 0xC2B2AE3D) & mask
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        x = ((x ^ x >> shift) * factor) & mask
    return x ^ x >> 16
