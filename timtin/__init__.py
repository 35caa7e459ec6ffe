"""The console command `timtin`: one file per subcommand, loaded only when it is asked for."""

try:
    import gc
    import signal
    from importlib import import_module
    from types import ModuleType
    from typing import Any

    from searcher.exits import loading
except KeyboardInterrupt:  # before `loading` is there to hear it
    from searcher.exits import end_at_once

    end_at_once()

with loading(signal.SIGINT):
    import click

COMMANDS = {
    "reindex": "timtin.reindex",
    "serve": "timtin.serve",
    "search": "timtin.search",
    "related": "timtin.related",
    "batch": "timtin.batch",
    "stats": "timtin.stats",
    "check": "timtin.check",
    "dump": "timtin.dump",
    "restore": "timtin.restore",
    "segment": "timtin.segment",
    "suggest": "timtin.suggest",
    "user": "timtin.user",
    "dev-cluster": "timtin.dev_cluster",
    "completion": "timtin.completion",
}
"""Subcommand -> the module that holds a click command named `command`."""
_STOPPED_BY_SIGTERM = ("reindex",)
"""Those that SIGTERM ends as Ctrl-C does; any other ends without a word."""


class _Commands(click.Group):
    """Imports a subcommand when it is used: `timtin segment` need not wait for Flask."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run as a program does, and end quietly where Ctrl-C comes before the command has begun."""
        with loading(signal.SIGINT):
            return super().main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks so
        return list(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click asks so
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        ending = [signal.SIGTERM] if cmd_name in _STOPPED_BY_SIGTERM else []
        with loading(*ending):
            found = _imported(COMMANDS[cmd_name]).command
        assert isinstance(found, click.Command)  # noqa: S101 - the table above is ours
        return found


def _imported(name: str) -> ModuleType:
    """Import a module, and let the collector of cycles look at modules neither meanwhile nor later: they stay."""
    gc.disable()
    try:
        return import_module(name)
    finally:
        gc.freeze()
        gc.enable()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="timtin", prog_name="timtin")
def main() -> None:
    """Tìm Tin: tìm kiếm toàn văn cho báo chí tiếng Việt (full-text search for Vietnamese news).

    \b
    Ví dụ / Examples:
      timtin reindex samples/
      timtin search 'khoi thi dua' --from 04/03/2024 --to 04/03/2024
      timtin serve --port 8000

    Phím Tab gõ nốt lệnh và tùy chọn (the Tab key completes): timtin completion --help
    """
