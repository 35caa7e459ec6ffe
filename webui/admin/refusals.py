"""Pages of the login that tell what was refused: with its sentence, its status, and when to come again."""

from flask import Response, make_response, render_template

from searcher import LoginRefused, TimTinError, TooManyFailures
from webui.language import sentence


def answered(template: str, error: TimTinError | None, **told: object) -> Response:
    """Return a page whose template is told the `trouble`, an empty text where nothing went wrong."""
    trouble = sentence(error) if error else ""
    response = make_response(render_template(template, trouble=trouble, **told))
    response.status_code = status_of(error)
    if isinstance(error, TooManyFailures):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def status_of(error: TimTinError | None) -> int:
    """Return the status of a page that tells of an error, or of none."""
    if isinstance(error, TooManyFailures):
        return 429
    if isinstance(error, LoginRefused):
        return 403
    return 400 if error else 200
