"""Names in the place of an author that are no author: the site itself, an address, an account."""

import re
from urllib.parse import urlsplit

from searcher.extract.cleaning import key


def is_somebody(name: str, site: str, url: str | None) -> bool:
    """Say whether `name` can be an author: no address, and not the site itself."""
    if re.search(r"https?:|www\.|@|\.(?:vn|com|net|org|info)\b", name, re.I) or len(name) > 120:
        return False
    letters, host = key(name), _core(url)
    if not letters or letters in _NOBODY:
        return False
    return letters != key(site) and not (len(host) > 2 and _alike(letters, host))


def _alike(letters: str, host: str) -> bool:
    """Say whether a name is the host's, or holds it: `baotuoitre` is nobody at `tuoitre.vn`."""
    return host in letters or (len(letters) > 4 and letters in host)


_NOBODY = frozenset({"admin", "administrator", "quantri", "quantrivien", "editor", "webmaster"})
_DOMAINS = frozenset(["com", "net", "org", "vn", "gov", "edu", "info"])


def _core(url: str | None) -> str:
    """Return the telling label of the host: `tuoitre` of `www.tuoitre.vn`."""
    labels = (urlsplit(url).hostname or "").split(".") if url else []
    return key(next((label for label in reversed(labels) if label not in _DOMAINS), ""))
