"""The site for any WSGI server: `gunicorn --workers 4 --threads 4 'webui.wsgi:site()'`.

`timtin serve --processes 4` does more: it drains connections, opens the index before old workers stop, bounds
what waits, and adds up the figures of all processes.
"""

from flask import Flask

import webui.watching.logs as logs
from searcher import load_settings
from webui.factory import create_app


def site() -> Flask:
    """Return the site of the settings file and the environment; raises SettingsError."""
    settings = load_settings()
    logs.configure(settings.monitoring)
    return create_app(settings)
