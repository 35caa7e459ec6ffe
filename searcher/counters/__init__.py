"""Visits, reads and queries asked: counted in memory, kept in a SQL database outside the generations.

    robots       which requests no reader makes
    visitors     who was here before, without knowing who: salted hashes that never leave memory
    wording      which texts may be kept, and in what form
    sums         counts that wait to be written; they can be added in any order
    writing      the one thread that writes them, twice a second
    store        the database: `schema` its tables, `upserts` what adds to a row, `asking` what is read
    people       who may administer the site, in tables beside these

Only `store`, `database`, `connecting`, `schema`, `upserts` and `asking` (and `people/`) know SQLAlchemy, which takes half a second to load: they
are imported by whoever first opens the database, never by the first page.
"""
