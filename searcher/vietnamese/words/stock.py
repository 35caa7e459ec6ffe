"""pyvi itself, for a model that we do not know: slow, but right by definition."""

from collections.abc import Callable
from functools import cache


@cache
def tokenize() -> Callable[[str], str]:
    """Return `pyvi.ViTokenizer.tokenize`; importing it takes a second and loads scikit-learn."""
    from pyvi import ViTokenizer  # only where its model cannot be read: it unpickles and is slow

    return ViTokenizer.tokenize  # type: ignore[no-any-return]
