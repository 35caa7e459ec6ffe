"""What the parts of one running site share."""

from dataclasses import dataclass
from typing import ClassVar, cast

from flask import current_app

from searcher import Archive, Settings
from webui.shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The settings, the archive that is searched, and the shelf of its newest articles."""

    NAME: ClassVar[str] = "timtin"

    settings: Settings
    archive: Archive
    shelf: Shelf


def site() -> Site:
    """Return the site that answers the current request."""
    return cast(Site, current_app.extensions[Site.NAME])
