"""Whole pages, written for this project in the markup of real kinds of sites, and what is made of them.

`pytest --update` rewrites the `.json` beside each page; read the change as a diff.
"""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from searcher.errors import InputError
from searcher.extract import extract
from searcher.model import Page
from searcher.sources import open_source
from searcher.vietnamese.dates import TIMEZONE

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2026, 3, 1, tzinfo=TIMEZONE)


@pytest.mark.parametrize(
    "name", sorted(path.name for path in PAGES.iterdir() if path.suffix != ".json")
)
def test_a_page_gives_the_article_that_a_reader_sees(name: str, update_golden: bool) -> None:
    golden = PAGES / f"{name}.json"
    found = result(PAGES / name)
    if update_golden:
        golden.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", "utf-8")
    assert found == json.loads(golden.read_text("utf-8"))


def result(path: Path) -> dict[str, Any]:
    (page,) = open_source(str(path)).pages()
    assert isinstance(page, Page)
    try:
        article = asdict(extract(page, now=NOW).article)
    except InputError as error:
        return {"skipped": error.code}
    article["body"] = article["body"].split("\n\n")
    return {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in article.items()
    } | {"tags": list(article["tags"])}
