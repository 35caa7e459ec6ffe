"""What came since a lexicon was learned: a small lexicon of the titles, tags and documents of those articles.

Its file is that of a lexicon with two arrays more, both JSON: `gone` (titles -> articles that have them no more) and
`topping`, which the next run goes on from. Words are counted in titles only, so that a run costs what changed and not
what is there.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container, damaged, write_container
from searcher.model import Article, Tokens
from searcher.suggesters.lexicon.building import LexiconBuilder, analysed
from searcher.suggesters.lexicon.notes import Note, noted
from searcher.vietnamese.restoration import Builder

_REST, _GONE = "topping", "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topping:
    """Of changed articles: the `notes` by id, and the `tokens` of their lines by text.

    `gone` says of titles how many articles the lexicon was learned from had each and have it no more.
    """

    notes: Mapping[str, Note] = field(default_factory=dict)
    gone: Mapping[str, int] = field(default_factory=dict)
    tokens: Mapping[str, Tokens] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.notes or self.gone)

    @property
    def articles(self) -> int:
        """How many articles the lexicon does not know, or knows though they are gone, whichever are more."""
        return max(len(self.notes), sum(self.gone.values()))


def topped(
    before: Topping, fresh: Iterable[Article], left: Iterable[str], lost: Iterable[Article]
) -> Topping:
    """Return what is to be known after a run: `left` are the ids of changed or deleted articles.

    `lost` are, of those, the articles as they were that the lexicon was learned from.
    """
    doomed = set(left)
    notes = {id_: note for id_, note in before.notes.items() if id_ not in doomed}
    notes |= {article.id: noted(article) for article in fresh}
    gone = dict(before.gone)
    for article in lost:
        title = noted(article).title
        gone[title] = gone.get(title, 0) + bool(title)
    kept = {title: count for title, count in sorted(gone.items()) if count}
    return Topping(notes=dict(sorted(notes.items())), gone=kept, tokens=before.tokens)


def write_topping(path: Path, topping: Topping) -> None:
    """Write the file; raises NoSpace."""
    memory = _Memory(topping.tokens)
    builder, counted = LexiconBuilder(memory.analyse), Builder()
    try:
        builder.take(topping.notes.values())
        counted.add(note.title for note in topping.notes.values() if note.title)
        arrays = builder.arrays(counted)
    finally:
        counted.close()
    rest = {_GONE: _packed(topping.gone), _REST: _packed(_record(topping, memory.used))}
    write_container(path, arrays | rest, builder.facts)


def read_topping(path: Path) -> Topping:
    """Read what a run goes on from; raises IndexDamaged, IndexMissing."""
    file = Container(path)
    try:
        record = _unpacked(file, _REST)
        return Topping(
            notes={id_: _note(note) for id_, note in record["notes"].items()},
            gone=read_gone(file),
            tokens={text: _tokens(*views) for text, views in record["tokens"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(path, _REST, str(error)) from error


def read_gone(file: Container) -> Mapping[str, int]:
    """Read which titles are gone, and of how many articles each; raises IndexDamaged."""
    try:
        return {title: int(count) for title, count in _unpacked(file, _GONE).items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(file.path, _GONE, str(error)) from error


def _packed(record: Mapping[str, Any]) -> NDArray[np.uint8]:
    content = json.dumps(record, ensure_ascii=False)
    return np.frombuffer(content.encode("utf-8", "surrogatepass"), np.uint8)


def _unpacked(file: Container, name: str) -> Any:
    return json.loads(file[name].tobytes().decode("utf-8", "surrogatepass"))


class _Memory:
    """Analyses texts that no run before has; `used` are the tokens of all that it was asked for."""

    def __init__(self, known: Mapping[str, Tokens]) -> None:
        self._known = known
        self.used: dict[str, Tokens] = {}

    def analyse(self, texts: Iterable[str]) -> list[Tokens]:
        """Return the tokens of texts: accented keys and the starts of words, no more."""
        held = list(texts)
        new = [text for text in dict.fromkeys(held) if text not in self._known]
        found = dict(zip(new, analysed(new), strict=True))
        self.used |= {text: self._known.get(text) or found[text] for text in held}
        return [self.used[text] for text in held]


def _record(topping: Topping, tokens: Mapping[str, Tokens]) -> dict[str, Any]:
    return {
        "notes": {
            id_: [note.title, note.day, note.tags, note.documents]
            for id_, note in topping.notes.items()
        },
        "tokens": {
            text: [" ".join(views.accented), views.starts] for text, views in tokens.items()
        },
    }


def _tokens(accented: str, starts: list[int]) -> Tokens:
    return Tokens(accented=tuple(accented.split()), starts=tuple(starts))


def _note(fields: list[Any]) -> Note:
    title, day, tags, documents = fields
    return Note(title=title, day=day, tags=tuple(tags), documents=tuple(documents))
