"""Archives that are indexed once and asked by many tests."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from searcher.engines.whoosh.columns import merging
from searcher.engines.whoosh.columns.codec import ColumnsCodec
from searcher.model import Article
from tests.engines.mixing import mixed
from tests.engines.whoosh_indexes import Run, by_engine, by_whoosh


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexes:
    """The same history three times over."""

    articles: Sequence[Article]
    stock: Any
    codec: Any
    engine: Any


def _history() -> list[Run]:
    """Return 2,000 articles in three runs of falling size, with updates and deletions in between."""
    fresh = mixed(2000, seed=1)
    changed = [*mixed(50, seed=2, first=100), *mixed(6, seed=3, first=1790)]
    return [
        Run(articles=fresh[:1840]),
        Run(articles=[*changed[:50], *fresh[1840:1990]], gone=[f"bai-{n}" for n in range(40)]),
        Run(articles=[*changed[50:], *fresh[1990:]], gone=["bai-1850", "bai-5", "bai-nobody"]),
    ]


@pytest.fixture(scope="session")
def indexes(tmp_path_factory: pytest.TempPathFactory) -> Indexes:
    """Return 2,000 articles in three segments, some of them updated or deleted since."""
    base, runs = tmp_path_factory.mktemp("parity"), _history()
    return Indexes(
        articles=[one for run in runs for one in run.articles],
        stock=by_whoosh(base / "stock", runs),
        codec=by_whoosh(base / "codec", runs, ColumnsCodec()),
        engine=_unmerged(base / "engine", runs),
    )


def _unmerged(folder: Path, runs: Sequence[Run]) -> Any:
    """Write with our engine; merging waits, so that Whoosh numbers the documents of all three alike."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "RATIO", 0)
        return by_engine(folder, runs)


@pytest.fixture(scope="session")
def searcher_of(indexes: Indexes) -> Iterator[Callable[[str], Any]]:
    """Yield a function from `stock`, `codec` or `engine` to a searcher that is opened once, and close them."""
    opened: dict[str, Any] = {}

    def searcher(name: str) -> Any:
        if name not in opened:
            opened[name] = getattr(indexes, name).searcher()
        return opened[name]

    yield searcher
    for one in opened.values():
        one.close()
