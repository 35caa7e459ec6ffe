"""Byte strings near the seeds: what a slip, a broken disk or a malicious hand makes of them."""

import random
from collections.abc import Callable, Sequence

WORDS = (
    b"\x00", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xf4\x90\x80\x80", b"\r\n", b"\t", b" ",
    b'"', b"'", b"(", b")", b"[" * 99, b"{" * 99, b"<" * 99, b"*", b"-", b":", b",", b"\\", b"/..", b"%00", b"&#0;",
    b"&#x110000;", b"<!--", b"]]>", b"<![CDATA[", b"<script>", b"</", b"null", b"true", b"-1", b"0", b"1e999",
    b"18446744073709551616", b"2147483648", b"NaN", b'"":', b'"id"', b"[]", b"{}", b"\\ud800", b"\xe2\x80\xae",
    "đ".encode(), "ươ".encode(), "ế".encode(), "e\u0302\u0301".encode(), b" OR ", "nguồn:".encode(),
    "trước:".encode(), "tháng 13/2024".encode(), b"31/02/2024", b"54-NQ/TW", "ß".encode(), "İ".encode(),
    "ﬀ".encode(), "\u200d".encode(), "\ufffd".encode(), "\U0001f1fb\U0001f1f3".encode(), b"a" * 300, b"9" * 300,
)  # fmt: skip
"""Pieces that readers have stumbled over."""

LONGEST = 1 << 16
Change = Callable[[random.Random, bytearray, Sequence[bytes]], None]


def mutated(rng: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return one of the seeds after one to six changes, at most `LONGEST` bytes or as long as the seed."""
    seed = rng.choice(seeds)
    content = bytearray(seed)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        rng.choice(CHANGES)(rng, content, seeds)
    return bytes(content[: max(LONGEST, len(seed))])


def _span(rng: random.Random, content: bytearray) -> slice:
    start = rng.randrange(len(content) + 1)
    return slice(start, min(len(content), start + int(2 ** rng.uniform(0, 10))))


def _flip(rng: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    if content:
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)


def _replace(rng: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    if content:
        content[rng.randrange(len(content))] = rng.randrange(256)


def _delete(rng: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    del content[_span(rng, content)]


def _cut(rng: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    del content[rng.randrange(len(content) + 1) :]


def _repeat(rng: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    where = _span(rng, content)
    content[where.start : where.start] = content[where] * rng.choice((1, 1, 2, 30))


def _insert(rng: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    where = rng.randrange(len(content) + 1)
    content[where:where] = rng.choice(WORDS)


def _overwrite(rng: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    word = rng.choice(WORDS)
    where = rng.randrange(len(content) + 1)
    content[where : where + len(word)] = word


def _splice(rng: random.Random, content: bytearray, seeds: Sequence[bytes]) -> None:
    other = bytearray(rng.choice(seeds))
    content[_span(rng, content)] = other[_span(rng, other)]


def _move(rng: random.Random, content: bytearray, _: Sequence[bytes]) -> None:
    where = _span(rng, content)
    piece = content[where]
    del content[where]
    place = rng.randrange(len(content) + 1)
    content[place:place] = piece


CHANGES: tuple[Change, ...] = (
    _flip, _replace, _delete, _cut, _repeat, _insert, _insert, _overwrite, _splice, _move,
)  # fmt: skip
