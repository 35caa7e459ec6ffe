"""Whatever happens to any file of a generation: `check` names it, and every answer is right or a clear error."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from searcher import Archive, ArchiveError, Order, Settings, reindex
from tests.faults.archives import files_of, made, moved, news, questions, write
from tests.replacing import replaced
from timtin import main
from webui import create_app

Answers = Mapping[str, Any]
SHARES = (0.0, 0.27, 0.61, 1.0)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return made(tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="module")
def right(sound: Settings) -> Answers:
    archive = Archive(sound)
    return {name: ask(archive) for name, ask in questions().items()}


@pytest.fixture
def broken(sound: Settings, tmp_path: Path) -> Settings:
    """Return an archive that may be damaged."""
    return moved(sound, Path(shutil.copytree(sound.home, tmp_path / "home")))


FILES = (
    "CURRENT", "manifest.json", "ledger.json", "origins.json", "skipped.jsonl", "restoration.model",
    "suggestions.lexicon", "suggestions.fresh", "columns.json", "_MAIN_1.toc", "MAIN_*.npk", "MAIN_*.mask.*",
)  # fmt: skip


def test_every_file_is_in_the_list(sound: Settings) -> None:
    """Two files of one kind, as segments, are one here: `tests/engines/test_damage.py` has every array."""
    listed = {found(sound, name) for name in FILES}
    assert {path.suffix for path in set(files_of(sound)) - listed} <= {".npk"}


def found(settings: Settings, name: str) -> Path:
    return next(path for path in files_of(settings) if path.match(name))


def flipped(content: bytes, share: float) -> bytes:
    """Return the content with one bit changed."""
    changed = bytearray(content)
    place = int(share * (len(changed) - 1))
    changed[place] ^= 1 << (place % 8)
    return bytes(changed)


def damages(content: bytes) -> Iterator[bytes]:
    """Yield what may have become of a file."""
    yield from (flipped(content, share) for share in SHARES)
    yield from (content[: int(share * len(content))] for share in (0.0, 0.5))
    yield content[:-1]
    yield content + b"\n"
    yield bytes(len(content))


def outcome(ask: Callable[[], Any]) -> Any:
    """Return an answer, or the path that an error names; any other exception fails the test."""
    try:
        return ask()
    except ArchiveError as error:
        return Path(str(error.facts["path"]))


def named(settings: Settings) -> set[str]:
    """Return the names of the files that `check` names, whether in sentences or by an error."""
    said = outcome(lambda: list(Archive(settings).check()))
    sentences = [said.as_posix()] if isinstance(said, Path) else said
    return {path.name for path in _all(settings) if any(str(path) in one for one in sentences)}


def _all(settings: Settings) -> list[Path]:
    """Return the files that may be named: also such as are not there any more."""
    folders = [settings.folder, *settings.folder.glob("0*"), *settings.folder.glob("0*/index")]
    names = {path.name for path in settings.folder.rglob("*")} | {path.name for path in LOST}
    return [folder / name for folder in folders for name in names]


LOST: list[Path] = []
"""Files that a test took away."""


def assert_right_or_named(settings: Settings, right: Answers, *suspects: str) -> None:
    """Ask everything: what is answered must be right, what is not must name one of the damaged files."""
    archive = Archive(settings)
    for name, ask in questions().items():
        got = outcome(partial(ask, archive))
        assert got == right[name] or (isinstance(got, Path) and got.name in suspects), (name, got)


@pytest.mark.parametrize("name", FILES)
def test_damage_to_any_file_is_found_and_gives_no_wrong_answer(
    broken: Settings, right: Answers, name: str
) -> None:
    path = found(broken, name)
    whole = path.read_bytes()
    for content in damages(whole):
        if content == whole:
            continue
        replaced(path, content)
        assert path.name in named(broken), content[:80]
        assert_right_or_named(broken, right, path.name)
    replaced(path, whole)
    assert not named(broken)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_found_and_gives_no_wrong_answer(
    broken: Settings, right: Answers, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = found(broken, name)
    monkeypatch.setattr(f"{__name__}.LOST", [path])
    path.unlink()
    if name == "CURRENT":  # an index that was never there looks the same
        assert all(
            isinstance(outcome(partial(ask, Archive(broken))), Path) for ask in questions().values()
        )
        return
    assert path.name in named(broken)
    assert_right_or_named(broken, right, path.name)


def test_two_files_in_each_others_places_are_found(broken: Settings, right: Answers) -> None:
    for one, other in combinations([found(broken, name) for name in FILES], 2):
        first, second = one.read_bytes(), other.read_bytes()
        replaced(one, second)
        replaced(other, first)
        assert named(broken) & {one.name, other.name}, (one, other)
        assert_right_or_named(broken, right, one.name, other.name)
        replaced(one, first)
        replaced(other, second)


@pytest.mark.parametrize("name", FILES[1:])
def test_a_file_of_the_generation_before_is_not_taken_for_its_own(
    broken: Settings, right: Answers, name: str
) -> None:
    path = found(broken, name)
    elder = next(
        (broken.folder / "000001").rglob(name.replace("_1", "_0").replace("mask.*", "npk")), path
    )
    if elder.samefile(path) or elder.read_bytes() == path.read_bytes():
        return
    replaced(path, elder.read_bytes())
    assert path.name in named(broken)
    assert_right_or_named(broken, right, path.name)


def test_no_bit_of_the_models_changes_what_they_say(broken: Settings, right: Answers) -> None:
    for name, question in (("restoration.model", "restore"), ("suggestions.lexicon", "suggest")):
        path = found(broken, name)
        whole, ask = path.read_bytes(), questions()[question]
        for number in range(60):
            replaced(path, flipped(whole, number / 59))
            got = outcome(partial(ask, Archive(broken)))
            assert got == right[question] or (isinstance(got, Path) and got.name == name)
        replaced(path, whole)


ADDRESSES = (
    "/", "/tim?q=%C3%A1o+d%C3%A0i", "/tim?q=ao+dai", "/tin/songhuong-0002", "/nhom", "/ngay/2024-03-04",
    "/su-kien/songhuong-0002", "/rss?q=hue", "/sitemap.xml", "/api/search?q=hue", "/api/suggest?q=le",
    "/api/articles/songhuong-0002", "/api/articles/songhuong-0002/related", "/api/days?month=2024-03", "/readyz",
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_the_site_answers_or_says_503_and_the_commands_answer_or_say_3(
    broken: Settings, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = found(broken, name)
    replaced(path, flipped(path.read_bytes(), 0.4))
    client = create_app(broken).test_client()
    statuses = {address: client.get(address).status_code for address in ADDRESSES}
    assert set(statuses.values()) <= {200, 503}, statuses
    monkeypatch.setenv("TIMTIN_HOME", str(broken.home))
    for command in ("check", "search áo dài", "search ao dai --json", "suggest le", "restore le hoi", "dump", "stats",
                    "related songhuong-0002"):  # fmt: skip
        ended = CliRunner().invoke(main, command.split(), catch_exceptions=False)
        assert ended.exit_code in ({3} if command == "check" else {0, 3}), (command, ended.output)
        assert not ended.exit_code or path.name in ended.output + ended.stderr, command


@pytest.mark.parametrize("name", FILES)
def test_the_next_run_does_not_launder_damage_and_a_full_one_heals_it(
    broken: Settings, right: Answers, name: str, tmp_path: Path
) -> None:
    path = found(broken, name)
    replaced(path, flipped(path.read_bytes(), 0.6))
    more = write(tmp_path / "more.jsonl", news(66)[64:])
    refused = outcome(lambda: reindex(Order(places=(str(more),)), broken))
    if isinstance(refused, Path):
        assert refused.name == path.name
        assert path.name in named(broken)
    else:
        assert named(broken) or sound_with(broken, right)
    report = reindex(Order(full=True), broken)
    assert (report.articles, named(broken)) == (63, set())


def sound_with(settings: Settings, right: Answers) -> bool:
    """Tell whether an archive has what it had, and two articles more."""
    held = Archive(settings).articles()
    return {one.id for one in held} >= {one["id"] for one in right["articles"]}
