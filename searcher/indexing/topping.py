"""The lexicon of the generation before, topped up with what a run has changed, so that new titles are suggested at once.

What is known since the lexicon was learned goes from generation to generation; a run reads the articles that it changed
only, as they are now and, where the lexicon was learned from them, as they were.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import searcher.disk as disk
from searcher.engines import Reader
from searcher.errors import ArchiveError
from searcher.indexing.elder import Elder
from searcher.indexing.phases import LOG
from searcher.model import Article
from searcher.publish import FRESH, verify_file
from searcher.suggesters.lexicon.topping import Topping, read_topping, topped, write_topping

SHARE = 0.1
"""Models are made anew once so many articles, by those they were made from, were changed or are gone."""
_AT_ONCE = 256


def top_up(folder: Path, elder: Elder, reader: Reader) -> bool:
    """Put what came since the lexicon was learned beside it into `folder`; tell whether that is little enough.

    Where what is known of it is damaged, nobody can tell: models have to be made anew then, too.
    """
    try:
        if not elder.changes:
            return _carry_over(folder, elder)
        topping = _topping(elder, reader)
    except ArchiveError as error:
        LOG.warning("%s: models are made anew", error)
        return False
    if topping is None:
        return False
    if topping:
        write_topping(folder / FRESH, topping)
    return True


def _carry_over(folder: Path, elder: Elder) -> bool:
    if (elder.folder / FRESH).exists():
        disk.link(elder.folder / FRESH, folder / FRESH)
    return True


def _topping(elder: Elder, reader: Reader) -> Topping | None:
    """Return what is known after a run; None where the models are to be made anew. Raises ArchiveError."""
    verify_file(elder.folder, elder.manifest, FRESH)
    has_one = FRESH in elder.manifest.files
    before = read_topping(elder.folder / FRESH) if has_one else Topping()
    fresh = [change.id for change in elder.changes if change.kind != "deleted"]
    left = [change.id for change in elder.changes if change.kind != "new"]
    lost = [id_ for id_ in left if id_ not in before.notes]
    changed = {*fresh, *(before.notes.keys() - {*left})}
    gone = len(lost) + sum(before.gone.values())
    if max(len(changed), gone) >= SHARE * elder.manifest.learned:
        return None
    return topped(before, _articles(reader, fresh), left, _as_they_were(elder, lost))


def _as_they_were(elder: Elder, ids: Sequence[str]) -> Iterator[Article]:
    if ids:
        with closing(elder.reader()) as reader:
            yield from _articles(reader, ids)


def _articles(reader: Reader, ids: Sequence[str]) -> Iterator[Article]:
    for start in range(0, len(ids), _AT_ONCE):
        yield from reader.articles(ids[start : start + _AT_ONCE])
