"""Open an index and ask one question, in a process of its own.

    python -m benchmarks.speed_open FOLDER [--cold]


Prints the milliseconds from the first line after the imports to the answer. `--cold` first asks the system to
forget the files, as after a restart of the machine.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.parse import parse_query


def main() -> None:
    """Measure once."""
    folder = Path(sys.argv[1])
    if "--cold" in sys.argv:
        forget(folder)
    query = parse_query("giá xăng dầu tăng")
    start = time.perf_counter()
    with ColumnsEngine().reader(folder) as reader:
        reader.search(query, 10)
        print((time.perf_counter() - start) * 1e3)


def forget(folder: Path) -> None:
    """Drop the files of a folder from the page cache; what is written but not on disk stays."""
    for path in folder.iterdir():
        handle = os.open(path, os.O_RDONLY)
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(handle)


def opening(folder: Path, *, cold: bool, times: int = 5) -> float:
    """Return the median milliseconds of several fresh processes."""
    command = [sys.executable, "-m", "benchmarks.speed_open", str(folder)] + ["--cold"] * cold
    found = [
        subprocess.run(command, check=True, capture_output=True, text=True) for _ in range(times)
    ]
    return sorted(float(one.stdout) for one in found)[times // 2]


if __name__ == "__main__":
    main()
