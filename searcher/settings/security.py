"""What timtin.toml says of who may speak for whom, and of TLS; how it is read from its table.

```toml
[security]
hosts = ["tim.hue.example"]     # names under which the site may be asked; none named: any
proxies = 1                     # proxies one behind the other before the site, all of them trusted
hsts = 31536000                 # seconds for which browsers keep to TLS, told over TLS only; 0 is never
hsts_subdomains = false         # the same for all names below the site's
secure_cookies = false          # cookies over TLS only, also where a request came without it
```
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from searcher.settings.values import Reader, hosts, read_over, switch, texts, whole_number


@dataclass(frozen=True, slots=True, kw_only=True)
class SecuritySettings:
    """The table `[security]`; TIMTIN_SECURITY_<KEY> in the environment."""

    hosts: tuple[str, ...] = ()
    """Names under which the site may be asked (`.hue.example` with all below it); other ones are answered with
    400. The machine's own names always may. None named: any."""
    proxies: int = 1
    """How many proxies stand one behind the other between `trusted_proxy`, the nearest, and the readers."""
    hsts: int = 31_536_000
    """Seconds for which a browser that came by TLS keeps to it; 0 says nothing about it."""
    hsts_subdomains: bool = False
    """Whether that holds for the names below the site's too: they are often other people's."""
    secure_cookies: bool = False
    """Whether cookies are for TLS only even where a request seems to come without it."""


def read_security(
    value: object, place: str, before: SecuritySettings | None = None
) -> SecuritySettings:
    """Return the table `[security]` over what was known `before`; raises SettingsError."""
    return read_over(before or SecuritySettings(), "security", value, place, _READERS.__getitem__)


def _hosts(name: str, value: object, place: str) -> tuple[str, ...]:
    found = tuple(one.lower() for one in texts(name, value, place))
    return hosts(found, _HOST, name, place)


_HOST = re.compile(r"\.?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?")
_READERS: Mapping[str, Reader] = {
    "hosts": _hosts,
    "proxies": whole_number(1, 10),
    "hsts": whole_number(0, 10 * 31_536_000),
    "hsts_subdomains": switch,
    "secure_cookies": switch,
}
