"""A finished generation becomes the visible one: locks, manifests, CURRENT, rolling back, pruning.

<index>/CURRENT          name of the visible generation; one atomic rename publishes everything
<index>/LOCK             flock of the one writer
<index>/<generation>/    immutable from the moment its manifest is written
<index>/CURRENT.new      the pointer on its way; before the first one, the name of the generation about to be shown
<index>/N.removed/       a generation on its way out
<index>/N.damaged/       one that was found damaged when another was built anew beside it
"""

from searcher.publish.checking import ORDER, damages, set_damaged_aside, told
from searcher.publish.generations import (
    FRESH,
    INDEX,
    JOURNAL,
    LEXICON,
    RESTORATION,
    Generations,
    NewGeneration,
)
from searcher.publish.lock import writer_lock
from searcher.publish.manifest import (
    Manifest,
    missing_files,
    read_manifest,
    verify_file,
)

__all__ = [
    "FRESH",
    "INDEX",
    "JOURNAL",
    "LEXICON",
    "ORDER",
    "RESTORATION",
    "Generations",
    "Manifest",
    "NewGeneration",
    "damages",
    "missing_files",
    "read_manifest",
    "set_damaged_aside",
    "told",
    "verify_file",
    "writer_lock",
]
