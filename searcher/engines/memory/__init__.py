"""The plain engine: dictionaries and loops, slow and obvious; the oracle that the others must equal."""

from searcher.engines.memory.engine import MemoryEngine

__all__ = ["MemoryEngine"]
