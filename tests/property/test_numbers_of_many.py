"""Numbers of many texts at once are the numbers of each."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from searcher.vietnamese.numbers import document_numbers, document_numbers_of_many
from searcher.vietnamese.numbers.document_types import document_types
from searcher.vietnamese.numbers.quantities import UNITS

SIGNS = [
    *" -/.,:%$€£¥()&'+@\n\t",
    "  ",
    "   ",
    ", ",
    ". ",
    " - ",
    " / ",
    " : ",
    "–",
    "\xa0",
    "\u200b",
    "\0",
]
DIGITS = [
    "1",
    "5",
    "15",
    "54",
    "84",
    "012",
    "000",
    "123",
    "1900",
    "2020",
    "0914",
    "1234567",
    "9" * 19,
    "9" * 21,
]
WORDS = [
    "tháng",
    "năm",
    "ngày",
    "giờ",
    "h",
    "phút",
    "a",
    "B",
    "QH14",
    "UBND",
    "CP",
    "TW",
    "việt",
    "số",
    "sô",
]
NAMES = [word for name in document_types().names for word in (name, name.upper(), name[-3:])]
HOSTS = ["vnexpress.net", "www.", "https://", ".vn", "a.com/b", "TP.HCM"]
FULL_WIDTH = ["５４", "％"]

pieces = st.one_of(
    *map(
        st.sampled_from,
        (SIGNS, DIGITS, WORDS, NAMES, sorted(document_types().codes), UNITS, HOSTS, FULL_WIDTH),
    ),
    st.characters(),
)
texts = st.lists(pieces, max_size=14).map("".join)
spaced = st.lists(pieces, max_size=10).map(" ".join)
dense = st.lists(st.sampled_from([*SIGNS, *DIGITS, "NQ", "h", "TW"]), max_size=10).map("".join)


@given(st.lists(st.one_of(texts, spaced, dense), max_size=5))
@settings(max_examples=300, deadline=None)
@example(["tiêu chuẩn Việt  Nam 5687:2010", "Nghị quyết-54", "a NĐ 15/2020", "2.900 đ", ""])
def test_a_batch_has_the_numbers_of_each_text(batch: list[str]) -> None:
    assert document_numbers_of_many(batch) == [document_numbers(text) for text in batch]


def test_no_texts_have_no_numbers() -> None:
    assert document_numbers_of_many([]) == []
