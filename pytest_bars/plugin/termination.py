"""A run that is asked to end cleans up first.

Pipelines that are cancelled, and `docker stop`, send SIGTERM, which ends Python on the
spot: bookings of the running test would stay with the Receiver.
"""

import signal
import threading
from collections.abc import Callable


def heed_termination() -> Callable[[], None]:
    """Treat SIGTERM like Ctrl-C; return what ends that.

    Another handler than Python's own is left alone, and so are threads: only the main
    one can set handlers.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        return _nothing
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return _heed_no_more


def _heed_no_more() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _nothing() -> None:
    """Do nothing."""
