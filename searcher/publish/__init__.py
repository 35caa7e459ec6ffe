"""A finished generation becomes the visible one: locks, manifests, CURRENT, rolling back, pruning.

<index>/CURRENT          name of the visible generation; one atomic rename publishes everything
<index>/LOCK             flock of the one writer
<index>/<generation>/    immutable from the moment its manifest is written
"""

from searcher.publish.generations import INDEX, LEXICON, RESTORATION, Generations, NewGeneration
from searcher.publish.lock import writer_lock
from searcher.publish.manifest import Manifest, missing_files, read_manifest, wrong_digests

__all__ = [
    "INDEX",
    "LEXICON",
    "RESTORATION",
    "Generations",
    "Manifest",
    "NewGeneration",
    "missing_files",
    "read_manifest",
    "writer_lock",
    "wrong_digests",
]
