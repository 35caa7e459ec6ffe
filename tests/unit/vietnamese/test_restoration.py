"""Diacritics restored by what the archive wrote."""

import json
import lzma
import math
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import IndexDamaged, IndexFormat
from searcher.vietnamese.restoration import Builder, Restorer
from searcher.vietnamese.restoration.counts import GramCounts, count
from searcher.vietnamese.restoration.kneser_ney import estimate
from searcher.vietnamese.restoration.pieces import Ids, Pieces, _tokens
from searcher.vietnamese.restoration.table import make_table
from searcher.vietnamese.restoration.text import composed, spelling, unmarked
from tests.unit.vietnamese.keystrokes import phrases

NEWS = [
    "Sáng nay, Ủy ban nhân dân thành phố Hà Nội họp về phòng chống lũ lụt.",
    "Thủ tướng yêu cầu các tỉnh miền Trung sẵn sàng ứng phó với bão số 3.",
    "Giá vàng hôm nay tăng mạnh, giá xăng dầu giảm nhẹ.",
    "Đội tuyển Việt Nam thắng Thái Lan 2-1 trong trận chung kết.",
    "Ông Nguyễn Văn An, Giám đốc Sở Y tế, cho biết dịch bệnh đã được kiểm soát.",
    "Công an tỉnh Đồng Nai khởi tố vụ án buôn lậu thuốc lá.",
    "Nhiều trường học ở Đà Nẵng cho học sinh nghỉ học tránh bão.",
    "Sản lượng lúa của đồng bằng sông Cửu Long năm nay tăng so với năm trước.",
    "Người dân không nên ra đường khi mưa lớn, đường trơn và dễ tai nạn.",
    "Bà Trần Thị Hoa nói rằng con đường này đã hỏng từ lâu nhưng chưa được sửa.",
]


@pytest.fixture(scope="module")
def restorer(tmp_path_factory: pytest.TempPathFactory) -> Restorer:
    """Return a restorer of a small archive."""
    path = tmp_path_factory.mktemp("model") / "restoration.bin"
    builder = Builder()
    builder.add(NEWS * 3)
    builder.add(phrases() * 3)
    builder.write(path)
    return Restorer(path)


@pytest.mark.parametrize("text", NEWS + phrases())
def test_what_the_archive_wrote_is_restored(restorer: Restorer, text: str) -> None:
    restored = restorer.restore(unmarked(text))
    assert list(map(spelling, restored.split())) == list(map(spelling, text.split()))


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("thanh pho ha noi", "thành phố hà nội"),
        ("HA NOI", "HÀ NỘI"),
        ("Ong nguyen van AN", "Ông nguyễn văn AN"),
        ("gia vang: 2,5%... tang!", "giá vàng: 2,5%... tăng!"),
        ("wxyz messi 54-NQ/TW", "wxyz messi 54-NQ/TW"),
        ("", ""),
    ],
)
def test_capitals_numbers_and_signs_stay(restorer: Restorer, typed: str, restored: str) -> None:
    assert restorer.restore(typed) == restored


def test_half_accented_text_keeps_what_was_typed(restorer: Restorer) -> None:
    assert restorer.restore("Trân thi hoa noi") == "Trân thị hoa nói"
    assert restorer.restore("gìa vang hom nay") == "gìa vàng hôm nay"


@given(st.text(alphabet="aăâeêioôơuưydđbcghklmnprstvx ,.!?-0123456789\nÀẬĐƯ", max_size=80))
def test_restoring_adds_marks_and_nothing_else(restorer: Restorer, text: str) -> None:
    restored = restorer.restore(text)
    assert unmarked(restored) == unmarked(unicodedata.normalize("NFC", text))
    typed, got = text.split(), restored.split()
    assert all(a == b for a, b in zip(typed, got, strict=True) if a.isalpha() and not a.isascii())


