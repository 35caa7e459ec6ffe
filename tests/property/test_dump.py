"""A dump is the archive again: `reindex.py` of it gives an equal index."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from searcher import Archive, Order, Settings, load_settings, reindex
from timtin import main

ODD = '\x00\t\r\n\x1f\x7f\x85\xa0\u200b\u2028\u2029\ufeff\ufffe\ud800\U0001f600ệĐ"\\/<b>&amp;'
TEXT = st.one_of(
    st.text(max_size=30),
    st.text(st.sampled_from(ODD + "lễ hội áo dài"), max_size=20),
    st.sampled_from(
        ["Lễ hội áo dài", "Nghị quyết 54-NQ/TW", " Khoảng  trắng ", "null", "1e5", "-"]
    ),
)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
DAYS = st.one_of(
    st.none(),
    st.datetimes(datetime(1985, 1, 1), datetime(2031, 1, 1), timezones=st.one_of(ZONES, st.just(UTC))).map(
        datetime.isoformat
    ),
    st.dates().map(lambda day: day.isoformat()),
)  # fmt: skip
ALWAYS = {"id": "luôn có", "title": "Một bài"}
"""A file without an article would be skipped."""
RECORD = st.fixed_dictionaries(
    {"id": st.text(min_size=1, max_size=12), "title": TEXT},
    optional={
        **dict.fromkeys(("summary", "body", "author", "source", "category"), TEXT),
        **{
            key: st.one_of(TEXT, st.just("https://bao.example/tin?a=1&b=ệ#c"))
            for key in ("url", "image")
        },
        "tags": st.lists(TEXT, max_size=4),
        "published": DAYS,
        "updated": DAYS,
        "reads": st.one_of(st.none(), st.integers(0, 2**53)),
    },
)


@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records=st.lists(RECORD, max_size=6))
def test_a_dump_reads_back_as_an_equal_index(
    records: list[dict[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("dump")
    place = folder / "tin.jsonl"
    place.write_text(
        "".join(json.dumps(one) + "\n" for one in [ALWAYS, *records]), encoding="utf-8"
    )
    settings = replace(load_settings(), home=folder / "once", workers=1)
    reindex(Order(places=(str(place),)), settings)
    dumped = dump(settings, folder / "dump.jsonl")
    again = replace(settings, home=folder / "again")
    report = reindex(Order(places=(str(folder / "dump.jsonl"),)), again)
    assert not report.counts.skipped
    assert dump(again, folder / "dump-again.jsonl") == dumped
    assert list(Archive(again).articles()) == list(Archive(settings).articles())
    assert_equal_files(settings, again)


def dump(settings: Settings, place: Path) -> bytes:
    """Write a dump as `timtin dump` prints it."""
    ended = CliRunner().invoke(main, ["dump", "--home", str(settings.home)], catch_exceptions=False)
    assert ended.exit_code == 0
    place.write_bytes(ended.stdout_bytes)
    return ended.stdout_bytes


def assert_equal_files(one: Settings, other: Settings) -> None:
    """Compare what the runs learned and noted; the segments have names of their own."""
    mine, theirs = (Archive(settings).manifest() for settings in (one, other))
    assert (mine.articles, mine.undated) == (theirs.articles, theirs.undated)
    for name in ("ledger.json", "restoration.model", "suggestions.lexicon"):
        assert mine.files[name] == theirs.files[name]
    assert Archive(one).statistics() == Archive(other).statistics()
