"""Tìm Tin's searcher: Vietnamese news in, ranked results out."""
