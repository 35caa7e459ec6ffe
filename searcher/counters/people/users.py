"""The users: made, listed, changed, removed."""

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from searcher.counters.people import factors, halves
from searcher.counters.people.tables import SESSIONS, USERS
from searcher.errors import UserRefused
from searcher.model.people import Role, User


def count(connection: Connection, role: Role | None = None) -> int:
    """Return how many users there are, of one role if it is named."""
    found = select(func.count()).select_from(USERS)
    return int(connection.scalar(found.where(USERS.c.role == role) if role else found) or 0)


def listed(connection: Connection) -> tuple[User, ...]:
    """Return all users by name."""
    rows = connection.execute(select(USERS).order_by(USERS.c.name)).mappings()
    return tuple(user_of(row) for row in rows)


def user_of(row: RowMapping) -> User:
    """Return the user of a row."""
    return User(name=row["name"], role=Role(row["role"]), made=row["made"], entered=row["entered"])


def named(connection: Connection, name: str) -> tuple[User, str] | None:
    """Return a user and what is kept of the password; None where there is none of this name."""
    row = connection.execute(select(USERS).where(USERS.c.name == name)).mappings().first()
    return (user_of(row), row["password"]) if row else None


def require(connection: Connection, name: str) -> None:
    """Raise UserRefused where nobody has this name."""
    if named(connection, name) is None:
        raise _unknown(name)


def add(connection: Connection, user: User, kept: str) -> None:
    """Add a user with what is kept of the password; raises UserRefused where the name is taken."""
    told = {"name": user.name, "role": user.role.value, "password": kept, "made": user.made}
    try:
        with connection.begin_nested():
            connection.execute(insert(USERS), told)
    except IntegrityError as error:
        raise UserRefused(
            f"Đã có người dùng “{user.name}”.",
            f"There is a user “{user.name}” already.",
            name=user.name,
        ) from error


def change(connection: Connection, name: str, **columns: object) -> None:
    """Change columns of a user; raises UserRefused where there is none of this name."""
    changed = connection.execute(update(USERS).where(USERS.c.name == name).values(**columns))
    if not changed.rowcount:
        raise _unknown(name)


def remove(connection: Connection, name: str) -> None:
    """Remove a user with the second factor and end the sessions; raises UserRefused where there is none of this name."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.user == name))
    halves.end_all(connection, name)
    factors.drop(connection, name)
    if not connection.execute(delete(USERS).where(USERS.c.name == name)).rowcount:
        raise _unknown(name)


def keep_an_administrator(connection: Connection) -> None:
    """Raise UserRefused where a change would leave users without an administrator."""
    if count(connection) and not count(connection, Role.ADMINISTRATOR):
        raise UserRefused(
            "Phải còn ít nhất một người quản trị.", "At least one administrator must be left."
        )


def _unknown(name: str) -> UserRefused:
    return UserRefused(f"Không có người dùng “{name}”.", f"There is no user “{name}”.", name=name)
