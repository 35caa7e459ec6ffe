"""How this site looks: its settings made ready for templates, its colours checked for contrast."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from searcher import Settings, SettingsError

_log = logging.getLogger(__name__)

LIGHT = {
    "ground": "#fbfaf8",
    "raised": "#ffffff",
    "ink": "#1c1f23",
    "soft": "#5a6169",
    "line": "#dfdcd5",
    "link": "#0b5a8f",
    "seen": "#6a4a86",
    "accent": "#0f766e",
    "on-accent": "#ffffff",
    "mark": "#ffeb9c",
    "on-mark": "#1c1f23",
    "warn": "#8a3b12",
    "warn-ground": "#fdf1e7",
}
DARK = {
    "ground": "#14171a",
    "raised": "#1c2024",
    "ink": "#e6e4df",
    "soft": "#a3a9b0",
    "line": "#343a41",
    "link": "#84c1ee",
    "seen": "#c3a7de",
    "accent": "#2dd4bf",
    "on-accent": "#08201d",
    "mark": "#5c4a06",
    "on-mark": "#fff3c4",
    "warn": "#f5b58a",
    "warn-ground": "#33231a",
}
"""The colours of site.css: what a portal's own ones are checked beside."""

PAIRS = (
    *((text, ground) for text in ("ink", "soft", "link", "seen", "accent") for ground in ("ground", "raised")),
    ("on-accent", "accent"),
    ("on-mark", "mark"),
    ("warn", "raised"),
    ("ink", "warn-ground"),
)  # fmt: skip
"""Text and what it stands on, anywhere on the site."""
MOST_PER_PAGE = 100
"""Hits on a page of results."""
_LEAST = 4.5
"""Contrast of text, WCAG 2.2, criterion 1.4.3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A link with a logo at the foot of a page; `image` is None where only the name is shown."""

    name: str
    address: str
    image: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What the templates need of the settings; `files` are pictures of the portal's own, by address."""

    name: str
    description: str | None
    address: str | None
    logo: str | None
    links: tuple[Logo, ...]
    languages: tuple[str, ...]
    image_hosts: tuple[str, ...]
    templates: Path | None
    stylesheet: str
    files: dict[str, Path]


def looks_of(settings: Settings) -> Looks:
    """Return the looks that the settings ask for; raises SettingsError for colours that nobody can read."""
    table = settings.site
    if not 1 <= settings.per_page <= MOST_PER_PAGE:
        raise SettingsError(
            f"Thiết lập sai: “per_page” phải từ 1 đến {MOST_PER_PAGE}, không phải {settings.per_page}.",
            f"Wrong setting: “per_page” must be from 1 to {MOST_PER_PAGE}, not {settings.per_page}.",
            key="per_page",
            place="timtin.toml",
        )
    files: dict[str, Path] = {}
    return Looks(
        name=table.name or settings.site_name,
        description=table.description,
        address=table.address,
        logo=_address(table.logo, files),
        links=tuple(
            Logo(name=one.name, address=one.address, image=_address(one.image, files))
            for one in table.links
        ),
        languages=table.languages,
        image_hosts=table.image_hosts,
        templates=table.templates,
        stylesheet="\n".join(_stylesheet(dict(table.colours), dict(table.dark))),
        files=files,
    )


def _address(image: str | None, files: dict[str, Path]) -> str | None:
    """Return where a picture is had; one that is a file here is served under a name of its own."""
    if image is None or image.startswith(("/", "https://")):
        return image
    path = Path(image)
    if not path.is_file():
        _log.warning("there is no file %s: its name is shown", path)
        return None
    address = f"/hinh/{len(files)}{path.suffix.lower()}"
    files[address] = path
    return address


def _stylesheet(light: dict[str, str], dark: dict[str, str]) -> Iterator[str]:
    """Yield the rules of a portal's own colours; no line where it has none."""
    _refuse_unreadable({**LIGHT, **light}, light)
    _refuse_unreadable({**DARK, **dark}, dark)
    if light or dark:
        both = {name: DARK[name] for name in light} | dark
        yield f":root {{ {_declared(light)} }}"
        yield f"@media (prefers-color-scheme: dark) {{ :root {{ {_declared(both)} }} }}"


def _declared(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def _refuse_unreadable(colours: dict[str, str], chosen: dict[str, str]) -> None:
    for text, ground in PAIRS:
        found = contrast(colours[text], colours[ground])
        if {text, ground} & set(chosen) and found < _LEAST:
            raise SettingsError(
                f"Thiết lập sai trong timtin.toml: màu “{text}” trên nền “{ground}” chỉ tương phản {found:.1f}:1,"
                f" cần {_LEAST}:1 để đọc được.",
                f"Wrong setting in timtin.toml: colour “{text}” on “{ground}” has a contrast of {found:.1f}:1 only;"
                f" {_LEAST}:1 is needed to read it.",
                key=f"site.colours.{text}",
                place="timtin.toml",
            )


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours written #rrggbb, as WCAG 2 defines it: 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
