"""The manual pages `timtin(1)` and `reindex.py(1)`, made from the commands' own help; `docs/reference.py` writes them.

They are roff as man(7) describes it, in UTF-8; what stands there in two languages stands so in the help.
"""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

FOLDER = Path(__file__).resolve().parent.parent / "deploy" / "man"
_NAMES = {
    "timtin": "tìm kiếm toàn văn cho báo chí tiếng Việt (full-text search for Vietnamese news)",
    "reindex.py": "nạp tin vào chỉ mục của Tìm Tin (read news into the index of Tìm Tin)",
}
_MADE = '.\\" Made by docs/reference.py from the code; change it there.\n'
_END = """.SH EXIT STATUS
.TP
0
xong (done)
.TP
1
xong, nhưng có phần bị bỏ qua và được liệt kê (done, but some input was skipped and listed)
.TP
2
dùng sai hay thiết lập sai (wrong usage or settings)
.TP
3
không làm được gì: chỉ mục không có, bị khóa hay hỏng, nguồn không đến được (nothing could be done: index missing, locked or
damaged, source unreachable)
.SH FILES
.TP
.I timtin.toml
thiết lập, trong thư mục làm việc hay nơi TIMTIN_SETTINGS nêu (settings, in the working folder or where TIMTIN_SETTINGS says)
.SH ENVIRONMENT
.TP
.B TIMTIN_HOME
thư mục chứa các chỉ mục (folder of the indexes)
.TP
.BI TIMTIN_ KEY
mỗi khóa của timtin.toml (each key of timtin.toml)
"""


def pages() -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of each manual page."""
    from docs.reference import commands
    from timtin import main

    whole = dict(commands("timtin", main))
    yield FOLDER / "timtin.1", _page("timtin", whole)
    yield FOLDER / "reindex.py.1", _page("reindex.py", {"reindex.py": whole["timtin reindex"]})


def _page(name: str, whole: dict[str, click.Command]) -> str:
    first, *others = whole.items()
    parts = [f'.TH "{name.upper()}" 1 "" "Tìm Tin" "Tìm Tin"', ".SH NAME"]
    parts += [f"{roff(name)} \\- {roff(_NAMES[name])}", ".SH SYNOPSIS", *_usage(*first)]
    parts += [".SH DESCRIPTION", *_text(first[1]), *_options(first[1])]
    parts += [".SH COMMANDS"] * bool(others)
    for full, command in others:
        parts += [f'.SS "{roff(full)}"', *_usage(full, command), *_text(command)]
        parts += _options(command)
    return _MADE + "\n".join(parts) + "\n" + _END


def roff(text: str) -> str:
    """Return a text as roff shows it as it is."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return re.sub(r"^(?=[.'])", "\\\\&", escaped, flags=re.MULTILINE)


def _usage(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    pieces = " ".join(command.collect_usage_pieces(context))
    yield from (f'.B "{roff(name)}"', roff(pieces), ".PP")


def _text(command: click.Command) -> Iterator[str]:
    """Yield the paragraphs of a help, its examples as they are."""
    text, _, examples = (command.help or "").partition("Ví dụ / Examples:\n")
    for paragraph in filter(str.strip, text.replace("\b", "").split("\n\n")):
        yield from (".PP", roff(" ".join(paragraph.split())))
    block, _, rest = examples.partition("\n\n")
    yield from (".PP", "Ví dụ / Examples:", ".PP", ".nf", ".RS", roff(_lines(block)), ".RE", ".fi")
    yield from (".PP", roff(" ".join(rest.split()))) if rest.strip() else ()


def _lines(block: str) -> str:
    return textwrap.dedent(block).strip()


def _options(command: click.Command) -> Iterator[str]:
    context = click.Context(command, **command.context_settings)
    for one in command.params:
        record = one.get_help_record(context)
        if isinstance(one, click.Option) and record:
            yield from (".TP", f'.B "{roff(record[0])}"', roff(record[1] or "–"))
    # Not as click remembers it: by the names of whoever asked a command first.
    yield from (".TP", f'.B "{roff("-h, --help")}"', "Show this message and exit.")