@given(st.text(max_size=100))
def test_any_text_can_be_restored(restorer: Restorer, text: str) -> None:
    restored = restorer.restore(text)
    assert len(restored) == len(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    "text", ["\x00\ud800\u202e", "a" * 100_000, "na " * 3000, "a\u0301" * 500, "😀"]
)
def test_hostile_text_can_be_restored(restorer: Restorer, text: str) -> None:
    assert len(restorer.restore(text)) == len(unicodedata.normalize("NFC", text))


@given(st.lists(st.sampled_from(NEWS + phrases()).map(unmarked), max_size=8))
def test_many_texts_at_once_give_the_same(restorer: Restorer, texts: list[str]) -> None:
    assert list(restorer.restore_many(texts)) == [restorer.restore(text) for text in texts]


@given(st.sampled_from(NEWS + phrases()).map(unmarked), st.integers(1, 7))
def test_readings_are_distinct_likely_and_begin_with_the_best(
    restorer: Restorer, text: str, many: int
) -> None:
    found = restorer.readings(text, many)
    probabilities = [reading.probability for reading in found]
    assert found[0].text == restorer.restore(text)
    assert probabilities == sorted(probabilities, reverse=True)
    assert 0 < sum(probabilities) <= 1.0001
    assert len({reading.text for reading in found}) == len(found) <= many


def test_all_readings_together_are_certain(restorer: Restorer) -> None:
    assert sum(r.probability for r in restorer.readings("duong", 100)) == pytest.approx(1, abs=1e-3)
    found = restorer.readings("con duong nay", 500)
    assert sum(r.probability for r in found) == pytest.approx(1, abs=0.01)


@given(st.sampled_from(NEWS + phrases()).map(unmarked))
def test_choices_name_every_word_with_its_probabilities(restorer: Restorer, text: str) -> None:
    found = restorer.choices(text, many=50)
    assert [text[c.start : c.end] for c in found] == [
        word for word in map(str.strip, _words(text)) if word
    ]
    for choice in found:
        total = sum(share for _, share in choice.readings)
        assert total == pytest.approx(1, abs=0.01)
        assert {unmarked(word) for word, _ in choice.readings} == {text[choice.start : choice.end]}


def _words(text: str) -> list[str]:
    return "".join(c if c.isalpha() else " " for c in text).split(" ")


def test_an_empty_archive_restores_nothing(tmp_path: Path) -> None:
    builder = Builder()
    builder.add([])
    builder.write(tmp_path / "model")
    restorer = Restorer(tmp_path / "model")
    assert restorer.restore("duong pho") == "duong pho"
    assert restorer.readings("duong pho")[0].probability == pytest.approx(1)


@pytest.mark.parametrize("cut", [9, 40, 700, -100])
def test_a_damaged_model_is_one_clear_error(tmp_path: Path, cut: int) -> None:
    builder = Builder()
    builder.add(NEWS)
    builder.write(tmp_path / "model")
    content = (tmp_path / "model").read_bytes()
    (tmp_path / "model").write_bytes(content[:cut])
    with pytest.raises(IndexDamaged):
        Restorer(tmp_path / "model")


def test_another_file_and_no_file_are_clear_errors(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"something else entirely")
    with pytest.raises(IndexFormat):
        Restorer(tmp_path / "other")
    with pytest.raises(IndexDamaged):
        Restorer(tmp_path / "missing")


TYPED = st.text(alphabet="aăêđĐ ộo\u0323\u0302 .,:-/!?0123456789²½_\n\t\u00a0TPHCM", max_size=60)


@given(st.lists(TYPED, max_size=5))
def test_a_text_is_what_stands_between_its_spaces(texts: list[str]) -> None:
    """Remembered pieces change no token and no id."""
    pieces, ids = Pieces(), Ids()
    for text in map(composed, texts):
        packed = [number for piece in text.split(" ") for number in pieces[piece]]
        assert packed == [ids[token] for token in _tokens(text)]


IDS = st.lists(st.integers(0, 6), min_size=1, max_size=60).map(lambda x: np.array(x, np.uint16))


