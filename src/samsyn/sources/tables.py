"""Any file with a table in it, told by its content and not by its name."""

from samsyn.sources import archives, delimited, parquet, spreadsheets
from samsyn.sources.files import Source
from samsyn.sources.grids import Grid, Layout


def grid(source: Source, layout: Layout | None = None) -> Grid:
    """The table in a CSV, TSV, XLSX or Parquet file, or in a ZIP that holds one of them."""
    source = archives.unpacked(source)
    if source.data.startswith(archives.MAGIC):
        return spreadsheets.grid(source, layout)
    if source.data.startswith(parquet.MAGIC):
        return parquet.grid(source, layout)
    return delimited.grid(source, layout)
