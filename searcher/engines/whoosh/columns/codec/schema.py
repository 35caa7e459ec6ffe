"""The Whoosh schema of our folder: the fields that Whoosh's own queries can name."""

# mypy: allow-untyped-calls, allow-subclassing-any
# ruff: noqa: ARG002 - the signatures are Whoosh's

from collections.abc import Iterator
from typing import Any

from whoosh import fields
from whoosh.analysis.acore import Token
from whoosh.analysis.tokenizers import Tokenizer

from searcher.vietnamese.syllables import syllables


class SyllableTokenizer(Tokenizer):
    """Cuts a text into syllables and gives their accented keys, as our analysis does."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        """Yield tokens; the signature is Whoosh's."""
        token = Token(positions, chars, removestops=removestops, mode=mode, **kwargs)
        for place, syllable in enumerate(syllables(value)):
            token.text = syllable.accented
            token.boost = 1.0
            token.pos = start_pos + place
            token.startchar = start_char + syllable.start
            token.endchar = start_char + syllable.end
            token.__dict__["original"] = value[syllable.start : syllable.end]
            yield token


def engine_schema() -> fields.Schema:
    """Return the schema: accented syllables of the three texts, keywords, and the time of Hà Nội."""
    text = fields.TEXT(analyzer=SyllableTokenizer(), stored=True)
    keyword = fields.ID(stored=True, sortable=True)
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        title=text,
        summary=text,
        body=text,
        source=keyword,
        category=keyword,
        author=keyword,
        published=fields.DATETIME(stored=True, sortable=True),
    )
