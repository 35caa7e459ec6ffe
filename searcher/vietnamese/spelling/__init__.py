"""Slips of Vietnamese typists, what they cost (`costs.tsv`), and what a word may be a slip for."""

from searcher.vietnamese.spelling.candidates import Candidate, Speller, candidates
from searcher.vietnamese.spelling.distance import distance

__all__ = ["Candidate", "Speller", "candidates", "distance"]
