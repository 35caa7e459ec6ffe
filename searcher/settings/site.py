"""What timtin.toml says of the site: its name and looks, as one value, and how it is read from its table.

```toml
[site]
name = "Tìm Tin Huế"
description = "Tin tức tỉnh Thừa Thiên Huế"
address = "https://tim.hue.example"      # for feeds, sitemap and canonical links; else as it is asked
logo = "logo.svg"                        # a file here, or an address of the same site (/anh/logo.svg)
languages = ["vi", "en"]                 # the first is spoken first; one alone offers no other
templates = "templates"                  # a folder whose templates stand before ours
image_hosts = ["*.hue.example"]          # pictures from here are shown at once, others after a click

[site.colours]                           # the names of site.css, as #rrggbb
accent = "#9f1239"
[site.dark]
accent = "#fb7185"

[[site.links]]                           # the links with logos at the foot of every page
name = "Di sản thế giới"
address = "https://disan.example/"
image = "logo/disan.png"
```
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from searcher.settings.values import (
    Reader,
    as_table,
    hosts,
    is_web_address,
    read_over,
    refuse,
    refuse_unknown,
    text,
    texts,
    web_address,
)

LANGUAGES = ("vi", "en")
COLOURS = (
    "ground",
    "raised",
    "ink",
    "soft",
    "line",
    "link",
    "seen",
    "accent",
    "on-accent",
    "mark",
    "on-mark",
    "warn",
    "warn-ground",
)
"""Names of colours in site.css."""

Colours = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoLink:
    """A link shown as a logo; `image` is an address, or a file; without it the name is shown."""

    name: str
    address: str
    image: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """The table `[site]`."""

    name: str | None = None
    """Name that the pages carry; else `site_name`."""
    description: str | None = None
    """One sentence about the site, for search engines and browsers."""
    address: str | None = None
    """Where the site stands, without a slash at the end."""
    logo: str | None = None
    languages: tuple[str, ...] = LANGUAGES
    templates: Path | None = None
    image_hosts: tuple[str, ...] = ()
    colours: Colours = ()
    dark: Colours = ()
    links: tuple[LogoLink, ...] = ()


def read_site(value: object, place: str, before: SiteSettings | None = None) -> SiteSettings:
    """Return the table `[site]` over what was known `before`; raises SettingsError."""
    return read_over(before or SiteSettings(), "site", value, place, _READERS.__getitem__)


def _base(name: str, value: object, place: str) -> str:
    return web_address(name, value, place).rstrip("/")


def _image(name: str, value: object, place: str) -> str:
    """Return the address of a picture (https, or of the same site), or the path of a file."""
    found = text(name, value, place)
    is_file = not found.startswith("/") and not urlsplit(found).scheme
    if is_file or (found.startswith("/") and not found.startswith("//")):
        return found
    if not found.startswith("https://") or not is_web_address(found):
        refuse(
            place,
            name,
            f"“{found}” không phải tệp hay địa chỉ https",
            f"“{found}” is neither a file nor an https address",
        )
    return found


def _languages(name: str, value: object, place: str) -> tuple[str, ...]:
    listed = texts(name, value, place)
    if not listed or set(listed) - set(LANGUAGES) or len(set(listed)) < len(listed):
        refuse(place, name, "chỉ gồm vi và en, mỗi thứ một lần", "vi and en only, each once")
    return listed


def _hosts(name: str, value: object, place: str) -> tuple[str, ...]:
    return hosts(texts(name, value, place), _HOST, name, place)


def _folder(name: str, value: object, place: str) -> Path:
    folder = Path(text(name, value, place))
    if not folder.is_dir():
        refuse(place, name, f"không có thư mục {folder}", f"there is no folder {folder}")
    return folder


def _colours(name: str, value: object, place: str) -> Colours:
    table = as_table(name, value, place)
    for key, one in table.items():
        if key not in COLOURS:
            refuse(place, f"{name}.{key}", "không có màu này", "there is no such colour")
        if not isinstance(one, str) or not _COLOUR.fullmatch(one):
            refuse(
                place,
                f"{name}.{key}",
                f"{one!r} không có dạng #rrggbb",
                f"{one!r} is not written #rrggbb",
            )
    return tuple((key, str(one)) for key, one in table.items())


def _links(name: str, value: object, place: str) -> tuple[LogoLink, ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        refuse(place, name, "cần các bảng [[site.links]]", "needs [[site.links]] tables")
    return tuple(_link(name, table, place) for table in _as_tables(value))


def _as_tables(value: Sequence[object]) -> Sequence[Mapping[str, object]]:
    return [one for one in value if isinstance(one, dict)]


def _link(name: str, table: Mapping[str, object], place: str) -> LogoLink:
    refuse_unknown(table, ("name", "address", "image"), place, name)
    return LogoLink(
        name=text(f"{name}.name", table.get("name"), place),
        address=web_address(f"{name}.address", table.get("address"), place),
        image=_image(f"{name}.image", table["image"], place) if "image" in table else None,
    )


_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_HOST = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
_READERS: Mapping[str, Reader] = {
    "name": text,
    "description": text,
    "address": _base,
    "logo": _image,
    "languages": _languages,
    "templates": _folder,
    "image_hosts": _hosts,
    "colours": _colours,
    "dark": _colours,
    "links": _links,
}
