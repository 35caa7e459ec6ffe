"""pyvi itself, the oracle of our words."""

import warnings
from collections.abc import Callable

import pytest


@pytest.fixture(scope="session")
def pyvi() -> Callable[[str], str]:
    """Return `pyvi.ViTokenizer.tokenize`; what it warns of on the way is its own affair."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvi import ViTokenizer  # takes a second: only for tests that ask for it

    return ViTokenizer.tokenize
