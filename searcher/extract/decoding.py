"""The bytes of a page as text, whatever their encoding."""

from searcher.errors import BrokenText
from searcher.extract.failures import at
from searcher.model import Page
from searcher.vietnamese.encodings import decode


def decoded(page: Page) -> str:
    """Return the text of a page's bytes; raises BrokenText naming the place."""
    try:
        return decode(page.content, page.charset).text
    except BrokenText as error:
        raise BrokenText(
            f"{page.place}: {error.vi}", f"{page.place}: {error.en}", **at(page.place)
        ) from error
