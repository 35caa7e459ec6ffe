"""The distributed engine: an OpenSearch cluster that receives our tokens and answers our query trees."""

from searcher.engines.opensearch.engine import OpenSearchEngine

__all__ = ["OpenSearchEngine"]
