"""The options every command takes, and the settings that come out of them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from searcher import Settings, load_settings

Command = TypeVar("Command", bound=Callable[..., Any])


def index_options(command: Command) -> Command:
    """Add --index and --home to a command."""
    name = click.option("--index", metavar="NAME", help="Tên chỉ mục (name of the index).")
    home = click.option(
        "--home",
        metavar="DIR",
        type=click.Path(file_okay=False, path_type=Path),
        help="Thư mục chứa các chỉ mục (folder of the indexes).",
    )
    return name(home(command))


def settings_of(index: str | None, home: Path | None) -> Settings:
    """Return the settings with what the command line says over them; raises SettingsError."""
    settings = load_settings()
    return replace(settings, index=index or settings.index, home=home or settings.home)
