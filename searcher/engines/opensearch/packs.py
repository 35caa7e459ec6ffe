"""Documents made ready in worker processes: what is sent of each but its number, and what they say in numbers.

A pack is a fifth of what its documents are in memory, and it is kept on the disk as it is, as one container.
Its keys have numbers of its own; the writer's vocabulary translates them (`Growing.adopt`).
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container, write_container
from searcher.container.strings import Strings, packed
from searcher.engines.opensearch.gathered import Gathered, chosen_rows
from searcher.engines.opensearch.growing import Growing
from searcher.engines.opensearch.rows import row
from searcher.model import Document, View

_NUMBERS = tuple(field.name for field in fields(Gathered))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Some articles by row.

    `rows` are their fields as JSON in UTF-8, without the closing brace; `keys` the keys of each view by the pack's
    own numbers, which `numbers` holds as `Gathered` does, in int32; `folded` the folded key of each accented one.
    """

    ids: Sequence[str]
    rows: Sequence[bytes]
    keys: dict[View, list[str]]
    folded: NDArray[np.int32]
    numbers: dict[str, NDArray[np.int32]]

    @property
    def gathered(self) -> Gathered:
        """The articles in the pack's own numbers."""
        return Gathered(**{name: array.astype(np.int64) for name, array in self.numbers.items()})

    def choose(self, places: Sequence[int]) -> "Pack":
        """Return some of the articles, by place; of those with one id the last."""
        last = {self.ids[place]: place for place in places}
        kept = sorted(last.values(), key=places.index) if len(last) < len(places) else list(places)
        if kept == list(range(len(self.ids))):
            return self
        return Pack(
            ids=[self.ids[place] for place in kept],
            rows=[self.rows[place] for place in kept],
            keys=self.keys,
            folded=self.folded,
            numbers=_small(chosen_rows(self.gathered, np.array(kept, np.int64))),
        )


def pack(documents: Sequence[Document]) -> Pack:
    """Make documents ready."""
    own = Growing()
    gathered = own.gather(documents)
    return Pack(
        ids=[document.article.id for document in documents],
        rows=[_begun(document) for document in documents],
        keys={view: own.keys(view) for view in View},
        folded=own.folded.astype(np.int32),
        numbers=_small(gathered),
    )


def _begun(document: Document) -> bytes:
    text = json.dumps(row(document), ensure_ascii=False, separators=(",", ":"))
    return text[:-1].encode("utf-8", "surrogatepass")


def _small(gathered: Gathered) -> dict[str, NDArray[np.int32]]:
    return {name: getattr(gathered, name).astype(np.int32) for name in _NUMBERS}


def put_away(one: Pack, folder: Path) -> dict[str, Any]:
    """Keep a pack in a file of its own below `folder`; return what `take_up` needs; raises NoSpace."""
    name = f"RUN_{secrets.token_hex(8)}"
    arrays: dict[str, NDArray[Any]] = {**packed("ids", one.ids), "folded": one.folded}
    for view, keys in one.keys.items():
        arrays |= packed(f"keys.{view}", keys)
    arrays["rows.text"] = np.frombuffer(b"".join(one.rows), np.uint8)
    arrays["rows.at"] = np.cumsum([0, *map(len, one.rows)], dtype=np.int64)
    arrays |= {f"numbers.{name}": array for name, array in one.numbers.items()}
    write_container(folder / name, arrays, {})
    return {"pack": name}


def take_up(record: Any, folder: Path) -> Pack:
    """Return a pack that was kept, once all of it was looked at; raises IndexDamaged, IndexMissing."""
    container = Container(folder / str(record["pack"]))
    container.verify_all()
    rows = Strings(container, "rows")
    return Pack(
        ids=Strings(container, "ids").all(),
        rows=[rows.raw(number) for number in range(len(rows))],
        keys={view: Strings(container, f"keys.{view}").all() for view in View},
        folded=np.array(container["folded"]),
        numbers={name: np.array(container[f"numbers.{name}"]) for name in _NUMBERS},
    )
