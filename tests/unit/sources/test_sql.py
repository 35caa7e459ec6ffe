"""Rows of SQLite and of a real PostgreSQL."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from searcher.errors import SourceUnreachable, UsageError
from searcher.extract import extract
from searcher.model import Page, Skipped
from tests.postgresql import Server, running

Read = Callable[..., list[Page | Skipped]]
Fill = Callable[..., str]
TABLE = "CREATE TABLE bai (id INTEGER, tieu_de TEXT, noi_dung TEXT, ngay TIMESTAMP, doc NUMERIC)"
ROW = "INSERT INTO bai VALUES (:id, :title, :body, '2024-03-04 16:16:00', 7)"
QUERY = "SELECT id, tieu_de AS title, noi_dung AS body, ngay AS published, doc AS reads FROM bai ORDER BY id"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tin.db'}"
    found = request.getfixturevalue("server")
    assert isinstance(found, Server)
    return found.database()


@pytest.fixture
def fill(address: str) -> Fill:
    """Make the table and put rows into it; return the address."""

    def filled(rows: int, body: str = "Nội dung.") -> str:
        engine = create_engine(address)
        with engine.begin() as connection:
            connection.execute(text(TABLE))
            values = [{"id": n, "title": f"Tin {n}", "body": body} for n in range(rows)]
            for start in range(0, rows, 5000):
                connection.execute(text(ROW), values[start : start + 5000])
        engine.dispose()
        return address

    return filled


def test_rows_are_records(fill: Fill, read: Read) -> None:
    pages = read("", sql=fill(3), query=QUERY)
    assert [page.place.line for page in pages] == [1, 2, 3]
    assert isinstance(pages[0], Page)
    article = extract(pages[0]).article
    assert (article.id, article.title, article.body, article.reads) == (
        "0",
        "Tin 0",
        "Nội dung.",
        7,
    )
    assert article.published is not None
    assert article.published.isoformat() == "2024-03-04T16:16:00+07:00"


def test_many_rows_are_never_in_memory_together(fill: Fill, read: Read) -> None:
    from searcher.settings.sources import SourceSettings
    from searcher.sources import Reading, open_source

    settings = SourceSettings(sql=fill(5_000, "Dài. " * 600), query=QUERY)
    source = open_source("", reading=Reading(source=settings))
    tracemalloc.start()
    assert sum(isinstance(page, Page) for page in source.pages()) == 5_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 << 20  # all rows have 18 MB


def test_signs_of_the_query_are_what_they_are(fill: Fill, read: Read) -> None:
    address = fill(12)
    query = "SELECT id, tieu_de AS title, '10:30 :x' AS body FROM bai WHERE tieu_de LIKE 'Tin 1%'"
    pages = read("", sql=address, query=query)
    assert len(pages) == 3
    assert isinstance(pages[0], Page)
    assert json.loads(pages[0].content)["body"] == "10:30 :x"


@pytest.mark.parametrize("query", ["DROP TABLE bai", "DELETE FROM bai", "", "INSERT INTO bai (id) VALUES (1)"])  # fmt: skip
def test_only_what_reads_is_asked(fill: Fill, read: Read, query: str) -> None:
    address = fill(1)
    with pytest.raises(UsageError, match="SELECT"):
        read("", sql=address, query=query or " ")
    assert len(read("", sql=address, query=QUERY)) == 1


def test_a_query_that_writes_changes_nothing(fill: Fill, read: Read) -> None:
    address = fill(2)
    query = "WITH x AS (SELECT 1) DELETE FROM bai"
    if address.startswith("postgresql"):
        query = "WITH x AS (DELETE FROM bai RETURNING id) SELECT id, 'a' AS title FROM x"
    with pytest.raises(SourceUnreachable):
        read("", sql=address, query=query)
    assert len(read("", sql=address, query=QUERY)) == 2


def test_a_query_that_fails_is_one_sentence(fill: Fill, read: Read) -> None:
    with pytest.raises(SourceUnreachable, match="khong_co"):
        read("", sql=fill(1), query="SELECT * FROM khong_co")


def test_a_query_without_rows_is_empty(fill: Fill, read: Read) -> None:
    (page,) = read("", sql=fill(0), query=QUERY)
    assert isinstance(page, Skipped)
    assert page.code == "empty"


def test_a_missing_file_is_not_made(tmp_path: Path, read: Read) -> None:
    with pytest.raises(SourceUnreachable, match="khong-co"):
        read("", sql=f"sqlite:///{tmp_path / 'khong-co.db'}", query=QUERY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["nonsense", "klingon://a/b", "postgresql://[::1", ""])
def test_what_is_no_address_is_a_wrong_usage(read: Read, address: str) -> None:
    with pytest.raises(UsageError):
        read("", sql=address or "://", query=QUERY)


def test_a_password_is_never_shown(read: Read) -> None:
    with pytest.raises(SourceUnreachable) as raised:
        read("", sql="postgresql://bao:bi-mat@127.0.0.1:9/toasoan", query=QUERY)
    assert "bi-mat" not in raised.value.vi + raised.value.en + str(raised.value.facts)


def test_a_row_that_is_no_text_costs_itself_only(tmp_path: Path, read: Read) -> None:
    address = f"sqlite:///{tmp_path / 'a.db'}"
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (title TEXT)"))
        connection.execute(text("INSERT INTO t VALUES (CAST(x'ff41' AS TEXT)), ('Tin'), (x'e1ba')"))
    engine.dispose()
    pages = read("", sql=address, query="SELECT title FROM t")
    from searcher.errors import BrokenText

    results = []
    for page in pages:
        assert isinstance(page, Page)
        try:
            results.append(extract(page).article.title)
        except BrokenText:
            results.append("broken")
    assert results == ["broken", "Tin", "broken"]


def test_the_connection_may_break_in_the_middle(read: Read, server: Server) -> None:
    from searcher.settings.sources import SourceSettings
    from searcher.sources import Reading, open_source

    query = "SELECT n::text AS id, 'Tin' AS title, repeat('x', 500) AS body FROM generate_series(1, 100000) n"
    with running() as own:
        settings = SourceSettings(sql=own.database(), query=query)
        pages = open_source("", reading=Reading(source=settings)).pages()
        assert isinstance(next(pages), Page)
        own.stop()
        *_, last = pages
        own.start()
    assert isinstance(last, Skipped)
    assert last.code == "unreadable"
