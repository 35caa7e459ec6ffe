"""What a node or the network says, as one sentence of ours each: what was wrong, and what to do about it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from opensearchpy.exceptions import ConnectionError as Unreachable
from opensearchpy.exceptions import SerializationError, SSLError, TransportError

from searcher.errors import (
    ArchiveError,
    ClusterRefused,
    ClusterUnreachable,
    IndexMissing,
    NoSpace,
)

AGAIN = frozenset({429, 500, 502, 503, 504})
"""Too much at once, a node that goes or comes (500 where it dies within a search), a shard whose copy takes over:
a moment later it works."""
_LONGEST = 300
"""Characters of what a node says that are told."""

_HANDSHAKES = (
    (
        ("wrong version number", "record layer failure", "wrong_version_number"),
        "địa chỉ này không dùng TLS, hãy viết http:// thay cho https://",
        "this address does not speak TLS, write http:// instead of https://",
    ),
    (
        ("hostname mismatch", "ip address mismatch", "doesn't match", "not valid for"),
        "chứng chỉ được cấp cho tên máy khác",
        "the certificate is for another host",
    ),
    (
        ("has expired", "not yet valid"),
        "chứng chỉ đã hết hạn hoặc chưa có hiệu lực",
        "the certificate has expired or is not valid yet",
    ),
    (
        ("certificate_required", "handshake failure", "bad certificate"),
        "cụm đòi chứng chỉ của máy khách",
        "the cluster demands a certificate of the client",
    ),
    (
        ("self-signed", "self signed", "issuer", "verify failed"),
        "chứng chỉ do nơi không tin cậy cấp, hãy đặt cluster.ca",
        "the certificate is signed by an unknown authority, set cluster.ca",
    ),
)
"""Words of OpenSSL -> why no safe connection came about."""


_SILENCES = (
    (("refused",), "không có gì chạy ở đó", "nothing runs there"),
    (("resolve", "not known"), "không có máy nào tên như vậy", "there is no host of that name"),
    (("timed out", "timeout"), "quá thời hạn mà chưa có lời đáp", "no answer came in time"),
    (
        ("no route", "network is unreachable"),
        "mạng không tới được đó",
        "the network does not reach it",
    ),
)
"""Words of the network -> why nobody answered."""


def sentence_of(error: Exception, addresses: Sequence[str]) -> ArchiveError:
    """Return what an error of the client means."""
    hosts = ", ".join(addresses)
    if isinstance(error, SSLError):
        return refused(hosts, *_handshake(str(error)), why=str(error))
    if isinstance(error, Unreachable):
        return unreachable(hosts, *_silence(error))
    if isinstance(error, TransportError):
        return _of_status(error, hosts)
    if isinstance(error, SerializationError):
        vi, en = "ở đó không phải là OpenSearch", "there is no OpenSearch"
        return refused(hosts, vi, en, why=str(error))
    return refused(hosts, str(error), str(error), why=str(error))


def _silence(error: Unreachable) -> tuple[str, str]:
    """Return why nobody answered, in Vietnamese and in English: of what is not known what the client said."""
    said = str(error).lower()
    known = ((vi, en) for words, vi, en in _SILENCES if any(word in said for word in words))
    return next(known, (why_of(error), why_of(error)))


def _handshake(said: str) -> tuple[str, str]:
    for words, vi, en in _HANDSHAKES:
        if any(word in said.lower() for word in words):
            return vi, en
    return f"chứng chỉ không đúng ({said[:_LONGEST]})", f"bad certificate ({said[:_LONGEST]})"


def _of_status(error: TransportError, hosts: str) -> ArchiveError:
    status, why = error.status_code, why_of(error)
    if is_full(why):
        return full(hosts)
    if status in AGAIN:
        return unreachable(hosts, why)
    if status == 401:
        return refused(hosts, "sai tên hoặc mật khẩu", "wrong user or password", why=why)
    if status == 403:
        return _forbidden(why, hosts)
    if status == 404:
        return _missing(why, hosts)
    if status == 413:
        vi, en = (
            "yêu cầu quá lớn, hãy giảm cluster.batch",
            "too large a request, lower cluster.batch",
        )
        return refused(hosts, vi, en, why=why)
    return refused(hosts, f"lỗi {status}, {why}", f"error {status}, {why}", why=why)


def _forbidden(why: str, hosts: str) -> ArchiveError:
    """Return why something is forbidden: the index is locked, or the user may not."""
    if "cluster_block" in why:
        vi, en = f"chỉ mục bị khóa, {why}", f"the index is locked, {why}"
    else:
        vi, en = f"người dùng này không được phép, {why}", f"this user may not do it, {why}"
    return refused(hosts, vi, en, why=why)


def is_full(why: str) -> bool:
    """Tell whether a node refuses because a disk is nearly full: that does not pass in a moment."""
    signs = ("flood", "disk usage", "read-only-allow-delete", "create-index blocked")
    return any(sign in why for sign in signs)


def full(hosts: str) -> NoSpace:
    """Return that a disk of the cluster is full."""
    return NoSpace(
        f"Ổ đĩa của cụm OpenSearch ({hosts}) đã gần đầy, chỉ mục chỉ còn đọc được: hãy dọn hoặc thêm ổ đĩa.",
        f"A disk of the OpenSearch cluster ({hosts}) is nearly full, its indexes are read-only: make room.",
        path=hosts,
    )


def unreachable(hosts: str, vi: str, en: str | None = None) -> ClusterUnreachable:
    """Return that no node answers, and why, where that is not said alike in both languages."""
    return ClusterUnreachable(
        f"Cụm OpenSearch ({hosts}) không trả lời: {vi}.",
        f"The OpenSearch cluster ({hosts}) does not answer: {en or vi}.",
        hosts=hosts,
    )


def lacking(addresses: Sequence[str], told: Mapping[str, Any]) -> ArchiveError:
    """Return why an article could not be read, as a node tells of one article among others."""
    hosts, why = ", ".join(addresses), f"{told.get('type')}: {told.get('reason')}"[:_LONGEST]
    if told.get("type") == "index_not_found_exception":
        return _missing(why, hosts)
    return unreachable(hosts, why)


def _missing(why: str, hosts: str) -> IndexMissing:
    return IndexMissing(
        f"Cụm không có chỉ mục này: {why}: hãy chạy reindex.py --full.",
        f"The cluster has no such index: {why}: run reindex.py --full.",
        path=hosts,
    )


def refused(hosts: str, vi: str, en: str, *, why: str) -> ClusterRefused:
    """Return that a node answers, but does not do it."""
    return ClusterRefused(
        f"Cụm OpenSearch ({hosts}) từ chối: {vi}.",
        f"The OpenSearch cluster ({hosts}) refuses: {en}.",
        why=why,
    )


def no_authority(addresses: Sequence[str], path: Path | None, error: OSError) -> ClusterRefused:
    """Return that the file of `cluster.ca` is not there, or is no certificate."""
    why = error.strerror or str(error)
    return ClusterRefused(
        f"Không đọc được chứng chỉ {path} (cluster.ca) của cụm OpenSearch ({', '.join(addresses)}): {why}.",
        f"The certificate {path} (cluster.ca) of the OpenSearch cluster ({', '.join(addresses)}) cannot be read: {why}.",
        why=why,
    )


def too_old(addresses: Sequence[str], found: str, wanted: int) -> ClusterRefused:
    """Return that who answers is no OpenSearch, or an older one than we can ask."""
    vi = f"ở đó là {found}, chương trình này cần OpenSearch {wanted} trở lên"
    en = f"there is {found}, this program needs OpenSearch {wanted} or newer"
    return refused(", ".join(addresses), vi, en, why=found)


def why_of(error: Exception) -> str:
    """Return what a node or the network says, in a few words."""
    if not isinstance(error, TransportError):
        return str(error)
    told: Any = error.info if len(error.args) > 2 else None
    try:
        cause = told["error"].get("root_cause") or [told["error"]]
        return f"{cause[0]['type']}: {cause[0]['reason']}"[:_LONGEST]
    except (TypeError, KeyError, IndexError, AttributeError):
        return str(error)[:_LONGEST]
