"""`make` on a machine that lacks something says what, in one line."""

import os
import shutil
import subprocess

import pytest

from tests.house.tree import ROOT

WITHOUT_VENV = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexec python3 "$@"\n'


@pytest.fixture
def fresh(tmp_path):
    """The files that the environment is made from, and no environment."""
    if shutil.which("make") is None:
        pytest.skip("there is no make on this machine")
    for name in ("Makefile", "requirements-dev.lock", "pyproject.toml", "build_messages.py"):
        shutil.copy(ROOT / name, tmp_path)
    without_venv = tmp_path / "without-venv"
    without_venv.write_text(WITHOUT_VENV)
    without_venv.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("target", ["demo", "test"])
@pytest.mark.parametrize(
    ("python", "missing"), [("false", "needs Python 3.11 or newer"), ("./without-venv", "venv is missing")]
)
def test_what_is_missing_is_said_in_one_line(fresh, target, python, missing):
    # Under `make check` this is a make in a make, which would say where it goes.
    alone = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    done = subprocess.run(["make", target, f"PYTHON={python}"], cwd=fresh, capture_output=True, text=True, env=alone)
    assert done.returncode != 0
    (line,) = (done.stdout + done.stderr).splitlines()
    assert missing in line
    assert not (fresh / ".venv").exists()
