"""samsyn study: list the studies, and run one on files."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from samsyn.web.cli import base

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def study() -> None:
    """Studies: analyses of flows and of networks, run on files. No database is needed."""


@study.command("list")
def list_() -> None:
    """Print every study: its name, what it reads, and what it is for."""
    _set_up()
    # Imported here: only after `_set_up`.
    from samsyn.insights.studies.catalogue import STUDIES

    for one in STUDIES.values():
        reads = " ".join(source.role if source.required else f"[{source.role}]" for source in one.sources)
        click.echo(f"{one.slug}  ({reads})\n    {one.purpose}")


@study.command()
@click.argument("name")
@click.option("--flows", type=_FILE, help="Flows between areas: CSV, TSV, XLSX, Parquet, JSON-stat or OMX.")
@click.option("--areas", type=_FILE, help="Boundaries: GeoJSON, TopoJSON, GeoPackage or GeoParquet. Draws the maps.")
@click.option("--network", type=_FILE, help="Nodes and links: GMNS or two tables in a ZIP, an XLSX, or TNTP.")
@click.option("--measures", type=_FILE, help="Candidate measures in the network: a table with a row for each change.")
@click.option("--timetable", type=_FILE, help="A timetable: GTFS, as a ZIP.")
@click.option("--people", type=_FILE, help="A table of areas with how many live and work there.")
@click.option("--official", type=_FILE, help="A table of areas and their official regions.")
@click.option("--begins", default="", help="Official: how codes begin, such as SE_. The rest is the code.")
@click.option("--data", "more", multiple=True, metavar="ROLE=FILE", help="A file for another role of the study.")
@click.option("--names", type=_FILE, help="A table of codes and names of areas.")
@click.option("--year", default="", help="The year to take, where the flows have several.")
@click.option("--sex", default="", help="The group to take, where the flows have several.")
@click.option("--column", multiple=True, metavar="THING=HEADING", help="Flows: origin, destination or count.")
@click.option("--settle", multiple=True, metavar="FINDING=OPTION", help="For example MISSING=AS_ZERO.")
@click.option("--method", default="", help="The same as --set method=...")
@click.option("--set", "answers", multiple=True, metavar="NAME=VALUE", help="An answer to a question of the study.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, show_default=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write to.")
def run(name: str, out: Path, seed: int, **said: Any) -> None:
    """Run the study NAME on files, print what it found, and write it to a folder.

    Written are result.json (all of it, the same bytes for the same input), a CSV file a table, with --areas an SVG file
    a map (a network is drawn without), and matrix.omx where the study finds something between all areas. Exit code 1
    where a file cannot be used, with the file, row and column; 2 for wrong use.
    """
    _set_up()
    # Imported here: only after `_set_up`.
    from samsyn.insights.studies.catalogue import STUDIES

    if name not in STUDIES:
        raise click.BadParameter(f"there is no study {name!r}; there are: {', '.join(STUDIES)}", param_hint="NAME")
    chosen = STUDIES[name]
    choices = _choices(chosen, said)
    progress = base.Progress()
    given = _given(chosen, said)
    result = _computed(chosen, given, choices, seed, progress)
    progress.end()
    shown = chosen.present(result)
    _print(shown)
    for path in _write(out, result, shown, given.get("boundaries")):
        click.echo(path)
    if chosen.matrices is not None:
        click.echo(_between_areas(out, chosen.matrices(result), shown.title))


def _set_up() -> None:
    base.calculate_alike()
    # The mode that needs no secrets and writes nothing to the data folder: studies on files touch neither.
    base.set_up(SAMSYN_MODE="test")


def _pairs(texts: Iterable[str], option: str) -> dict[str, str]:
    pairs = {}
    for text in texts:
        left, sign, right = text.partition("=")
        if not sign or not left:
            raise click.BadParameter(f"{text!r} is not of the form NAME=VALUE", param_hint=option)
        pairs[left.strip()] = right
    return pairs


def _choices(chosen: Any, said: dict[str, Any]) -> dict[str, Any]:
    answers = _pairs(said["answers"], "--set")
    if said["method"]:
        answers["method"] = said["method"]
    blank = chosen.form()
    unknown = sorted(set(answers) - set(blank.fields))
    if unknown:
        known = ", ".join(blank.fields)
        raise click.BadParameter(f"the study asks nothing called {unknown[0]!r}; it asks: {known}", param_hint="--set")
    form = chosen.form(
        {field: blank.get_initial_for_field(each, field) for field, each in blank.fields.items()} | answers
    )
    if not form.is_valid():
        faults = "; ".join(f"{field}: {' '.join(texts)}" for field, texts in form.errors.items())
        raise click.BadParameter(faults, param_hint="--set")
    choices: dict[str, Any] = form.choices()
    return choices


def _given(chosen: Any, said: dict[str, Any]) -> dict[str, Any]:
    # Imported here: only after `_set_up`.
    from samsyn.insights.studies import files

    more = {role: Path(text) for role, text in _pairs(said["more"], "--data").items()}
    roles = ("flows", "network", "measures", "timetable", "people", "official")
    named = {"boundaries": said["areas"]} | {role: said[role] for role in roles}
    paths = {role: path for role, path in named.items() if path} | more
    columns, settle = _pairs(said["column"], "--column"), _pairs(said["settle"], "--settle")
    read = files.read(
        chosen, paths, said["names"], files.Said(said["year"], said["sex"], said["begins"], columns, settle)
    )
    for warning in read.warnings:
        click.echo(warning, err=True)
    return read.given


def _computed(chosen: Any, given: dict[str, Any], choices: dict[str, Any], seed: int, progress: Any) -> dict[str, Any]:
    # Imported here: only after `_set_up`, and numpy is slow to load.
    import numpy as np

    from samsyn.analysis.tables import TableError  # likewise

    try:
        result: dict[str, Any] = chosen.compute(given, choices, np.random.default_rng(seed), progress)
    except (TableError, ValueError) as error:
        raise base.CommandError(str(error)) from error
    return result


def _print(shown: Any) -> None:
    # Imported here: only after `_set_up`.
    from samsyn.insights.studies import words

    click.echo(f"{shown.title}\n{shown.lead}\n")
    for figure in shown.figures:
        click.echo(f"{figure.label}: {words.cell(figure.value, figure.kind)}")
    click.echo()
    for note in shown.notes:
        click.echo(f"{note}\n")


def _write(out: Path, result: dict[str, Any], shown: Any, boundaries: Any) -> Iterable[Path]:
    # Imported here: only after `_set_up`.
    from samsyn.insights import results
    from samsyn.insights.exports import tables  # likewise

    out.mkdir(parents=True, exist_ok=True)
    yield _written(out / "result.json", results.canonical(result))
    for table in shown.tables:
        yield _written(out / f"{table.name}.csv", tables.csv_bytes(table))
    yield from _drawn(out, shown.maps, boundaries)


def _between_areas(out: Path, matrices: Any, title: str) -> Path:
    # Imported here: HDF5 is slow to load.
    from samsyn.insights.exports import matrices as files

    return _written(out / "matrix.omx", files.written(matrices, {"title": title}))


def _drawn(out: Path, maps: Iterable[Any], boundaries: Any) -> Iterable[Path]:
    # Imported here: shapely is slow to load.
    from samsyn.insights.maps import drawing, geometry, palette

    areas = None if boundaries is None else geometry.prepare(boundaries)
    for one in maps:
        ground = geometry.around(one.lines) if one.lines and (areas is None or not one.lines.crs) else areas
        if ground is not None:
            svg = drawing.draw(ground, one, sheet=drawing.Sheet(ident=one.name, palette=palette.Palette()))
            yield _written(out / f"{one.name}.svg", str(svg).encode())


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
