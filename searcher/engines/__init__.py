"""The family of engines: documents in, candidates out."""
