"""Maps of accessibility: one a measure."""

from collections.abc import Iterator

from samsyn.insights.maps import classes
from samsyn.insights.presentation import AreaMap, Scale
from samsyn.insights.studies.accessibility.found import Found, kind_of

CLASSES = 6
MOST_LABELS = 14


def drawn(found: Found) -> Iterator[AreaMap]:
    """Every measure, the main one first."""
    for measure in found.measures:
        yield of_measure(found, measure, measure, found.called(measure))


def of_measure(found: Found, measure: str, name: str, title: str) -> AreaMap:
    """What each area reaches by a measure."""
    values: list[float | None] = [float(value) for value in found.values(measure)]
    limits = classes.quantiles(values, CLASSES)
    return AreaMap(
        name=name,
        title=title,
        codes=found.codes,
        scale=Scale.SEQUENTIAL,
        texts=tuple(
            f"{area}: {found.written(measure, value)}" for area, value in zip(found.names, values, strict=True)
        ),
        legend=classes.legend(limits, kind_of(measure)),
        classes=classes.places(values, limits),
        labels=_labels(found),
    )


def _labels(found: Found) -> tuple[tuple[str, str], ...]:
    """The areas with most people, else those that reach most."""
    known = None not in found.people
    rank = [-float(value or 0) for value in found.people] if known else [-value for value in found.main.tolist()]
    order = sorted(range(len(found.codes)), key=lambda area: (rank[area], area))
    return tuple((found.codes[area], found.names[area]) for area in order[:MOST_LABELS])
