"""Text -> pyvi's words with their places in the original text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from searcher.vietnamese.normalise import normalise_letters_with_offsets
from searcher.vietnamese.words.model import UnknownModel
from searcher.vietnamese.words.segmenter import segmenter
from searcher.vietnamese.words.stock import stock_spans, warn_of
from searcher.vietnamese.words.tokens import token_spans


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSpan:
    """One word: its tokens joined by `_`, as pyvi prints it, and its span in the original text.

    `start` and `end` count code points; the text between them also has the white space of a joined word.
    """

    text: str
    start: int
    end: int


def words(text: str) -> tuple[WordSpan, ...]:
    """Return pyvi's words of the normalised `text`, punctuation included, in order."""
    normalised = normalise_letters_with_offsets(text)
    grouped = list(_grouped(normalised.text))
    spans = normalised.originals((tokens[0][0], tokens[-1][1]) for tokens in grouped)
    return tuple(
        WordSpan(text=_printed(normalised.text, tokens), start=start, end=end)
        for tokens, (start, end) in zip(grouped, spans, strict=True)
    )


def joined_words(text: str) -> list[str]:
    """Return pyvi's words of more than one token, joined by `_`, in order; `text` is normalised already."""
    return [_printed(text, tokens) for tokens in _grouped(text) if len(tokens) > 1]


def _printed(text: str, tokens: list[tuple[int, int]]) -> str:
    return "_".join(text[start:end] for start, end in tokens)


def _grouped(text: str) -> Iterable[list[tuple[int, int]]]:
    """Return the spans of the tokens of each word."""
    try:
        known = segmenter()
    except UnknownModel as reason:
        warn_of(reason)
        return stock_spans(text)
    spans = list(token_spans(text))
    return _cut(spans, known.joins_of_text([text[start:end] for start, end in spans]))


def _cut(spans: list[tuple[int, int]], joins: list[bool]) -> Iterator[list[tuple[int, int]]]:
    begins = [place for place, joined in enumerate(joins) if not joined]
    for start, end in pairwise([*begins, len(spans)]):
        yield spans[start:end]
