"""What is learned from the whole archive and published with it: so far, how to restore diacritics."""

import os
from itertools import islice
from pathlib import Path

from searcher.engines import Reader
from searcher.publish import RESTORATION
from searcher.vietnamese.restoration import Builder

GROWTH = 1.1
"""A model is made anew once the archive has grown by a tenth; until then the old one is carried over."""
ARTICLES_AT_ONCE = 256


def learn(reader: Reader, folder: Path, elder: Path | None, learned: int) -> int:
    """Put the models of a generation into `folder`; return how many articles they were made from.

    `elder` is the parent generation and `learned` what its models were made from; a model that is
    still good is shared by a hard link.
    """
    articles = reader.statistics().articles
    if elder and (elder / RESTORATION).exists() and articles < learned * GROWTH:
        os.link(elder / RESTORATION, folder / RESTORATION)
        return learned
    _learn_restoration(reader, folder / RESTORATION)
    return articles


def _learn_restoration(reader: Reader, path: Path) -> None:
    builder = Builder()
    articles = reader.scan()
    while batch := list(islice(articles, ARTICLES_AT_ONCE)):
        builder.add(text for one in batch for text in (one.title, one.summary, one.body) if text)
    builder.write(path)
