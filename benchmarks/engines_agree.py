"""Every engine against the plain one: the same ids, order, tiers, totals and facets, scores within 1e-5.

    timtin dev-cluster python -m benchmarks.engines_agree --articles 5200 --queries 1050

The suite compares the embedded engine with a cluster on as many articles (`tests/contract/test_same_answers.py`), and
both with the plain engine on a few: that one reads every article for every query, and takes most of an hour here.
Prints one JSON object: how many queries were compared, how many differ and how far scores are apart at most.
"""

import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import click
import numpy as np

from searcher.engines import ENGINES, Reader
from searcher.model import Candidates, Filters, Query
from tests.contract.test_same_answers import DEPTH, analysed, compare, opened
from tests.many import news, questions

PLAIN = "memory"


def apart(found: Candidates, expected: Candidates) -> float:
    """Return how far the scores of two answers are apart at most."""
    if found.scores.shape != expected.scores.shape:
        return float("inf")
    return float(np.max(np.abs(found.scores - expected.scores), initial=0.0))


def kind_of(query: Query) -> str:
    """Return what a query is: the kind of its tree's root, how it is sorted, and whether something limits it."""
    limits = "in all" if query.filters == Filters() else "within filters"
    return f"{type(query.tree).__name__}, {query.sort}, {limits}"


def compared(readers: Mapping[str, Reader], asked: Sequence[Query]) -> dict[str, object]:
    """Ask all engines all queries; tell of every answer that differs from the plain one."""
    different, farthest = Counter[str](), dict.fromkeys(readers, 0.0)
    began = time.monotonic()
    for number, query in enumerate(asked, start=1):
        expected = readers[PLAIN].search(query, DEPTH)
        for name in readers.keys() - {PLAIN}:
            found = readers[name].search(query, DEPTH)
            farthest[name] = max(farthest[name], apart(found, expected))
            try:
                compare(found, expected, query)
            except AssertionError as error:
                different[name] += 1
                print(f"{name}: {str(error)[:600]}", file=sys.stderr, flush=True)
        if number % 50 == 0:
            print(f"{number} in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    kinds = Counter(map(kind_of, asked))
    apart_ = {name: found for name, found in farthest.items() if name != PLAIN}
    return {"queries": len(asked), "kinds": kinds, "different": different, "apart": apart_}


@click.command()
@click.option("--articles", default=5_200, show_default=True)
@click.option("--queries", default=1_050, show_default=True)
def main(articles: int, queries: int) -> None:
    """Index the same articles with every engine, in two runs, and compare."""
    documents = list(analysed(news(articles)))
    asked = list(questions([one.article for one in documents], queries))
    with tempfile.TemporaryDirectory() as base, ExitStack() as stack:
        readers = {
            name: stack.enter_context(opened(name, Path(base) / name, documents))
            for name in ENGINES
        }
        told = compared(readers, asked)
        count = readers[PLAIN].statistics().articles
    print(json.dumps({"articles": count, **told}, ensure_ascii=False))


if __name__ == "__main__":
    main()
