"""What came back for an address, and why nothing did."""

from collections.abc import Mapping
from dataclasses import dataclass

from searcher.model import Place, Skipped
from searcher.sources.base import skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one request, whatever its status; `url` is where the redirects led, `content` is unpacked."""

    url: str
    status: int
    headers: Mapping[str, str]
    """Names in small letters."""
    content: bytes = b""

    @property
    def kind(self) -> str:
        """The media type in small letters, empty where none is declared."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset that is declared."""
        for parameter in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset":
                return value.strip().strip("\"'") or None
        return None


class Unanswered(Exception):
    """Nothing that could be used came back; `may_pass` where another try may help."""

    def __init__(
        self, code: str, vi: str, en: str, *, may_pass: bool = False, wait: float = 0.0
    ) -> None:
        """Say why in two languages, without place and full stop; `wait` is what the server asked for, in seconds."""
        super().__init__(en)
        self.code = code
        self.vi = vi
        self.en = en
        self.may_pass = may_pass
        self.wait = wait

    @property
    def is_of_host(self) -> bool:
        """Whether it says something of the host and not of the page alone."""
        return self.may_pass or self.code in ("timeout", "unreachable")

    def skipped(self, place: Place) -> Skipped:
        """Return the reason as what a source yields."""
        return skip(place, self.code, self.vi, self.en)