@given(st.lists(IDS, max_size=4), st.integers(1, 4))
def test_counts_are_what_a_dictionary_would_count(stretches: list, order: int) -> None:
    expected: Counter[int] = Counter()
    for ids in stretches:
        for i in range(len(ids) - order + 1):
            gram = [int(x) for x in ids[i : i + order]]
            if 0 not in gram[1:-1] and (order == 1 or any(gram)):
                expected[sum(x << (16 * p) for p, x in enumerate(reversed(gram)))] += 1
    counted = GramCounts(order)
    for ids in stretches:
        counted.add(ids)
    assert dict(zip(counted.keys.tolist(), counted.counts.tolist(), strict=True)) == expected
    assert counted.keys.tolist() == sorted(counted.keys.tolist())


def test_counting_forgets_the_rare_when_memory_is_full() -> None:
    counted = GramCounts(1, most=3)
    counted.add(np.array([1, 1, 2, 3, 4, 5], np.uint16))
    assert counted.keys.tolist() == [1]


@given(st.lists(IDS, min_size=1, max_size=5))
def test_probabilities_after_any_word_add_up_to_one(stretches: list) -> None:
    orders = estimate(count(iter(stretches)), vocabulary=7)
    words = np.exp(orders[0].logp)
    assert words.sum() == pytest.approx(1, abs=1e-4)
    pairs = dict(zip(orders[1].keys.tolist(), orders[1].logp.tolist(), strict=True))
    for before in {key >> 16 for key in pairs}:
        weight = math.exp(float(orders[0].backoff[before]))
        unseen = (weight * words[w] for w in range(7) if (before << 16 | w) not in pairs)
        seen = (math.exp(p) for key, p in pairs.items() if key >> 16 == before)
        assert sum(unseen) + sum(seen) == pytest.approx(1, abs=1e-3)


@given(st.dictionaries(st.integers(0, 2**64 - 1), st.floats(0, 15), max_size=300))
def test_a_table_knows_what_was_stored(stored: dict[int, float]) -> None:
    keys = np.array(list(stored), np.uint64)
    logs = -np.array(list(stored.values()), np.float32)
    found = make_table(keys, logs, logs / 2).look_up(keys)
    assert found.hit.mean() > 0.8 if len(keys) else True
    assert np.allclose(found.logp[found.hit], logs[found.hit], atol=1 / 16)
    assert np.allclose(found.backoff[found.hit], logs[found.hit] / 2, atol=1 / 16)
    assert not found.logp[~found.hit].any()


def test_a_table_seldom_knows_what_was_not_stored() -> None:
    keys = np.arange(50_000, dtype=np.uint64)
    table = make_table(keys, np.zeros(50_000, np.float32), np.zeros(50_000, np.float32))
    assert table.look_up(keys).hit.mean() > 0.96
    assert table.look_up(keys + np.uint64(1 << 40)).hit.mean() < 0.001


@pytest.mark.shared
def test_real_headlines_are_restored(shared_data: Path, tmp_path: Path) -> None:
    """Floors for a model of 2,000 articles; the benchmark measures the whole archive."""
    builder = Builder()
    with lzma.open(shared_data / "news" / "vietnews.jsonl.xz", "rt", encoding="utf-8") as lines:
        builder.add(json.loads(line)["body"] for line, _ in zip(lines, range(2000), strict=False))
    builder.write(tmp_path / "model")
    with lzma.open(shared_data / "news" / "headlines.jsonl.xz", "rt", encoding="utf-8") as lines:
        titles = [json.loads(line)["title"] for line, _ in zip(lines, range(300), strict=False)]
    titles = [unicodedata.normalize("NFC", title) for title in titles]
    restored = Restorer(tmp_path / "model").restore_many([unmarked(t).lower() for t in titles])
    pairs = [
        (spelling(a), spelling(b))
        for title, text in zip(titles, restored, strict=True)
        for a, b in zip(_words(title), _words(text), strict=True)
        if a
    ]
    assert sum(a == b for a, b in pairs) / len(pairs) > 0.85
