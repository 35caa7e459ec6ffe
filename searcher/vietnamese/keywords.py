"""Names of sources, categories and authors: compared without case, marks and spare spaces."""

from functools import lru_cache

from unidecode import unidecode


@lru_cache(maxsize=65_536)
def keyword_key(name: str) -> str:
    """Return the key under which a name is filtered: `Thế giới`, `the  gioi` and `THẾ GIỚI` share one."""
    return " ".join(unidecode(name).casefold().split())
