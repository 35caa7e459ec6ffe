"""Tables of timtin.toml about sources and the network."""

from pathlib import Path

import pytest

from searcher.errors import SettingsError
from searcher.settings import load_settings
from searcher.settings.sources import HttpSettings, SourceSettings

WHOLE = """
index = "bao"

[[sources.bao]]
place = "/srv/bao/xuat.csv"
columns = { title = "tieu_de", body = "noi_dung" }
default = { source = "Báo Huế", category = "Thời sự" }
encoding = "windows-1258"
delimiter = ";"
mode = "snapshot"

[[sources.bao]]
place = "rss:https://bao.example/rss"
follow = false

[[sources.bao]]
sql = "postgresql://bao:${BAO_PASSWORD}@localhost/toasoan"
query = "SELECT 1"

[[sources.khac]]
place = "khac/"

[http]
user_agent = "baohue"
delay = 2.5
tries = 5
"""


def load(tmp_path: Path, text: str, **environ: str) -> tuple[SourceSettings, ...]:
    (tmp_path / "timtin.toml").write_text(text, encoding="utf-8")
    return load_settings(environ, tmp_path).own_sources


def test_an_index_has_its_own_sources_in_their_order(tmp_path: Path) -> None:
    table, feed, rows = load(tmp_path, WHOLE)
    assert (table.place, feed.place, rows.sql[:10]) == (
        "/srv/bao/xuat.csv", "rss:https://bao.example/rss", "postgresql",
    )  # fmt: skip
    assert dict(table.columns) == {"title": "tieu_de", "body": "noi_dung"}
    assert dict(table.default) == {"source": "Báo Huế", "category": "Thời sự"}
    assert (table.encoding, table.delimiter, table.mode) == ("windows-1258", ";", "snapshot")
    assert feed.follow is False
    assert [one.place for one in load(tmp_path, WHOLE, TIMTIN_INDEX="khac")] == ["khac/"]


def test_the_name_of_a_source_has_no_password(tmp_path: Path) -> None:
    rows = load(tmp_path, WHOLE.replace("${BAO_PASSWORD}", "bi-mat"))[2]
    assert "bi-mat" not in rows.name
    assert "SELECT 1" in rows.name


def test_the_environment_speaks_for_the_network_too(tmp_path: Path) -> None:
    load(tmp_path, WHOLE)
    found = load_settings({"TIMTIN_HTTP_DELAY": "0.5"}, tmp_path).http
    assert found == HttpSettings(user_agent="baohue", delay=0.5, tries=5)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[sources.bao]]\nplaces = 'x'", "places"),
        ("[[sources.bao]]\nmode = 'stream'", "sources.bao"),
        ("[[sources.bao]]\nplace = 'x'\nsql = 'y'", "sources.bao"),
        ("[[sources.bao]]\nsql = 'sqlite://'", "query"),
        ("[[sources.bao]]\nplace = 'x'\nmode = 'river'", "mode"),
        ("[[sources.bao]]\nplace = 'x'\ncolumns = { tilte = 'x' }", "tilte"),
        ("[[sources.bao]]\nplace = 'x'\ncolumns = { title = 3 }", "title"),
        ("[[sources.bao]]\nplace = 'x'\ncolumns = 'title'", "columns"),
        ("[[sources.bao]]\nplace = 'x'\ndefault = { body = 'x' }", "body"),
        ("[[sources.bao]]\nplace = 'x'\ndelimiter = ';;'", "delimiter"),
        ("[[sources.bao]]\nplace = 'x'\nfollow = 'soon'", "follow"),
        ("[[sources.bao]]\nplace = 3", "place"),
        ("sources = ['x']", "sources"),
        ("sources.bao = 'x'", "bao"),
        ("http = 3", "http"),
        ("[http]\ndelay = 'long'", "delay"),
        ("[http]\ndelay = -1", "delay"),
        ("[http]\ntries = 0", "tries"),
        ("[http]\nuser_agent = ''", "user_agent"),
        ("[http]\nuseragent = 'x'", "useragent"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, text)
    assert named in raised.value.vi
    assert named in raised.value.en
    assert "timtin.toml" in raised.value.vi
