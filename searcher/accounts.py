"""The flow of the administration's users: who may come in, what he may change of himself, what is written down."""

from searcher.counters.people.naming import check_password, checked_name, name_of
from searcher.errors import UserRefused
from searcher.logins import SET_FACTOR, Logins
from searcher.model.people import By, Deed, FactorMade, Origin, Role, Sought, User


class Accounts(Logins):
    """Users of the administration. Safe to share between threads; opens nothing before the first question.

    Every method raises CountersUnavailable where the database is away. What changes something says `by`
    whom, and is written into the log with it, or not done at all.
    """

    def users(self) -> tuple[User, ...]:
        """Return all users by name, with until when they must wait after wrong passwords."""
        return self._people.users(self._clock())

    def require(self, name: str) -> None:
        """Raise UserRefused where nobody has this name."""
        self._people.require(name_of(name))

    def give_factor(self, name: str, by: By) -> FactorMade:
        """Give a user a second factor, in the place of any before it; raises UserRefused for an unknown name."""
        name = name_of(name)
        return self._people.factors.give(name, self._deed(by, SET_FACTOR, name))

    def drop_factor(self, name: str, by: By) -> bool:
        """Take a user's second factor away; tell whether there was one; raises UserRefused for an unknown name."""
        name = name_of(name)
        return self._people.factors.drop(name, self._deed(by, "remove factor", name))

    def change_password(self, old: str, new: str, by: By, origin: Origin) -> str:
        """Change one's own password, end all one's sessions, and return the token of a new one.

        Raises LoginRefused for a wrong old password, TooManyFailures, UserRefused for a new one that cannot be.
        """
        self.confirm(old, by, origin)
        if old == new:
            raise UserRefused(
                "Mật khẩu mới phải khác mật khẩu cũ.",
                "The new password must differ from the old one.",
            )
        self.set_password(by.who, new, by)
        return self._people.enter(by.who, origin, self._clock())

    def add(self, name: str, password: str, role: Role, by: By) -> User:
        """Add a user; raises UserRefused for a name or a password that cannot be, or a name that is taken."""
        name = checked_name(name)
        check_password(password, name)
        user = User(name=name, role=role, made=self._clock())
        kept = self._passwords.hash(password)
        deed = self._deed(by, "add user", f"{name} ({role})")
        self._people.add(user, kept, deed)
        return user

    def remove(self, name: str, by: By) -> None:
        """Remove a user with all sessions; raises UserRefused for an unknown name."""
        self._people.remove(name_of(name), self._deed(by, "remove user", name_of(name)))

    def set_role(self, name: str, role: Role, by: By) -> None:
        """Give a user another role; raises UserRefused for an unknown name and for the last administrator."""
        name = name_of(name)
        self._people.set_role(name, role, self._deed(by, "set role", f"{name} ({role})"))

    def set_password(self, name: str, password: str, by: By) -> None:
        """Give a user another password, end his sessions and his wait; raises UserRefused."""
        name = name_of(name)
        check_password(password, name)
        kept = self._passwords.hash(password)
        self._people.set_password(name, kept, self._deed(by, "set password", name))

    def deeds(
        self, sought: Sought, *, first: int = 0, limit: int = 50
    ) -> tuple[tuple[Deed, ...], int]:
        """Return lines of the log from the one numbered `first` (0 is the newest) on, and how many there are."""
        return self._people.deeds(sought, first, limit)
