"""Importing the package is cheap: no Django, and no format library until a file of that format comes."""

import subprocess
import sys
from pathlib import Path

_SOURCE = Path(__file__).parents[3] / "src"


def test_importing_the_reader_loads_neither_django_nor_a_format_library() -> None:
    program = (
        "import sys, samsyn.plans.documents; "
        "print([name for name in ('django', 'docx', 'lxml', 'pypdfium2') if name in sys.modules])"
    )
    environment = {"PYTHONPATH": str(_SOURCE)}
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)

    assert found.stdout.strip() == "[]"
