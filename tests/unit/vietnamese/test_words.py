"""pyvi's words, character for character, and where they stand."""

import json
import lzma
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.vietnamese import segment, segment_many
from searcher.vietnamese.words import model, spans, stock, words
from searcher.vietnamese.words.model import UnknownModel
from searcher.vietnamese.words.segmenter import segmenter
from searcher.vietnamese.words.tokens import each_token, token_spans

Tokenize = Callable[[str], str]

CORNERS = [
    *(
        "",
        " ",
        "\n",
        "\u2000",
        "\t\r\n ",
        "a",
        ".",
        "..",
        "...",
        "....",
        "->",
        "==>",
        ">>",
        "a\n\nb",
    ),
    *("\x00", "a\x00b Hà\x00 Nội", "http://a\x00b Hà Nội", "\ufeffHà Nội", "Hà\u200bNội Hà Nội"),
    *("Tp.HCM và TP. Hồ Chí Minh", "Mr.A Mrs.B Ms.C Dr.D ThS.E", "A.B.C.", "Đ.", "$ % & ,-. ()"),
    *("54-NQ/TW ngày 20:15", "1.2.3 12,5kg 1_000 2.900.000đ", "a@b.cđ đa@b.c a@b @b.c a@b.c.d"),
    *("_a_ a_b __ a__b", "İstanbul ǅ ß ﬁ ǆ", "ΟΔΟΣ Σ σ", "٣٤ ²³ ½ Ⅷ 中国 人民 ไทย", "Ａ Ｂ １"),
    *(
        "e\u0302\u0323 vie\u0323\u0302t nam",
        "\u0301\u0302a",
        "😀 😀 xin chào 👩‍👩‍👧",
        "\x1c\x1d a\x85b",
    ),
    *("Nguyễn Văn An Ở hà nội", "HÀ NỘI VIỆT NAM", "“Hà Nội”, ‘học sinh’ – công ty…"),
]


@pytest.mark.parametrize("text", CORNERS)
def test_segment_prints_what_pyvi_prints(text: str, pyvi: Tokenize) -> None:
    assert segment(text) == pyvi(text)


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PIECES = st.sampled_from(
    [
        *("hà", "nội", "Hà", "Nội", "VIỆT", "NAM", "việt", "nam", "công", "ty", "học", "sinh"),
        *("Tp.", "ThS.", "TP.HCM", "1.5", "54-NQ/TW", "a@b.vn", "http://x.vn/a", "12,5kg", "Đ."),
        *("...", "…", "“", "”", "(", ")", "-", "–", ",", ".", "_", "\n", "\x00", "\u200b", "😀"),
        *("e\u0302", "đ", "=>", "==>", "->", ">>", "Σ", "İ"),
    ]
)
VIETNAMESE_LIKE = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", "\n"]))).map(
    lambda pairs: "".join(piece + space for piece, space in pairs)
)


@settings(max_examples=300)
@given(text=ANY_TEXT | VIETNAMESE_LIKE)
def test_segment_prints_what_pyvi_prints_for_any_text(text: str, pyvi: Tokenize) -> None:
    assert segment(text) == pyvi(text)


@given(texts=st.lists(ANY_TEXT | VIETNAMESE_LIKE))
def test_texts_of_one_batch_know_nothing_of_each_other(texts: list[str]) -> None:
    assert segment_many(texts) == [segment(text) for text in texts]


@pytest.mark.parametrize("window", [3, 5, 64])
def test_a_long_text_is_cut_into_windows_without_a_trace(window: int) -> None:
    text = (
        "Chủ tịch UBND thành phố Hồ Chí Minh Nguyễn Văn An gặp học sinh trường Lê Hồng Phong.\n" * 9
    )
    whole = segment(text)
    joins = segmenter().joins_of_stream(each_token(text), window)
    pieces = ("_" * joined or " " for joined in joins.tolist())
    assert "".join(s + t for s, t in zip(pieces, each_token(text), strict=True))[1:] == whole


@given(text=VIETNAMESE_LIKE)
def test_few_tokens_are_joined_as_many_are(text: str) -> None:
    few = segmenter().joins_of_text(list(each_token(text)))
    assert few == segmenter().joins_of_stream(each_token(text)).tolist()


@settings(max_examples=300)
@given(text=st.text("aB.@-_+ đ1:/=>\n") | VIETNAMESE_LIKE, long=st.sampled_from([0, 256]))
def test_tokens_lie_one_behind_the_other(text: str, long: int) -> None:
    found = [text[start:end] for start, end in token_spans(text)]
    assert found == list(each_token(text))
    assert "".join(found) == "".join(re.findall(r"\n|\S", text))


