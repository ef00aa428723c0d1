"""Whatever a file of a network holds: it is read and settled, or refused in words. Nothing else comes out."""

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from samsyn.analysis.tables import TableError
from samsyn.sources import delimited
from samsyn.sources.checks.networks import check
from samsyn.sources.errors import SourceError
from samsyn.sources.networks import gmns, listed, tntp
from samsyn.sources.networks.settling import NetworkChoices, settled
from tests.sources import given
from tests.sources.test_network_tables import GMNS_LINKS, GMNS_NODES, LINKS, NODES
from tests.sources.test_tntp import net

LENIENT = NetworkChoices("drop", "drop", "quickest", 0.1)
WHOLE = net().data.decode()


def damaged(whole):
    """The text with some pieces of it replaced."""
    pieces = st.one_of(
        st.sampled_from(
            ["", "\n", ",", " ", "-1", "0", "1e999", "nan", "99999999", "A", ";", "<", ">", '"', "~", "1.234"]
        ),
        st.text(max_size=4),
    )
    cuts = st.lists(st.tuples(st.integers(0, len(whole)), st.integers(0, 6), pieces), min_size=1, max_size=5)

    def replaced(cuts):
        text = whole
        for at, length, piece in cuts:
            text = text[:at] + piece + text[at + length :]
        return text.encode("utf-8", errors="surrogatepass") or b" "

    return cuts.map(replaced)


def _tried(read):
    try:
        rows = read()
        check(rows)
        network = settled(rows, LENIENT).network
    except (SourceError, TableError):
        return
    assert len(network.zones) >= 1


@settings(max_examples=300)
@drawn(damaged(WHOLE))
def test_tntp(data):
    _tried(lambda: tntp.read(given.Source("net.tntp", data)))


@pytest.mark.parametrize(("read", "nodes", "links"), [(listed.read, NODES, LINKS), (gmns.read, GMNS_NODES, GMNS_LINKS)])
@settings(max_examples=200)
@drawn(st.data())
def test_tables(read, nodes, links, data):
    node, link = (given.Source("table.csv", data.draw(damaged(whole))) for whole in (nodes, links))
    _tried(lambda: read(delimited.grid(node), delimited.grid(link)))
