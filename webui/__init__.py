"""The web shell of Tìm Tin: pages for readers, JSON for programs, one Flask application."""

from webui.factory import create_app
from webui.serving.running import run

__all__ = ["create_app", "run"]
