"""Vietnamese text: speed and exactness, side by side with peers, in one run.

    python -m benchmarks.vietnamese [--articles N] [--peer PYTHON] [--proof FOLDER [--wanted N]]

The real articles beside the project (../shared/data) are needed. `--peer` is the Python of an environment
that has underthesea; without it the peer is reported as absent. `--proof` compares every
article with pyvi and keeps pyvi's digests in FOLDER, so that a second run takes minutes.
"""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from benchmarks.vietnamese_words import Row, articles, costs, proof, speed

NEWS = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "news"
PROVED = ("vntc", "vietnews")
OTHER_SECTIONS = ("benchmarks.vietnamese_restoration", "benchmarks.vietnamese_keyboards")


def table(title: str, head: Row, rows: Sequence[Row]) -> None:
    """Print rows under their heading as a Markdown table."""
    click.echo(f"\n## {title}\n")
    for row in (head, tuple("---" for _ in head), *rows):
        click.echo("| " + " | ".join(row) + " |")


@click.command(help=__doc__)
@click.option("--articles", "count", default=3_000, show_default=True, help="Articles to time.")
@click.option("--rounds", default=3, show_default=True, help="Rounds of which the best counts.")
@click.option("--peer", default="python3", show_default=True, help="A Python with underthesea.")
@click.option("--proof", "folder", type=click.Path(path_type=Path), help="Where digests are kept.")
@click.option(
    "--wanted", type=int, help="Articles of each file to prove; all of them if not given."
)
@click.option("--only-words", is_flag=True, help="Leave out restoration and keyboards.")
def main(
    count: int, rounds: int, peer: str, folder: Path | None, wanted: int | None, *, only_words: bool
) -> None:
    """Print all sections."""
    if not NEWS.is_dir():
        raise click.ClickException(f"the real articles are not here: {NEWS}")
    texts = list(articles(NEWS / "vietnews.jsonl.xz", count))
    head = ("one core", "articles/s", "tokens/s", "times pyvi")
    table(f"Words, {len(texts):,} articles", head, speed(texts, peer, rounds))
    table("Costs", ("what", "how much"), costs())
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        rows = [
            proof(NEWS / f"{name}.jsonl.xz", folder / f"{name}.sha1", wanted) for name in PROVED
        ]
        table("The same as pyvi", ("file", "identical", ""), rows)
    for section in () if only_words else filter(find_spec, OTHER_SECTIONS):
        import_module(section).main()


if __name__ == "__main__":
    main()
