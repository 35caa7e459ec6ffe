"""What is learned from the whole archive and published with it: how to restore diacritics, what to suggest."""

import os
from itertools import islice
from pathlib import Path

from searcher.engines import Reader
from searcher.publish import LEXICON, RESTORATION
from searcher.suggesters import LexiconBuilder
from searcher.vietnamese.restoration import Builder

GROWTH = 1.1
"""Models are made anew once the archive has grown by a tenth; until then the old ones are carried over."""
ARTICLES_AT_ONCE = 256
MODELS = (RESTORATION, LEXICON)


def learn(reader: Reader, folder: Path, elder: Path | None, learned: int) -> int:
    """Put the models of a generation into `folder`; return how many articles they were made from.

    `elder` is the parent generation and `learned` what its models were made from; models that are
    still good are shared by hard links.
    """
    articles = reader.statistics().articles
    if elder and articles < learned * GROWTH and all((elder / name).exists() for name in MODELS):
        for name in MODELS:
            os.link(elder / name, folder / name)
        return learned
    _learn(reader, folder)
    return articles


def _learn(reader: Reader, folder: Path) -> None:
    """Read every article once and write all models."""
    counted, lexicon = Builder(), LexiconBuilder()
    articles = reader.scan()
    while batch := list(islice(articles, ARTICLES_AT_ONCE)):
        counted.add(text for one in batch for text in (one.title, one.summary, one.body) if text)
        lexicon.add(batch)
    lexicon.write(folder / LEXICON, counted)
    counted.write(folder / RESTORATION)
