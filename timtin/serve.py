"""`timtin serve`: the site on a production WSGI server."""

from pathlib import Path

import click

from searcher.exits import exit_codes
from timtin.options import index_options, settings_of
from webui.serving import run


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@index_options
def command(host: str, port: int, index: str | None, home: Path | None) -> None:
    """Mở trang tìm kiếm (serve the site)."""
    with exit_codes():
        run(settings_of(index, home), host, port)
