"""Processes that do not outlive the one that started them, not even where it was killed outright."""

import os
import signal
import subprocess
import sys
import threading
import time

STOPS_WITHIN = 30.0


def start(*command: str) -> subprocess.Popen[bytes]:
    """Start a `samsyn` command that takes `--leash`: it stops when this process has ended, however that came about.

    It holds one end of a pipe and we the other, which the system closes for us when we are no more. It is in a group
    of its own, so that Ctrl-C reaches only us, and we stop what we started in order.
    """
    theirs, _ours = os.pipe()
    try:
        whole = [sys.executable, "-m", "samsyn.web.cli", *command, "--leash", str(theirs)]
        return subprocess.Popen(whole, process_group=0, pass_fds=[theirs])
    finally:
        os.close(theirs)


def hold(end: int | None) -> None:
    """Stop this process, in order if it can, as soon as whoever started it is gone. Without a leash, do nothing."""
    if end is not None:
        threading.Thread(target=_watch, args=[end], name="leash", daemon=True).start()


def _watch(end: int) -> None:
    os.read(end, 1)  # nothing is ever written: this waits for the end
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOPS_WITHIN)
    os.killpg(os.getpgid(0), signal.SIGKILL)
