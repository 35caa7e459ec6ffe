"""A list of texts as two arrays: all bytes one after another, and where each text begins."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


def packed(name: str, texts: Iterable[str]) -> dict[str, NDArray[Any]]:
    """Return the arrays `name.text` (uint8) and `name.at` (uint32, one more than texts)."""
    pieces = [text.encode("utf-8", "replace") for text in texts]
    at = np.zeros(len(pieces) + 1, np.uint32)
    np.cumsum([len(piece) for piece in pieces], out=at[1:])
    return {f"{name}.text": np.frombuffer(b"".join(pieces), np.uint8), f"{name}.at": at}


class Strings:
    """Texts by number, read from the mapping when they are asked for."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._text = arrays[f"{name}.text"].data
        self._at = arrays[f"{name}.at"]

    def __len__(self) -> int:
        return len(self._at) - 1

    def __getitem__(self, number: int) -> str:
        return bytes(self._text[self._at[number] : self._at[number + 1]]).decode()

    def all(self) -> list[str]:
        """Return every text, by number."""
        text = bytes(self._text)
        return [text[start:end].decode() for start, end in pairwise(self._at.tolist())]
