"""Addresses of nodes as somebody wrote them: whether they can be any, and how they are named in sentences."""

from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

from searcher.errors import ClusterRefused

_SCHEMES = ("http", "https")


def shown(address: str) -> str:
    """Return an address without the name and the password that may stand in it."""
    before, sign, rest = address.rpartition("@")
    scheme, slashes, _ = before.partition("://")
    begin = f"{scheme}://" if slashes else ""
    return f"{begin}{rest}" if sign else address


def require_addresses(addresses: Sequence[str]) -> None:
    """Raise ClusterRefused, naming the first address that cannot be one."""
    for address in addresses:
        try:
            fault = _fault(urlsplit(address if "://" in address else f"//{address}"))
        except (
            ValueError
        ):  # a port that is no number or too large, brackets of IPv6 that do not close
            fault = ("tên máy hoặc cổng không hợp lệ", "no host or port can look like this")
        if fault:
            raise _refused(address, *fault)


def _fault(parts: SplitResult) -> tuple[str, str] | None:
    """Return what is wrong with an address; raises ValueError."""
    if parts.scheme not in ("", *_SCHEMES):
        return f"không gọi được bằng “{parts.scheme}”", f"“{parts.scheme}” is no way to ask it"
    if not parts.hostname or parts.port == 0:
        return "thiếu tên máy hoặc cổng", "it has no host or no port"
    if parts.query or parts.fragment or parts.path.startswith("//"):
        return "có phần thừa sau tên máy", "there is more behind the host than a path"
    return None


def _refused(address: str, vi: str, en: str) -> ClusterRefused:
    named = shown(address)
    return ClusterRefused(
        f"Địa chỉ “{named}” của cụm OpenSearch không đúng: {vi}; hãy viết như http://tên-máy:9200.",
        f"The address “{named}” of the OpenSearch cluster is wrong: {en}; write it like http://host:9200.",
        why=named,
    )
