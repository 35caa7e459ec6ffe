"""`timtin stats`: what the visible generation holds."""

import json
from pathlib import Path

import click

from searcher import Archive
from searcher.exits import exit_codes
from timtin.options import index_options, settings_of


@click.command()
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
@index_options
def command(as_json: bool, index: str | None, home: Path | None) -> None:
    """Số liệu của chỉ mục (figures of the index).

    \b
    Ví dụ / Examples:
      timtin stats
      timtin stats --index bao --json
    """
    with exit_codes():
        figures = _figures(Archive(settings_of(index, home)))
        if as_json:
            print(json.dumps(figures, ensure_ascii=False))
        else:
            print("\n".join(f"{key:12} {value}" for key, value in figures.items()))


def _figures(archive: Archive) -> dict[str, object]:
    counted, manifest = archive.statistics(), archive.manifest()
    return {
        "articles": counted.articles,
        "undated": counted.undated,
        "generation": manifest.generation,
        "engine": manifest.engine,
        "bytes": manifest.bytes,
        "terms": counted.terms,
        "from": counted.since.isoformat() if counted.since else None,
        "to": counted.until.isoformat() if counted.until else None,
    }
