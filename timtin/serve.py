"""`timtin serve`: the site on a production WSGI server."""

from dataclasses import replace
from pathlib import Path

import click

from searcher import Settings
from searcher.exits import exit_codes
from timtin.options import index_options, settings_of
from webui.serving.running import run


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    help="Số tiến trình trả lời (processes that answer, behind a master that SIGHUP reloads).",
)
@index_options
def command(
    host: str, port: int, processes: int | None, index: str | None, home: Path | None
) -> None:
    """Mở trang tìm kiếm (serve the site).

    \b
    Ví dụ / Examples:
      timtin serve
      timtin serve --host 0.0.0.0 --port 8080 --index bao
      timtin serve --processes 4
    """

    def read() -> Settings:
        settings = settings_of(index, home)
        serving = replace(settings.serving, processes=processes or settings.serving.processes)
        return replace(settings, serving=serving)

    with exit_codes():
        run(read(), host, port, read)
