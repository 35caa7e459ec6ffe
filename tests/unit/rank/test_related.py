"""What tells an article, and what likeness is made of."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from searcher.engines import Reader
from searcher.engines.memory import MemoryEngine
from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.model import Article, View
from searcher.rank.likeness import Compared, Counting, counting, likeness
from searcher.rank.telling import FIGURES, READINGS, WORDS, Telling, telling_in, telling_of
from searcher.relating import _word
from searcher.vietnamese import analyse, document_numbers, syllables
from tests.corpus import article, indexed

NEWS = [
    article("bao", "Bão số 9 vào Quảng Ngãi", "Bão giật cấp 14, sơ tán 12.000 hộ dân Bình Sơn.", day="2020-10-28"),
    article("lu", "Lũ ở Quảng Ngãi", "Sau bão, lũ ngập Bình Sơn, sơ tán thêm 12.000 hộ dân.", day="2020-10-30"),
    article("cu", "Bão cũ", "Bão năm ngoái giật cấp 9 ở Quảng Ngãi, sơ tán dân Lý Sơn.", day="2019-10-30"),
    article("vang", "Giá vàng", "Giá vàng tăng theo Nghị quyết 54/NQ-CP."),
]  # fmt: skip
OFF = replace(
    counting(), agreement_share=0.0, title_weight=0.0, figures_weight=0.0, time_weight=0.0
)


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return indexed(ColumnsEngine(), tmp_path, [NEWS[:2], NEWS[2:]])


def of_article(reader: Reader, one: Article) -> Telling:
    bags = reader.forward(reader.numbers([one.id]), ()).bags
    return telling_of(bags, document_numbers(one.body), reader.rarities)


def of_text(reader: Reader, *texts: str) -> Telling:
    bags = reader.forward(np.zeros(0, np.int64), ()).bags
    return telling_in(analyse(texts), bags, reader.rarities)


def compared(reader: Reader, one: Article, numbers: Sequence[int]) -> Compared:
    told = of_article(reader, one)
    asked = np.array(numbers, np.int64)
    title = [_word(syllable) for syllable in syllables(one.title)]
    forward = reader.forward(asked, title)
    return Compared(
        telling=told, title=title, day=737_726, forward=forward, figures=np.zeros(len(asked))
    )


def test_a_stored_article_and_its_text_tell_the_same(reader: Reader) -> None:
    one, other = of_article(reader, NEWS[0]), of_text(reader, NEWS[0].title, NEWS[0].body)
    assert dict(zip(one.keys, one.weights / one.length, strict=True)) == pytest.approx(
        dict(zip(other.keys, other.weights / other.length, strict=True)), rel=1e-4
    )
    assert set(one.figures) == set(other.figures)


def test_what_no_article_has_tells_nothing_but_makes_a_text_longer(reader: Reader) -> None:
    one, other = of_text(reader, "bão giật"), of_text(reader, "bão giật blockchain")
    assert set(other.keys) == {"bão", "giật"}
    assert other.length > one.length
    assert of_text(reader, "blockchain").keys == ()


def test_figures_are_document_numbers_and_words_with_digits(reader: Reader) -> None:
    told = of_text(reader, "Nghị quyết 54/NQ-CP, 12.000 hộ dân, cấp 14, 9 tỉnh, 99 xã")
    keys = {figure.key for figure in told.figures}
    assert {"14", "12_000"} <= keys
    assert not {"9", "99"} & keys  # one digit says too little, the other no article has
    assert any(figure.view is View.NUMBERS for figure in told.figures)
    weakest = min(reading.weight for reading in told.readings if reading.view is View.WORDS)
    numbers = [reading for reading in told.readings if reading.view is View.NUMBERS]
    assert {reading.weight for reading in numbers} == {weakest}


def test_a_text_is_told_by_its_strongest_words(tmp_path: Path) -> None:
    text = (
        " ".join(f"từ{at}" for at in range(400)) + " " + " ".join(f"{at}" for at in range(100, 200))
    )
    reader = indexed(
        MemoryEngine(), tmp_path, [[article("a", "bão", text), article("b", "bão lũ", "")]]
    )
    told = of_text(reader, text)
    assert len(told.keys) == len(told.words) == len(told.weights) == WORDS
    assert len(told.readings) <= READINGS + FIGURES
    assert np.all(np.diff(told.weights) <= 0)


def scores(reader: Reader, one: Article, counts: Counting) -> dict[str, float]:
    ids = [other.id for other in NEWS if other is not one]
    asked = compared(reader, one, reader.numbers(ids).tolist())
    return dict(zip(ids, likeness(asked, counts).tolist(), strict=True))


def test_an_article_is_likest_itself_and_its_story(reader: Reader) -> None:
    asked = compared(reader, NEWS[0], reader.numbers([one.id for one in NEWS]).tolist())
    found = likeness(asked, OFF)
    assert found[0] == pytest.approx(1.0, abs=0.02)
    assert np.argsort(-found).tolist()[0::3] == [0, 3]


def test_a_shared_title_shared_figures_and_the_same_days_count_as_the_settings_say(
    reader: Reader,
) -> None:
    plain = scores(reader, NEWS[0], OFF)
    titled = scores(reader, NEWS[0], replace(OFF, title_weight=0.5))
    assert titled["lu"] > plain["lu"]
    timed = scores(reader, NEWS[0], replace(OFF, time_weight=0.5))
    gained = {id_: timed[id_] - plain[id_] for id_ in plain}
    assert gained["lu"] > gained["vang"] > gained["cu"]
    assert gained["vang"] == 0
    asked = compared(reader, NEWS[0], [1, 2])
    some = replace(asked, figures=np.array([0.0, 20.0]))
    counts = replace(OFF, figures_weight=0.5)
    gain = likeness(some, counts) - likeness(asked, counts)
    assert gain[0] == 0
    assert 0.4 < gain[1] < 0.5


def test_agreement_lifts_what_is_like_the_best(reader: Reader) -> None:
    agreed = scores(reader, NEWS[1], replace(OFF, agreement_share=0.5))
    plain = scores(reader, NEWS[1], OFF)
    assert agreed["cu"] / agreed["bao"] > plain["cu"] / plain["bao"]


def test_nothing_to_compare_with_is_no_error(reader: Reader) -> None:
    asked = compared(reader, NEWS[0], [])
    assert likeness(asked, counting()).shape == (0,)
    empty = Telling(
        keys=(), words=np.zeros(0, np.int64), weights=np.zeros(0), figures=(), length=1.0
    )
    assert empty.readings == ()
    assert not likeness(replace(compared(reader, NEWS[0], [1, 2]), telling=empty), OFF).any()
