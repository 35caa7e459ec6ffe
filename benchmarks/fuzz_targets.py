"""What reads bytes from outside: queries, pages, files of news. A target is some seeds and something to call.

Right is an answer, or an error of our own tree that speaks both languages; any other exception is a finding, and so
is a call that takes longer than `fuzz.PATIENCE`.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path

from benchmarks.fuzz_seeds import QUERIES, ROOT, files, html, samples
from searcher import Archive, Order, Settings, answer, reindex
from searcher.errors import TimTinError
from searcher.extract import extract
from searcher.extract.draft import draft_in
from searcher.model import Page, PageKind, Place
from searcher.parse import limits_of, parse_filters, parse_page, parse_query, parse_sort
from searcher.sources import open_source
from searcher.vietnamese import analyse, decode, document_numbers, guess, normalise, repair
from searcher.vietnamese.dates import TIMEZONE, from_cms_url, parse_datetime, parse_day
from searcher.vietnamese.spoken_dates import spoken_dates

NOW = datetime(2026, 1, 1, tzinfo=TIMEZONE)
TODAY = date(2026, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`call` gets bytes near one of the seeds; `allowed` are the errors it may raise."""

    name: str
    seeds: Sequence[bytes]
    call: Callable[[bytes], object]
    repair: Callable[[bytes], bytes] | None = None
    """Makes sums and seals right again after a change, so that what lies behind them is reached."""
    allowed: tuple[type[Exception], ...] = (TimTinError,)


def typed(content: bytes) -> str:
    """Return bytes as the command line hands them over, what is no UTF-8 as lone surrogates."""
    return content.decode("utf-8", "surrogateescape")


class Ground:
    """A folder of its own with a small index in it; made when a target first needs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def settings(self) -> Settings:
        """The settings of an index of the samples."""
        settings = Settings(home=self.folder / "home", workers=1)
        reindex(Order(places=(str(ROOT / "samples"),)), settings)
        return settings

    @cached_property
    def small(self) -> Settings:
        """The settings of an index of four articles: its files are short."""
        lines = self.file("few.jsonl", b"\n".join(samples()[:4]))
        settings = Settings(home=self.folder / "small", workers=1)
        reindex(Order(places=(str(lines),)), settings)
        return settings

    @cached_property
    def archive(self) -> Archive:
        """The samples, open."""
        return Archive(self.settings)

    def file(self, name: str, content: bytes) -> Path:
        """Return a file of this name with the content; a file of another name stays."""
        path = self.folder / name
        path.write_bytes(content)
        return path


def _query(content: bytes) -> None:
    text = typed(content)
    query = parse_query(text, today=TODAY)
    limits_of(query)
    parse_query(text, verbatim=True, today=TODAY)


def _parameters(content: bytes) -> None:
    text = typed(content)
    for read in (parse_sort, parse_page, lambda one: parse_filters(from_=one, to=one, source=one)):
        _ask(partial(read, text))


def _ask(call: Callable[[], object]) -> None:
    """Call something that may refuse, so that what stands after it is called too."""
    try:
        call()
    except TimTinError as error:
        _check_spoken(error)


def _check_spoken(error: TimTinError) -> None:
    if not error.vi or not error.en:
        raise AssertionError("an error without words") from error


def _search(ground: Ground, content: bytes) -> None:
    """Search, and see that marks lie inside what they mark."""
    found = answer(ground.archive.search(typed(content)))
    json.dumps(found)
    for hit in found["hits"]:
        for key, marks in hit["marks"].items():
            end = len(hit[key] or "")
            assert all(0 <= start < stop <= end for start, stop in marks), (key, marks)


def _suggest(ground: Ground, content: bytes) -> None:
    ground.archive.suggest(typed(content))
    list(ground.archive.restore([typed(content)]))


def _keyboard(content: bytes) -> None:
    text = typed(content)
    guess(text)
    guess(text, known=lambda word: len(word) % 2 == 0)


def _text(content: bytes) -> None:
    text = typed(content)
    assert normalise(normalise(text)) == normalise(text)
    repair(text)
    list(document_numbers(text))
    analyse([text])


def _dates(content: bytes) -> None:
    text = typed(content)
    parse_day(text)
    from_cms_url(text, now=NOW)
    list(spoken_dates(text, today=TODAY))
    moment = parse_datetime(text, now=NOW)
    assert moment is None or moment.tzinfo is not None


def _page(kind: PageKind, content: bytes) -> None:
    extract(Page(kind=kind, content=content, place=Place(path="fuzz"), url=None), now=NOW)


def _draft(content: bytes) -> None:
    for name in ("", "a.html", "a.json"):
        _ask(partial(draft_in, content, name))


def _place(ground: Ground, name: str, content: bytes) -> None:
    for page in open_source(str(ground.file(name, content))).pages():
        if isinstance(page, Page):
            _ask(partial(extract, page, now=NOW))


def targets(ground: Ground) -> Iterator[Target]:
    """Yield every target that reads what comes from outside."""
    queries = [query.encode() for query in QUERIES]
    texts = [*queries, *(line.encode() for line in (json.loads(samples()[0])["body"][:300],))]
    yield Target(name="query", seeds=queries, call=_query)
    yield Target(name="parameters", seeds=[b"2024-03-04", b"04/03/2024", b"newest", b"7"], call=_parameters)  # fmt: skip
    yield Target(name="search", seeds=queries, call=partial(_search, ground))
    yield Target(name="suggest", seeds=queries, call=partial(_suggest, ground))
    yield Target(name="keyboard", seeds=queries, call=_keyboard)
    yield Target(name="text", seeds=texts, call=_text)
    yield Target(name="decoding", seeds=[*texts, *(t.decode().encode("utf-16") for t in texts)], call=decode)  # fmt: skip
    yield Target(name="dates", seeds=[b"16:16 - 04/03/2024", b"2024-03-04T16:16:00+07:00", *queries[7:9]], call=_dates)  # fmt: skip
    yield Target(name="extract-html", seeds=html(), call=partial(_page, PageKind.HTML))
    yield Target(name="extract-record", seeds=samples(), call=partial(_page, PageKind.RECORD))
    yield Target(name="extract-text", seeds=texts, call=partial(_page, PageKind.TEXT))
    yield Target(name="draft", seeds=[*html()[:2], *texts[-1:], samples()[0]], call=_draft)
    for name, seeds in files().items():
        yield Target(
            name=f"source-{name[2:]}", seeds=seeds, call=partial(_place, ground, f"fuzz{name[1:]}")
        )
