"""The little of CSS that rules are written in."""

import pytest
from lxml import html

from searcher.extract.html.newspapers import Rules, newspapers
from searcher.extract.html.selectors import compiled, select

ROOT = html.fromstring(
    '<div><p class="a b" id="x">1</p><div class="ab"><p data-role="content">2</p></div><i type="RelatedNews">3</i></div>'
)


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("p", ["1", "2"]),
        (".a", ["1"]),
        (".a.b", ["1"]),
        ("p.b", ["1"]),
        ("#x", ["1"]),
        ("p#x.a", ["1"]),
        ('[data-role="content"]', ["2"]),
        ('[type^="Related"]', ["3"]),
        ('[class*="b"] p', ["2"]),
        (".ab p", ["2"]),
        ("[type]", ["3"]),
        ("i.a", []),
    ],
)
def test_selectors_select(selector: str, texts: list[str]) -> None:
    assert [element.text for element in select(ROOT, selector)] == texts


@pytest.mark.parametrize("selector", ["p > a", "p:first-child", "[x", "a,b", "p["])
def test_what_is_not_known_is_refused(selector: str) -> None:
    with pytest.raises(ValueError, match="selector"):
        compiled(selector)


def test_every_rule_in_the_file_can_be_read() -> None:
    rules = newspapers()
    for one in (rules.every, *rules.sites.values()):
        for name in ("title", "sapo", "date", "author", "category", "crumbs", "body", "junk"):
            for selector in getattr(one, name):
                compiled(selector)


def test_a_subdomain_has_the_rules_of_its_newspaper() -> None:
    assert newspapers().at("https://thethao.vnexpress.net/x").name == "VnExpress"
    assert newspapers().at("https://m.tuoitre.vn/x").name == "Tuổi Trẻ"
    assert newspapers().at("https://fakevnexpress.net/x").name == ""
    assert newspapers().at(None) == newspapers().every


def test_a_site_goes_before_everybody() -> None:
    rules: Rules = newspapers().at("https://baodautu.vn/x")
    assert rules.body[0] == "#content_detail_news"
    assert len(rules.body) > len(newspapers().every.body)
