"""The handbook: complete in both languages, made from the code, its examples tried, built without a warning."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from docs.reference import PAGES, commands, stale
from docs.reference_keys import keys, sentences
from searcher.settings import load_settings
from timtin import main

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
LANGUAGES = ("vi", "en")
PAGES_OF = {code: sorted(path.relative_to(DOCS / code) for path in (DOCS / code).rglob("*.md")) for code in LANGUAGES}  # fmt: skip


def blocks(path: Path, kind: str) -> list[str]:
    """Return the blocks of code of one kind on a page."""
    found = re.findall(rf"^```{kind}\n(.*?)^```$", path.read_text(encoding="utf-8"), re.M | re.S)
    return [str(one) for one in found]


def pages(kind: str) -> list[Path]:
    """Return the pages written by hand that have such blocks."""
    paths = [DOCS / code / name for code in LANGUAGES for name in PAGES_OF[code]]
    return [path for path in paths if path.parent.name != "reference" and blocks(path, kind)]


def name_of(path: Path) -> str:
    return path.relative_to(DOCS).as_posix()


def test_the_reference_is_what_the_code_says() -> None:
    assert [path.name for path in stale()] == [], "run: python docs/reference.py"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_command_and_every_option_appears(code: str) -> None:
    page = (DOCS / code / "reference" / "cli.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `(.*?)`\n(.*?)(?=^## |\Z)", page, re.M | re.S))
    found = list(commands("timtin", main))
    assert len(found) >= 17
    count = 0
    for name, command in found:
        for option in command.params:
            if isinstance(option, click.Option):
                assert all(f"`{one}" in sections[name] or f"/{one}" in sections[name] for one in option.opts)  # fmt: skip
                count += 1
    assert count >= 60


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_setting_appears_with_its_meaning(code: str) -> None:
    page = (DOCS / code / "reference" / "settings.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) == len(list(keys())) >= 90
    assert [row[0] for row in rows if len(row[-1].strip(" |")) < 10] == []


def test_no_setting_is_untranslated_and_no_sentence_is_left_over() -> None:
    said, known = sentences(), {key.path: key for key in keys()}
    assert set(said["vi"]) == set(known)
    assert set(said["en"]) == {path for path, key in known.items() if not key.meaning}


def test_both_languages_have_the_same_pages_of_the_same_build() -> None:
    assert PAGES_OF["vi"] == PAGES_OF["en"]
    assert {f"reference/{name}.md" for name in PAGES} <= {one.as_posix() for one in PAGES_OF["vi"]}
    for name in PAGES_OF["vi"]:
        vi, en = (DOCS / code / name for code in LANGUAGES)
        assert outline(vi) == outline(en), name
        assert blocks(vi, "sh") == blocks(en, "sh"), name


def outline(path: Path) -> list[str]:
    """Return the depths of headings, the kinds of blocks and the columns of tables, in order."""
    text = path.read_text(encoding="utf-8")
    return re.findall(r"^#+(?= )|^```\w+|^\|[-| ]+\|$", text, re.M)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder as a reader of the handbook has it: the samples and deploy/ in it."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    (tmp_path / "deploy").symlink_to(ROOT / "deploy")
    return tmp_path


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        arguments, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=300
    )


@pytest.mark.parametrize(
    "path", [one for one in pages("sh") if one.parent.name == "en"], ids=name_of
)
def test_the_shell_of_a_page_runs_from_top_to_bottom(path: Path, folder: Path) -> None:
    done = run(["bash", "-euo", "pipefail", "-c", "\n".join(blocks(path, "sh"))], folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("path", pages("python"), ids=name_of)
def test_the_python_of_a_page_runs_from_top_to_bottom(path: Path, folder: Path) -> None:
    (folder / "page.py").write_text("\n".join(blocks(path, "python")), encoding="utf-8")
    done = run([sys.executable, "-W", "error", "page.py"], folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize("path", pages("toml"), ids=name_of)
def test_the_settings_of_a_page_are_settings(path: Path, tmp_path: Path) -> None:
    for text in blocks(path, "toml"):
        (tmp_path / "timtin.toml").write_text(text, encoding="utf-8")
        assert load_settings({}, tmp_path).own_sources


def calls(text: str) -> Iterator[list[str]]:
    """Yield the words of every call of ours in lines that only root may run."""
    for line in text.replace("\\\n", " ").splitlines():
        for command, rest in re.findall(r"(bin/timtin|^timtin|reindex\.py) +(--?[a-z][^#]*|[a-z][^#]*)", line):  # fmt: skip
            yield [*(["reindex"] if command == "reindex.py" else []), *shlex.split(rest)]


@pytest.mark.parametrize("path", pages("text"), ids=name_of)
def test_what_only_root_may_run_is_understood_and_names_files_there_are(path: Path) -> None:
    for text in blocks(path, "text"):
        for words in calls(text):
            _understood(words)
        for name in re.findall(r"(?<![\w/.])deploy/[\w@*./-]+", text):
            assert list(ROOT.glob(name)), name


def _understood(words: list[str]) -> None:
    context = main.make_context("timtin", list(words))
    command = main.get_command(context, words[0])
    assert command is not None, words
    command.make_context(words[0], words[1:], parent=context).close()


_ASKED = re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"?(https?://[^\" >]+)")


def test_the_handbook_is_built_without_a_warning_and_asks_nobody(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    built = list((tmp_path / "site").rglob("*.html"))
    assert len(built) >= 20
    asked = {address for page in built for address in _ASKED.findall(page.read_text("utf-8"))}
    assert asked == set()
    assert not (tmp_path / "site" / "reference.py").exists()
