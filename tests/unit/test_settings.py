"""timtin.toml and the environment."""

from pathlib import Path

import pytest

from searcher.errors import SettingsError
from searcher.settings import Settings, load_settings


def test_without_file_and_environment_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path) == Settings()


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "timtin.toml").write_text('index = "bao"\nper_page = 20\n', encoding="utf-8")
    settings = load_settings({"TIMTIN_INDEX": "huế", "UNRELATED": "x"}, tmp_path)
    assert (settings.index, settings.per_page) == ("huế", 20)


def test_the_file_may_lie_elsewhere(tmp_path: Path) -> None:
    place = tmp_path / "portal.toml"
    place.write_text('site_name = "Cổng tỉnh"\n', encoding="utf-8")
    assert load_settings({"TIMTIN_SETTINGS": str(place)}).site_name == "Cổng tỉnh"


def test_addresses_are_a_list_or_separated_by_commas(tmp_path: Path) -> None:
    found = load_settings({"TIMTIN_OPENSEARCH": "http://a:9200, http://b:9200"}, tmp_path)
    assert found.opensearch == ("http://a:9200", "http://b:9200")
    (tmp_path / "timtin.toml").write_text('opensearch = ["http://a:9200"]', encoding="utf-8")
    assert load_settings({}, tmp_path).opensearch == ("http://a:9200",)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("nonsense = 1", "nonsense"),
        ("per_page = 'many'", "per_page"),
        ("per_page = -3", "per_page"),
        ("recency = 2", "recency"),
        ("recency = 'often'", "recency"),
        ("index = ''", "index"),
        ("opensearch = 5", "opensearch"),
        ("not toml at all", "timtin.toml"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "timtin.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        load_settings({}, tmp_path)
    assert named in raised.value.vi
    assert named in raised.value.en
    assert "timtin.toml" in raised.value.vi


def test_a_named_settings_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml"):
        load_settings({"TIMTIN_SETTINGS": str(tmp_path / "none.toml")})
