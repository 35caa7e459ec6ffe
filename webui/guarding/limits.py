"""What one client may ask for, and how many heavy questions are at work at the same time."""

import time
from collections.abc import Sequence
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from threading import BoundedSemaphore
from typing import cast

from flask import Flask, Response, current_app, g, request
from flask_limiter import ApplicationLimit, Limiter
from limits import parse_many
from limits.errors import ConfigurationError

from searcher import SettingsError, TimTinError
from webui.guarding.rates import STRATEGY, RateMemory, remember_steadily
from webui.site import Site

OFF = "off"
_IN_MEMORY = "memory://"
DRAFTS = frozenset({"desk.compare", "desk.columns", "desk.export", "relating_api.of_draft"})
HEAVY = DRAFTS | {"story.story"}
"""Endpoints whose answers take long: a draft is held against the archive, a story is put together."""
FREE = frozenset({"health", "own"})
"""Blueprints without a rate: a monitor and a page's own files must always come."""
_WAIT_FOR_STORAGE: dict[str, str | int] = {"socket_connect_timeout": 1, "socket_timeout": 1}
_SOON = 2
"""Seconds after which somebody who was turned away may come again."""
_PREFIX = 64
"""Bits of an IPv6 address that name a household or an office; the rest anybody chooses."""


class TooBusy(TimTinError):
    """Too many heavy questions are at work; the reader may come again in a moment."""

    code = "busy"


class Gate:
    """Lets some in at a time, lets some wait for a moment, and turns all others away at once."""

    def __init__(self, most: int, waiting: int, seconds: float) -> None:
        self._inside = BoundedSemaphore(most)
        self._at_all = BoundedSemaphore(most + waiting)
        self._seconds = seconds

    def enter(self) -> bool:
        """Tell whether there was room; whoever got in has to `leave`."""
        if not self._at_all.acquire(blocking=False):
            return False
        if self._inside.acquire(timeout=self._seconds):
            return True
        self._at_all.release()
        return False

    def leave(self) -> None:
        """Make room for another one."""
        self._inside.release()
        self._at_all.release()


def install(app: Flask) -> None:
    """Count the requests of each client, and bound the heavy ones; raises SettingsError for a rate that is none."""
    settings = cast(Site, app.extensions[Site.NAME]).settings.limits
    app.config["MAX_CONTENT_LENGTH"] = settings.body_size
    gate = Gate(settings.heavy, settings.waiting, settings.wait_ms / 1000)
    app.extensions["timtin.gate"] = gate
    app.after_request(_told)
    _limited(app)
    app.before_request(_enter)
    app.teardown_request(_leave)


def _limited(app: Flask) -> None:
    settings = cast(Site, app.extensions[Site.NAME]).settings.limits
    rates = [
        ApplicationLimit(rate, key_function=client, scope=scope, exempt_when=exempt)
        for rate, scope, exempt in (
            (_rate("rate", settings.rate), "all", None),
            (_rate("draft_rate", settings.draft_rate), "drafts", _is_no_draft),
        )
        if rate
    ]
    networks = [ip_network(one, strict=False) for one in settings.unlimited]
    in_memory = settings.rate_storage == _IN_MEMORY
    try:
        limiter = Limiter(
            client,
            application_limits=list(rates),
            strategy=STRATEGY,
            storage_uri=RateMemory.ADDRESS if in_memory else settings.rate_storage,
            storage_options=_WAIT_FOR_STORAGE if "redis" in settings.rate_storage else {},
            in_memory_fallback_enabled=not in_memory,
            key_prefix="timtin",
            request_identifier=lambda: request.endpoint or "nowhere",
            enabled=bool(rates),
        )
        limiter.request_filter(lambda: _is_free() or _is_in(networks))
        limiter.init_app(app)
        remember_steadily(limiter)
    except (ConfigurationError, ValueError) as error:
        raise _wrong("rate_storage", settings.rate_storage) from error


def _rate(key: str, text: str) -> str:
    """Return what the settings say of a rate, empty where there is none; raises SettingsError."""
    if text.lower() in ("", OFF):
        return ""
    try:
        parse_many(text)
    except ValueError as error:
        raise _wrong(key, text) from error
    return text


def _wrong(key: str, text: str) -> SettingsError:
    return SettingsError(
        f"Thiết lập sai: “limits.{key}” không thể là “{text}”.",
        f"Wrong setting: “limits.{key}” cannot be “{text}”.",
        key=f"limits.{key}",
        place="limits",
    )


def client() -> str:
    """Return whom a request is counted for: the address, of IPv6 the part that the client cannot choose."""
    address = _address()
    if not isinstance(address, IPv6Address):
        return str(address or "unknown")
    return str(ip_network((address, _PREFIX), strict=False))


def _address() -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _is_in(networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    address = _address()
    return address is not None and any(address in network for network in networks)


def _is_free() -> bool:
    return request.endpoint == "static" or request.blueprint in FREE


def _is_no_draft() -> bool:
    return request.endpoint not in DRAFTS


def _enter() -> None:
    if request.endpoint in HEAVY:
        if not _gate().enter():
            raise TooBusy(
                "Quá nhiều người đang hỏi cùng lúc; xin thử lại sau vài giây.",
                "Too many people are asking at once; please try again in a few seconds.",
            )
        g.inside = True


def _leave(_error: BaseException | None) -> None:
    if g.pop("inside", False):
        _gate().leave()


def _gate() -> Gate:
    return cast(Gate, current_app.extensions["timtin.gate"])


def _told(response: Response) -> Response:
    """Say when to come again, and let nobody keep an answer that is not whole."""
    if response.status_code == 429 and "Retry-After" not in response.headers:
        response.headers["Retry-After"] = str(_seconds_left())
    if g.get("partial", False):
        response.headers["Cache-Control"] = "no-store"
    return response


def _seconds_left() -> int:
    limiters = current_app.extensions.get("limiter", ())
    reached = next((one.current_limit for one in limiters if one.current_limit), None)
    return max(1, round(reached.reset_at - time.time())) if reached else _SOON
