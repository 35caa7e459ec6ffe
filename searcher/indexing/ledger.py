"""The ledger of a generation: which article ids it has, and a digest of each article's content."""

import hashlib
import json
from pathlib import Path

from searcher.errors import IndexDamaged
from searcher.model import Article
from searcher.present import article_record
from searcher.publish.durable import write_durably

LEDGER = "ledger.json"
Ledger = dict[str, str]
"""Article id -> digest."""


def digest(article: Article) -> str:
    """Return a digest of everything an article has, 32 hexadecimal digits."""
    content = json.dumps(article_record(article), ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def read_ledger(folder: Path) -> Ledger:
    """Read the ledger of a generation; raises IndexDamaged, naming the file."""
    path = folder / LEDGER
    try:
        ledger = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    if not isinstance(ledger, dict):
        raise _damaged(path)
    return ledger


def write_ledger(folder: Path, ledger: Ledger) -> None:
    """Write the ledger of a generation."""
    write_durably(folder / LEDGER, json.dumps(ledger, ensure_ascii=False).encode())


def _damaged(path: Path) -> IndexDamaged:
    return IndexDamaged(
        f"Chỉ mục bị hỏng: không đọc được {path}; hãy chạy reindex.py --full.",
        f"The index is damaged: {path} cannot be read; run reindex.py --full.",
        path=str(path),
    )
