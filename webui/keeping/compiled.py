"""Templates compiled once and kept beside the program's own compiled modules, so that a process that starts has them.

As Python does with modules: written where the folder can be written to and nobody forbade it, read where the
source is still the same, made anew otherwise. The program's folder is trusted as its code is.
"""

import importlib.util
import marshal
import os
import sys
import threading
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from types import CodeType

import jinja2
from flask import Flask
from jinja2 import Environment
from jinja2.bccache import Bucket, BytecodeCache

_SEAL = 32
"""Bytes of the digest before the code."""


class CompiledTemplates(BytecodeCache):
    """Keeps templates in a folder, one file each: a digest of what follows and of the source, then the code."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template that is kept, if it is whole and of the same source."""
        with suppress(OSError):
            kept = self._place(bucket).read_bytes()
            seal, content = kept[:_SEAL], kept[_SEAL:]
            if seal == _seal(bucket, content):
                code = marshal.loads(content)  # noqa: S302 - the program's own folder, like its modules
                bucket.code = code if isinstance(code, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, where that is possible; readers see a whole file or none."""
        if sys.dont_write_bytecode or bucket.code is None:
            return
        content = marshal.dumps(bucket.code)
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = self._place(bucket).with_suffix(f".{os.getpid()}-{threading.get_ident()}")
            fresh.write_bytes(_seal(bucket, content) + content)
            fresh.replace(self._place(bucket))

    def _place(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.{sys.implementation.cache_tag}.jinja"


def _seal(bucket: Bucket, content: bytes) -> bytes:
    """Return a digest of compiled code and of all that it was made from."""
    with_what = f"{jinja2.__version__} {sys.hexversion} {_options(bucket.environment)}"
    parts = b"\0".join((with_what.encode(), bucket.checksum.encode(), content))
    return blake2b(parts, digest_size=_SEAL).digest()


def _options(environment: Environment) -> tuple[object, ...]:
    """Return what decides about compiled code beside its source."""
    printed = environment.finalize
    return (
        environment.trim_blocks,
        environment.lstrip_blocks,
        sorted(environment.extensions),
        getattr(printed, "__qualname__", printed is not None),
    )


def install(app: Flask) -> None:
    """Keep the templates of this site where Python keeps its modules."""
    place = importlib.util.cache_from_source(str(Path(app.root_path, "templates", "kept.py")))
    app.jinja_env.bytecode_cache = CompiledTemplates(Path(place).parent)


def compile_all(app: Flask) -> int:
    """Compile every template of a site, and keep it where that is possible; return how many there are.

    An image whose program cannot be written to later does so when it is built.
    """
    names = app.jinja_env.list_templates(extensions=["html"])  # beside them stand compiled ones
    for name in names:
        app.jinja_env.get_template(name)
    return len(names)
