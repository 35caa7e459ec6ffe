"""What is told to those who come when too many wait already: 503, and when to come back."""

import json

from waitress.utilities import Error

RETRY_SECONDS = 2
_VI = "Quá nhiều người đang hỏi cùng lúc; xin thử lại sau vài giây."
_EN = "Too many people are asking at once; please try again in a few seconds."
_PAGE = (
    '<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><title>Đang quá tải</title>'
    f'<h1>Đang quá tải</h1><p>{_VI}<p lang="en">{_EN}</html>'
).encode()
_RECORD = {"error": {"code": "busy", "parameter": None, "vi": _VI, "en": _EN}}
_JSON = json.dumps(_RECORD, ensure_ascii=False).encode()


class Busy(Error):  # type: ignore[misc] # the library has no types
    """The answer of a server that has no room for another request to wait; made without the site."""

    code = 503
    reason = "Service Unavailable"

    def __init__(self, path: str) -> None:
        """Answer programs in JSON, people with a page."""
        super().__init__("")
        self._as_json = path.startswith("/api/")

    def to_response(self, _ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Return status, headers and body."""
        kind = "application/json" if self._as_json else "text/html; charset=utf-8"
        headers = [
            ("Content-Type", kind),
            ("Retry-After", str(RETRY_SECONDS)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        return f"{self.code} {self.reason}", headers, _JSON if self._as_json else _PAGE
