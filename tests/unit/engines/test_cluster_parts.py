"""What the distributed engine computes by itself: keys, forward fields, names, counts, settings."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.engines import engine_named
from searcher.engines.opensearch.gathered import Gathered, blobs, gathered_from, opened
from searcher.engines.opensearch.growing import Growing
from searcher.engines.opensearch.keys import text_of, wire
from searcher.engines.opensearch.packs import pack, put_away, take_up
from searcher.engines.opensearch.record import index_name, read_record
from searcher.engines.opensearch.rows import cluster_id
from searcher.engines.opensearch.vocabulary import Vocabulary
from searcher.engines.scoring import FIELDS
from searcher.errors import ClusterUnreachable, IndexDamaged, IndexMissing, SettingsError
from searcher.model import Article, Document, View
from searcher.settings import Settings, load_settings
from searcher.settings.cluster import ClusterSettings
from tests.corpus import document
from tests.property.test_columns import documents

ANY_TEXT = st.text(st.characters(), min_size=1, max_size=200)


@given(st.lists(ANY_TEXT, max_size=8))
def test_whatever_keys_are_they_travel_as_one_token_each(keys: list[str]) -> None:
    assert text_of(keys).split() == [wire(key) for key in keys]
    assert all(len(wire(key).encode("utf-16-le")) < 2 * 255 for key in keys)
    text_of(keys).encode("utf-8")


@given(ANY_TEXT, ANY_TEXT)
def test_different_keys_stay_different_on_their_way(one: str, other: str) -> None:
    assert (wire(one) == wire(other)) == (one == other)
    assert (cluster_id(one) == cluster_id(other)) == (one == other)
    assert 0 < len(cluster_id(one).encode()) <= 512


@given(st.text(max_size=30), st.text(max_size=30))
def test_what_begins_a_key_begins_it_on_its_way(one: str, rest: str) -> None:
    assert wire(one + rest).startswith(wire(one)[:120])


def gathered(batch: list[Document]) -> tuple[Growing, Gathered]:
    growing = Growing()
    return growing, growing.gather(batch)


@given(st.lists(documents(), max_size=5))
def test_forward_fields_come_back_as_they_were(batch: list[Document]) -> None:
    _, before = gathered(batch)
    after = gathered_from([opened(blob) for blob in blobs(before)])
    for name in ("lengths", "bag_sizes", "number_sizes", "syllables", "words", "counts", "numbers"):
        np.testing.assert_array_equal(getattr(before, name), getattr(after, name), err_msg=name)


@pytest.mark.parametrize("blob", ["", "AAAA", "eJwDAAAAAAE=", "không phải"])
def test_what_is_no_forward_field_is_a_value_error(blob: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        gathered_from([opened(blob)])


@given(st.lists(documents(), max_size=5), st.lists(documents(), max_size=5))
def test_what_is_taken_out_leaves_the_counts_as_they_were(
    stays: list[Document], goes: list[Document]
) -> None:
    once, there = gathered(stays)
    both, first = gathered(stays)
    once.count(there)
    both.count(first)
    second = both.gather(goes)
    both.count(second)
    both.count(second, -1)
    assert once.articles == both.articles == len(stays)
    for view in View:
        left, right = once.frequencies(view), both.frequencies(view)
        assert {k: v for k, v in right.items() if any(v)} == left


def test_a_vocabulary_knows_what_was_counted(tmp_path: Path) -> None:
    growing, there = gathered([])
    growing.count(there)
    growing.write(tmp_path)
    empty = Vocabulary(tmp_path)
    assert (empty.articles, empty.terms, empty.number(View.FOLDED, "x")) == (0, 0, -1)
    assert empty.chosen(View.ACCENTED, "") == ([], True)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("tin/000012/index", "timtin-tin-000012"),
        ("Báo Huế/000001/index", "timtin-b-o-hu-000001"),
        ("---/000001/index", "timtin-x-000001"),
    ],
)
def test_an_index_is_named_after_its_generation(tmp_path: Path, path: str, name: str) -> None:
    assert index_name("timtin", tmp_path / path, None) == name
    assert index_name("timtin", tmp_path / path, name) == f"{name}-2"


def test_folders_that_are_no_generations_have_names_of_their_own(tmp_path: Path) -> None:
    names = {index_name("t", tmp_path / path, None) for path in ("a", "b", "c/a")}
    assert len(names) == 3


def test_a_record_that_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"cluster\.json"):
        read_record(tmp_path)
    (tmp_path / "cluster.json").write_text('{"index": 5', encoding="utf-8")
    with pytest.raises(IndexDamaged, match=r"cluster\.json"):
        read_record(tmp_path)


def test_an_engine_without_addresses_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TIMTIN_OPENSEARCH"):
        engine_named("opensearch", Settings()).writer(tmp_path)


def test_a_cluster_that_is_not_there_is_named(tmp_path: Path) -> None:
    settings = Settings(
        opensearch=("http://127.0.0.1:1",), cluster=ClusterSettings(tries=1, timeout=1.0)
    )
    with pytest.raises(ClusterUnreachable, match=r"http://127\.0\.0\.1:1") as caught:
        engine_named("opensearch", settings).writer(tmp_path)
    assert "không trả lời" in caught.value.vi


@pytest.mark.parametrize(
    ("key", "value"),
    [("SHARDS", "0"), ("SHARDS", "many"), ("TIMEOUT", "-1"), ("NONSENSE", "1"), ("REPLICAS", "-1")],
)
def test_a_wrong_setting_of_the_cluster_is_named(key: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"cluster.{key.lower()}"):
        load_settings({f"TIMTIN_CLUSTER_{key}": value})


def test_settings_of_the_cluster_come_from_the_file_and_the_environment(tmp_path: Path) -> None:
    (tmp_path / "timtin.toml").write_text(
        '[cluster]\nuser = "tin"\npassword = "${SECRET_OF_TIN}"\nca = "ca.pem"\nrouting = "zone:huế, disk:ssd"\n',
        encoding="utf-8",
    )
    found = load_settings({"TIMTIN_CLUSTER_REPLICAS": "0"}, tmp_path).cluster
    assert (found.user, found.ca, found.replicas) == ("tin", Path("ca.pem"), 0)
    assert found.required == {"zone": "huế", "disk": "ssd"}
    with pytest.raises(SettingsError, match="SECRET_OF_TIN"):
        _ = found.secret


def said(growing: Growing, articles: Gathered) -> list[tuple[list[str], list[str], list[int]]]:
    """Return the syllables, words and counts of articles, as text, whatever their numbers are."""
    accented, words = growing.keys(View.ACCENTED), growing.keys(View.WORDS)
    ends = articles.lengths.sum(1).cumsum()[:-1], articles.bag_sizes.sum(1).cumsum()[:-1]
    parts = [np.split(articles.syllables, ends[0]), np.split(articles.words, ends[1])]
    counts = np.split(articles.counts, ends[1])
    return [
        ([accented[n] for n in own], [words[n] for n in bag], count.tolist())
        for own, bag, count in zip(*parts, counts, strict=True)
    ]


@given(st.lists(documents(), max_size=3), st.lists(documents(), min_size=1, max_size=6), st.data())
def test_what_was_packed_elsewhere_says_the_same_in_our_numbers(
    before: list[Document], batch: list[Document], data: st.DataObject
) -> None:
    places = data.draw(st.permutations(range(len(batch))))[: data.draw(st.integers(1, len(batch)))]
    last = {batch[place].article.id: place for place in places}
    kept = [place for place in places if last[batch[place].article.id] == place]
    there, elder = gathered(before)
    here, wanted = gathered([batch[place] for place in kept])
    there.count(elder)
    one = pack(batch).choose(places)
    found = there.adopt(one.gathered, one.keys, one.folded.astype(np.int64))
    assert list(one.ids) == [batch[place].article.id for place in kept]
    assert said(there, found) == said(here, wanted)
    folded = dict(zip(there.keys(View.ACCENTED), there.folded.tolist(), strict=True))
    names = there.keys(View.FOLDED)
    for text in (getattr(batch[place], field) for place in kept for field in FIELDS):
        assert [names[folded[key]] for key in text.accented] == list(text.folded)


def test_a_pack_comes_back_as_it_was_and_damage_is_found(tmp_path: Path) -> None:
    batch = [
        document(Article(id="a", title="Cầu mới", body="Thông xe.")),
        document(Article(id="b", title="Mưa")),
    ]
    one = pack(batch)
    record = put_away(one, tmp_path)
    back = take_up(record, tmp_path)
    assert (back.ids, back.rows, back.keys) == (one.ids, one.rows, one.keys)
    for name, array in one.numbers.items():
        np.testing.assert_array_equal(back.numbers[name], array, err_msg=name)
    np.testing.assert_array_equal(back.folded, one.folded)
    (path,) = tmp_path.glob("RUN_*")
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)
    with pytest.raises(IndexDamaged):
        take_up(record, tmp_path)
