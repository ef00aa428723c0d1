"""Every study, by its slug. A plain dictionary: what is not listed here does not exist."""

from collections.abc import Mapping

from samsyn.insights.studies import (
    accessibility,
    bottlenecks,
    functional_regions,
    interaction_model,
    labour_market,
    measures,
    packages,
    region_overlay,
    transit_times,
    travel_times,
)
from samsyn.insights.studies.contract import Study

STUDIES: Mapping[str, Study] = {
    study.slug: study
    for study in (
        functional_regions.STUDY,
        region_overlay.STUDY,
        interaction_model.STUDY,
        travel_times.STUDY,
        transit_times.STUDY,
        accessibility.STUDY,
        bottlenecks.STUDY,
        measures.STUDY,
        packages.STUDY,
        labour_market.STUDY,
    )
}
