"""Words written without spaces, taken apart by what an archive holds: `thegioididong`, `hanoi`."""

import math
import re
from collections.abc import Callable
from itertools import pairwise

from searcher.vietnamese.folding import fold
from searcher.vietnamese.phonology import is_bare_syllable, is_vietnamese_syllable

Lexicon = Callable[[str], int]
"""How often the archive holds a folded syllable (`ha`) or two side by side (`ha noi`)."""

_WORD = re.compile(r"[^\W\d_]{4,}")
_LONGEST_WORD = 40
_LONGEST_TEXT = 1000
_LONGEST = 7
"""Letters of the longest syllable, `nghiêng`."""


def split_sticky(typed: str, lexicon: Lexicon) -> str | None:
    """Return `typed` with spaces between the syllables of its sticky words, or None if none is.

    Every two neighbours must stand side by side in the archive, and more often than the word as typed.
    """
    if len(typed) > _LONGEST_TEXT:
        return None
    split = _WORD.sub(lambda word: _split(word[0], lexicon), typed)
    return None if split == typed else split


def _split(word: str, lexicon: Lexicon) -> str:
    if len(word) > _LONGEST_WORD or _is_syllable(word):
        return word
    pieces = _best_pieces(word, lexicon)
    if pieces is None or _rarest_pair(pieces, lexicon) <= lexicon(fold(word)):
        return word
    return " ".join(pieces)


def _best_pieces(word: str, lexicon: Lexicon) -> tuple[str, ...] | None:
    """Return the likeliest cut of `word` into two pieces or more, by a chain of neighbours."""
    paths: dict[tuple[int, int], _Path] = {(0, 0): (0.0, ())}
    for start, end in _spans(word, lexicon):
        before = [paths[key] for key in paths if key[1] == start and key != (start, end)]
        steps = [_follow(path, word[start:end], lexicon) for path in before]
        reached = [step for step in steps if step is not None]
        if reached:
            paths[start, end] = max(reached)
    whole = [path for (_, end), path in paths.items() if end == len(word) and len(path[1]) > 1]
    return max(whole)[1] if whole else None


def _spans(word: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the spans of `word` that can be a piece, by start: a syllable, or `tp`, `hcm`."""
    starts = range(len(word))
    return [
        (start, end)
        for start in starts
        for end in range(start + 1, min(start + _LONGEST, len(word)) + 1)
        if _is_piece(word[start:end], lexicon)
    ]


def _is_piece(piece: str, lexicon: Lexicon) -> bool:
    if _is_syllable(piece):
        return True
    return len(piece) > 1 and not _VOWEL.search(fold(piece)) and lexicon(fold(piece)) > 0


def _is_syllable(piece: str) -> bool:
    return is_vietnamese_syllable(piece) or is_bare_syllable(piece)


_Path = tuple[float, tuple[str, ...]]


def _follow(path: _Path, piece: str, lexicon: Lexicon) -> _Path | None:
    """Return `path` with one more piece, or None if the archive never holds the two together."""
    score, pieces = path
    if not pieces:
        return math.log1p(lexicon(fold(piece))), (piece,)
    before = fold(pieces[-1])
    together = lexicon(f"{before} {fold(piece)}")
    if together == 0:
        return None
    return score + math.log(together / max(lexicon(before), together)), (*pieces, piece)


def _rarest_pair(pieces: tuple[str, ...], lexicon: Lexicon) -> int:
    keys = list(map(fold, pieces))
    return min(lexicon(f"{a} {b}") for a, b in pairwise(keys))


_VOWEL = re.compile("[aeiouy]")
