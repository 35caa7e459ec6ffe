"""The editor's desk: a draft held against the archive."""
