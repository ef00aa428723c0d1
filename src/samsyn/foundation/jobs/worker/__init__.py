"""The worker: empties the queue, one job at a time, and keeps the house in order meanwhile."""

from samsyn.foundation.jobs.worker.loop import ALIVE_WITHIN, Pace, Stop, run, run_now

__all__ = ["ALIVE_WITHIN", "Pace", "Stop", "run", "run_now"]
