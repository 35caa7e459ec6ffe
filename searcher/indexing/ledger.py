"""The ledger of a generation: which article ids it has, and a digest of each article's content."""

import hashlib
import json
from pathlib import Path
from typing import Any

from searcher.errors import IndexDamaged
from searcher.model import Article
from searcher.present import article_record
from searcher.publish.durable import write_durably
from searcher.publish.seals import parsed

LEDGER = "ledger.json"
ORIGINS = "origins.json"
Ledger = dict[str, str]
"""Article id -> digest."""
Origins = dict[str, str]
"""Article id -> the source it was last read from; articles of places named in an order are not in it."""


def digest(article: Article) -> str:
    """Return a digest of everything an article has, 32 hexadecimal digits."""
    content = json.dumps(article_record(article), ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def read_ledger(folder: Path) -> Ledger:
    """Read the ledger of a generation; raises IndexDamaged, naming the file."""
    return _mapping(folder / LEDGER)


def write_ledger(folder: Path, ledger: Ledger) -> None:
    """Write the ledger of a generation."""
    write_durably(folder / LEDGER, json.dumps(ledger, ensure_ascii=False).encode())


def read_origins(folder: Path) -> Origins:
    """Read where the articles of a generation are from; raises IndexDamaged, naming the file."""
    path = folder / ORIGINS
    if not path.exists():
        return {}
    found = _mapping(path)
    try:
        return {id_: origin for origin, ids in found.items() for id_ in ids}
    except TypeError as error:
        raise _damaged(path) from error


def write_origins(folder: Path, origins: Origins, ledger: Ledger) -> None:
    """Write where the articles of a ledger are from."""
    by_origin: dict[str, list[str]] = {}
    for id_, origin in origins.items():
        if id_ in ledger:
            by_origin.setdefault(origin, []).append(id_)
    if by_origin:
        content = json.dumps(by_origin, ensure_ascii=False).encode()
        write_durably(folder / ORIGINS, content)


def _mapping(path: Path) -> dict[str, Any]:
    try:
        found = parsed(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(found, dict):
        raise _damaged(path)
    return found


def _damaged(path: Path) -> IndexDamaged:
    return IndexDamaged(
        f"Chỉ mục bị hỏng: không đọc được {path}; hãy chạy reindex.py --full.",
        f"The index is damaged: {path} cannot be read; run reindex.py --full.",
        path=str(path),
    )
