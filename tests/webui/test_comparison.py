"""Two texts side by side: pieces and marks."""

import pytest

from searcher import Article, NearCopy, Passage, Shared
from webui.desk.comparison import comparison, percent


def copy(body: str, *passages: tuple[tuple[int, int], tuple[int, int]]) -> NearCopy:
    shared = (Passage(first=ours, second=theirs, syllables=9) for ours, theirs in passages)
    article = Article(id="a", title="", body=body)
    return NearCopy(article=article, shared=Shared(passages=tuple(shared), first=0.5, second=0.25))


def test_pieces_put_together_are_the_paragraphs() -> None:
    text, other = "mở đầu giữa kết", "giữa\n\nkhác hẳn kết"
    found = comparison(text, copy(other, ((7, 11), (0, 4)), ((12, 15), (15, 18))))
    assert "".join(piece.text for piece in found.ours[0].pieces) == text
    assert [(p.text, p.passage) for p in found.ours[0].pieces if p.passage] == [
        ("giữa", 1),
        ("kết", 2),
    ]
    paragraphs = ["".join(piece.text for piece in each.pieces) for each in found.theirs]
    assert paragraphs == ["giữa", "khác hẳn kết"]
    assert (found.our_share, found.their_share, found.passages) == (50, 25, 2)


def test_a_passage_over_two_paragraphs_is_linked_once() -> None:
    found = comparison("một hai\n\nba bốn", copy("một hai ba bốn", ((0, 15), (0, 14))))
    pieces = [piece for each in found.ours for piece in each.pieces]
    assert [(piece.passage, piece.first) for piece in pieces] == [(1, True), (1, False)]


def test_passages_that_overlap_are_marked_one_after_the_other() -> None:
    found = comparison("một hai ba bốn", copy("x", ((0, 7), (0, 1)), ((4, 14), (0, 1))))
    assert [(p.text, p.passage) for p in found.ours[0].pieces] == [("một hai", 1), (" ba bốn", -1)]


def test_paragraphs_that_share_nothing_are_cut_short_and_counted() -> None:
    text = "\n\n".join(["chữ " * 100, "hai", "ba", "chung"])
    at = text.index("chung")
    found = comparison(text, copy("chung", ((at, at + 5), (0, 5))))
    first, gap, last = found.ours
    assert first.pieces[0].text.endswith(" …")
    assert len(first.pieces[0].text) < 170
    assert gap.skipped == 2
    assert last.pieces[0].text == "chung"


@pytest.mark.parametrize(("share", "shown"), [(0, 0), (0.001, 1), (0.5, 50), (0.999, 99), (1, 100)])
def test_a_percent_is_whole_only_for_the_whole(share: float, shown: int) -> None:
    assert percent(share) == shown
