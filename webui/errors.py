"""Everything that goes wrong, as a helpful page or as JSON; the statuses stand in one table."""

from dataclasses import dataclass

from flask import (
    Flask,
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import HTTPException

from searcher import (
    AccessError,
    ArchiveError,
    Article,
    ArticleNotFound,
    CountersUnavailable,
    DraftTooLarge,
    IndexChanged,
    ParameterError,
    TimTinError,
    TooManyFailures,
    UsageError,
)
from webui.asking.params import PARAMETERS
from webui.guarding.limits import TooBusy
from webui.language import ENGLISH, language
from webui.reading.listings import ListMissing
from webui.site import site

STATUSES: dict[type[TimTinError], int] = {
    DraftTooLarge: 413,
    ParameterError: 400,
    UsageError: 400,
    ArticleNotFound: 404,
    ListMissing: 404,
    AccessError: 403,
    TooManyFailures: 429,
    IndexChanged: 409,
    ArchiveError: 503,
    CountersUnavailable: 503,
    TooBusy: 503,
    TimTinError: 500,
}

SENTENCES: dict[int, tuple[str, str, str]] = {
    400: ("bad-request", "Yêu cầu này không đọc được.", "This request cannot be read."),
    404: (
        "not-found",
        "Không có trang nào ở địa chỉ này; có thể trang đã chuyển đi hoặc địa chỉ gõ thiếu.",
        "There is no page at this address; it may have moved, or the address is incomplete.",
    ),
    405: (
        "method-not-allowed",
        "Địa chỉ này không nhận kiểu yêu cầu đó.",
        "This address does not accept that method.",
    ),
    413: ("too-large", "Yêu cầu này quá lớn.", "This request is too large."),
    415: (
        "wrong-type",
        "Địa chỉ này không nhận kiểu nội dung đó.",
        "This address does not accept that type of content.",
    ),
    429: (
        "too-many",
        "Có quá nhiều yêu cầu đến từ chỗ bạn; xin chờ một lát rồi thử lại.",
        "Too many requests come from where you are; please wait a moment and try again.",
    ),
    500: (
        "internal",
        "Trang gặp lỗi ngoài dự kiến và lỗi đã được ghi lại; xin thử lại sau.",
        "Something unexpected went wrong and was recorded; please try again later.",
    ),
}

UNSEARCHABLE: dict[str, tuple[str, str]] = {
    "index-missing": ("Chưa có kho tin để tìm.", "There is no archive to search yet."),
    "index-damaged": ("Kho tin bị hỏng.", "The archive is damaged."),
    "index-format": (
        "Kho tin được ghi bằng phiên bản khác của chương trình.",
        "The archive was written by another version of the program.",
    ),
    "index": ("Kho tin chưa sẵn sàng.", "The archive is not ready."),
}
"""What the public is told of an index that cannot be searched; paths stand in the log alone."""

_RETRY_SECONDS = {"busy": 2}
_RETRY_LATER = 30
_NEWEST = 5
_MACHINES = ("/api/", "/healthz", "/readyz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is told about an error: to people in `vi` or `en`, to programs by `code`."""

    status: int
    code: str
    vi: str
    en: str
    parameter: str | None = None

    @property
    def sentence(self) -> str:
        """Return the sentence in the reader's language."""
        return self.en if language() == ENGLISH else self.vi


def install(app: Flask) -> None:
    """Answer every error with the right status and a way on, never with a traceback."""
    app.register_error_handler(TimTinError, _refuse)
    app.register_error_handler(HTTPException, _refuse_foreign)


def problem_of(error: TimTinError) -> Problem:
    """Return what is told about one of our errors; the nearest class in the table decides."""
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    parameter = error.parameter if isinstance(error, ParameterError) else None
    vi, en = error.vi, error.en
    if isinstance(error, ArchiveError):
        vi, en = UNSEARCHABLE.get(error.code, UNSEARCHABLE["index"])
    return Problem(status=status, code=error.code, vi=vi, en=en, parameter=parameter or None)


def _refuse(error: TimTinError) -> Response:
    problem = problem_of(error)
    # The reader can do nothing about it: whoever runs the site must know.
    if problem.status >= 500 and not isinstance(error, TooBusy):
        current_app.logger.error("%s", error)
    return _answer(problem)


def _refuse_foreign(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # a redirection is an exception too, and already an answer
        return make_response(error.get_response())
    code, vi, en = SENTENCES.get(status, SENTENCES[500 if status >= 500 else 400])
    response = _answer(Problem(status=status, code=code, vi=vi, en=en))
    kept = [
        (name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After")
    ]
    response.headers.extend(kept)
    return response


def _answer(problem: Problem) -> Response:
    response = _as_json(problem) if request.path.startswith(_MACHINES) else _as_page(problem)
    response.status_code = problem.status
    if problem.status == 503:
        seconds = _RETRY_SECONDS.get(problem.code, _RETRY_LATER)
        response.headers["Retry-After"] = str(seconds)
    return response


def _as_json(problem: Problem) -> Response:
    told = {
        "code": problem.code,
        "parameter": problem.parameter,
        "vi": problem.vi,
        "en": problem.en,
    }
    return jsonify(error=told)


def _as_page(problem: Problem) -> Response:
    form = {name: text for name, text in request.args.items() if name != problem.parameter}
    page = render_template(
        "error.html",
        problem=problem,
        form=form,
        without=_without(problem, form),
        newest=_newest() if problem.status < 500 else [],
    )
    return make_response(page)


def _newest() -> list[Article]:
    """Return some news for a reader who lost the way; nothing where there is no archive to ask."""
    try:
        return site().shelf.newest(_NEWEST)
    except ArchiveError:
        return []


def _without(problem: Problem, form: dict[str, str]) -> str | None:
    """Return the address of the same search without the parameter that is wrong."""
    wrong = problem.parameter if request.endpoint == "pages.results" else None
    kept = {name: text for name, text in form.items() if name in PARAMETERS and text}
    return url_for("pages.results", **kept) if wrong in PARAMETERS else None  # type: ignore[arg-type]
