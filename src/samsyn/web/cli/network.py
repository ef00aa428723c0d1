"""samsyn network: make a network of an extract of OpenStreetMap."""

from pathlib import Path

import click

from samsyn.web.cli import base

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("extract", type=_FILE)
@click.option("--areas", type=_FILE, required=True, help="Boundaries of the zones: GeoJSON, GeoPackage or GeoParquet.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The GeoPackage to write.")
@click.option("--rail", is_flag=True, help="Railways too. Transfers to them are added by hand.")
def network(extract: Path, areas: Path, out: Path, rail: bool) -> None:
    """Make a network of the roads and ferries in EXTRACT (.osm.pbf), with the areas as zones.

    Written is a GeoPackage that is read in as any network. What was left out is counted on standard error. Exit code 1
    where a file cannot be used.
    """
    # The mode that needs no secrets and writes nothing to the data folder.
    base.set_up(SAMSYN_MODE="test")
    # Imported here: only after `set_up`.
    from samsyn.insights.reading import extracts

    progress = base.Progress()
    made = extracts.network(extract, extracts.areas(areas), rail=rail, progress=progress)
    progress.end()
    for note, count in made.notes:
        click.echo(f"{note} ({count})", err=True)
    try:
        out.write_bytes(extracts.geopackage(made))
    except OSError as error:
        raise base.CommandError(f"{out}: {error.strerror}") from error
    nodes, links, zones = (len(each) for each in (made.network.nodes, made.network.links, made.network.zones))
    click.echo(f"{out}: {nodes} nodes, {links} links, {zones} zones")
