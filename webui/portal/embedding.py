"""A search box that other sites put on their pages, as one script or a plain form, and how it looks."""

from flask import Blueprint, render_template, url_for

blueprint = Blueprint("embedding", __name__)


@blueprint.get("/nhung")
def demo() -> str:
    """Show what to copy, and what it looks like."""
    return render_template("embedding.html", canonical=url_for("embedding.demo"))
