"""Whether an index still is what it was made as: the server's mapping compared with ours, field by field."""

from collections.abc import Iterator, Mapping
from typing import Any

from searcher.engines.opensearch.mapping import MAPPING, Json

_DEFAULTS: Mapping[str, Json] = {
    "text": {"norms": True, "index_options": "positions"},
    "keyword": {"norms": False, "doc_values": True, "index": True, "index_options": "docs"},
    "binary": {"doc_values": False, "store": False},
}
"""What a server leaves out of a mapping that it gives back, by type of field."""


def changed_fields(found: Json) -> list[str]:
    """Return the names of what differs in a mapping from the one that indexes are made with."""
    ours, theirs = dict(_flat(MAPPING)), dict(_flat(found))
    differ = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    if str(found.get("dynamic")) != str(MAPPING["dynamic"]):
        differ.append("dynamic")
    if found.get("_source") != MAPPING["_source"]:
        differ.append("_source")
    return sorted(differ)


def _flat(mapping: Json, begin: str = "") -> Iterator[tuple[str, Json]]:
    """Yield every field with its path and what is set in it beside the defaults."""
    for name, field in mapping.get("properties", {}).items():
        yield f"{begin}{name}", _set_in(field)
        yield from _flat(field, f"{begin}{name}.")


def _set_in(field: Json) -> Json:
    kind = field.get("type", "object")
    defaults: Json = _DEFAULTS.get(kind, {})
    said: dict[str, Any] = {
        key: value
        for key, value in field.items()
        if key != "properties" and defaults.get(key) != value
    }
    return {**said, "type": kind}
