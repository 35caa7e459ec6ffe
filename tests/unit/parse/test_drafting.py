"""A draft is read like an article, with the diacritics it was typed without, or refused with the reason."""

from collections.abc import Sequence

import pytest

from searcher.errors import DraftTooLarge, ParameterError
from searcher.model import Draft
from searcher.model.limits import LIMITS
from searcher.parse.drafting import (
    LONGEST,
    LONGEST_BARE,
    check_size,
    notes_on,
    read_draft,
)


class Restoring:
    """Puts the same marked line in the place of every bare one, and remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Sequence[str]:
        """Return as many lines as there are texts."""
        self.given += texts
        return ["bão số chín"] * len(texts)


def as_it_is(texts: Sequence[str]) -> Sequence[str]:
    return texts


def test_only_lines_without_diacritics_are_restored() -> None:
    restore = Restoring()
    body = "Bão số chín đổ bộ\nbao so chin do bo\n\nThủ tướng ra công điện"
    found = read_draft(Draft(title="Bao so chin", body=body), restore)
    assert restore.given == ["Bao so chin", "bao so chin do bo"]
    assert found.draft.title == "bão số chín"
    assert found.draft.body.split("\n")[::3] == ["Bão số chín đổ bộ", "Thủ tướng ra công điện"]
    assert found.body.accented[5:8] == ("bão", "số", "chín")


def test_a_foreign_draft_is_not_restored() -> None:
    restore = Restoring()
    text = "The president of the republic said on Monday that the talks would go on in the capital"
    found = read_draft(Draft(body=text), restore)
    assert (found.foreign, restore.given, found.draft.body) == (True, [], text)
    assert [note.code for note in notes_on(found)] == ["foreign"]


@pytest.mark.parametrize(
    "text",
    [
        "Obama va Tap Can Binh hoi dam ve bien Dong tai Washington sang nay",
        "Real Madrid thang Barcelona ba ban khong go trong tran dau tren san Bernabeu toi qua",
        "Facebook, Google va Apple phai nop thue tai Viet Nam tu nam 2022",
    ],
)
def test_foreign_names_make_no_foreign_draft(text: str) -> None:
    assert not read_draft(Draft(body=text), as_it_is).foreign


def test_of_a_long_text_the_beginning_is_read() -> None:
    found = read_draft(Draft(body="bão lũ " * 5_000), as_it_is)
    assert len(found.draft.body) <= LONGEST
    assert set(found.body.accented) == {"bão", "lũ"}
    restore = Restoring()
    read_draft(Draft(title="Bao", body="bao lu ve\n" * 1_000), restore)
    assert sum(map(len, restore.given)) == len("Bao") + LONGEST_BARE
    restore = Restoring()
    read_draft(Draft(body="bao lu " * 2_000), restore)
    assert sum(map(len, restore.given)) == LONGEST_BARE


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (Draft(), "no words"),
        (Draft(body="!!! — …"), "no words"),
        (Draft(body="1 2 3 2024"), "numbers only"),
        (Draft(title="bão"), "one word"),
        (Draft(title="bão", body="bão bão 2024"), "one word"),
    ],
)
def test_what_says_too_little_is_refused(draft: Draft, said: str) -> None:
    with pytest.raises(ParameterError, match=said) as refused:
        read_draft(draft, as_it_is)
    assert refused.value.parameter == "body"


def test_the_size_is_that_of_all_texts_in_bytes() -> None:
    check_size(Draft(title="a", body="b" * (LIMITS.draft_size - 2)))
    with pytest.raises(DraftTooLarge, match="200 kB"):
        check_size(Draft(title="a", body="b" * (LIMITS.draft_size - 1)))
    with pytest.raises(DraftTooLarge):
        check_size(Draft(body="ậ" * (LIMITS.draft_size // 3 + 1)))
    check_size(Draft(body="\ud800"))
