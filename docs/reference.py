"""The reference of settings, commands and the HTTP interface, made from the code.

mkdocs runs `on_pre_build` before each build; `python docs/reference.py` writes the pages, `--check` compares them.
"""

import json
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
LANGUAGES = ("vi", "en")
_MARK = "<!-- docs/reference.py writes this page from the code; change it there. -->\n\n"
_SAID: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "settings": "Thiết lập", "cli": "Dòng lệnh", "api": "Giao diện HTTP", "key": "Khóa", "default": "Mặc định",
        "environment": "Biến môi trường", "meaning": "Ý nghĩa", "table": "Bảng", "option": "Tùy chọn", "examples": "Ví dụ",
        "parameter": "Tham số", "answers": "Trả lời", "none": "không có", "in": "Ở",
        "settings_intro": "Đặt trong `timtin.toml` của thư mục làm việc, hoặc trong tệp mà `TIMTIN_SETTINGS` nêu tên; biến môi "
        "trường được ưu tiên hơn. Khóa lạ hay giá trị sai làm lệnh dừng với mã 2 và một câu nói rõ sai ở đâu.",
        "cli_intro": "Mã kết thúc: 0 xong; 1 xong nhưng có phần bị bỏ qua (được liệt kê); 2 dùng sai hay thiết lập sai; 3 không làm "
        "được gì (chỉ mục không có, bị khóa hay hỏng, nguồn không đến được). `python reindex.py` là `timtin reindex`.",
        "api_intro": "Mô tả đầy đủ cho máy đọc ở `/openapi.json`. Lỗi có dạng `{\"error\": {\"code\", \"parameter\", \"vi\", \"en\"}}`.",
    },
    "en": {
        "settings": "Settings", "cli": "Command line", "api": "HTTP interface", "key": "Key", "default": "Default",
        "environment": "Environment", "meaning": "Meaning", "table": "Table", "option": "Option", "examples": "Examples",
        "parameter": "Parameter", "answers": "Answers", "none": "none", "in": "In",
        "settings_intro": "They stand in `timtin.toml` of the working folder, or in the file that `TIMTIN_SETTINGS` names; the "
        "environment goes before. An unknown key or a wrong value ends a command with code 2 and a sentence that says where.",
        "cli_intro": "Exit codes: 0 done; 1 done, but some input was skipped (and listed); 2 wrong usage or settings; 3 nothing could "
        "be done (index missing, locked or damaged, source unreachable). `python reindex.py` is `timtin reindex`.",
        "api_intro": "The whole description for machines is at `/openapi.json`. Errors are `{\"error\": {\"code\", \"parameter\", \"vi\", \"en\"}}`.",
    },
}  # fmt: skip


def settings_page(language: str) -> str:
    """Return the page of settings."""
    from docs.reference_keys import keys, sentences

    said = _SAID[language]
    own = sentences()[language]
    lines = [f"# {said['settings']}", "", said["settings_intro"]]
    table = None
    for key in keys():
        if key.table != table:
            table = key.table
            heading = (
                "timtin.toml"
                if not table
                else "[[sources.NAME]]"
                if table == "[sources]"
                else f"[{table}]"
            )
            lines += [
                "",
                f"## `{heading}`",
                "",
                *_header(said, "key", "default", "environment", "meaning"),
            ]
        meaning = (
            own.get(key.path, "") if language == "vi" else key.meaning or own.get(key.path, "")
        )
        cells = (
            f"`{key.name}`",
            _shown(key.default, said),
            f"`{key.variable}`" if key.variable else "–",
            meaning,
        )
        lines.append(_row(cells))
    return _MARK + "\n".join(lines) + "\n"


def _header(said: Mapping[str, str], *names: str) -> list[str]:
    return [_row([said[name] for name in names]), _row(["---"] * len(names))]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _shown(default: object, said: Mapping[str, str]) -> str:
    """Return a default as timtin.toml writes it."""
    if default is None or default in ("", ()):
        return said["none"]
    if isinstance(default, tuple):
        return f"`{json.dumps(default, ensure_ascii=False)}`"
    if isinstance(default, bool | int | float):
        return f"`{str(default).lower()}`"
    return f'`"{default}"`'


def commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """Yield a command and all below it, by their whole names."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for one in command.list_commands(context):
            found = command.get_command(context, one)
            if found is not None:
                yield from commands(f"{name} {one}", found)


def cli_page(language: str) -> str:
    """Return the page of commands; what their help says is in both languages."""
    from timtin import main

    said = _SAID[language]
    lines = [f"# {said['cli']}", "", said["cli_intro"]]
    for name, command in commands("timtin", main):
        lines += ["", f"## `{name}`", "", *_help(command, said), *_options(command, said)]
    return _MARK + "\n".join(lines) + "\n"


def _help(command: click.Command, said: Mapping[str, str]) -> Iterator[str]:
    """Yield the paragraphs of a help, its examples as a block of shell."""
    text, _, examples = (command.help or "").partition("Ví dụ / Examples:\n")
    for paragraph in filter(str.strip, text.replace("\b", "").split("\n\n")):
        yield from (" ".join(paragraph.split()), "")
    block, _, rest = examples.partition("\n\n")
    lines = textwrap.dedent(block).strip().splitlines()
    yield from (f"{said['examples']}:", "", "```text", *lines, "```", "")
    if rest.strip():
        yield from (" ".join(rest.split()), "")


def _options(command: click.Command, said: Mapping[str, str]) -> Iterator[str]:
    found = [one for one in command.params if isinstance(one, click.Option)]
    if found:
        yield from _header(said, "option", "meaning")
    for one in found:
        name = " ".join(
            filter(
                None,
                (
                    "/".join(one.opts),
                    "" if one.is_flag else one.make_metavar(click.Context(command)),
                ),
            )
        )
        yield _row([f"`{name}`", one.help or ""])


def api_page(language: str) -> str:
    """Return the page of the HTTP interface, from the description that the site gives."""
    described = json.loads(
        (ROOT / "webui" / "programs" / "openapi.json").read_text(encoding="utf-8")
    )
    said = _SAID[language]
    lines = [f"# {said['api']}", "", said["api_intro"]]
    for path, ways in described["paths"].items():
        for method, operation in ways.items():
            lines += ["", f"## `{method.upper()} {path}`", "", _in(language, operation, "summary")]
            lines += [
                *_paragraph(operation, language),
                *_parameters(operation, described, said, language),
                *_answers(operation, said),
            ]
    return _MARK + "\n".join(lines) + "\n"


def _in(language: str, described: Mapping[str, Any], key: str) -> str:
    """Return what the description says in a language; Vietnamese stands beside the English, as `x-...-vi`."""
    found = described.get(key, "")
    return " ".join(str(described.get(f"x-{key}-{language}", found)).split())


def _paragraph(operation: Mapping[str, Any], language: str) -> list[str]:
    text = _in(language, operation, "description")
    return ["", text] if text else []


def _parameters(
    operation: Mapping[str, Any],
    described: Mapping[str, Any],
    said: Mapping[str, str],
    language: str,
) -> list[str]:
    found = [_resolved(one, described) for one in operation.get("parameters", ())]
    rows = [
        _row([f"`{one['name']}`", one["in"], _in(language, one, "description")]) for one in found
    ]
    return ["", *_header(said, "parameter", "in", "meaning"), *rows] if rows else []


def _answers(operation: Mapping[str, Any], said: Mapping[str, str]) -> list[str]:
    codes = ", ".join(f"`{code}`" for code in operation["responses"])
    return ["", f"{said['answers']}: {codes}"]


def _resolved(value: Mapping[str, Any], described: Any) -> Mapping[str, Any]:
    if "$ref" not in value:
        return value
    for part in value["$ref"].removeprefix("#/").split("/"):
        described = described[part]
    found: Mapping[str, Any] = described
    return found


PAGES = {"settings": settings_page, "cli": cli_page, "api": api_page}


def pages() -> Iterator[tuple[Path, str]]:
    """Yield the path and the text of every page of the reference, the manual pages too."""
    for language in LANGUAGES:
        for name, page in PAGES.items():
            yield DOCS / language / "reference" / f"{name}.md", page(language)
    from docs import manual

    yield from manual.pages()


def stale() -> list[Path]:
    """Return the pages that are not what the code says."""
    return [
        path
        for path, text in pages()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]


def write() -> None:
    """Write the pages that have changed."""
    for path, text in pages():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def on_config(config: Any) -> Any:
    """Put every page of measurements (`docs/*.md`) behind those that mkdocs.yml names."""
    measured = config["nav"][-1]["Measurements"]
    named = {path for one in measured for path in one.values()} | {"index.md"}
    measured += [path.name for path in sorted(DOCS.glob("*.md")) if path.name not in named]
    return config


def on_pre_build(**_: object) -> None:
    """Make the reference new before mkdocs reads it."""
    sys.path.insert(0, str(ROOT))
    write()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    if "--check" in sys.argv:
        sys.exit("\n".join(map(str, stale())) or 0)
    write()
