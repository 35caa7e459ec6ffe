"""The tables of the administration; times are seconds since 1970."""

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    event,
)

from searcher.settings.admin import LEAST_DAYS

PEOPLE = MetaData()

LONGEST_NAME = 64
LONGEST_TOLD = 500
"""Characters of what the log says of one deed."""
LONGEST_AGENT = 200
LONGEST_ADDRESS = 64

USERS = Table(
    "users",
    PEOPLE,
    Column("name", String(LONGEST_NAME), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password", String(255), nullable=False),
    Column("made", Float, nullable=False),
    Column("entered", Float),
)

SESSIONS = Table(
    "sessions",
    PEOPLE,
    Column("number", String(32), primary_key=True),
    Column("user", String(LONGEST_NAME), nullable=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("former", String(64)),
    Column("made", Float, nullable=False),
    Column("seen", Float, nullable=False),
    Column("turned", Float, nullable=False),
    Column("address", String(LONGEST_ADDRESS), nullable=False),
    Column("agent", String(LONGEST_AGENT), nullable=False),
    Index("sessions_by_user", "user"),
    Index("sessions_by_former", "former"),
)
"""`token` is the hash of the token, `former` that of the one before, `turned` when it was replaced."""

FAILURES = Table(
    "failures",
    PEOPLE,
    Column("key", String(80), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("until", Float),
    Column("seen", Float),
)
"""`until` is when the next attempt may be made, `seen` when the last one failed."""

FACTORS = Table(
    "factors",
    PEOPLE,
    Column("user", String(LONGEST_NAME), primary_key=True),
    Column("secret", String(64), nullable=False),
    Column("step", BigInteger, nullable=False),
    Column("made", Float, nullable=False),
)
"""The second factor of a user: `step` is the step of time (30 s) of the last code that was taken."""

RECOVERY = Table(
    "recovery_codes",
    PEOPLE,
    Column("hash", String(64), primary_key=True),
    Column("user", String(LONGEST_NAME), nullable=False),
    Index("recovery_codes_by_user", "user"),
)
"""What is kept of the codes for who lost his telephone; a row goes when its code is used."""

HALVES = Table(
    "half_logins",
    PEOPLE,
    Column("token", String(64), primary_key=True),
    Column("user", String(LONGEST_NAME), nullable=False),
    Column("wanted", String(16), nullable=False),
    Column("secret", String(64)),
    Column("made", Float, nullable=False),
    Index("half_logins_by_user", "user"),
)
"""Who proved one factor and owes another: `token` is a hash, `secret` that of a factor being set up."""

DEEDS = Table(
    "deeds",
    PEOPLE,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Float, nullable=False),
    Column("who", String(LONGEST_NAME), nullable=False),
    Column("what", String(32), nullable=False),
    Column("about", String(LONGEST_TOLD), nullable=False),
    Column("address", String(LONGEST_ADDRESS), nullable=False),
    Column("result", String(32), nullable=False),
    Index("deeds_by_time", "at"),
)

_SPAN = LEAST_DAYS * 24 * 3600
_RULES = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS deeds_no_update",
        "CREATE TRIGGER deeds_no_update BEFORE UPDATE ON deeds "
        "BEGIN SELECT RAISE(ABORT, 'the log takes new lines only'); END",
        "DROP TRIGGER IF EXISTS deeds_no_delete",
        "CREATE TRIGGER deeds_no_delete BEFORE DELETE ON deeds "
        f"WHEN OLD.at > CAST(strftime('%s', 'now') AS INTEGER) - {_SPAN} "
        "BEGIN SELECT RAISE(ABORT, 'the log takes new lines only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION deeds_stay() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF TG_OP = 'DELETE' THEN "
        f"IF OLD.at <= extract(epoch from now()) - {_SPAN} THEN RETURN OLD; END IF; END IF; "
        "RAISE EXCEPTION 'the log takes new lines only'; END $$",
        "DROP TRIGGER IF EXISTS deeds_stay ON deeds",
        "CREATE TRIGGER deeds_stay BEFORE UPDATE OR DELETE ON deeds "
        "FOR EACH ROW EXECUTE FUNCTION deeds_stay()",
        "DROP TRIGGER IF EXISTS deeds_stay_whole ON deeds",
        "CREATE TRIGGER deeds_stay_whole BEFORE TRUNCATE ON deeds "
        "FOR EACH STATEMENT EXECUTE FUNCTION deeds_stay()",
    ),
}
"""What keeps the log from being changed, by kind of database: lines go only when they are older than any setting keeps them."""


@event.listens_for(PEOPLE, "after_create")
def _protect(_tables: MetaData, connection: Connection, **_told: object) -> None:
    """Set the rules whenever a table was missing: a database of an earlier version gets those of today."""
    for rule in _RULES.get(connection.dialect.name, ()):
        connection.exec_driver_sql(rule)
