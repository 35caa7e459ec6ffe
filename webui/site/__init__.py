"""What the parts of one running site share."""

from dataclasses import dataclass
from typing import ClassVar, cast

from flask import current_app

from searcher import Archive, Counting, Settings
from webui.site.answers import Answers
from webui.site.looks import Looks
from webui.site.shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The settings, the looks, the archive, the shelf of its lists, the answers given lately, and the counts."""

    NAME: ClassVar[str] = "timtin"

    settings: Settings
    looks: Looks
    archive: Archive
    shelf: Shelf
    answers: Answers
    counting: Counting


def site() -> Site:
    """Return the site that answers the current request."""
    return cast(Site, current_app.extensions[Site.NAME])
