"""Everything that an index of the cluster holds, read once and compared with what was written."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from searcher.engines.opensearch.fetching import Fetching, columns, fields_of
from searcher.engines.opensearch.gathered import gathered_from, opened
from searcher.engines.opensearch.matching import EVERYTHING
from searcher.engines.opensearch.vocabulary import Vocabulary
from searcher.errors import ArchiveError
from searcher.model import View

_AT_ONCE = 500


def verified(fetching: Fetching, vocabulary: Vocabulary, index: str) -> Iterator[str]:
    """Yield one sentence for each thing that is damaged; raises ClusterUnreachable."""
    try:
        vocabulary.verify()
    except ArchiveError as damage:
        yield damage.vi
        return
    body = {
        "query": EVERYTHING,
        "size": _AT_ONCE,
        "sort": [{"order": "asc"}],
        **columns(("id", "forward")),
    }
    rows = (fields_of(hit) for hit in fetching.walk(body))
    count, tokens = 0, np.zeros(3, np.int64)
    while part := list(islice(rows, _AT_ONCE)):
        count += len(part)
        for one in part:
            try:
                tokens += gathered_from([opened(one["forward"])]).lengths[0]
            except (ValueError, KeyError) as error:
                yield f"Chỉ mục {index}: bài “{one.get('id')}” bị hỏng ({error})."
    yield from _compared(index, count, tokens.tolist(), vocabulary)


def _compared(index: str, count: int, tokens: list[int], vocabulary: Vocabulary) -> Iterator[str]:
    if count != vocabulary.articles:
        yield f"Chỉ mục {index}: có {count} bài, lúc ghi có {vocabulary.articles} bài."
    written = vocabulary.tokens[list(View).index(View.ACCENTED)].tolist()
    if tokens != written:
        yield f"Chỉ mục {index}: có {tokens} âm tiết, lúc ghi có {written}."
