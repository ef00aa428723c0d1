"""Reading is apart from fetching; memory grows with the file; the documents say what the code does."""

import ast
import tracemalloc
from pathlib import Path

import samsyn.sources
from samsyn.sources import delimited, flows
from samsyn.sources.flows import FlowMapping
from samsyn.sources.pxweb.presets import PRESETS
from tests.sources import given

SOURCES = Path(samsyn.sources.__file__).parent
DOCS = Path(__file__).parents[2] / "docs" / "sources"
NETWORK = {"http", "socket", "ssl", "urllib3", "requests", "ftplib"}
FETCHES = {"fetching.py"}


def _imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_only_fetching_knows_the_network():
    knowing = {path.relative_to(SOURCES).as_posix() for path in SOURCES.rglob("*.py") if _imported(path) & NETWORK}
    assert knowing == FETCHES


def test_the_record_of_readers_does_not_know_the_clock():
    asking = {path.name for path in SOURCES.rglob("*.py") if "time" in _imported(path)}
    assert asking == FETCHES


def _peak(rows: int) -> int:
    content = "origin,destination,count\n" + "".join(f"{i % 290:04d},{i % 289:04d},{i % 50}\n" for i in range(rows))
    source = given.text(content)
    tracemalloc.start()
    flows.read(delimited.grid(source), FlowMapping("origin", "destination", "count"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_grows_with_the_file_and_not_faster():
    small, large = _peak(20_000), _peak(80_000)
    assert large < 4.5 * small
    assert large / 80_000 < 250, "bytes a row"


def test_the_documents_name_every_preset():
    text = (DOCS / "scb.md").read_text(encoding="utf-8")
    for preset in PRESETS:
        assert f"`{preset.key}`" in text
        for address in preset.addresses:
            assert address.base in text
            assert address.table.rsplit("/", 1)[-1] in text


def test_the_documents_show_a_key_that_can_be_read():
    from samsyn.sources import vintages  # the example of the page, read as it stands

    lines = (DOCS / "territory-keys.md").read_text(encoding="utf-8").splitlines()
    example = "\n".join(line.strip() for line in lines if line.startswith("        ")) + "\n"
    key = vintages.read(delimited.grid(given.text(example)))
    assert set(key.splits) == {"1850"}
    assert key.merges["3002"] == ("0104", "0136")
