"""`timtin completion`: what a shell needs to complete our commands and options."""

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_TIMTIN_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """In đoạn mã để SHELL gõ nốt lệnh khi bấm Tab (print what lets a shell complete commands).

    \b
    Ví dụ / Examples:
      timtin completion bash > timtin.bash       # rồi (then): . ./timtin.bash
      timtin completion zsh > _timtin            # trong một thư mục của $fpath (in a folder of $fpath)
      timtin completion fish > timtin.fish       # ~/.config/fish/completions/
    """
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101 - the table above has click's own
    click.echo(kind(ctx.find_root().command, {}, "timtin", VARIABLE).source())
