"""Every command of the program, with what its help says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import click

from timtin import main


@dataclass(frozen=True, slots=True)
class Command:
    """A command by its whole name (`timtin user add`), with click's own value."""

    name: str
    command: click.Command

    @property
    def examples(self) -> list[str]:
        """Return the lines below `Examples`, without what stands behind a `#`."""
        text = (self.command.help or "").partition("Ví dụ / Examples:\n")[2].split("\n\n")[0]
        return [re.sub(r"\s+#.*", "", line).strip() for line in text.splitlines() if line.strip()]


def commands() -> Iterator[Command]:
    """Yield every command, groups and what is in them."""
    yield from _below("timtin", main)


def _below(name: str, command: click.Command) -> Iterator[Command]:
    yield Command(name, command)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for one in command.list_commands(context):
            found = command.get_command(context, one)
            assert found is not None
            yield from _below(f"{name} {one}", found)
