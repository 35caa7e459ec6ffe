"""`python -m tests.cluster`: what `timtin dev-cluster` runs."""

import signal
import sys
from types import FrameType

from tests.cluster.holding import main


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


signal.signal(signal.SIGTERM, _stop)
try:
    sys.exit(main(sys.argv[1:]))
except KeyboardInterrupt:
    sys.exit(0)
