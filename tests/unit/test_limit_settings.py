"""The page about limits has every one of them, with its default."""

import re
from dataclasses import fields
from pathlib import Path

from searcher.settings.limits import LimitSettings
from searcher.settings.security import SecuritySettings

PAGE = (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")


def test_every_limit_stands_in_the_table_with_its_default() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", PAGE, re.MULTILINE))
    assert set(told) == {field.name for field in fields(LimitSettings)}
    for name, text in told.items():
        default = getattr(LimitSettings(), name)
        for value in default if isinstance(default, tuple) else (default,):
            assert (f"{value:,}" if isinstance(value, int) else value) in text.replace(
                "1024", "1,024"
            ).replace("1000", "1,000"), name


def test_every_key_of_security_is_shown_with_its_default_or_an_example() -> None:
    for field in fields(SecuritySettings):
        assert re.search(rf"^{field.name} = ", PAGE, re.MULTILINE), field.name
