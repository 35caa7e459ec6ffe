"""The console command `timtin`: one file per subcommand, loaded only when it is asked for."""

from importlib import import_module
from importlib.metadata import version

import click

COMMANDS = {
    "reindex": "reindex",
    "serve": "timtin.serve",
    "search": "timtin.search",
    "batch": "timtin.batch",
    "stats": "timtin.stats",
    "check": "timtin.check",
    "dump": "timtin.dump",
    "restore": "timtin.restore",
    "segment": "timtin.segment",
    "suggest": "timtin.suggest",
}
"""Subcommand -> the module that holds a click command named `command`."""


class _Commands(click.Group):
    """Imports a subcommand when it is used: `timtin segment` need not wait for Flask."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks so
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click asks so
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found = import_module(COMMANDS[cmd_name]).command
        assert isinstance(found, click.Command)  # noqa: S101 - the table above is ours
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("timtin"), prog_name="timtin")
def main() -> None:
    """Tìm Tin: tìm kiếm toàn văn cho báo chí tiếng Việt (full-text search for Vietnamese news).

    \b
    Ví dụ / Examples:
      timtin reindex samples/
      timtin search 'khoi thi dua' --from 04/03/2024 --to 04/03/2024
      timtin serve --port 8000
    """
