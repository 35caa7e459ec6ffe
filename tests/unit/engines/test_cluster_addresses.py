"""Addresses of a cluster as people write them: those that cannot be any are refused, and no password is told."""

import pytest

from searcher.engines.opensearch.addresses import require_addresses, shown
from searcher.engines.opensearch.connecting import Cluster
from searcher.errors import ClusterRefused
from searcher.settings.cluster import ClusterSettings

GOOD = [
    "http://a:9200",
    "https://a.example",
    "localhost:9200",
    "a",
    "http://[::1]:9200",
    "https://a.example/nhom/tin",
    "http://ten:mat-khau@a:9200",
]
BAD = [
    "http://",
    "http//a:9200",
    "ftp://a:9200",
    "http://a:99999",
    "http://a:abc",
    "http://a:0",
    "http://[::1",
    "http://a:9200?pretty",
    "://a",
    "",
]


def test_what_can_be_an_address_is_taken() -> None:
    require_addresses(GOOD)
    Cluster(GOOD, ClusterSettings()).close()


@pytest.mark.parametrize("address", BAD)
def test_what_cannot_be_an_address_is_named_in_one_sentence_before_anybody_is_asked(
    address: str,
) -> None:
    with pytest.raises(ClusterRefused) as error:
        Cluster([GOOD[0], address], ClusterSettings())
    assert f"“{address}”" in error.value.vi
    assert f"“{address}”" in error.value.en


@pytest.mark.parametrize(
    "address", ["http://ten:bi-mat@a:1", "ten:bi-mat@a:1", "http://t:bi@mat@a:x"]
)
def test_no_sentence_has_the_password_of_an_address(address: str) -> None:
    assert shown(address).endswith(("a:1", "a:x"))
    assert "mat" not in shown(address)
    with pytest.raises(ClusterRefused) as error:
        Cluster([f"{address}:x"], ClusterSettings())
    assert "mat" not in f"{error.value.vi} {error.value.en} {error.value.facts}"
