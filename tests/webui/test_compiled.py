"""Templates that are compiled once for all processes."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from webui.keeping.compiled import CompiledTemplates


def environment(folder: Path, source: str, *, trim: bool = False) -> Environment:
    """Return the templates of a process that starts, over a folder that others may have used."""
    kept = CompiledTemplates(folder)
    return Environment(
        loader=DictLoader({"page.html": source}),
        bytecode_cache=kept,
        autoescape=True,
        trim_blocks=trim,
    )


@pytest.fixture(autouse=True)
def _may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)


def rendered(folder: Path, source: str, *, trim: bool = False) -> str:
    """Return a page of such a process."""
    return environment(folder, source, trim=trim).get_template("page.html").render(name="Huế")


def test_a_template_is_kept_once_and_says_the_same(tmp_path: Path) -> None:
    source = "<b>{{ name }}</b>"
    first = rendered(tmp_path, source)
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(kept) == 1
    assert rendered(tmp_path, source) == first == "<b>Huế</b>"
    assert kept == {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}


def test_a_template_that_changed_is_compiled_anew(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ name }}") == "Huế"
    assert rendered(tmp_path, "{{ name|upper }}") == "HUẾ"
    assert rendered(tmp_path, "{% if name %}\n{{ name }}{% endif %}") == "\nHuế"
    trimmed = rendered(tmp_path, "{% if name %}\n{{ name }}{% endif %}", trim=True)
    assert trimmed == "Huế"


@pytest.mark.parametrize("place", [0, 31, 32, 80, -1])
def test_a_damaged_copy_is_compiled_anew(tmp_path: Path, place: int) -> None:
    rendered(tmp_path, "{{ name }}")
    [path] = tmp_path.iterdir()
    content = bytearray(path.read_bytes())
    content[place] ^= 255
    path.write_bytes(content)
    assert rendered(tmp_path, "{{ name }}") == "Huế"
    path.write_bytes(bytes(content[:place]))
    assert rendered(tmp_path, "{{ name }}") == "Huế"


def test_a_folder_that_cannot_be_written_to_costs_time_only(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.touch()
    assert rendered(place / "folder", "{{ name }}") == "Huế"


def test_nothing_is_kept_where_python_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert rendered(tmp_path, "{{ name }}") == "Huế"
    assert not list(tmp_path.iterdir())
