"""The nouns of the system picture: data, runs of analyses, and what they published."""

from samsyn.insights.models.datasets import Dataset, DatasetKind, Snapshot
from samsyn.insights.models.drafts import SnapshotDraft
from samsyn.insights.models.runs import Run, RunShare, RunSource
from samsyn.insights.models.series import Series, SeriesValue

__all__ = [
    "Dataset",
    "DatasetKind",
    "Run",
    "RunShare",
    "RunSource",
    "Series",
    "SeriesValue",
    "Snapshot",
    "SnapshotDraft",
]
