"""What a node runs from: the jars, once fetched by Maven, and a launcher of thirty lines.

`OPENSEARCH_BUILD` says where they are kept (default: the user's cache); `OPENSEARCH_JAVA_HOME` or `JAVA_HOME`
names a JDK of 21 or newer, else the newest installed one is taken.
"""

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST_JAVA = 21
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_VERSION = re.compile(r'^JAVA_VERSION="(\d+)', re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Java:
    """An installed JDK."""

    home: Path
    feature: int

    def tool(self, name: str) -> str:
        """Return the path of one of its programs."""
        return str(self.home / "bin" / name)


def folder() -> Path:
    """Return where the jars are kept: in a folder per version of what they are made from."""
    told = os.environ.get("OPENSEARCH_BUILD")
    cached = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(told) if told else cached / "timtin" / "opensearch"


@cache
def java() -> Java | None:
    """Return the JDK to use, None without one; read off its `release` file: a JVM takes a second to ask."""
    told = [
        Path(os.environ[name])
        for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME")
        if os.environ.get(name)
    ]
    found = [one for home in told if (one := _jdk(home))]
    installed = sorted(filter(None, map(_jdk, _homes())), key=lambda one: -one.feature)
    return next((one for one in [*found, *installed] if one.feature >= OLDEST_JAVA), None)


def _homes() -> Iterator[Path]:
    javac = shutil.which("javac")
    beside = Path(javac).resolve().parents[2] if javac else Path("/usr/lib/jvm")
    yield from {*beside.glob("*"), *Path("/usr/lib/jvm").glob("*")}


def _jdk(home: Path) -> Java | None:
    try:
        version = _VERSION.search((home / "release").read_text(encoding="utf-8"))
    except OSError:
        return None
    is_whole = version is not None and (home / "bin" / "javac").exists()
    return Java(home=home, feature=int(version[1])) if version and is_whole else None


def why_not() -> str | None:
    """Return why no cluster can be started here, None where it can."""
    if java() is None:
        return f"a cluster needs a JDK of {OLDEST_JAVA} or newer (OPENSEARCH_JAVA_HOME)"
    if not _has_jars() and shutil.which("mvn") is None:
        return "a cluster needs Maven (mvn) to fetch OpenSearch"
    return None


def build() -> None:
    """Fetch the jars (65 MB) and compile the launcher; does nothing when they are there."""
    with _alone():
        if not _has_jars():
            _fetch()
        if not _is_fresh(_launcher(), HERE / "Launcher.java"):
            _compile()


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process build at a time; the lock goes with its owner."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "LOCK").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _has_jars() -> bool:
    return any((folder() / "lib").glob("opensearch-[0-9]*.jar"))


def _launcher() -> Path:
    return folder() / "launcher.jar"


def _is_fresh(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def _fetch() -> None:
    partial = folder() / "lib.partial"
    shutil.rmtree(partial, ignore_errors=True)
    options = ["-DincludeScope=runtime", f"-DoutputDirectory={partial}"]
    pom = ["-f", str(HERE / "pom.xml")]
    subprocess.run(
        ["mvn", "-q", "-B", "-ntp", *pom, _COPY, *options], check=True, stdin=subprocess.DEVNULL
    )
    partial.rename(folder() / "lib")


def _compile() -> None:
    jdk = require_java()
    with tempfile.TemporaryDirectory() as classes:
        path = ["-cp", str(folder() / "lib" / "*")]
        subprocess.run(
            [jdk.tool("javac"), *path, "-d", classes, str(HERE / "Launcher.java")], check=True
        )
        whole = ["--create", "--file", str(_launcher()), "-C", classes, "."]
        subprocess.run([jdk.tool("jar"), *whole], check=True)


def require_java() -> Java:
    """Return the JDK; raises RuntimeError without one."""
    found = java()
    if found is None:
        raise RuntimeError(why_not())
    return found


def class_path() -> str:
    """Return the launcher and all jars, in the same order each time."""
    jars = sorted(str(path) for path in (folder() / "lib").glob("*.jar"))
    return os.pathsep.join([str(_launcher()), *jars])
