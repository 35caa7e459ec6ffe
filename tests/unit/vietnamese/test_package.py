"""The public surface of the package."""

import subprocess
import sys
from importlib import import_module

import pytest

import searcher.vietnamese

HOMES = searcher.vietnamese._HOMES


def test_every_public_name_can_be_had() -> None:
    for name in searcher.vietnamese.__all__:
        assert getattr(searcher.vietnamese, name) is not None


def test_lazy_names_are_public_and_live_where_they_are_said_to() -> None:
    for home, names in HOMES.items():
        module = import_module(f"searcher.vietnamese.{home}")
        for name in names:
            assert name in searcher.vietnamese.__all__
            assert getattr(searcher.vietnamese, name) is getattr(module, name)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = searcher.vietnamese.nonsense


def test_functions_keep_their_names_when_their_modules_are_imported() -> None:
    code = (
        "import searcher.vietnamese.analysis, searcher.vietnamese.normalise, searcher.vietnamese.syllables;"
        "from searcher.vietnamese import normalise, syllables; print(callable(normalise), callable(syllables))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).split() == ["True"] * 2


def test_importing_the_package_loads_neither_the_analysis_nor_pyvi() -> None:
    code = (
        "import sys, searcher.vietnamese;"
        "print([name for name in ('pyvi', 'sklearn', 'searcher.vietnamese.analysis') if name in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"
