"""Readers while a hundred generations are published: every answer belongs wholly to one of them."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searcher import Archive, Article, Settings
from searcher.engines import engine_named
from searcher.model import Document
from searcher.publish import LEXICON, RESTORATION, Generations, Manifest, writer_lock
from searcher.suggesters import LexiconBuilder
from searcher.vietnamese import ANALYSER, analyse
from searcher.vietnamese.restoration import Builder

PUBLISHES = 100
ARTICLES = 12


def marked(number: int) -> list[Article]:
    """Return the articles of a generation: each says in every field which one it is."""
    mark = f"lượt{number}"
    return [
        Article(
            id=f"bai-{place}",
            title=f"Chuyện chung {place} {mark}",
            summary=mark,
            body=f"Lễ hội áo dài bên sông Hương, kể lần {number}.",
            author=mark,
            source=mark,
        )
        for place in range(ARTICLES + number % 3)
    ]


def publish(settings: Settings, number: int, *, keep: int) -> None:
    """Publish a generation of marked articles, with models of its own."""
    generations, engine = Generations(settings.folder), engine_named(settings.engine)
    with writer_lock(settings.folder):
        fresh = generations.begin(full=True)
        articles, counted, lexicon = marked(number), Builder(), LexiconBuilder()
        writer = engine.writer(fresh.index)
        writer.write([_document(one) for one in articles])
        writer.finish()
        counted.add(text for one in articles for text in (one.title, one.summary, one.body))
        lexicon.add(articles)
        lexicon.write(fresh.folder / LEXICON, counted)
        counted.write(fresh.folder / RESTORATION)
        generations.publish(fresh, _manifest(settings, fresh.name, len(articles)))
        generations.prune(keep)


def _document(one: Article) -> Document:
    title, summary, body = analyse([one.title, one.summary, one.body])
    return Document(article=one, title=title, summary=summary, body=body)


def _manifest(settings: Settings, name: str, articles: int) -> Manifest:
    engine = engine_named(settings.engine)
    return Manifest(
        generation=name, parent=None, engine=engine.name, engine_format=engine.format,
        analyser=ANALYSER, created="2024-03-04T00:00:00+00:00", articles=articles, undated=articles,
    )  # fmt: skip


def assert_of_one_generation(archive: Archive) -> int:
    """Ask everything once; return the generation that the search saw."""
    found = archive.search("chuyện chung", per_page=50)
    (author,) = found.facets.author
    number = int(author.value.removeprefix("lượt"))
    assert found.total == author.count == len(found.hits) == len(marked(number))
    assert {hit.article.author for hit in found.hits} == {author.value}
    bare = archive.search("le hoi ao dai", per_page=50)
    assert len({hit.article.author for hit in bare.hits}) == 1
    assert bare.total == len(bare.hits)
    related = archive.related("bai-1", limit=30)
    assert len({hit.article.source for hit in related.hits}) <= 1
    everything = list(archive.articles())
    assert everything == marked(int(str(everything[0].source).removeprefix("lượt")))
    assert list(archive.restore(["le hoi"]))
    archive.suggest("le hoi ao")
    return number


READER = f"""
import sys, time
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r})
from searcher import Archive, Settings
from tests.faults.test_generations import assert_of_one_generation
settings, stop = Settings(home=Path(sys.argv[1])), Path(sys.argv[2])
kept, asked = Archive(settings), 0
while not stop.exists():
    assert_of_one_generation(kept if asked % 3 else Archive(settings))
    asked += 1
    time.sleep(0.01)
print(asked)
"""


@contextmanager
def reading_process(settings: Settings) -> Iterator[None]:
    """Have another process ask until the block ends; it must have found nothing wrong."""
    stop = settings.home / "stop"
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(settings.home), str(stop)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as reader:
        try:
            yield
        finally:
            stop.touch()
            said, complaint = reader.communicate(timeout=120)
    assert not reader.returncode, complaint
    assert int(said) > 0


@pytest.mark.parametrize("keep", [1, 3])
def test_every_answer_belongs_wholly_to_one_generation(tmp_path: Path, keep: int) -> None:
    settings = Settings(home=tmp_path, workers=1)
    publish(settings, 0, keep=keep)
    archive, seen, failed = Archive(settings), list[int](), list[BaseException]()
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                seen.append(assert_of_one_generation(archive))
                time.sleep(0.01)
        except BaseException as error:
            failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    with reading_process(settings):
        for number in range(1, PUBLISHES // 2 + 1):
            publish(settings, number, keep=keep)
    done.set()
    for reader in readers:
        reader.join()
    assert not failed, failed
    assert len(set(seen)) > 1
    assert assert_of_one_generation(archive) == PUBLISHES // 2
