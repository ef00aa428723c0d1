import os
import subprocess
import sys

import pytest

from samsyn.plans.report import docx, pdf, rendering, xlsx
from samsyn.plans.report.language import SWEDISH
from samsyn.plans.report.rendering import Interrupted, rendered
from tests.plans.report.drawn import long_report, report, small_report


def ignore(name: str, share: float, message: str) -> None:
    pass


def children() -> set[int]:
    """The processes that this one has started and that are still there."""
    listed = subprocess.run(["ps", "-o", "pid=,comm=", "--ppid", str(os.getpid())], capture_output=True, text=True)
    return {int(line.split()[0]) for line in listed.stdout.splitlines() if not line.rstrip().endswith("ps")}


def test_the_files_are_those_that_each_format_renders():
    content = small_report()
    made = rendered(content, SWEDISH, progress=ignore)
    assert list(made) == ["pdf", "docx", "xlsx"]
    assert made == {each.__name__.rpartition(".")[2]: each.render(content, SWEDISH) for each in (pdf, docx, xlsx)}


def test_each_format_is_begun_and_the_share_grows_to_the_whole():
    told = []
    rendered(report(), SWEDISH, progress=lambda *each: told.append(each))
    assert {name for name, _share, message in told if not message} == {"pdf", "docx", "xlsx"}
    shares = [share for _name, share, _message in told]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_the_work_stops_in_the_midst_of_the_typesetting_and_no_process_is_left(monkeypatch):
    # So little patience that it runs out while the typesetter works, however fast the machine is.
    monkeypatch.setattr(rendering, "PATIENCE", 0.001)
    before = children()
    told: list[tuple[str, float, str]] = []

    def stop(*each):
        """Raise when the same is told once more: nothing new is said while the typesetter works."""
        told.append(each)
        if len(told) > 2 and told[-1] == told[-2] and ("Sätter sidorna" in {message for *_rest, message in told}):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rendered(long_report(5, 50, 300), SWEDISH, progress=stop)
    assert children() <= before


def test_a_process_that_dies_is_told_as_such(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Interrupted):
        rendered(report(), SWEDISH, progress=ignore)


def test_what_a_format_stumbles_over_is_told_with_its_place(monkeypatch):
    monkeypatch.setattr(rendering, "TOGETHER", (("pdf", "no such format"),))
    with pytest.raises(Interrupted, match="KeyError: 'no such format'"):
        rendered(report(), SWEDISH, progress=ignore)
