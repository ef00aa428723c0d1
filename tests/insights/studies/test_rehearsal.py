"""What is loaded while people read is what the first computation of several measures waits for."""

import os
import subprocess
import sys

from tests.house.tree import ROOT

SCRIPT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "samsyn.web.settings"
import django
django.setup()
from samsyn.insights.studies.measures import rehearsal
assert "numba" not in sys.modules, "nothing is loaded at import"
rehearsal.begin()
rehearsal.begin()
import threading
[thread] = [each for each in threading.enumerate() if each.name == "rehearsal"]
thread.join()
from samsyn.analysis.measures import effects_kernel, loss_kernel
loaded = (effects_kernel.improvements, effects_kernel.added_up, effects_kernel.differences, loss_kernel.touched)
assert all(len(each.signatures) == 1 for each in loaded), [each.signatures for each in loaded]
"""


def test_a_process_rehearses_once_and_nothing_is_loaded_before():
    environment = os.environ | {"SAMSYN_MODE": "test"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
