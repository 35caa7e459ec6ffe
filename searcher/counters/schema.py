"""The tables of the counters: sums per day, and who is writing them."""

from sqlalchemy import BigInteger, Column, Date, Float, Index, Integer, MetaData, String, Table

from searcher.counters.wording import LONGEST_KEY, LONGEST_TEXT

METADATA = MetaData()

VISITS = Table(
    "visits",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("count", BigInteger, nullable=False),
)

READS = Table(
    "reads",
    METADATA,
    Column("article", String(LONGEST_KEY), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("count", BigInteger, nullable=False),
    Index("reads_by_day", "day"),
)

QUERIES = Table(
    "queries",
    METADATA,
    Column("text", String(LONGEST_TEXT), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("asked", BigInteger, nullable=False),
    Column("in_vain", BigInteger, nullable=False),
    Column("hits", BigInteger),
    Index("queries_by_day", "day"),
)

WRITERS = Table(
    "writers",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("batch", BigInteger, nullable=False),
    Column("online", Integer, nullable=False),
    Column("seen", Float, nullable=False),
)
"""One row per server process: the last batch it wrote, its visitors of the last minutes, when it said so
(seconds since 1970)."""
