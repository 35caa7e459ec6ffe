"""The one analysis that articles and queries pass through."""

import json
import lzma
from itertools import islice
from pathlib import Path

import pytest

from searcher.vietnamese import accented_key, analyse, segment, syllables
from searcher.vietnamese.words import model, words
from searcher.vietnamese.words.segmenter import segmenter


def test_the_views_of_a_text_share_their_positions() -> None:
    (tokens,) = analyse(["Thừa Thiên Huế: Hoà bình theo 54-NQ/TW"])
    assert tokens.accented == (*("thừa", "thiên", "huế", "hòa", "bình", "theo", "54", "nq", "tw"),)
    assert tokens.folded == ("thua", "thien", "hue", "hoa", "binh", "theo", "54", "nq", "tw")
    assert tokens.words == ("thừa_thiên_huế", "hòa_bình", "theo", "54", "nq", "tw")
    assert tokens.starts == (0, 3, 5, 6, 7, 8)
    assert "54-nq/tw" in tokens.numbers


def test_a_word_starts_at_the_syllable_that_holds_it() -> None:
    (tokens,) = analyse(["giá 12.500đ “Hà Nội”"])
    assert tokens.accented == ("giá", "12", "500đ", "hà", "nội")
    assert tokens.words == ("giá", "12_500", "đ", "hà_nội")
    assert tokens.starts == (0, 1, 2, 3)


@pytest.mark.parametrize("text", ["", " \n ", "...", "😀 – “”", "\u200b"])
def test_a_text_without_words_has_no_tokens(text: str) -> None:
    (tokens,) = analyse([text])
    assert tokens.accented == tokens.folded == tokens.words == tokens.starts == ()


def test_nothing_gives_nothing() -> None:
    assert analyse([]) == []


@pytest.mark.parametrize(
    "typed",
    [
        "vie\u0323\u0302t nam",
        "vie\u0302\u0323t\u200b nam",
        "ｖiệt nam",
        "việt\u00a0nam",
        "vi\u00ea\u0323t \u2066nam\u2069",
    ],
)
def test_every_way_to_write_a_text_has_the_same_tokens(typed: str) -> None:
    assert analyse([typed]) == analyse(["việt nam"])


def test_a_spelling_does_not_change_the_words() -> None:
    one, other = analyse(["học sinh khoẻ mạnh ở Mĩ", "học sinh khỏe mạnh ở Mỹ"])
    assert one.accented == other.accented


TEXTS = [
    "Chủ tịch UBND TP.HCM ký Nghị quyết 54-NQ/TW, giá 12.5kg và 2.900.000đ “Hà Nội”...",
    "a_b _ a__b b@c.vnđ 1_000đ http://x.vn/a?b=c 1.5Tp.Hà Nội\nไทย हिन्दी 中国",
    "\x00 Hà\x00Nội \ud800 😀",
]


@pytest.mark.parametrize("text", TEXTS)
def test_batches_and_spans_tell_the_same(text: str) -> None:
    (tokens,) = analyse([text])
    found = syllables(text)
    assert tokens.accented == tuple(syllable.accented for syllable in found)
    assert tokens.folded == tuple(syllable.folded for syllable in found)
    spoken = (tuple(s.accented for s in syllables(word.text)) for word in words(text))
    assert tokens.words == tuple("_".join(keys) for keys in spoken if keys)


@pytest.mark.parametrize("text", TEXTS)
def test_an_unknown_model_changes_nothing_but_the_speed(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = analyse([text.replace("\ud800", "")])
    monkeypatch.setattr(model, "KNOWN", {"pyvi3.pkl": "another", "words.txt": "another"})
    model.load_model.cache_clear()
    segmenter.cache_clear()
    try:
        with pytest.warns(RuntimeWarning, match="slowly"):
            assert analyse([text.replace("\ud800", "")]) == expected
    finally:
        model.load_model.cache_clear()
        segmenter.cache_clear()


@pytest.mark.parametrize("text", TEXTS)
def test_a_query_is_analysed_as_an_article_is(text: str) -> None:
    assert analyse([text]) == analyse([text, "một bài khác"])[:1]
    assert analyse([text]) == analyse([text + " " * 1_000])


def test_a_full_vocabulary_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"học sinh {number} ở Hà Nội {number * 7}" for number in range(50)]
    expected = analyse(texts)
    padding = " " * 1_000  # so long that a single text is analysed as an article
    monkeypatch.setattr("searcher.vietnamese.keyed.MOST_ENTRIES", 10)
    assert [analyse([text + padding])[0] for text in texts] == expected


@pytest.mark.shared
def test_words_of_real_articles_are_those_that_pyvi_prints(shared_data: Path) -> None:
    with lzma.open(shared_data / "news" / "dated.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["body"] for line in islice(lines, 300)]
    plain = [text for text in texts if text.isprintable() or "\n" in text]
    for text, tokens in zip(plain, analyse(plain), strict=True):
        printed = segment(text.replace("\u200b", "").replace("\xad", "")).split(" ")
        keys = ("_".join(accented_key(s.text) for s in syllables(word)) for word in printed)
        assert tokens.words == tuple(filter(None, keys))
