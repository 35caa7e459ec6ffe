"""Raw Telex, VNI, VIQR and pasted font pages: how many phrases are understood, and what is not touched.

    python -m benchmarks.vietnamese_keyboards [--phrases N]

Phrases of two to six words of real headlines, typed by simulation in a random habit (tone at the end, after
the vowels, after its letter; each way to type ư and ươ). False guesses are counted on foreign words (the list
of the tests), and on the headlines as written and without diacritics.
"""

import json
import lzma
import random
import re
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from searcher.vietnamese.encodings import repair
from searcher.vietnamese.encodings.code_pages import FONT_PAGES, letters
from searcher.vietnamese.keyboards import guess
from searcher.vietnamese.phonology import is_vietnamese_syllable
from searcher.vietnamese.restoration.text import spelling, unmarked
from tests.unit.vietnamese.keystrokes import HORNS, PLACES, press

ROOT = Path(__file__).resolve().parent.parent
NEWS = ROOT.parent / "shared" / "data" / "news"
FOREIGN = ROOT / "tests" / "unit" / "vietnamese" / "foreign_words.txt"
SEED = 7

Row = tuple[str, ...]


def phrases(many: int) -> list[str]:
    """Return phrases of two to six words, all Vietnamese or numbers, at least one with a mark."""
    chooser = random.Random(SEED)  # noqa: S311 - a fixed sample
    found = []
    with lzma.open(NEWS / "headlines.jsonl.xz", "rt", encoding="utf-8") as lines:
        titles = [json.loads(line)["title"] for line in lines]
    for title in chooser.sample(titles, len(titles)):
        words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", title))
        start = chooser.randrange(max(1, len(words) - 5))
        phrase = words[start : start + chooser.randint(2, 6)]
        plain = all(word.isdigit() or is_vietnamese_syllable(word) for word in phrase)
        if len(phrase) > 1 and plain and not "".join(phrase).isascii():
            found.append(" ".join(phrase))
        if len(found) == many:
            break
    return found


def rows(many: int) -> Iterator[Row]:
    """Yield the rows of the table."""
    real = phrases(many)
    chooser = random.Random(SEED)  # noqa: S311
    for keyboard in ("telex", "vni", "viqr"):
        habit = [(chooser.choice(PLACES[keyboard]), chooser.choice(HORNS[keyboard])) for _ in real]
        typed = [
            " ".join(press(word, keyboard, *how) for word in phrase.split())
            for phrase, how in zip(real, habit, strict=True)
        ]
        yield understood(keyboard, typed, real)
    for page in FONT_PAGES:
        yield understood(page, [shown(phrase, page) for phrase in real], real)
    foreign = [line for line in FOREIGN.read_text("utf-8").splitlines() if line[:1] != "#"]
    yield untouched("foreign words and names", foreign)
    yield untouched("headlines' phrases as written", real)
    yield untouched("headlines' phrases without marks", [unmarked(phrase) for phrase in real])


def understood(name: str, typed: Sequence[str], meant: Sequence[str]) -> Row:
    """Return the share of phrases that come back; tone placement and capitals do not matter."""
    start = time.process_time()
    found = [guess(text) for text in typed]
    seconds = time.process_time() - start
    right = [
        key(each.text if each else text) == key(phrase)
        for each, text, phrase in zip(found, typed, meant, strict=True)
    ]
    share = sum(right) / len(right)
    return name, f"{len(typed):,}", f"{share:.2%} right", f"{seconds / len(typed) * 1e6:.0f} µs"


def key(phrase: str) -> list[str]:
    """Return a phrase in the spelling that is compared."""
    return [spelling(word) for word in phrase.split()]


def untouched(name: str, typed: Sequence[str]) -> Row:
    """Return how many texts that are what they are were taken for raw typing."""
    start = time.process_time()
    false = sum(guess(text) is not None or repair(text) != text for text in typed)
    seconds = time.process_time() - start
    return name, f"{len(typed):,}", f"{false} false", f"{seconds / len(typed) * 1e6:.0f} µs"


def shown(phrase: str, page: str) -> str:
    """Return a phrase in a font page as it looks in windows-1252."""
    codes = {letter: code for code, letter in reversed(list(letters(page).items()))}
    return "".join(codes.get(c) or codes.get(c.lower(), c) for c in phrase)


def report(many: int) -> None:
    """Print the table as Markdown."""
    click.echo(f"\n## Keyboards that did not work, {many:,} phrases of real headlines\n")
    head = ("typed", "rows", "result", "time each")
    for row in (head, tuple("---" for _ in head), *rows(many)):
        click.echo("| " + " | ".join(row) + " |")


def main() -> None:
    """Print the section; part of `benchmarks.vietnamese`."""
    report(many=5_000)


@click.command(help=__doc__)
@click.option("--phrases", "many", default=5_000, show_default=True, help="Phrases typed.")
def command(many: int) -> None:
    """Print the section."""
    report(many)


if __name__ == "__main__":
    command()
