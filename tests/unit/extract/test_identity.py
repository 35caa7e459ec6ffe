"""Ids: the article's own, its address's, its content's."""

from hypothesis import given
from hypothesis import strategies as st

from searcher.extract.identity import canonical, identify
from tests.unit.extract.pages import article, record


def test_the_own_id_wins() -> None:
    assert article(record(id=12, title="x", url="https://a.vn/x")).id == "12"


def test_one_address_in_many_spellings_is_one_article() -> None:
    spellings = [
        "https://bao.vn/tin-1.html",
        "http://www.bao.vn/tin-1.html#binh-luan",
        "https://BAO.vn:443/tin-1.html?utm_source=zalo&fbclid=x",
    ]
    assert len({article(record(title=f"{n}", url=url)).id for n, url in enumerate(spellings)}) == 1


def test_what_a_query_selects_is_another_article() -> None:
    one, other = (article(record(title="x", url=f"https://a.vn/?p={n}")).id for n in (1, 2))
    assert one != other


def test_without_an_address_the_content_decides() -> None:
    assert article(record(title="x", body="y")).id == article(record(title="x ", body="y\n")).id
    assert article(record(title="x", body="y")).id != article(record(title="x", body="z")).id


def test_a_password_in_an_address_is_not_kept() -> None:
    assert canonical("https://user:secret@a.vn:8080/x") == "https://a.vn:8080/x"


@given(title=st.text(), body=st.text())
def test_an_id_is_twenty_hexadecimal_digits(title: str, body: str) -> None:
    ident = identify(
        None, title.encode(errors="replace").decode(), body.encode(errors="replace").decode()
    )
    assert len(ident) == 20
    assert set(ident) <= set("0123456789abcdef")
