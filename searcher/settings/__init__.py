"""timtin.toml and the environment, read once into one frozen value.

loading      the file and the environment: the keys at the top, `Settings`
values       how one value is read, and what is said of a wrong one
sources      tables [[sources.NAME]] and [http]
cluster      table [cluster]
site         table [site]
limits       table [limits]
security     table [security]
serving      tables [serving] and [monitoring]
admin        table [admin]
"""

from searcher.settings.loading import SETTINGS_FILE, Settings, load_settings

__all__ = ["SETTINGS_FILE", "Settings", "load_settings"]