@given(text=st.text("aB.@-_+đ1:/") | st.from_regex(r"\A([a-z.]+@[a-z.]*){1,4}\Z"))
def test_addresses_in_long_chunks_are_found_as_in_short_ones(text: str) -> None:
    padding = ";" * 300  # a chunk this long is searched for addresses by hand
    assert list(each_token(padding + text))[300:] == list(each_token(text))


def test_words_lead_back_to_the_original() -> None:
    text = "Ở Hà\u200b  No\u0302\u0323i: 10.000đ/kg"
    found = [(word.text, text[word.start : word.end]) for word in words(text)]
    assert found == [
        *(("Ở", "Ở"), ("Hà_Nội", "Hà\u200b  No\u0302\u0323i"), (":", ":"), ("10.000", "10.000")),
        *(("đ", "đ"), ("/", "/"), ("kg", "kg")),
    ]


def test_bytes_are_a_clear_error() -> None:
    with pytest.raises(TypeError, match="decode bytes first"):
        segment(b"abc")  # type: ignore[arg-type]


def test_lone_surrogates_are_tokens_like_any_other_sign() -> None:
    assert segment("Hà Nội \ud800 học sinh") == "Hà_Nội \ud800 học_sinh"


def test_an_unknown_model_is_left_to_pyvi_with_a_warning(
    monkeypatch: pytest.MonkeyPatch, pyvi: Tokenize
) -> None:
    monkeypatch.setattr(model, "KNOWN", {"pyvi3.pkl": "another", "words.txt": "another"})
    model.load_model.cache_clear()
    segmenter.cache_clear()
    try:
        with pytest.warns(RuntimeWarning, match="is not the model of pyvi"):
            assert segment("học sinh Hà Nội") == "học_sinh Hà_Nội"
        with pytest.warns(RuntimeWarning, match="slowly"):
            assert [word.text for word in words("học  sinh a__b.")] == ["học_sinh", "a__b", "."]
    finally:
        model.load_model.cache_clear()
        segmenter.cache_clear()


def test_a_missing_model_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(model, "_folder", lambda: tmp_path)
    with pytest.raises(UnknownModel, match=r"pyvi3\.pkl cannot be read"):
        model.load_model.__wrapped__()


@pytest.mark.parametrize("text", [*CORNERS[1:], "Nguyễn Văn An ở Hà Nội, a__b _c"])
def test_stock_spans_and_ours_agree(text: str) -> None:
    normal = spans.normalise_letters_with_offsets(text).text
    assert list(stock.stock_spans(normal)) == list(spans._grouped(normal))


def test_neither_pyvi_nor_scikit_learn_is_imported() -> None:
    code = (
        "import sys; from searcher.vietnamese import analyse, segment; segment('học sinh'); analyse(['a']);"
        "print([name for name in ('pyvi', 'sklearn', 'pycrfsuite') if name in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


# VmHWM, for `ru_maxrss` of a child begins with what its parent held when it was started.
MEMORY = """
import sys
from pathlib import Path
from searcher.vietnamese import segment
line = sys.argv[1] * (5_000_000 // len(sys.argv[1]))
assert segment(line)
(most,) = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM:")]
print(most.split()[1])
"""


@pytest.mark.parametrize("piece", ["Hà Nội mùa thu, ", "ắ", "😀", "a."])
def test_a_line_of_five_million_characters_takes_less_than_a_gibibyte(piece: str) -> None:
    output = subprocess.check_output([sys.executable, "-c", MEMORY, piece], text=True)
    assert int(output) * 1024 < 1 << 30


def _articles(path: Path, count: int) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, count):
            record = json.loads(line)
            yield "\n".join(record.get(key) or "" for key in ("title", "summary", "body"))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "count"), [("vietnews", 1_100), ("vntc", 800), ("dated", 400), ("headlines", 700)]
)
def test_three_thousand_real_articles_come_out_the_same(
    name: str, count: int, shared_data: Path, pyvi: Tokenize
) -> None:
    texts = list(_articles(shared_data / "news" / f"{name}.jsonl.xz", count))
    assert len(texts) == count
    different = [i for i, line in enumerate(segment_many(texts)) if line != pyvi(texts[i])]
    assert different == []


@pytest.mark.shared
def test_whole_pages_come_out_the_same(shared_data: Path, pyvi: Tokenize) -> None:
    pages = sorted((shared_data / "html").glob("*.html"))
    assert pages
    for page in pages:
        text = page.read_text(encoding="utf-8", errors="replace")[:20_000]
        assert segment(text) == pyvi(text), page.name
