"""The page of a story: how it ran, from the first report to the last."""

from flask import Blueprint, render_template

from webui.keeping.kept import written_once
from webui.reading.timeline import timeline
from webui.site import site

blueprint = Blueprint("story", __name__)


@blueprint.get("/su-kien/<path:article_id>")
def story(article_id: str) -> bytes:
    """Show the story of an article; 404 for an unknown one."""
    return written_once(lambda: _story(article_id))


def _story(article_id: str) -> str:
    archive = site().archive
    found = archive.story(article_id)
    return render_template(
        "story.html",
        article=archive.article(article_id),
        story=found,
        timeline=timeline(found),
    )
